"""Vector tiles of a level, made once and kept in memory until an edition takes effect."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound
from geo_grid.store.queries.grids import grids
from geo_grid.store.queries.last_touch import last_touch
from geo_grid.store.queries.tile import tile as query_tile

#: Zoom of the last tiles that are made; clients enlarge them beyond (a tile unit there is 4 cm).
MAX_ZOOM = 18


@dataclass(frozen=True, slots=True)
class TileAddress:
    """Which tile: a level of the hierarchy, and zoom, column and row in the Web Mercator scheme.

    Raises
    ------
    InputError
        ``tile_outside_scheme``: there is no such column or row at that zoom.
    """

    level: int
    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        check_tile(self.z, self.x, self.y)


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Which tile of one kind: zoom, column and row in the Web Mercator scheme.

    Raises
    ------
    InputError
        ``tile_outside_scheme``: there is no such column or row at that zoom.
    """

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        check_tile(self.z, self.x, self.y)


def check_tile(z: int, x: int, y: int) -> None:
    """Refuse a column or row that its zoom does not have.

    Raises
    ------
    InputError
        ``tile_outside_scheme``.
    """
    side = 2**z
    if not (0 <= x < side and 0 <= y < side):
        raise InputError("tile_outside_scheme", z=z, x=x, y=y, last=side - 1)


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile's bytes, its ETag, and the last edition that touched what it shows; empty outside."""

    data: bytes
    edition: int | None
    etag: str


class TileCache:
    """The tiles asked for last, each for one state of what it shows.

    Parameters
    ----------
    entries
        Tiles kept; 0 keeps none.
    """

    def __init__(self, entries: int) -> None:
        self._entries = entries
        self._tiles: OrderedDict[Hashable, Tile] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: Hashable, state: Hashable) -> Tile | None:
        """A tile of a state (`State.key`, or the versions of the base layers), if it is kept."""
        with self._lock:
            found = self._tiles.get((address, state))
            if found is not None:
                self._tiles.move_to_end((address, state))
            return found

    def put(self, address: Hashable, state: Hashable, tile: Tile) -> None:
        """Keep a tile, and forget the one unasked for longest."""
        with self._lock:
            self._tiles[(address, state)] = tile
            while len(self._tiles) > self._entries:
                self._tiles.popitem(last=False)

    def __len__(self) -> int:
        return len(self._tiles)


@dataclass(frozen=True, slots=True)
class LevelExtent:
    """What a TileJSON says of a level: its bounds (west, south, east, north)."""

    level: int
    bounds: tuple[float, float, float, float]


def make_tile(session: Session, address: TileAddress, at: datetime) -> tuple[bytes, int | None]:
    """A tile from the database, and the last edition that touched what it shows."""
    data = query_tile(session, address.level, address.z, address.x, address.y, at)
    edition = last_touch(session, address.level, address.z, address.x, address.y, at) if data else None
    return data, edition


def level_extent(session: Session, level: int, at: datetime) -> LevelExtent:
    """Where the grids of a level are.

    Every level that holds grids tiles the outline (but for voids), so the outline's bounds are the level's.

    Raises
    ------
    NotFound
        ``level_empty``: the level holds no grids at that instant.
    """
    outline = grids(session, at, level=0, limit=1).items
    held = outline if level == 0 else grids(session, at, level=level, limit=1).items
    if not held or not outline:
        raise NotFound("level_empty", level=level)
    return LevelExtent(level, outline[0].bbox)
