"""Crossings are the exact rational point, rounded once."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.edits.crossing import crosses, rounded_crossing, touches
from geo_grid.core.edits.points import Edge, Point, turned

COORDINATES = st.one_of(st.integers(-9, 9), st.integers(-1_800_000_000, 1_800_000_000))
POINTS = st.tuples(COORDINATES, COORDINATES)
EDGES = st.tuples(POINTS, POINTS).filter(lambda edge: edge[0] != edge[1])


def exact_crossing(one: Edge, other: Edge) -> tuple[Fraction, Fraction] | None:
    """By solving a + t·(b − a) = c + u·(d − c)."""
    (a, b), (c, d) = one, other
    dx, dy, ex, ey = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    determinant = dx * ey - dy * ex
    if determinant == 0:
        return None
    t = Fraction((c[0] - a[0]) * ey - (c[1] - a[1]) * ex, determinant)
    u = Fraction((c[0] - a[0]) * dy - (c[1] - a[1]) * dx, determinant)
    return (a[0] + t * dx, a[1] + t * dy) if 0 < t < 1 and 0 < u < 1 else None


@given(EDGES, EDGES)
def test_a_crossing_is_rounded_once(one: Edge, other: Edge) -> None:
    exact = exact_crossing(one, other)
    assert crosses(one, other) == (exact is not None)
    if exact is None:
        return
    half = Fraction(1, 2)
    expected = (floor(exact[0] + half), floor(exact[1] + half))
    for first in (one, turned(one)):
        for second in (other, turned(other)):
            assert rounded_crossing(first, second) == expected
            assert rounded_crossing(second, first) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (((2, 0), (3, 0)), False),  # beyond the end
        (((1, 0), (2, 5)), False),  # from the end
        (((0, 0), (0, 3)), False),
        (((0, 0), (2, 0)), True),  # from the same end, along it
        (((0, 0), (1, 0)), True),
        (((1, 0), (0, 0)), True),
        (((-1, 0), (0, 0)), False),  # on in a straight line
        (((-1, 0), (2, 0)), True),
        (((0, 0), (-3, 0)), False),
    ],
)
def test_edges_may_have_an_end_in_common_and_nothing_else(other: tuple[Point, Point], expected: bool) -> None:
    #  0 ──── 1
    assert touches(((0, 0), (1, 0)), other) == expected


def test_an_end_within_an_edge_touches_it() -> None:
    assert touches(((0, 0), (4, 2)), ((2, 1), (3, 3)))
    assert touches(((2, 1), (3, 3)), ((0, 0), (4, 2)))
    assert not touches(((0, 0), (4, 2)), ((2, 2), (3, 3)))
