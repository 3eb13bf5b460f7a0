"""What the generator hands over: the grids and the layers of a made-up town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo_grid.core.lattice import Geometries


@dataclass(frozen=True, slots=True)
class TownGrid:
    """One grid.

    Parameters
    ----------
    code, name
        By the scheme 6+3+3+3; codes begin with 99, which no province has.
    level
        0 (outline) to 3.
    parent
        Code of the grid above; None for the outline.
    kind
        ``comprehensive`` or ``special``.
    ground
        ``residential``, ``street`` or ``extension``.
    grade
        ``A``, ``B`` or ``C``.
    setting
        ``urban`` or ``rural``.
    statutory
        Whether its border is locked: levels 0 to 2.
    geometry
        Polygon, EPSG:4326 degrees on the lattice.
    """

    code: str
    name: str
    level: int
    parent: str | None
    kind: str
    ground: str
    grade: str
    setting: str
    statutory: bool
    geometry: Any


@dataclass(frozen=True)
class TownLayer:
    """One base layer.

    Parameters
    ----------
    geometry
        (n,) shapes, EPSG:4326 degrees on the lattice.
    columns
        Field → n values; None where unknown.
    """

    geometry: Geometries
    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(frozen=True)
class Town:
    """A made-up town.

    Parameters
    ----------
    grids
        Outline, towns, communities and grids, in this order, by code.
    layers
        ``streets``, ``railways``, ``water``, ``buildings``, ``compounds``, ``addresses``, ``organisations``,
        ``facilities``.
    view
        West, south, east, north, degrees: what a map should show first.
    title
        By language; says that the town is made up.
    size, seed
        What it was made from.
    """

    grids: tuple[TownGrid, ...]
    layers: Mapping[str, TownLayer]
    view: tuple[float, float, float, float]
    title: Mapping[str, str]
    size: str
    seed: int
