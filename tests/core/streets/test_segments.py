"""Streets cut where they meet. Pictures are in lattice units, east to the right."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units, to_degrees
from geo_grid.core.streets.segments import Segments, cut_streets

Line = list[tuple[int, int]]


def streets(*lines: Line | list[Line]) -> NDArray[Any]:
    """Lines in lattice units as degrees; a list of lines is one street of several parts."""
    made = np.empty(len(lines), dtype=object)
    for place, line in enumerate(lines):
        is_several = isinstance(line[0], list)
        made[place] = shapely.MultiLineString(line) if is_several else shapely.LineString(line)
    return geometries_to_degrees(made)


def units(segments: Segments) -> list[Line]:
    return [
        [(int(x), int(y)) for x, y in shapely.get_coordinates(line)]
        for line in geometries_to_units(segments.geometry)
    ]


def test_a_crossing_cuts_both() -> None:
    #      |
    #   ---+---
    #      |
    cut = cut_streets(streets([(0, 0), (100, 0)], [(50, -50), (50, 50)]))
    assert units(cut) == [
        [(0, 0), (50, 0)],
        [(50, 0), (100, 0)],
        [(50, -50), (50, 0)],
        [(50, 0), (50, 50)],
    ]
    assert cut.street.tolist() == [0, 0, 1, 1]
    assert cut.to_node[0] == cut.from_node[1] == cut.to_node[2] == cut.from_node[3]
    assert len({cut.from_node[0], cut.to_node[1], cut.from_node[2], cut.to_node[3], cut.to_node[0]}) == 5


def test_a_street_that_ends_on_another_cuts_it() -> None:
    #   ---+---
    #      |
    cut = cut_streets(streets([(0, 0), (100, 0)], [(40, -50), (40, 0)]))
    assert units(cut) == [[(0, 0), (40, 0)], [(40, 0), (100, 0)], [(40, -50), (40, 0)]]


def test_an_end_that_rounding_moved_off_the_line_by_one_unit_still_meets_it() -> None:
    cut = cut_streets(streets([(0, 0), (100, 3)], [(40, -50), (40, 1)]))
    assert units(cut)[:2] == [[(0, 0), (40, 1)], [(40, 1), (100, 3)]]
    assert len(cut_streets(streets([(0, 0), (100, 3)], [(40, -50), (40, -3)]))) == 2


def test_a_shared_vertex_cuts_both() -> None:
    bent = [(0, 0), (50, 0), (100, 0)]
    cut = cut_streets(streets(bent, [(50, -50), (50, 0), (50, 50)]))
    assert len(cut) == 4


def test_a_vertex_of_one_street_alone_does_not_cut() -> None:
    assert len(cut_streets(streets([(0, 0), (50, 9), (100, 0)]))) == 1


def test_a_bridge_does_not_meet_the_street_below() -> None:
    crossing = streets([(0, 0), (100, 0)], [(50, -50), (50, 50)])
    assert len(cut_streets(crossing, np.array([0, 1]))) == 2
    assert len(cut_streets(crossing, np.array([1, 1]))) == 4
    with_vertices = streets([(0, 0), (50, 0), (100, 0)], [(50, -50), (50, 0), (50, 50)])
    assert len(cut_streets(with_vertices, np.array([0, 1]))) == 2


def test_a_ramp_meets_the_street_it_ends_on_whatever_their_levels() -> None:
    street, ramp = [(0, 0), (50, 0), (100, 0)], [(50, 0), (50, 50)]
    assert len(cut_streets(streets(street, ramp), np.array([0, 1]))) == 3


def test_a_street_that_crosses_itself_is_cut_there() -> None:
    cut = cut_streets(streets([(0, 0), (100, 0), (100, 50), (50, 50), (50, -50)]))
    assert len(cut) == 3
    assert cut.to_node[0] == cut.from_node[1] == cut.to_node[1] == cut.from_node[2]


def test_a_ring_alone_is_one_segment_from_its_first_vertex_to_itself() -> None:
    cut = cut_streets(streets([(0, 0), (10, 0), (10, 10), (0, 0)]))
    assert len(cut) == 1
    assert cut.from_node[0] == cut.to_node[0]


def test_parts_of_one_street_are_its_own_segments() -> None:
    cut = cut_streets(streets([[(0, 0), (10, 0)], [(20, 0), (30, 0)]], [(25, -5), (25, 5)]))
    assert cut.street.tolist() == [0, 0, 0, 1, 1]


def test_nothing_gives_nothing() -> None:
    assert len(cut_streets(np.array([], dtype=object))) == 0
    assert len(cut_streets(np.array([None], dtype=object))) == 0


def test_a_crossing_that_rounds_onto_a_vertex_makes_no_empty_segment() -> None:
    # The second passes within half a unit of the first one's middle vertex.
    cut = cut_streets(streets([(0, 0), (50, 0), (100, 1)], [(49, -40), (51, 41)]))
    assert (shapely.length(cut.geometry) > 0).all()


point = st.tuples(st.integers(0, 400), st.integers(0, 400))
line = st.lists(point, min_size=2, max_size=6, unique=True)


@given(st.lists(line, min_size=1, max_size=7))
def test_segments_meet_only_at_nodes_and_cover_the_streets(lines: list[Line]) -> None:
    given_streets = streets(*lines)
    cut = cut_streets(given_streets)
    by_street = Counter(cut.street.tolist())
    assert set(by_street) == set(range(len(lines)))
    ends = np.concatenate([cut.from_node, cut.to_node])
    for street, whole in enumerate(given_streets):
        pieces = cut.geometry[cut.street == street]
        # A point put into an edge bends it by less than two units.
        assert shapely.hausdorff_distance(shapely.union_all(pieces), whole, densify=0.05) < 2e-7
    first = np.array([shapely.get_point(piece, 0) for piece in cut.geometry])
    last = np.array([shapely.get_point(piece, -1) for piece in cut.geometry])
    where = shapely.get_coordinates(np.concatenate([first, last]))
    for node in np.unique(ends):
        assert len(np.unique(where[ends == node], axis=0)) == 1


@pytest.mark.parametrize("count", [40])
def test_a_chessboard_has_a_node_at_every_crossing(count: int) -> None:
    across = [[(-5, 10 * row), (10 * count + 5, 10 * row)] for row in range(count)]
    upward = [[(10 * column, -5), (10 * column, 10 * count + 5)] for column in range(count)]
    cut = cut_streets(streets(*across, *upward))
    assert len(cut) == 2 * count * (count + 1)
    times = Counter(np.concatenate([cut.from_node, cut.to_node]).tolist())
    assert Counter(times.values()) == {4: count * count, 1: 4 * count}


def test_nodes_lie_on_the_lattice_exactly() -> None:
    cut = cut_streets(streets([(0, 0), (101, 7)], [(50, -50), (51, 50)]))
    xy = shapely.get_coordinates(cut.geometry)
    assert np.array_equal(xy, to_degrees(np.floor(xy * 1e7 + 0.5)))
