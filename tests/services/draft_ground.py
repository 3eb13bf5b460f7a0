"""Drafts of a small ground near Shanghai, in lattice units.

level 0 and 1: the square 0..4 × 0..2       level 2: W | E       level 3 in W: sw, nw

    +--+--+-----+    Corners of the squares are vertices of every border they touch, so that W can be divided
    |nw   |     |    the other way, or its border with E moved to x = 3, without a vertex more anywhere.
    +  +  +  E  +
    |sw   |     |
    +--+--+--+--+
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import shapely

from geo_grid.services.edition_draft import DraftGrid, EditionDraft

DAY_1 = datetime(2026, 1, 1, tzinfo=UTC)
DAY_2 = datetime(2026, 2, 1, tzinfo=UTC)
DAY_3 = datetime(2026, 3, 1, tzinfo=UTC)

#: One side of a square, about 500 m, and the south-western corner.
SIDE, X, Y = 50_000, 1_214_000_000, 312_000_000


def block(x0: int, y0: int, x1: int, y1: int) -> shapely.Polygon:
    """A rectangle of whole squares with a vertex at every square's corner on its border."""
    south = [(x, y0) for x in range(x0, x1)]
    east = [(x1, y) for y in range(y0, y1)]
    north = [(x, y1) for x in range(x1, x0, -1)]
    west = [(x0, y) for y in range(y1, y0, -1)]
    ring = [*south, *east, *north, *west]
    return shapely.Polygon([(X + x * SIDE, Y + y * SIDE) for x, y in ring])


ALL = block(0, 0, 4, 2)
OUTLINE = DraftGrid("0", "outline", 0, None, ALL)
A = DraftGrid("A", "town", 1, "0", ALL)
W = DraftGrid("W", "west", 2, "A", block(0, 0, 2, 2))
E = DraftGrid("E", "east", 2, "A", block(2, 0, 4, 2))
SW = DraftGrid("sw", "south-west", 3, "W", block(0, 0, 2, 1))
NW = DraftGrid("nw", "north-west", 3, "W", block(0, 1, 2, 2))

LEVELS: Mapping[int, Sequence[DraftGrid]] = {1: [A], 2: [W, E], 3: [SW, NW]}


def draft(
    effective: datetime = DAY_1,
    grids: Mapping[int, Sequence[DraftGrid]] = LEVELS,
    *,
    outline: DraftGrid | None = None,
    **more: Any,
) -> EditionDraft:
    """A draft of the whole ground."""
    return EditionDraft(effective, "title", "reason", "test", grids, outline=outline, **more)


FIRST = draft(outline=OUTLINE)


def changed(*grids: DraftGrid) -> dict[int, list[DraftGrid]]:
    """All levels with some grids replaced by those of the same code, and new codes added."""
    by_code = {grid.code: grid for level in LEVELS.values() for grid in level}
    by_code |= {grid.code: grid for grid in grids}
    levels: dict[int, list[DraftGrid]] = {1: [], 2: [], 3: []}
    for grid in by_code.values():
        levels[grid.level].append(grid)
    return levels


def renamed(grid: DraftGrid, name: str) -> DraftGrid:
    """The same ground under another name."""
    return replace(grid, name=name)
