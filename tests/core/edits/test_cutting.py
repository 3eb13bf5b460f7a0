"""Faces and polygons where rings touch one another and themselves."""

from itertools import pairwise

import pytest
import shapely

from geo_grid.core.edits.assembling import polygon_from
from geo_grid.core.edits.cutting import faces, without_dead_ends
from geo_grid.core.edits.points import added_up, chain_of, edges_round, rings_of, turned
from tests.core.edits.scene import Ring, polygon

SQUARE: Ring = [(0, 0), (8, 0), (8, 8), (0, 8)]


def areas(shape: shapely.Geometry, *cuts: Ring) -> list[float]:
    """Areas of the faces into which lines cut a shape."""
    lines = {edge for line in cuts for edge in pairwise(line)}
    found = faces("a", chain_of(rings_of(shape)), lines)
    return sorted(face.twice_area / 2 for face in found)


def test_a_line_cuts_a_square_in_two() -> None:
    assert areas(polygon(SQUARE), [(0, 0), (3, 4), (8, 8)]) == [28, 36]


def test_a_ring_within_is_a_face_and_a_hole() -> None:
    ring: Ring = [(2, 2), (4, 2), (4, 4), (2, 2)]
    assert areas(polygon(SQUARE), ring) == [2, 62]


def test_a_ring_within_a_ring() -> None:
    outer: Ring = [(1, 1), (7, 1), (7, 7), (1, 7), (1, 1)]
    inner: Ring = [(2, 2), (6, 2), (6, 6), (2, 6), (2, 2)]
    assert areas(polygon(SQUARE), outer, inner) == [16, 20, 28]


def test_a_ring_round_a_hole() -> None:
    #  ┌──────┐
    #  │ ┌──┐ │
    #  │ │□ │ │
    #  └─┴──┴─┘
    holed = polygon(SQUARE, [(3, 3), (4, 3), (4, 4), (3, 4)])
    ring: Ring = [(2, 2), (6, 2), (6, 6), (2, 6), (2, 2)]
    assert areas(holed, ring) == [15, 48]


def test_a_line_to_a_hole_cuts_nothing_and_two_cut() -> None:
    holed = polygon(SQUARE, [(3, 3), (5, 3), (5, 5), (3, 5)])
    assert areas(holed, [(0, 0), (3, 3)]) == [60]
    assert areas(holed, [(0, 0), (3, 3)], [(5, 5), (8, 8)]) == [30, 30]


def test_a_ring_that_touches_the_border_at_a_point() -> None:
    ring: Ring = [(0, 0), (4, 1), (1, 4), (0, 0)]
    assert areas(polygon(SQUARE), ring) == [7.5, 56.5]


def test_dead_ends_are_taken_away_with_all_that_leads_to_them() -> None:
    cuts = [((0, 4), (4, 4)), ((4, 4), (8, 4)), ((4, 4), (4, 5)), ((4, 5), (5, 6)), ((1, 1), (2, 2))]
    left = without_dead_ends(cuts, {(0, 4), (8, 4)})
    assert left == {((0, 4), (4, 4)), ((4, 4), (8, 4))}


@pytest.mark.parametrize(
    ("rings", "parts", "holes"),
    [
        # two squares that touch at a corner; a hole that touches its shell; two holes that touch each other
        ([[(0, 0), (2, 0), (2, 2), (0, 2)], [(2, 2), (4, 2), (4, 4), (2, 4)]], 2, 0),
        ([SQUARE, [(0, 0), (1, 4), (4, 1)]], 1, 1),
        ([SQUARE, [(2, 2), (2, 4), (4, 4), (4, 2)], [(4, 4), (4, 6), (6, 6), (6, 4)]], 1, 2),
        # a hole touches its shell twice: what it cuts off is a part
        ([SQUARE, [(0, 0), (0, 8), (2, 4)]], 1, 0),
        ([[(0, 0), (4, 0), (8, 0), (8, 8), (4, 8), (0, 8)], [(4, 0), (3, 4), (4, 8), (5, 4)]], 2, 0),
        # an island in a hole touches the hole
        ([SQUARE, [(2, 2), (2, 6), (6, 6), (6, 2)], [(2, 2), (5, 3), (5, 5)]], 2, 1),
    ],
)
def test_a_chain_is_written_as_a_valid_polygon(rings: list[Ring], parts: int, holes: int) -> None:
    chain = added_up(edges_round(ring) for ring in rings)
    made = polygon_from(chain, "a")
    assert made.is_valid
    assert shapely.get_num_geometries(made) == parts
    assert sum(shapely.get_num_interior_rings(part) for part in shapely.get_parts(made)) == holes
    assert chain_of(rings_of(made)) == chain
    assert not any(turned(edge) in chain for edge in chain)
