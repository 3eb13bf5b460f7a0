"""A million points located on the real villages, against geopandas, and checked with shapely."""

from collections.abc import Iterator

import geopandas
import numpy as np
import shapely

from bench.measuring import Measured, ratio, side_by_side
from bench.villages import Villages
from geo_grid.core.locating import NOWHERE, Locator


def measure(villages: Villages, count: int = 1_000_000, seed: int = 7) -> Iterator[Measured]:
    """Points spread over the bounding box of the villages; many lie in none."""
    random = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(villages.grids)
    # As close together as the villages themselves: half at random, half around their inner points.
    inner = shapely.get_coordinates(shapely.point_on_surface(villages.grids))
    around = inner[random.integers(0, len(inner), count // 2)] + random.normal(0, 0.01, (count // 2, 2))
    spread = random.uniform((west, south), (east, north), (count - count // 2, 2))
    points = np.concatenate([around, spread])

    frame = geopandas.GeoDataFrame({"code": villages.codes}, geometry=list(villages.grids), crs="EPSG:4326")
    shapes = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(*points.T), crs="EPSG:4326")
    ours, other, found, joined = side_by_side(
        lambda: Locator(villages.grids, villages.codes).many(points),
        lambda: geopandas.sjoin(shapes, frame, predicate="within", how="left"),
    )
    size = f"{count:,} points, {len(villages.grids):,} grids"
    yield ratio("locate against geopandas sjoin(within)", size, ours, other, least=1)

    inside = np.flatnonzero(found != NOWHERE)
    covered = shapely.covers(villages.grids[found[inside]], shapely.points(points[inside]))
    by_sjoin = np.zeros(count, dtype=bool)
    by_sjoin[joined.index[joined["code"].notna()]] = True
    missed = np.flatnonzero(by_sjoin & (found == NOWHERE))
    wrong = int((~covered).sum()) + len(missed)
    yield Measured(
        "points whose grid shapely.covers does not confirm",
        f"{len(inside):,} points inside",
        f"{wrong}",
        "0",
        wrong == 0,
    )
