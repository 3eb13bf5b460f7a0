"""A change of ground carried over to ground that has changed meanwhile, elsewhere or at the same place."""

import pytest
import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.edits.carrying import carried

#    0    500  1000
# 1000 ┌────┴────┐       one square; changes push a corner of the
#      │         │       east out to x = 1200, of the west in to 100,
#    0 └─────────┘       or put a vertex beside the southern edge
SQUARE = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
EAST = [(0, 0), (1000, 0), (1200, 500), (1000, 1000), (0, 1000)]
WEST = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (100, 500)]
BOTH = [(0, 0), (1000, 0), (1200, 500), (1000, 1000), (0, 1000), (100, 500)]
NODED = [(0, 0), (500, 1), (1000, 0), (1000, 1000), (0, 1000)]
NODED_EAST = [(0, 0), (500, 1), (1000, 0), (1200, 500), (1000, 1000), (0, 1000)]
SOUTH = [(0, 0), (500, -300), (1000, 0), (1000, 1000), (0, 1000)]
EAST_TOO = [(0, 0), (1000, 0), (1100, 600), (1000, 1000), (0, 1000)]


def ground(ring: list[tuple[int, int]]) -> shapely.Geometry:
    return canonical(as_array([shapely.Polygon(ring)]))[0]


@pytest.mark.parametrize(
    ("now", "after", "wanted"),
    [
        (SQUARE, EAST, EAST),  # nothing happened meanwhile
        (WEST, EAST, BOTH),  # each on its own side
        (NODED, EAST, NODED_EAST),  # a vertex elsewhere stays
        (NODED, SOUTH, SOUTH),  # the edge that got it moved away
        (EAST, EAST, None),  # both moved the same edge
        (EAST, EAST_TOO, None),
    ],
)
def test_two_changes_from_one_square(
    now: list[tuple[int, int]], after: list[tuple[int, int]], wanted: list[tuple[int, int]] | None
) -> None:
    found = carried(ground(now), ground(SQUARE), ground(after))
    assert (found is None) == (wanted is None)
    if wanted is not None:
        assert shapely.to_wkb(found) == shapely.to_wkb(ground(wanted))
