import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.only_noded import only_noded

SQUARE = shapely.box(0, 0, 1000, 1000)
HOLED = shapely.box(0, 0, 1000, 1000) - shapely.box(300, 300, 600, 600)


def noded(shell: list[tuple[int, int]]) -> shapely.Polygon:
    return shapely.Polygon(shell)


@pytest.mark.parametrize(
    "shape", [SQUARE, HOLED, shapely.multipolygons([SQUARE, shapely.box(2000, 0, 3000, 9)])]
)
def test_a_polygon_is_its_own_noding(shape: shapely.Geometry) -> None:
    assert only_noded(shape, shapely.normalize(shape))
    assert only_noded(shape, shapely.reverse(shape))


@pytest.mark.parametrize("y", [-1, 0, 1])
def test_a_vertex_within_a_unit_of_an_edge_is_a_noding(y: int) -> None:
    assert only_noded(SQUARE, noded([(0, 0), (400, y), (1000, 0), (1000, 1000), (0, 1000)]))


@pytest.mark.parametrize("y", [-2, 2, 50])
def test_a_vertex_further_off_moves_the_border(y: int) -> None:
    assert not only_noded(SQUARE, noded([(0, 0), (400, y), (1000, 0), (1000, 1000), (0, 1000)]))


def test_a_vertex_left_out_is_no_noding() -> None:
    five = noded([(0, 0), (400, 0), (1000, 0), (1000, 1000), (0, 1000)])
    assert not only_noded(five, SQUARE)


def test_a_vertex_of_another_edge_is_no_noding() -> None:
    # (1000, 500) lies on the right edge but is put into the lower one.
    assert not only_noded(SQUARE, noded([(0, 0), (900, 500), (1000, 0), (1000, 1000), (0, 1000)]))


def test_a_hole_that_goes_or_comes_is_no_noding() -> None:
    assert not only_noded(HOLED, SQUARE)
    assert not only_noded(SQUARE, HOLED)


def test_a_part_that_goes_or_comes_is_no_noding() -> None:
    two = shapely.multipolygons([SQUARE, shapely.box(2000, 0, 3000, 9)])
    assert not only_noded(two, SQUARE)
    assert not only_noded(SQUARE, two)


def test_a_smaller_first_vertex_does_not_hide_a_noding() -> None:
    before = noded([(1, 0), (1000, 0), (1000, 1000), (0, 1000)])
    after = shapely.normalize(noded([(1, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 500)]))
    assert only_noded(before, after)


@given(st.lists(st.integers(1, 999), min_size=1, max_size=8, unique=True), st.data())
def test_any_vertices_on_the_edges_are_a_noding_and_any_further_off_are_not(
    along: list[int], data: st.DataObject
) -> None:
    off = data.draw(st.lists(st.integers(-1, 1), min_size=len(along), max_size=len(along)))
    lower = [(x, y) for x, y in zip(sorted(along), off, strict=True)]
    assert only_noded(SQUARE, noded([(0, 0), *lower, (1000, 0), (1000, 1000), (0, 1000)]))
    moved = data.draw(st.integers(0, len(lower) - 1))
    lower[moved] = (lower[moved][0], data.draw(st.sampled_from([-40, -2, 2, 40])))
    assert not only_noded(SQUARE, noded([(0, 0), *lower, (1000, 0), (1000, 1000), (0, 1000)]))
