"""What a ground picture shows, as data: everything in longitude and latitude, nothing about people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

#: What stands between a parent's name and the rest.
_BETWEEN = " -—–·,，/"

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GridShape:
    """A grid on the picture.

    Parameters
    ----------
    name
        Its full name.
    special
        It is a special grid: a school, a market, a park.
    hue
        0 to 5; neighbours differ.
    label
        Where its name stands, EPSG:4326 degrees.
    geometry
        EPSG:4326 degrees.
    """

    code: str
    name: str
    level: int
    special: bool
    hue: int
    label: Position
    geometry: Any


@dataclass(frozen=True, slots=True)
class Street:
    """A street of a class, EPSG:4326 degrees; one of no class is drawn as a branch."""

    name: str | None
    class_: str | None
    geometry: Any


@dataclass(frozen=True, slots=True)
class NamedGround:
    """Water or a compound of a kind: a line or an area, EPSG:4326 degrees."""

    name: str | None
    kind: str | None
    geometry: Any


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A work station; English may have no name of its own for it."""

    name: str
    name_en: str | None
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class GroundPicture:
    """The ground of one grid and what lies around it.

    Parameters
    ----------
    grid
        What the picture is of.
    parent_name
        Name of the grid it belongs to, None where there is none; names that begin with it are shown without.
    neighbours
        Grids of its level with a common border.
    around
        Other grids of its level in sight.
    above
        Grids in sight of the levels above its own, below the outline.
    children
        What it is divided into, where the picture is an overview; else empty.
    outline
        Where the coverage ends; None where nobody gave it.
    streets, railways, water, compounds, buildings
        What is loaded of the ground in sight; railways and buildings as bare shapes.
    edition, day
        The edition in force, and the day for which the picture is made.
    """

    grid: GridShape
    parent_name: str | None
    neighbours: tuple[GridShape, ...]
    around: tuple[GridShape, ...]
    above: tuple[GridShape, ...]
    children: tuple[GridShape, ...]
    outline: Any | None
    streets: tuple[Street, ...]
    railways: tuple[Any, ...]
    water: tuple[NamedGround, ...]
    compounds: tuple[NamedGround, ...]
    buildings: tuple[Any, ...]
    stations: tuple[StationPlace, ...]
    edition: int
    day: date


def short_name(name: str, parent: str | None) -> str:
    """A grid's name without that of the grid it belongs to, where it begins with it."""
    rest = name.removeprefix(parent).lstrip(_BETWEEN) if parent else name
    return rest or name
