"""Locked borders take vertices and nothing else, also over many steps."""

from dataclasses import replace

import pytest

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.locks import check_base, stays
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import Ring, noded, polygon, town

SQUARE: Ring = [(0, 0), (1000, 7), (1000, 1000), (0, 1000)]


def with_points(*points: tuple[int, int]) -> Ring:
    return [SQUARE[0], *points, *SQUARE[1:]]


@pytest.mark.parametrize(
    ("after", "same"),
    [
        (SQUARE, True),
        (with_points((500, 4)), True),
        (with_points((300, 2), (500, 3), (700, 5)), True),
        (with_points((500, 5)), False),  # more than a unit off
        (SQUARE[1:], False),
        ([*SQUARE[:3], (0, 1001)], False),
    ],
)
def test_a_border_stays_if_it_only_got_vertices(after: Ring, same: bool) -> None:
    assert stays(polygon(SQUARE), polygon(after)) is same
    if after != SQUARE:
        assert not stays(polygon(after), polygon(SQUARE))


def test_units_do_not_add_up_over_many_steps() -> None:
    base, first, second = (
        Grid("a", 1, "o", polygon(ring), statutory=True)
        for ring in (SQUARE, with_points((500, 4)), with_points((250, 3), (500, 4)))
    )
    assert stays(base.geometry, first.geometry) and stays(first.geometry, second.geometry)
    change = GridsChange({"a": first}, {"a": second})
    with pytest.raises(Refusal, match="too_fine"):
        check_base(change, {"a": base}, EditRules())
    check_base(change, {"a": base}, EditRules(unlocked=frozenset({"a"})))
    check_base(GridsChange({"a": base}, {"a": first}), {"a": base}, EditRules())


#  1000 ┌─────┬─────┐
#       │  a  │  b  │   a and b are communities of their own, and locked
#     0 └─────┴─────┘
CELLS = {
    "a": [(0, 0), (1000, 0), (1000, 1000), (0, 1000)],
    "b": [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000)],
}
LOCKED = Hierarchy(
    replace(grid, statutory=grid.level == 1) for grid in town(noded(CELLS), {"a": "s.1", "b": "t.1"})
)
BULGE = Operation("reshape", {"grid": "a", "line": [[1000, 200], [1300, 500], [1000, 800]]})


def test_a_statutory_border_moves_only_where_all_whose_it_is_are_unlocked() -> None:
    for unlocked, still in ((), ["s", "t"]), (("s",), ["t"]), (("t",), ["s"]):
        with pytest.raises(Refusal) as caught:
            edit(LOCKED, BULGE, EditRules(narrowest_m=0, unlocked=frozenset(unlocked)))
        assert (caught.value.code, caught.value.params) == ("statutory_locked", {"grids": still})
    change = edit(LOCKED, BULGE, EditRules(narrowest_m=0, unlocked=frozenset({"s", "t"})))
    assert sorted(change.after) == ["a", "b", "s", "s.1", "t", "t.1"]


def test_nothing_unlocks_the_outline() -> None:
    everything = EditRules(narrowest_m=0, unlocked=frozenset(LOCKED.grids))
    with pytest.raises(Refusal, match="outline_locked"):
        edit(LOCKED, Operation("move_vertex", {"at": [0, 0], "to": [5, 5]}), everything)


def test_what_a_split_of_a_statutory_grid_makes_is_statutory() -> None:
    leaves = Hierarchy(replace(grid, statutory=True) if grid.key == "a" else grid for grid in LOCKED)
    cut = Operation("split", {"grid": "a", "line": [[0, 500], [1000, 500]]})
    with pytest.raises(Refusal, match="statutory_locked"):
        edit(leaves, cut, EditRules(narrowest_m=0))
    change = edit(leaves, cut, EditRules(narrowest_m=0, unlocked=frozenset({"a"})))
    assert change.after["~1"].statutory
