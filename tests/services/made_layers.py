"""Base layers of a few features, loaded as a file of them would be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.crs import WGS84
from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.files.features import Features
from geo_grid.services.load_layer import commit_load, plan_load
from geo_grid.services.load_plan import LoadRequest
from tests.services.draft_ground import SIDE, X, Y


def at(x: float, y: float) -> tuple[float, float]:
    """Degrees of a place on the ground of `draft_ground`, in sides of its squares."""
    return (X + round(x * SIDE)) / UNITS_PER_DEGREE, (Y + round(y * SIDE)) / UNITS_PER_DEGREE


def point(x: float, y: float) -> shapely.Point:
    return shapely.Point(at(x, y))


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([at(x, y) for x, y in places])


def area(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(*at(x0, y0), *at(x1, y1))


def load(
    session: Session,
    layer: str,
    shapes: Sequence[shapely.Geometry],
    source: str = "made",
    **columns: Sequence[Any],
) -> int:
    """Load features of a layer in place of those of the same source; the layer's new version.

    A column called ``class_`` is the field class.
    """
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = list(shapes)
    features = Features(
        geometry=geometry,
        crs=WGS84,
        table=pd.DataFrame(
            {name.rstrip("_"): values for name, values in columns.items()}, index=range(len(shapes))
        ),
        layer=layer,
        driver="GeoJSON",
        path=Path(f"{layer}.geojson"),
    )
    return commit_load(session, plan_load(features, LoadRequest(layer, source)))
