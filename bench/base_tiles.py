"""Tiles of the base map, from PostGIS at every zoom and from a worker's memory over HTTP."""

import asyncio
import time
from collections.abc import Iterator
from math import asinh, floor, pi, radians, tan

import httpx
import numpy as np
from sqlalchemy import text

from bench.backend import Stopwatch, percentiles
from bench.measuring import Measured
from geo_grid.http.app import create_app
from geo_grid.http.runtime import Runtime
from geo_grid.services.base_tiles import BaseTileAddress, base_bounds, make_base_tile
from geo_grid.settings import Settings
from geo_grid.store.session import make_engine, session_scope

ZOOMS = range(9, 19)
#: Tiles a zoom, at doors chosen by chance: where there is much to draw.
TILES = 25
FROM_POSTGIS_MS = 100.0
FROM_CACHE_MS = 5.0


def measure(url: str) -> Iterator[Measured]:
    """On the example city."""
    engine = make_engine(url)
    random = np.random.default_rng(1)
    with session_scope(engine) as session:
        base_bounds(session)
        doors = session.execute(
            text("SELECT ST_X(label), ST_Y(label) FROM building ORDER BY md5(id::text) LIMIT 2000")
        ).all()
        buildings = session.scalar(text("SELECT count(*) FROM building"))
        watch = Stopwatch(session)
        everything: list[float] = []
        worst: tuple[float, int, int] = (0.0, 0, 0)
        addresses: list[BaseTileAddress] = []
        for zoom in ZOOMS:
            took: list[float] = []
            for door in random.choice(len(doors), TILES):
                address = _address(zoom, *doors[door])
                began = watch.ms()
                data = make_base_tile(session, address)
                took.append(watch.ms() - began)
                worst = max(worst, (took[-1], zoom, len(data)))
                addresses.append(address)
            everything += took
            middle, most = percentiles(took)
            if zoom in (11, 14, 17):
                yield Measured(
                    f"base tile from PostGIS, zoom {zoom}",
                    f"{TILES} tiles",
                    f"{middle:.1f} ms, 95 of 100 within {most:.1f} ms",
                )
    engine.dispose()
    _, most = percentiles(everything)
    yield Measured(
        "base tile from PostGIS, 95th percentile",
        f"{len(everything)} tiles of zoom {ZOOMS[0]} to {ZOOMS[-1]} of {buildings:,} buildings",
        f"{most:.1f} ms (worst {worst[0]:.0f} ms at zoom {worst[1]}, {worst[2]:,} bytes)",
        f"≤ {FROM_POSTGIS_MS:g} ms",
        most <= FROM_POSTGIS_MS,
    )
    yield asyncio.run(_cached(url, addresses[-5 * TILES :]))


async def _cached(url: str, addresses: list[BaseTileAddress]) -> Measured:
    """The same tiles a second time, from request to answer."""
    app = create_app(Settings(database_url=url))
    runtime: Runtime = app.state.runtime
    runtime.open()
    try:
        while runtime.current is None or runtime.current.base() is None:
            await asyncio.sleep(0.05)
        transport = httpx.ASGITransport(app=app)
        took: list[float] = []
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            paths = [f"/api/v1/basemap/{at.z}/{at.x}/{at.y}.mvt" for at in addresses]
            for path in paths:
                await client.get(path)
            for path in paths * 4:
                began = time.process_time()
                await client.get(path)
                took.append((time.process_time() - began) * 1e3)
    finally:
        runtime.close()
    middle, most = percentiles(took)
    return Measured(
        "base tile from memory over HTTP, 95th percentile",
        f"{len(took)} requests",
        f"{most:.2f} ms (median {middle:.2f} ms)",
        f"≤ {FROM_CACHE_MS:g} ms",
        most <= FROM_CACHE_MS,
    )


def _address(zoom: int, longitude: float, latitude: float) -> BaseTileAddress:
    side = 2**zoom
    return BaseTileAddress(
        zoom,
        floor((longitude + 180) / 360 * side),
        floor((1 - asinh(tan(radians(latitude))) / pi) / 2 * side),
    )
