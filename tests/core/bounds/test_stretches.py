"""Bounds of small grids, in metres from a point near Shanghai.

+-----+-----+
|  W  |  E  |   each 200 × 100
+-----+-----+
"""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.bounds.lines import NamedLine
from geo_grid.core.bounds.stretches import INSIDE, Bounds, bounds_of
from geo_grid.core.canonical import as_array
from geo_grid.core.chain import pack
from geo_grid.core.coverage import edge_lengths_m
from geo_grid.core.crs import length_m
from geo_grid.core.crs.plane import Plane
from geo_grid.core.lattice import geometries_to_degrees, to_units

_HERE = Plane(121.4, 31.2)
_SIDES = ("east", "south", "west", "north")


def units(geometry: shapely.Geometry) -> shapely.Geometry:
    """A shape in metres on the lattice."""
    return shapely.transform(geometry, lambda xy: to_units(_HERE.to_degrees(xy)).astype(float))


def street(name: str | None, *points: tuple[float, float]) -> NamedLine:
    return NamedLine("street", name, units(shapely.LineString(points)))


def told(bounds: Bounds, side: str) -> list[tuple[str | int | None, int]]:
    """(name, else neighbour; metres) of a side."""
    return [(each.name or each.beyond[0][0], round(each.length_m)) for each in bounds.of_side(side)]


WEST, EAST = units(shapely.box(0, 0, 200, 100)), units(shapely.box(200, 0, 400, 100))


class TestSides:
    def test_a_rectangle_has_an_edge_on_each_side(self) -> None:
        bounds = bounds_of(WEST, [EAST], [])
        assert {side: told(bounds, side) for side in _SIDES} == {
            "east": [(0, 100)], "south": [(None, 200)], "west": [(None, 100)], "north": [(None, 200)],
        }  # fmt: skip

    def test_a_square_on_its_tip_has_a_whole_edge_on_each_side(self) -> None:
        tip = units(shapely.Polygon([(0, -100), (100, 0), (0, 100), (-100, 0)]))
        bounds = bounds_of(tip, [], [])
        assert all(told(bounds, side) == [(None, 141)] for side in _SIDES)

    def test_a_border_that_winds_is_one_side(self) -> None:
        teeth = [(200 + 10 * (step % 2), 10.0 * step) for step in range(11)]
        winding = units(shapely.Polygon([(0, 0), *teeth, (0, 100)]))
        beyond = units(shapely.Polygon([*teeth, (400, 100), (400, 0)]))
        ((who, metres),) = told(bounds_of(winding, [beyond], []), "east")
        assert (who, metres) == (0, 141)

    def test_a_triangle_has_a_side_that_is_a_point(self) -> None:
        bounds = bounds_of(units(shapely.Polygon([(0, 0), (100, 0), (50, 100)])), [], [])
        assert told(bounds, "north") == []
        assert [len(bounds.of_side(side)) for side in ("east", "south", "west")] == [1, 1, 1]

    def test_a_hole_is_told_as_what_is_inside(self) -> None:
        inner = units(shapely.box(80, 40, 120, 60))
        ring = units(shapely.box(0, 0, 200, 100).difference(shapely.box(80, 40, 120, 60)))
        bounds = bounds_of(ring, [inner], [])
        assert told(bounds, INSIDE) == [(0, 120)]
        assert told(bounds, "east") == [(None, 100)]

    def test_the_larger_part_of_an_exclave_comes_first(self) -> None:
        both = shapely.MultiPolygon([units(shapely.box(500, 0, 520, 20)), WEST])
        bounds = bounds_of(both, [EAST], [])
        assert [each.part for each in bounds.stretches] == [0] * 4 + [1] * 4
        assert told(bounds, "east") == [(0, 100)]


