"""What the queries answer: plain immutable records, free of any session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """A level that holds grids at an instant, its names by language, and how many."""

    level: int
    name: Mapping[str, str]
    grids: int


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """A published edition.

    Parameters
    ----------
    grids
        Level → number of grids in force at its effective instant (outline and empty levels left out).
    without_head
        How many grids it opened that had no head at that instant, as known when it was published.
    """

    number: int
    effective: datetime
    title: str
    reason: str
    published_by: str
    published_at: datetime
    grids: Mapping[int, int] = field(default_factory=dict)
    without_head: int = 0


@dataclass(frozen=True, slots=True)
class GridRecord:
    """A grid as it was at one instant.

    Parameters
    ----------
    id, parent_id
        Identities, which stay when code, name, parent or border change.
    parent
        Code of the parent at that instant; None for the outline.
    area_m2
        Geodesic square metres.
    label
        Lon/lat of a point well inside, EPSG:4326 degrees.
    bbox
        West, south, east, north, EPSG:4326 degrees.
    edition
        Number of the edition that brought this row.
    valid_from, valid_to
        Instants; None where the end is open.
    geometry
        EPSG:4326 lon/lat degrees on the lattice; None where the question did not ask for it.
    """

    id: int
    code: str
    name: str
    level: int
    kind: str
    ground: str | None
    class_: str | None
    setting: str | None
    statutory: bool
    parent_id: int | None
    parent: str | None
    area_m2: float
    hue: int
    label: tuple[float, float]
    bbox: tuple[float, float, float, float]
    edition: int
    valid_from: datetime
    valid_to: datetime | None
    attributes: Mapping[str, Any]
    geometry: shapely.Geometry | None = None


@dataclass(frozen=True, slots=True)
class GridPage:
    """One page of a list, and the key to ask for the next with; None at the end."""

    items: tuple[GridRecord, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A grid of the same level on the other side of a border, and the metres they share."""

    grid: GridRecord
    shared_m: float


@dataclass(frozen=True, slots=True)
class VoidRecord:
    """A piece of a parent that is approved to belong to none of its children."""

    id: int
    parent_id: int
    parent: str
    name: str
    reason: str
    approved_by: str
    area_m2: float
    valid_from: datetime
    valid_to: datetime | None
    geometry: shapely.Geometry
