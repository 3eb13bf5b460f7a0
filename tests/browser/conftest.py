"""The built web client on a real server and a real database, driven in a real browser."""

import base64
import os
import secrets
from collections.abc import Callable, Iterator
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
    expect,
)
from sqlalchemy import make_url

from geo_grid.services.demo import load_demo
from geo_grid.services.demo_real import read_real
from geo_grid.settings import Settings
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


@pytest.fixture(scope="session")
def address(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[str]:
    """Where the real city is served."""
    assert (BUILT / "index.html").is_file(), "build the web client first: cd web && npm run build"
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        settings = Settings(database_url=database.url)
        with session_scope(engine) as session:
            load_demo(session, read_real(settings.zone), datetime.now(UTC))
        engine.dispose()
        with serving(settings, BUILT) as served:
            served.wait_for(1)
            yield str(served.http.base_url).rstrip("/")
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


class Watched:
    """What a page did that it never should: errors in its console, requests to other machines."""

    def __init__(self, page: Page, address: str) -> None:
        self.complaints: list[str] = []
        self._host = urlsplit(address).netloc
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # A refused request is told in the console by the browser itself; the page tells it to people.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.complaints.append(f"left the machine: {request.url}")


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Open an address of the product in a browser of its own, desktop or phone."""
    opened: list[tuple[BrowserContext, Watched]] = []

    def opening(
        path: str, *, phone: bool = False, language: str = "zh-CN", dark: bool = False, wait: bool = True
    ) -> Page:
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
        opened.append((context, Watched(page, address)))
        page.goto(address + path)
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
