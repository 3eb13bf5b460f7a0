"""The page of a grid from request to answer, against the same grid as GeoJSON; and its picture."""

import asyncio
import time
from collections.abc import Iterator

import httpx
from sqlalchemy import text

from bench.backend import percentiles
from bench.measuring import Measured
from geo_grid.http.app import create_app
from geo_grid.http.runtime import Runtime
from geo_grid.settings import Settings
from geo_grid.store.session import make_engine

GRIDS = 60
PAGE_MS = 30.0


def measure(url: str) -> Iterator[Measured]:
    """On the example city."""
    engine = make_engine(url)
    with engine.connect() as connection:
        codes = connection.scalars(
            text("SELECT code FROM grid_row WHERE level = 3 ORDER BY md5(code) LIMIT :n"), {"n": GRIDS}
        ).all()
    engine.dispose()
    yield from asyncio.run(_asked(url, list(codes)))


async def _asked(url: str, codes: list[str]) -> list[Measured]:
    app = create_app(Settings(database_url=url))
    runtime: Runtime = app.state.runtime
    runtime.open()
    transport = httpx.ASGITransport(app=app)
    try:
        while runtime.current is None or runtime.current.base() is None or runtime.current.duty() is None:
            await asyncio.sleep(0.05)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            first, _ = percentiles(await _timed(client, [f"/grid/{code}" for code in codes]))
            pages = await _timed(client, [f"/grid/{code}" for code in codes])
            shapes = await _timed(client, [f"/api/v1/grids/{code}" for code in codes])
            drawn, slowest = percentiles(await _timed(client, [f"/grid/{code}.svg" for code in codes[:20]]))
    finally:
        runtime.close()
    (page, most), (shape, _) = percentiles(pages), percentiles(shapes)
    return [
        Measured(
            "page of a grid, median",
            f"{len(pages)} grids, asked a second time",
            f"{page:.1f} ms (95 of 100 within {most:.1f}; the first time {first:.1f})",
            f"≤ {PAGE_MS:g} ms",
            page <= PAGE_MS,
        ),
        Measured(
            "page of a grid against the grid as GeoJSON",
            f"{len(shapes)} grids",
            f"{shape / page:.1f}× ({page:.1f} ms against {shape:.1f} ms)",
        ),
        Measured("picture of a grid, drawn", "20 grids", f"{drawn:.0f} ms (95 of 100 within {slowest:.0f})"),
    ]


async def _timed(client: httpx.AsyncClient, paths: list[str]) -> list[float]:
    """Milliseconds of this process's own work for each; the database's is not among them."""
    took: list[float] = []
    for path in paths:
        began = time.process_time()
        answer = await client.get(path)
        took.append((time.process_time() - began) * 1e3)
        answer.raise_for_status()
    return took
