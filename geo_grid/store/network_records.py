"""Professional networks and their cells as the queries answer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely


@dataclass(frozen=True, slots=True)
class NetworkRecord:
    """A network.

    Parameters
    ----------
    ground
        Code, name and level of the grid that it is on, as it is called now or was called last.
    whole
        Whether its cells must tile all of that ground.
    version
        Raised by every change, so that nobody overwrites what they have not seen.
    cells
        In force now.
    """

    id: int
    name_zh: str
    name_en: str | None
    purpose: str
    ground_id: int
    ground: tuple[str, str, int]
    whole: bool
    version: int
    made_at: datetime
    closed_at: datetime | None
    cells: int


@dataclass(frozen=True, slots=True)
class CellGrid:
    """A grid of a cell as it is at an instant; its shape in EPSG:4326 degrees."""

    id: int
    code: str
    name: str
    level: int
    shape: shapely.Geometry


@dataclass(frozen=True, slots=True)
class CellRecord:
    """A cell at an instant.

    Parameters
    ----------
    grids
        By code; none where the cell has a shape of its own.
    shape
        EPSG:4326 degrees; None where the cell is made of grids.
    """

    id: int
    name: str
    grids: Sequence[CellGrid]
    shape: shapely.Geometry | None


@dataclass(frozen=True, slots=True)
class Membership:
    """A grid is in a cell of a network, at an instant."""

    network: int
    cell: int
    grid: int
