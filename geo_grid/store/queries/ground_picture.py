"""What lies in a window of the ground, as a picture draws it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

Window = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GroundFeature:
    """A feature of a base layer; `kind` is a street's class too. EPSG:4326 degrees."""

    name: str | None
    kind: str | None
    geometry: Any


# Thinned a little before it travels; the picture thins again on paper, where it knows the scale.
_SELECT = """
    SELECT {columns}, ST_AsBinary(ST_Simplify(geom, :fine, true)) FROM {table}
    WHERE geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326){further}
    ORDER BY id"""

_STREETS = text(
    _SELECT.format(
        columns="name, class",
        table="street",
        further=" AND (:all OR coalesce(class, 'branch') = ANY(:classes))",
    )
)
_RAILWAYS = text(_SELECT.format(columns="name, NULL", table="railway", further=""))
_WATER = text(
    _SELECT.format(
        columns="name, kind", table="water", further=" AND (:all OR kind IS DISTINCT FROM 'stream')"
    )
)
_COMPOUNDS = text(_SELECT.format(columns="name, kind", table="compound", further=""))
_BUILDINGS = text(_SELECT.format(columns="NULL, NULL", table="building", further=""))

#: A hair on paper, as a share of the window's height.
_FINE_SHARE = 1 / 4000


def streets(session: Session, window: Window, classes: Sequence[str] | None) -> list[GroundFeature]:
    """Streets in a window (west, south, east, north); only those of some classes where these are given."""
    asked = {"all": classes is None, "classes": list(classes or ())}
    return _read(session.execute(_STREETS, {**_asked(window), **asked}).all())


def railways(session: Session, window: Window) -> list[GroundFeature]:
    """Railways in a window."""
    return _read(session.execute(_RAILWAYS, _asked(window)).all())


def water(session: Session, window: Window, *, streams: bool) -> list[GroundFeature]:
    """Water in a window, with or without the small streams."""
    return _read(session.execute(_WATER, {**_asked(window), "all": streams}).all())


def compounds(session: Session, window: Window) -> list[GroundFeature]:
    """Compounds in a window."""
    return _read(session.execute(_COMPOUNDS, _asked(window)).all())


def buildings(session: Session, window: Window) -> list[GroundFeature]:
    """Buildings in a window, without their names."""
    return _read(session.execute(_BUILDINGS, _asked(window)).all())


def _asked(window: Window) -> dict[str, Any]:
    west, south, east, north = window
    fine = (north - south) * _FINE_SHARE
    return {"west": west, "south": south, "east": east, "north": north, "fine": fine}


def _read(rows: Sequence[Row[Any]]) -> list[GroundFeature]:
    shown = [row for row in map(tuple, rows) if row[-1] is not None]
    # All at once: one by one takes longer than the query.
    shapes = shapely.from_wkb([bytes(row[-1]) for row in shown])
    return [GroundFeature(name, kind, shape) for (name, kind, _), shape in zip(shown, shapes, strict=True)]
