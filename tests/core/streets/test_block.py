"""Blocks between streets, in lattice units."""

import shapely

from geo_grid.core.streets.block import block_at
from tests.core.streets.drawn import lines, together

GROUND = shapely.box(0, 0, 40_000, 20_000)

#   20 +----+-------+----+     two streets across a ground of 40 × 20
#      |    甲      乙   |
#    0 +----+-------+----+
#      0   10      30   40
ACROSS = lines(("甲路", [(10_000, -5_000), (10_000, 25_000)]), ("乙路", [(30_000, -5_000), (30_000, 25_000)]))


def test_a_block_is_bounded_by_streets_and_by_the_limit() -> None:
    block = block_at(ACROSS, GROUND, (20_000, 5_000))
    assert block is not None
    assert shapely.equals(block.ground, shapely.box(10_000, 0, 30_000, 20_000))
    assert block.along == ("乙路", "甲路")


def test_at_the_edge_the_limit_closes_it() -> None:
    block = block_at(ACROSS, GROUND, (5_000, 5_000))
    assert block is not None
    assert shapely.equals(block.ground, shapely.box(0, 0, 10_000, 20_000))
    assert block.along == ("甲路",)


def test_dead_ends_paths_and_lanes_without_a_name_do_not_cut_it() -> None:
    given = together(
        ACROSS,
        lines(("死巷", [(10_000, 10_000), (20_000, 10_000)])),
        lines(("小径", [(10_000, 4_000), (30_000, 4_000)]), kind="path"),
        lines((None, [(10_000, 6_000), (30_000, 6_000)]), kind="alley"),
    )
    block = block_at(given, GROUND, (20_000, 5_000))
    assert block is not None
    assert block.ground.area == 20_000 * 20_000
    assert "小径" not in block.along


def test_an_alley_with_a_name_does_cut_it() -> None:
    given = together(ACROSS, lines(("桥巷", [(10_000, 6_000), (30_000, 6_000)]), kind="alley"))
    block = block_at(given, GROUND, (20_000, 5_000))
    assert block is not None
    assert block.ground.area == 20_000 * 6_000


def test_water_bounds_it_too() -> None:
    given = together(ACROSS, lines(("清溪", [(0, 10_000), (40_000, 10_000)]), layer="water", kind="stream"))
    block = block_at(given, GROUND, (20_000, 5_000))
    assert block is not None
    assert shapely.equals(block.ground, shapely.box(10_000, 0, 30_000, 10_000))
    assert block.along[0] == "清溪"


def test_nothing_is_outside_the_limit_or_on_a_street() -> None:
    assert block_at(ACROSS, GROUND, (20_000, 21_000)) is None
    assert block_at(ACROSS, GROUND, (10_000, 5_000)) is None
