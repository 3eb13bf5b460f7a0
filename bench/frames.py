"""Frames of the planner's screen while a vertex is dragged with 5,000 grids in view, against an empty map."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import cos, pi, sin

import numpy as np
import uvicorn
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import text

from bench.backend import percentiles
from bench.made_coverage import made_coverage
from bench.measuring import ROOT, Measured
from bench.publishing import OUTLINE, lay
from bench.storing import fresh_database
from geo_grid.core.accounts.secrets import new_password
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.http.app import create_app
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.grants import make_grant
from geo_grid.services.password_hashing import hasher
from geo_grid.services.plans.opening import open_plan
from geo_grid.settings import Settings
from geo_grid.store.session import Engine, make_engine, session_scope

COLUMNS, ROWS, BLOCK = 100, 50, 5
FRAMES = 200
#: Frames a second that a drag is to keep where an empty map has 60: twice the time of a frame.
MOST_RATIO = 2.0
#: How far the pointer goes round about the vertex, pixels.
_ROUND_PX = 4.0
_PATIENCE_MS = 120_000
_FLAGS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
_RECORD = """(frames) => {
    window.frameTimes = []
    const tick = (now) => {
        window.frameTimes.push(now)
        if (window.frameTimes.length <= frames) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
}"""
_PIXEL = """([lon, lat]) => {
    const holder = document.querySelector('[data-map]')
    const { left, top } = holder.getBoundingClientRect()
    const { x, y } = holder.map.project([lon, lat])
    return [left + x, top + y]
}"""
_LOOK = """([west, south, east, north]) =>
    document.querySelector('[data-map]').map.fitBounds([[west, south], [east, north]], {animate: false})"""


def measure(server: str) -> Iterator[Measured]:
    """In a database of its own; the web client must have been built."""
    city = made_coverage(COLUMNS, ROWS, block=BLOCK)
    with fresh_database(server) as url:
        engine = make_engine(url)
        lay(engine, city)
        plan, password = _planner(engine)
        with engine.connect() as connection:
            box = connection.execute(_BOX).one()
        engine.dispose()
        # A corner of four grids in the middle of the city.
        vertex = city.grids[(COLUMNS // 2) * ROWS + ROWS // 2].exterior.coords[0]
        with _served(url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("GEO_GRID_TEST_CHROMIUM", "/usr/bin/chromium"), args=_FLAGS
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(_PATIENCE_MS)
            page.request.post(f"{address}/api/v1/session", data={"login": "draws", "password": password})
            page.goto(f"{address}/plan/{plan}")
            _look(page, tuple(box))
            page.keyboard.press("m")
            full = _dragged(page, (vertex[0] / 1e7, vertex[1] / 1e7))
            page.keyboard.press("Escape")
            _look(page, (box[0] + 5, box[1], box[2] + 5, box[3]))
            empty = _dragged(page, (box[0] + 5.01, (box[1] + box[3]) / 2))
            browser.close()
    (median, most), (bare, bare_most) = percentiles(full), percentiles(empty)
    ratio = float(np.mean(full) / np.mean(empty))
    yield Measured(
        "a frame while a vertex is dragged, against dragging an empty map",
        f"{len(city.grids):,} grids in view, {FRAMES} frames",
        f"{ratio:.2f}× (median {median:.0f} ms against {bare:.0f} ms, 95 of 100 within {most:.0f}"
        f" and {bare_most:.0f} ms)",
        f"≤ {MOST_RATIO:g}×",
        ratio <= MOST_RATIO,
    )


_BOX = text("SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM grid_row WHERE level = 0")


def _planner(engine: Engine) -> tuple[int, str]:
    settings, password = Settings(), new_password()
    with session_scope(engine) as session:
        account = add_account(session, "draws", "draws").id
        argon = hasher(settings.password_memory_kib, settings.password_passes)
        change_password(session, account, argon.hash(password))
        make_grant(session, account, Role.PLANNER, grid=OUTLINE)
        ground = session.scalar(text("SELECT grid_id FROM grid_row WHERE level = 0"))
        actor = Actor(account, (Held(Role.PLANNER, grid=ground),))
        return open_plan(session, actor, "bench", "bench", OUTLINE), password


@contextmanager
def _served(url: str) -> Iterator[str]:
    app = create_app(Settings(database_url=url), built=ROOT / "web" / "dist")
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        # The watched plan's stream would hold a graceful stop.
        server.force_exit = server.should_exit = True
        thread.join(30)


def _look(page: Page, box: tuple[float, ...]) -> None:
    page.wait_for_selector("[data-map][data-idle=true]", state="attached")
    page.evaluate(_LOOK, list(box))
    page.wait_for_timeout(500)
    page.wait_for_selector("[data-map][data-idle=true]", state="attached")


def _dragged(page: Page, place: tuple[float, float]) -> list[float]:
    """Milliseconds of each frame while the pointer, its button held, goes round and round about a place."""
    x, y = page.evaluate(_PIXEL, list(place))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + _ROUND_PX, y, steps=2)
    page.evaluate(_RECORD, FRAMES)
    at = 0
    while page.evaluate("window.frameTimes.length") <= FRAMES:
        for _ in range(10):
            at += 1
            angle = at * pi / 10
            page.mouse.move(x + _ROUND_PX * cos(angle), y + _ROUND_PX * sin(angle))
    page.mouse.move(x, y)
    page.mouse.up()
    times = np.array(page.evaluate("window.frameTimes"))
    found: list[float] = np.diff(times).tolist()
    return found
