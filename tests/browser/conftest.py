"""The built web client on a real server and a real database, driven in a real browser."""

import base64
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Route,
    expect,
)
from sqlalchemy import make_url

from geo_grid.core.accounts.secrets import new_password
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.demo import Demo, load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.demo_real import read_real
from geo_grid.services.first_accounts import FirstAccount, first_administrator
from geo_grid.services.grants import make_grant
from geo_grid.services.password_hashing import hasher
from geo_grid.settings import Settings
from geo_grid.store.queries.scope import first_chain
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.conftest import serving

BUILT = Path(__file__).parents[2] / "web" / "dist"
CHROMIUM = os.environ.get("GEO_GRID_TEST_CHROMIUM", "/usr/bin/chromium")
#: WebGL without a graphics card, and nothing asked of the network that the page did not ask.
FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
#: A software-drawn map on a loaded machine takes its time.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

OpenPage = Callable[..., Page]


Administer = Callable[[str], None]


@contextmanager
def _copied(template: Database, server_url: str, administer: Administer) -> Iterator[Database]:
    """Keep a copy of a database that nobody is connected to."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        yield named(server_url, name)
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def _loaded(template: Database, server_url: str, administer: Administer, demo: Demo) -> Iterator[Database]:
    """Keep a database with one of the demos in it."""
    assert (BUILT / "index.html").is_file(), "build the web client first: cd web && npm run build"
    with _copied(template, server_url, administer) as database:
        engine = database.engine()
        with session_scope(engine) as session:
            load_demo(session, demo, datetime.now(UTC))
        engine.dispose()
        yield database


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve the built client and say where."""
    with serving(settings, BUILT) as server:
        server.wait_for(1)
        yield str(server.http.base_url).rstrip("/")


@pytest.fixture(scope="session")
def address(template: Database, server_url: str, administer: Administer) -> Iterator[str]:
    """Where the real city is served."""
    demo = read_real(Settings().zone)
    with (
        _loaded(template, server_url, administer, demo) as database,
        served(Settings(database_url=database.url)) as url,
    ):
        yield url


@pytest.fixture(scope="session")
def town_template(template: Database, server_url: str, administer: Administer) -> Iterator[Database]:
    """The example town with its streets, houses and addresses, to be copied."""
    with _loaded(template, server_url, administer, make_example(Settings().zone)) as database:
        yield database


@pytest.fixture(scope="session")
def town_database(town_template: Database, server_url: str, administer: Administer) -> Iterator[Database]:
    """The example town that tests share."""
    with _copied(town_template, server_url, administer) as database:
        yield database


@pytest.fixture
def own_town(town_template: Database, server_url: str, administer: Administer) -> Iterator[Database]:
    """An example town of the test's own, which it may publish to."""
    with _copied(town_template, server_url, administer) as database:
        yield database


@pytest.fixture(scope="session")
def town(town_database: Database) -> Iterator[str]:
    """Where the example town is served."""
    with served(Settings(database_url=town_database.url)) as url:
        yield url


@pytest.fixture(scope="session")
def administrator(town_database: Database) -> FirstAccount:
    """Whoever administers the example town, with the password as printed once."""
    engine = town_database.engine()
    with session_scope(engine) as session:
        settings = Settings()
        argon = hasher(settings.password_memory_kib, settings.password_passes)
        made = first_administrator(session, argon)
    engine.dispose()
    assert made is not None
    return made


def employed(
    database: Database, login: str, name: str, role: Role, *, in_one_grid: bool = False
) -> FirstAccount:
    """Give somebody an account and a role on all the ground of a town, or only in the first of its grids."""
    settings = Settings()
    engine = database.engine()
    with session_scope(engine) as session:
        chain = first_chain(session)
        assert chain is not None
        made = FirstAccount(login, new_password(), name, role, chain[-1 if in_one_grid else 0])
        opened = add_account(session, login, name)
        argon = hasher(settings.password_memory_kib, settings.password_passes)
        change_password(session, opened.id, argon.hash(made.password))
        make_grant(session, opened.id, role, grid=made.grid)
    engine.dispose()
    return made


def enter(page: Page, at: str, account: FirstAccount) -> None:
    """Sign a page in without typing."""
    said = page.request.post(
        f"{at}/api/v1/session", data={"login": account.login, "password": account.password}
    )
    assert said.ok, said.text()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Watched:
    """What a page did that it never should: errors in its console, requests to other machines."""

    def __init__(self, page: Page, *allowed: str) -> None:
        self.complaints: list[str] = []
        self._hosts = {urlsplit(address).netloc for address in allowed}
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused request is told in the console by the browser itself; the page tells it to people.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in self._hosts:
            self.complaints.append(f"left the machine: {request.url}")


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Open an address of the product in a browser of its own, desktop or phone."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def opening(
        path: str,
        *,
        at: str = address,
        phone: bool = False,
        language: str = "zh-CN",
        dark: bool = False,
        wait: bool = True,
        pictures: tuple[str, Callable[[Route], None]] | None = None,
        beside: tuple[str, ...] = (),
    ) -> Page:
        """Open a path; `pictures` answers for an outside server, never asked itself; those beside may be."""
        context = chromium.new_context(
            viewport={"width": 390, "height": 844} if phone else {"width": 1200, "height": 760},
            has_touch=phone,
            is_mobile=phone,
            locale=language,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        opened.append((context, Watched(page, at, *beside, *([pictures[0]] if pictures else []))))
        if pictures:
            page.route(f"{pictures[0]}/**", pictures[1])
        page.goto(at + path)
        if wait:
            wait_for_map(page)
        return page

    yield opening
    complaints = [complaint for _, watched in opened for complaint in watched.complaints]
    for context, _ in opened:
        context.close()
    assert not complaints


def wait_for_map(page: Page) -> None:
    """Wait until the map has drawn everything it was asked for."""
    page.wait_for_selector("[data-map][data-idle=true]", state="attached")


def colours(page: Page, left: int, top: int, width: int, height: int) -> int:
    """How many different colours a part of the page shows, leaving out shades of single pixels."""
    png = page.screenshot(clip={"x": left, "y": top, "width": width, "height": height})
    # Counted on an empty page: our own pages load no picture from a data: address.
    blank = page.context.new_page()
    count = blank.evaluate(
        """async (data) => {
            const image = new Image()
            image.src = 'data:image/png;base64,' + data
            await image.decode()
            const canvas = Object.assign(document.createElement('canvas'),
                {width: image.width, height: image.height})
            const context = canvas.getContext('2d')
            context.drawImage(image, 0, 0)
            const {data: pixels} = context.getImageData(0, 0, image.width, image.height)
            const seen = new Map()
            for (let i = 0; i < pixels.length; i += 4) {
                const colour = (pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]
                seen.set(colour, (seen.get(colour) ?? 0) + 1)
            }
            return [...seen.values()].filter((n) => n > 500).length
        }""",
        base64.b64encode(png).decode(),
    )
    blank.close()
    return int(count)


def overflow(page: Page) -> list[str]:
    """Elements that reach out of the window sideways, as people would notice."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((element) => {
            const box = element.getBoundingClientRect()
            const hidden = element.closest('[data-map], .only-read, .maplibregl-map')
            return !hidden && box.width > 0 && box.height > 0 &&
                (box.right > window.innerWidth + 1 || box.left < -1)
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    return found
