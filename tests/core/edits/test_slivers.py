"""What is narrower than allowed is a sliver, and so is a long strip; a corner is not."""

import pytest
import shapely

from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.slivers import check_width
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import Ring, polygon

#: On the equator a metre is 89.8 units east and 90.4 north: near enough to 90 for what is tested.
METRE = 90


def grid(*corners: tuple[float, float]) -> Grid:
    ring: Ring = [(round(x * METRE), round(y * METRE)) for x, y in corners]
    return Grid("a", 3, "t", polygon(ring))


def box(width: float, height: float) -> Grid:
    return grid((0, 0), (width, 0), (width, height), (0, height))


def sliver(after: Grid, *before: Grid) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check_width(after, before, 1.0)
    assert caught.value.code == "sliver"
    return caught.value


def test_a_narrow_grid_is_refused_with_its_width_and_a_place_within() -> None:
    refusal = sliver(box(0.6, 50))
    assert refusal.params["width_m"] == pytest.approx(0.6, abs=0.02)
    assert shapely.contains_xy(box(0.6, 50).geometry, *refusal.params["at"])
    check_width(box(1.2, 50), [], 1.0)
    check_width(box(0.6, 50), [], 0.0)


#      ┌──┐
#      │  ├────────── a strip half a metre wide
#      └──┴──────────
STRIP = ((0, 0), (70, 0), (70, 0.5), (20, 0.5), (20, 20), (0, 20))


def test_a_strip_that_hangs_on_is_refused() -> None:
    x, _ = sliver(grid(*STRIP)).params["at"]
    assert x > 20 * METRE


def test_a_strip_that_was_there_before_is_not_held_against_the_edit() -> None:
    longer = ((0, 0), (71, 0), (71, 0.5), (20, 0.5), (20, 20), (0, 20))
    check_width(grid(*longer), [grid(*STRIP)], 1.0)
    sliver(grid(*STRIP), box(70, 20))


def test_a_short_step_and_an_acute_corner_are_no_slivers() -> None:
    check_width(grid((0, 0), (25, 0), (25, 0.5), (20, 0.5), (20, 20), (0, 20)), [], 1.0)
    check_width(grid((0, 0), (60, 0), (60, 8)), [], 1.0)
