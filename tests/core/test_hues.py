"""Neighbours differ in hue, with six hues at hand."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.hues import HUES, assign_hues

NONE = np.zeros((0, 2), dtype=np.int64)


def clashes(pairs: np.ndarray, hues: list[int]) -> int:
    return sum(hues[a] == hues[b] for a, b in pairs.tolist())


def test_nothing_to_colour() -> None:
    assert assign_hues(0, NONE, [], []) == []


def test_grids_without_neighbours_share_the_hues_out() -> None:
    assert sorted(assign_hues(6, NONE, [None] * 6, [None] * 6)) == [0, 1, 2, 3, 4, 5]


def test_a_wish_is_kept_where_no_neighbour_has_it() -> None:
    pairs = np.array([[0, 1]])
    assert assign_hues(2, pairs, [3, None], [None, 5]) == [3, 5]
    assert assign_hues(2, pairs, [3, None], [None, 3])[1] != 3


def test_with_no_choice_left_the_hue_of_the_fewest_neighbours_is_taken() -> None:
    #  0..5 have all six hues, 6 has hue 2 too; 7 touches all but one of the two of hue 2
    pairs = np.array([[7, other] for other in (0, 1, 3, 4, 5, 6, 2)] + [[7, 0]])
    fixed = [0, 1, 2, 3, 4, 5, 2, None]
    assert assign_hues(8, pairs, fixed, [None] * 8)[7] != 2


@given(st.integers(3, 60), st.integers(0, 2**32 - 1))
def test_any_planar_map_is_coloured_without_a_clash(points: int, seed: int) -> None:
    """Triangulations are the planar graphs with the most edges."""
    random = np.random.default_rng(seed)
    xy = random.integers(0, 10_000, (points, 2)).astype(float)
    triangles = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(xy)))
    place: dict[tuple[float, ...], int] = {}
    pairs = []
    for triangle in triangles:
        corners = [
            place.setdefault(tuple(corner), len(place))
            for corner in shapely.get_coordinates(triangle)[:3].tolist()
        ]
        pairs += [(corners[0], corners[1]), (corners[1], corners[2]), (corners[0], corners[2])]
    edges = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    hues = assign_hues(len(place), edges, [None] * len(place), [None] * len(place))
    assert clashes(edges, hues) == 0
    assert all(0 <= hue < HUES for hue in hues)
