"""Incidents of a tile gathered in cells, where they are too many to be drawn one by one."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from geo_grid.services.incidents.index.choosing import is_overdue
from geo_grid.services.incidents.index.columns import Columns
from geo_grid.services.incidents.index.look import Tile
from geo_grid.services.incidents.index.mercator import BITS
from geo_grid.store.queries.incident_tile import EXTENT, Cells

#: Cells along a side of a tile, as a power of two.
_CELL_BITS = 6
_CELLS = 4**_CELL_BITS


def gathered(wanted: Iterable[tuple[Columns, NDArray[np.int64]]], tile: Tile, at: int) -> Cells:
    """The cells in which there are any, each where its incidents are on average.

    Parameters
    ----------
    wanted
        Of this tile.
    at
        Now, microseconds since 1970.
    """
    z = tile[0]
    n, across, down, overdue = (np.zeros(_CELLS) for _ in range(4))
    urgency, last = np.zeros(_CELLS, np.int8), np.zeros(_CELLS, np.int64)
    shift = np.uint32(BITS - z - _CELL_BITS)
    side = 2.0 ** (BITS - z)
    for columns, positions in wanted:
        # From the tile's corner: the bits above it are the tile's own.
        x = columns.x[positions] & np.uint32(side - 1)
        y = columns.y[positions] & np.uint32(side - 1)
        cell = ((y >> shift).astype(np.intp) << _CELL_BITS) | (x >> shift)
        n += np.bincount(cell, minlength=_CELLS)
        across += np.bincount(cell, weights=x, minlength=_CELLS)
        down += np.bincount(cell, weights=y, minlength=_CELLS)
        overdue += np.bincount(cell, weights=is_overdue(columns, at)[positions], minlength=_CELLS)
        np.maximum.at(urgency, cell, columns.urgency[positions])
        np.maximum.at(last, cell, columns.reported[positions])
    there = np.flatnonzero(n)
    scale = EXTENT / side / n[there]
    return Cells(
        x=(across[there] * scale).astype(np.int32),
        y=(down[there] * scale).astype(np.int32),
        n=n[there].astype(np.int32),
        urgency=urgency[there],
        overdue=overdue[there].astype(np.int32),
        last=last[there] // 1_000_000,
    )
