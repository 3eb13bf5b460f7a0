"""Grids of several parts: only where the exception is recorded."""

from dataclasses import replace

import pytest
import shapely

from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import noded, town
from tests.core.edits.test_editing_properties import assert_tiled

#  1000 ┌───┬───┬───┬───┐
#       │ a │ b │ c │ d │   a and b in one group, c and d in another
#     0 └───┴───┴───┴───┘
CELLS = {
    name: [(west, 0), (west + 1000, 0), (west + 1000, 1000), (west, 1000)]
    for name, west in (("a", 0), ("b", 1000), ("c", 2000), ("d", 3000))
}
PLACES = {"a": "t.1", "b": "t.1", "c": "t.2", "d": "t.2"}
PLAIN = EditRules(narrowest_m=0)
#: Within b, away from all its borders.
PIECE = [[[1300, 300], [1700, 300], [1700, 700], [1300, 700]]]
EXCLAVE = Operation("transfer", {"to": "a", "piece": PIECE})


def ground(*excepted: str) -> Hierarchy:
    made = town(noded(CELLS), PLACES)
    return Hierarchy(replace(grid, parts=grid.key in excepted) for grid in made)


def parts(grids: Hierarchy, key: str) -> int:
    return int(shapely.get_num_geometries(grids.grid(key).geometry))


def test_an_exclave_needs_its_exception() -> None:
    with pytest.raises(Refusal) as caught:
        edit(ground(), EXCLAVE, PLAIN)
    assert (caught.value.code, caught.value.params) == ("grid_apart", {"grid": "a", "parts": 2})
    grids = ground("a").after(edit(ground("a"), EXCLAVE, PLAIN))
    assert parts(grids, "a") == 2
    assert_tiled(grids)


def test_a_grid_of_two_parts_is_split_in_one_of_them_and_keeps_the_other() -> None:
    grids = ground("a").after(edit(ground("a"), EXCLAVE, PLAIN))
    line = [[1250, 500], [1500, 510], [1750, 500]]
    grids = grids.after(edit(grids, Operation("split", {"grid": "a", "line": line}), PLAIN))
    assert (parts(grids, "a"), parts(grids, "~1")) == (2, 1)
    assert_tiled(grids)


def test_parents_may_not_fall_apart_either() -> None:
    with pytest.raises(Refusal) as caught:
        edit(ground(), Operation("reparent", {"grid": "d", "to": "t.1"}), PLAIN)
    assert (caught.value.code, caught.value.params["grid"]) == ("grid_apart", "t.1")
    grids = ground("t.1").after(edit(ground("t.1"), Operation("reparent", {"grid": "d", "to": "t.1"}), PLAIN))
    assert parts(grids, "t.1") == 2
    assert_tiled(grids)


def test_grids_that_lie_apart_are_merged_only_into_one_that_may() -> None:
    both = ground("t.1").after(edit(ground("t.1"), Operation("reparent", {"grid": "d", "to": "t.1"}), PLAIN))
    with pytest.raises(Refusal, match="not_neighbours"):
        edit(both, Operation("merge", {"grids": ["a", "d"], "into": "a"}), PLAIN)
    joined = both.after(edit(both, Operation("merge", {"grids": ["a", "b"], "into": "b"}), PLAIN))
    assert parts(joined, "b") == 1
    assert_tiled(joined)


def test_the_last_grid_of_a_parent_stays() -> None:
    grids = ground().after(edit(ground(), Operation("reparent", {"grid": "b", "to": "t.2"}), PLAIN))
    with pytest.raises(Refusal) as caught:
        edit(grids, Operation("reparent", {"grid": "a", "to": "t.2"}), PLAIN)
    assert (caught.value.code, caught.value.params) == ("parent_would_empty", {"grid": "t.1"})