class TestFollowing:
    def test_a_border_along_a_street_is_named_after_it(self) -> None:
        # A street's centre line is 8 m off, and bends away from the border half way.
        bounds = bounds_of(WEST, [EAST], [street("人民路", (-50, -8), (100, -8), (250, -120))])
        # Walked from east to west, and a piece of the border is at most 10 m long.
        assert told(bounds, "south") == [(None, 90), ("人民路", 110)]
        assert bounds.along_m["street"] == pytest.approx(110, abs=0.01)
        assert bounds.share_along == pytest.approx(110 / 600, abs=0.001)

    def test_a_street_across_or_too_far_is_not_followed(self) -> None:
        across, far = street("横街", (100, -100), (100, 200)), street("远路", (0, -13), (200, -13))
        bounds = bounds_of(WEST, [EAST], [across, far])
        assert bounds.along_m == {}
        assert all(each.name is None for each in bounds.stretches)

    def test_a_crossing_does_not_cut_the_street_that_is_followed(self) -> None:
        # The street jogs sideways by 20 m at a crossing, and the border does not.
        one, two = street("人民路", (0, 0), (90, 0)), street("人民路", (110, 0), (200, 0))
        assert told(bounds_of(WEST, [EAST], [one, two]), "south") == [("人民路", 200)]

    def test_a_lane_without_a_name_counts_and_is_not_named(self) -> None:
        bounds = bounds_of(WEST, [EAST], [street(None, (200, 0), (200, 100))])
        assert told(bounds, "east") == [(0, 100)]
        assert bounds.along_m["street"] == pytest.approx(100, abs=0.01)

    def test_a_name_is_preferred_to_a_lane_that_is_little_nearer(self) -> None:
        lane, road = street(None, (200, 0), (200, 100)), street("东街", (203, 0), (203, 100))
        assert told(bounds_of(WEST, [EAST], [lane, road]), "east") == [("东街", 100)]

    def test_a_river_is_followed_along_its_bank_and_in_its_middle(self) -> None:
        river = NamedLine("water", "云溪", units(shapely.box(160, -500, 240, 600)), "river")
        assert told(bounds_of(WEST, [EAST], [river]), "east") == [("云溪", 100)]
        bank = NamedLine("water", "云溪", units(shapely.box(205, -500, 300, 600)), "river")
        assert told(bounds_of(WEST, [EAST], [bank]), "east") == [("云溪", 100)]

    def test_a_river_that_is_crossed_is_not_followed_and_a_lake_is(self) -> None:
        across = shapely.box(60, -500, 140, 600)
        river = NamedLine("water", "云溪", units(across), "river")
        lake = NamedLine("water", "镜湖", units(across), "lake")
        assert told(bounds_of(WEST, [EAST], [river]), "south") == [(None, 200)]
        assert told(bounds_of(WEST, [EAST], [lake]), "south") == [(None, 60), ("镜湖", 80), (None, 60)]

    def test_stretches_are_told_clockwise_with_who_is_behind_them(self) -> None:
        north = [units(shapely.box(x, 100, x + 100, 200)) for x in (0, 100)]
        noded = units(shapely.Polygon([(0, 0), (200, 0), (200, 100), (100, 100), (0, 100)]))
        assert told(bounds_of(noded, north, []), "north") == [(0, 100), (1, 100)]
        ((name, _),) = told(bounds_of(noded, north, [street("北街", (0, 100), (200, 100))]), "north")
        assert name == "北街"
        (stretch,) = bounds_of(noded, north, [street("北街", (0, 100), (200, 100))]).of_side("north")
        assert [who for who, _ in stretch.beyond] == [0, 1]
        assert len(stretch.points) == 3


@st.composite
def stars(draw: st.DrawFn) -> shapely.Polygon:
    """A ring round a point, sometimes with a hole, turned and pulled."""
    count = draw(st.integers(3, 14))
    radii = draw(st.lists(st.floats(60, 300), min_size=count, max_size=count))
    turn = draw(st.floats(0, 2 * math.pi))
    wide = draw(st.sampled_from((0.3, 1.0, 3.0)))
    angles = [turn + 2 * math.pi * step / count for step in range(count)]
    shell = [(wide * r * math.cos(a), r * math.sin(a)) for a, r in zip(angles, radii, strict=True)]
    holes = [[(-5, -5), (-5, 5), (5, 5), (5, -5)]] if draw(st.booleans()) else []
    return shapely.Polygon(shell, holes)


@settings(max_examples=40)
@given(stars(), st.lists(st.tuples(st.floats(-400, 400), st.floats(0, math.pi)), max_size=4))
def test_stretches_are_the_whole_border_once(star: shapely.Polygon, drawn: list[tuple[float, float]]) -> None:
    lines = [
        street(f"{at}路", *[(off - 900 * math.sin(a) * s, 900 * math.cos(a) * s) for s in (-1, 1)])
        for at, (off, a) in enumerate(drawn)
    ]
    own = units(star)
    if not own.is_valid:
        return
    bounds = bounds_of(own, [], lines)
    whole = float(length_m(geometries_to_degrees(as_array([own])))[0])
    assert bounds.length_m == pytest.approx(whole)
    assert sum(each.length_m for each in bounds.stretches) == pytest.approx(whole)
    assert sum(bounds.along_m.values()) <= whole * (1 + 1e-9)
    for each in bounds.stretches:
        points = pack(np.array(each.points))
        # Ends within a piece are rounded to the lattice.
        assert float(edge_lengths_m(points[:-1], points[1:]).sum()) == pytest.approx(each.length_m, abs=0.1)
