"""Four bounds: which neighbour lies on which side."""

import pytest
import shapely

from geo_grid.core.sides import stretches

OWN = shapely.box(120.0, 30.0, 120.001, 30.001)


def sides(*neighbours: shapely.Geometry) -> list[tuple[str, int | None]]:
    return [(each.side, each.neighbour) for each in stretches(OWN, neighbours)]


def test_each_side_belongs_to_whoever_is_beyond_it() -> None:
    #        1
    #      +---+
    #      |own| 0
    #      +---+
    east = shapely.box(120.001, 30.0, 120.002, 30.001)
    north = shapely.box(120.0, 30.001, 120.001, 30.002)
    found = dict(sides(east, north))
    assert found == {"east": 0, "north": 1, "south": None, "west": None}


def test_metres_are_those_of_the_ground_and_the_longest_comes_first() -> None:
    found = stretches(OWN, [])
    assert [each.side for each in found] == ["east", "west", "south", "north"]
    assert [each.metres for each in found] == pytest.approx([110.85, 110.85, 96.49, 96.49], rel=1e-3)


def test_a_hole_faces_inwards() -> None:
    inner = shapely.box(120.0004, 30.0004, 120.0006, 30.0006)
    own = shapely.difference(OWN, inner)
    found = {each.side for each in stretches(own, [inner]) if each.neighbour == 0}
    # Whoever lives in the hole is to the east of its western rim, and so on.
    assert found == {"east", "south", "west", "north"}


def test_a_corner_alone_is_no_common_border() -> None:
    corner = shapely.box(120.001, 30.001, 120.002, 30.002)
    assert {neighbour for _, neighbour in sides(corner)} == {None}


def test_a_slanting_border_belongs_to_the_side_it_is_nearest_to() -> None:
    own = shapely.Polygon([(120, 30), (120.004, 30), (120.004, 30.002), (120, 30.001)])
    (slant,) = [each for each in stretches(own, []) if each.side == "north"]
    assert slant.metres > 380
