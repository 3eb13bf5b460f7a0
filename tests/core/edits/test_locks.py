"""Whether a border stays where it is. Lattice units."""

import pytest
import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.edits.locks import stays

#  (0, 1000) +----+
#            |    |
#     (0, 0) +----+ (1000, 0)
SQUARE = [(0, 0), (1_000, 0), (1_000, 1_000), (0, 1_000)]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (SQUARE, True),
        ([*SQUARE[:2], (1_000, 400), *SQUARE[2:]], True),
        ([*SQUARE[:2], (1_001, 400), (999, 700), *SQUARE[2:]], True),
        # Moved, with as many vertices, with more, and with fewer.
        ([(0, 0), (1_000, 1), (1_000, 1_000), (0, 1_000)], False),
        ([*SQUARE[:2], (1_002, 400), *SQUARE[2:]], False),
        ([*SQUARE[:2], (1_500, 400), *SQUARE[2:]], False),
        (SQUARE[:3], False),
        # The same ground in all, and yet another border.
        ([(0, 0), (500, 40), (1_000, 0), (1_000, 1_000), (500, 1_040), (0, 1_000)], False),
    ],
)
def test_only_vertices_beside_its_edges_may_come(after: list[tuple[int, int]], expected: bool) -> None:
    before, changed = canonical(as_array([shapely.Polygon(SQUARE), shapely.Polygon(after)]))
    assert stays(before, changed) is expected
