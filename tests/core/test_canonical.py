"""Equal ground is equal bytes."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo_grid.core.canonical import canonical

HOLED = shapely.Polygon(
    [(0, 0), (9, 0), (9, 9), (5, 9), (0, 9)],
    [[(1, 1), (2, 1), (2, 2), (1, 2)], [(5, 5), (6, 5), (6, 6), (5, 6)]],
)


def one(geometry: shapely.Geometry | None) -> shapely.Geometry | None:
    return canonical(np.array([geometry], dtype=object))[0]


def turned(ring: shapely.LinearRing, by: int, *, back: bool) -> list[tuple[float, ...]]:
    points = list(ring.coords)[:-1]
    by %= len(points)
    points = points[by:] + points[:by]
    return points[::-1] if back else points


@given(st.integers(0, 9), st.integers(0, 9), st.booleans(), st.booleans(), st.booleans())
def test_start_winding_and_order_do_not_matter(
    shell: int, hole: int, back: bool, hole_back: bool, swap: bool
) -> None:
    holes = [turned(ring, hole, back=hole_back) for ring in HOLED.interiors]
    other = shapely.Polygon(turned(HOLED.exterior, shell, back=back), holes[::-1] if swap else holes)
    assert shapely.to_wkb(one(other)) == shapely.to_wkb(one(HOLED))


def test_rings_start_at_their_smallest_vertex_and_shells_run_counter_clockwise() -> None:
    made = one(HOLED)
    assert made is not None
    part = made.geoms[0]
    assert part.exterior.is_ccw
    assert part.exterior.coords[0] == (0, 0)
    assert [ring.is_ccw for ring in part.interiors] == [False, False]


def test_a_vertex_in_the_middle_of_an_edge_stays() -> None:
    made = one(HOLED)
    assert made is not None
    assert (5, 9) in list(made.geoms[0].exterior.coords)


def test_the_order_of_parts_does_not_matter() -> None:
    a, b = shapely.box(0, 0, 1, 1), shapely.box(2, 0, 3, 1)
    assert shapely.to_wkb(one(shapely.MultiPolygon([b, a]))) == shapely.to_wkb(
        one(shapely.MultiPolygon([a, b]))
    )


def test_nothing_stays_nothing() -> None:
    assert one(None) is None
