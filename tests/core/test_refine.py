"""Vertices on edges: the border is split there, matches, and is told as an unmatched vertex.

One step is 1,000 lattice units.
"""

import numpy as np
import shapely
from shapely import Polygon, box

from geo_grid.core.chain import edges_of, pack, sum_chain, unpack
from geo_grid.core.crs import WGS84
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.refine import Refined, noded, refine
from geo_grid.core.slivers import SourceEdges, source_edges
from tests.core.subdivisions import shapes

STEP = 1_000


def source_of(*grids: shapely.Geometry) -> SourceEdges:
    lattice = shapes([shapely.transform(grid, lambda xy: np.floor(xy * STEP + 0.5)) for grid in grids])
    involved = sum_chain(edges_of(lattice, np.zeros(len(lattice), np.int32))).involved
    whole = np.zeros(len(lattice), dtype=bool)
    return source_edges(involved, [(lattice, geometries_to_degrees(lattice), whole, WGS84)])


def told(source: SourceEdges, refined: Refined) -> set[tuple[tuple[int, int], int, bool]]:
    """(vertex, owner of the edge that lacks it, whether the border matches on both sides)."""
    return {
        ((x, y), int(source.edges.owner[edge]), bool(both))
        for (x, y), edge, both in zip(
            unpack(refined.points).tolist(), refined.edge, refined.both_sides, strict=True
        )
    }


# ┌───┬───┐
# │ B │ C │
# ├───┴───┤
# │   A   │
# └───────┘
A, B, C = box(0, 0, 2, 1), box(0, 1, 1, 2), box(1, 1, 2, 2)


def test_the_long_edge_lacks_the_vertex_and_both_halves_match() -> None:
    source = source_of(A, B, C)
    refined = refine(source)
    assert told(source, refined) == {((1_000, 1_000), 0, True)}
    assert len(refined.remains) == 7  # the outer boundary: three sides of A, two each of B and C
    assert pack(np.array([[1_000, 1_000]]))[0] not in set(refined.remains.start.tolist())


def test_where_the_border_ends_one_side_matches() -> None:
    # C is gone: A's edge follows B up to the vertex, and nobody beyond
    source = source_of(A, B)
    refined = refine(source)
    assert told(source, refined) == {((1_000, 1_000), 0, False)}
    assert unpack(refined.onward).tolist() == [[2_000, 1_000]]


def test_a_vertex_that_only_touches_an_edge_is_nothing() -> None:
    source = source_of(A, Polygon([(1, 1), (1.5, 2), (0.5, 2)]))
    assert told(source, refine(source)) == set()


def test_a_vertex_beside_an_edge_matches_where_the_border_goes_on() -> None:
    # B and C meet one unit above A's edge
    off = 1.001
    b, c = Polygon([(0, 1), (1, off), (1, 2), (0, 2)]), Polygon([(1, off), (2, 1), (2, 2), (1, 2)])
    source = source_of(A, b, c)
    assert told(source, refine(source)) == {((1_000, 1_001), 0, True)}


def test_a_corner_drawn_in_two_places_is_left_to_the_faces() -> None:
    # A has the vertex where B and C meet, one unit lower
    a = Polygon([(0, 0), (2, 0), (2, 1), (1, 1), (0, 1)])
    b, c = Polygon([(0, 1), (1, 1.001), (1, 2), (0, 2)]), Polygon([(1, 1.001), (2, 1), (2, 2), (1, 2)])
    source = source_of(a, b, c)
    refined = refine(source)
    assert told(source, refined) == set()
    assert len(refined.remains) > 6


def test_a_vertex_beside_an_edge_where_a_fault_begins_is_left_to_the_fault() -> None:
    # B's corner lies one unit above A's edge, and nobody continues the border: what is beyond keeps its shape
    source = source_of(A, Polygon([(0, 1), (1, 1.001), (1, 2), (0, 2)]))
    refined = refine(source)
    assert told(source, refined) == set()
    assert len(refined.remains) == 8


def test_a_match_that_is_exact_is_not_undone_by_a_vertex_nearby() -> None:
    # D's edge runs one unit beside A's and B's common border
    a, b = box(0, 0, 1, 2), Polygon([(1, 0), (2, 0), (2, 2), (1, 2), (1, 1)])
    d = box(1.001, -1, 3, 3)
    source = source_of(a, b, d)
    assert ((1_000, 1_000), 0, True) in told(source, refine(source))


def test_grids_get_the_vertices_they_lack_in_the_order_of_their_ring() -> None:
    source = source_of(box(0, 0, 3, 1), box(0, 1, 1, 2), box(1, 1, 2, 2), box(2, 1, 3, 2))
    grids = shapes([box(0, 0, 3_000, 1_000), *[box(x, 1_000, x + 1_000, 2_000) for x in (0, 1_000, 2_000)]])
    clockwise = shapes([shapely.reverse(grids[0]), *grids[1:]])
    for drawn in (grids, clockwise):
        given = source_edges(
            sum_chain(edges_of(drawn, np.zeros(4, np.int32))).involved,
            [(drawn, geometries_to_degrees(drawn), np.zeros(4, bool), WGS84)],
        )
        result = noded(drawn, 0, given.edges, refine(given))
        assert shapely.get_coordinates(result[0]).tolist() != shapely.get_coordinates(drawn[0]).tolist()
        assert shapely.equals(result[0], drawn[0])
        assert shapely.is_valid(result[0])
        assert [2_000.0, 1_000.0] in shapely.get_coordinates(result[0]).tolist()
        assert result[1] is drawn[1] or shapely.equals_exact(result[1], drawn[1], 0.0)
    assert len(refine(source).points) == 2
