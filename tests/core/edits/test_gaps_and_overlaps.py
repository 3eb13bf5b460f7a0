"""Ground that nobody has, or two have, comes to one grid, and the parents stay where they were."""

from dataclasses import replace

import pytest
import shapely

from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.errors import Refusal
from tests.core.edits.scene import noded, polygon, town
from tests.core.edits.test_editing_properties import assert_tiled

#  2000 ┌──────┬──────┐
#       │  b   │  d   │
#  1000 ├───┬──┴──────┤   v is a void under the group of a and b
#       │ a │v │  c   │
#     0 └───┴──┴──────┘
#       0  700 1000  2000
CELLS = {
    "a": [(0, 0), (700, 0), (700, 1000), (0, 1000)],
    "v": [(700, 0), (1000, 0), (1000, 1000), (700, 1000)],
    "b": [(0, 1000), (1000, 1000), (1000, 2000), (0, 2000)],
    "c": [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000)],
    "d": [(1000, 1000), (2000, 1000), (2000, 2000), (1000, 2000)],
}
PLACES = {"a": "t.1", "v": "t.1", "b": "t.1", "c": "t.2", "d": "t.2"}
PLAIN = EditRules(narrowest_m=0)


def ground() -> Hierarchy:
    made = town(noded(CELLS), PLACES)
    return Hierarchy(replace(grid, kind="void") if grid.key == "v" else grid for grid in made)


def done(scene: Hierarchy, verb: str, /, **arguments: object) -> Hierarchy:
    return scene.after(edit(scene, Operation(verb, arguments), PLAIN))


def refused(scene: Hierarchy, verb: str, /, **arguments: object) -> str:
    with pytest.raises(Refusal) as caught:
        edit(scene, Operation(verb, arguments), PLAIN)
    return caught.value.code


def area(grids: Hierarchy, key: str) -> float:
    return float(shapely.area(grids.grid(key).geometry))


def test_a_void_goes_to_a_grid_under_the_same_parent() -> None:
    grids = done(ground(), "assign_gap", gap="v", to="a")
    assert "v" not in grids
    assert area(grids, "a") == 1_000_000
    assert grids.grid("t.1") == ground().grid("t.1")
    assert_tiled(grids)


def test_a_void_goes_to_a_grid_of_another_parent_and_the_parents_follow() -> None:
    grids = done(ground(), "assign_gap", gap="v", to="c")
    assert (area(grids, "c"), area(grids, "t.1"), area(grids, "t.2")) == (1_300_000, 1_700_000, 2_300_000)
    assert_tiled(grids)


def test_a_void_becomes_a_grid() -> None:
    grids = done(ground(), "draw_into_gap", gap="v", name="Lake shore", code="9")
    made = grids.grid("~1")
    assert (made.name, made.code, made.kind, made.parent) == ("Lake shore", "9", "comprehensive", "t.1")
    assert_tiled(grids)


def test_a_part_of_a_void_becomes_a_grid_and_the_rest_stays_one() -> None:
    piece = [[[600, -50], [1100, -50], [1100, 400], [600, 500]]]
    grids = done(ground(), "draw_into_gap", gap="v", name="Quay", piece=piece)
    assert area(grids, "v") + area(grids, "~1") == 300_000
    assert grids.grid("v").is_void
    assert_tiled(grids)


def test_other_verbs_leave_voids_alone() -> None:
    piece = [[[600, 100], [800, 100], [800, 200], [600, 200]]]
    assert refused(ground(), "transfer", to="a", piece=piece) == "void_locked"
    assert refused(ground(), "carve", name="x", piece=piece) == "void_locked"
    assert refused(ground(), "reshape", grid="a", line=[[700, 100], [650, 200], [700, 300]]) == "void_locked"
    assert refused(ground(), "reshape", grid="a", line=[[700, 100], [750, 200], [700, 300]]) == "void_locked"
    assert refused(ground(), "move_vertex", at=[700, 1000], to=[700, 990]) == "void_locked"
    assert refused(ground(), "merge", grids=["a", "v"], into="a") == "void_locked"
    assert refused(ground(), "rename", grid="v", name="x") == "void_locked"


def test_a_split_beside_a_void_gives_it_a_vertex() -> None:
    grids = done(ground(), "split", grid="a", line=[[0, 500], [700, 500]])
    assert area(grids, "v") == 300_000
    assert_tiled(grids)


def test_what_is_no_void_is_no_gap() -> None:
    assert refused(ground(), "assign_gap", gap="b", to="a") == "gap_not_found"
    assert refused(ground(), "draw_into_gap", gap="b", name="x") == "gap_not_found"


def without(key: str) -> Hierarchy:
    return Hierarchy(grid for grid in ground() if grid.key != key)


PIECE = [[[690, -10], [1010, -10], [1010, 1010], [690, 1010]]]


def test_a_gap_that_nobody_approved_goes_to_a_grid_and_the_parent_stays() -> None:
    grids = done(without("v"), "assign_gap", gap={"parent": "t.1", "piece": PIECE}, to="b")
    assert area(grids, "b") == 1_300_000
    assert grids.grid("t.1") == ground().grid("t.1")
    assert_tiled(grids)


def test_a_gap_must_be_there_and_belong_to_the_grid_s_own_parent() -> None:
    assert refused(ground(), "assign_gap", gap={"parent": "t.1", "piece": PIECE}, to="b") == "gap_not_found"
    gap = {"parent": "t.1", "piece": PIECE}
    assert refused(without("v"), "assign_gap", gap=gap, to="c") == "different_parents"


def overlapping() -> Hierarchy:
    # a reaches over all of v and 100 units into b, with corners that b knows nothing of.
    over = polygon(
        [(0, 0), (700, 0), (1000, 0), (1000, 1000), (800, 1000), (750, 1101), (50, 1000), (0, 1000)]
    )
    return Hierarchy(replace(grid, geometry=over) if grid.key == "a" else grid for grid in without("v"))


@pytest.mark.parametrize("to", ["a", "b"])
def test_an_overlap_stays_with_one_and_the_parent_stays(to: str) -> None:
    grids = done(overlapping(), "resolve_overlap", grids=["a", "b"], to=to)
    assert area(grids, "a") + area(grids, "b") == pytest.approx(2_000_000, abs=2_000)
    assert (area(grids, "a") > 1_000_000) == (to == "a")
    assert_tiled(grids)


def test_an_overlap_must_be_there() -> None:
    assert refused(ground(), "resolve_overlap", grids=["a", "b"], to="a") == "overlap_not_found"
    assert refused(ground(), "resolve_overlap", grids=["a", "c"], to="a") == "different_parents"
    assert refused(ground(), "resolve_overlap", grids=["c", "d"], to="a") == "argument_wrong"
