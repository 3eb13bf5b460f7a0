"""Which buildings and compounds lie in a window, and where are the doors?"""

from collections.abc import Mapping

import numpy as np
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.lattice import geometries_to_units, to_units
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.feature import Feature

#: West, south, east, north, EPSG:4326 degrees.
Window = tuple[float, float, float, float]

_WINDOW = "ST_MakeEnvelope(:west, :south, :east, :north, 4326)"
_FEATURES = text(
    f"""
    SELECT 'building', name, ST_AsBinary(geom) FROM building WHERE geom && {_WINDOW}
    UNION ALL
    SELECT 'compound', name, ST_AsBinary(geom) FROM compound WHERE geom && {_WINDOW}
    """  # noqa: S608 - constants of this module
)
_DOORS = text(
    f"""
    SELECT ST_X(geom), ST_Y(geom),
           :addresses + :households * coalesce(households, 0) + :people * coalesce(people, 0)
    FROM address WHERE geom && {_WINDOW}
    UNION ALL
    SELECT ST_X(geom), ST_Y(geom), :organisations FROM organisation
    WHERE :organisations > 0 AND geom && {_WINDOW}
    UNION ALL
    SELECT ST_X(geom), ST_Y(geom), :facilities FROM facility WHERE :facilities > 0 AND geom && {_WINDOW}
    """  # noqa: S608 - constants of this module
)
_WEIGHED = ("addresses", "households", "people", "organisations", "facilities")


def features_in_box(session: Session, window: Window) -> list[Feature]:
    """Buildings and compounds in a window, in lattice units."""
    rows = [tuple(row) for row in session.execute(_FEATURES, _asked(window))]
    shapes = geometries_to_units(np.asarray(shapely.from_wkb([bytes(row[2]) for row in rows]), dtype=object))
    return [Feature(row[0], row[1], shape) for row, shape in zip(rows, shapes, strict=True)]


def doors_in_box(session: Session, window: Window, weights: Mapping[str, float]) -> Doors:
    """Places in a window with what each counts.

    Parameters
    ----------
    weights
        What one address, household, person, organisation or facility counts; what is not named counts 0.
    """
    asked = {name: float(weights.get(name, 0.0)) for name in _WEIGHED}
    rows = [tuple(row) for row in session.execute(_DOORS, {**asked, **_asked(window)})]
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    counted = table[table[:, 2] > 0]
    return Doors(to_units(counted[:, :2]), counted[:, 2])


def _asked(window: Window) -> dict[str, float]:
    return dict(zip(("west", "south", "east", "north"), window, strict=True))
