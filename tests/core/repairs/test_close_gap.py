"""Gaps are closed as asked: to the longest border, a named neighbour, or as grids of their own."""

import pytest
import shapely

from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from tests.core.repairs.workbench import areas_m2, assert_sound, bench, box, codes, local, same, told

#    0      1000      3000
#  1000 ┌─────┬─────────┐
#       │  a  │ gap ┌───┤
#   600 │     ├─────┘ b │   the gap reaches from 1000 to 2000, above 600
#       │     │         │
#     0 └─────┴─────────┘
A = box(0, 0, 1000, 1000)
B = [(1000, 0), (3000, 0), (3000, 1000), (2000, 1000), (2000, 600), (1000, 600)]
#: With the vertices at which the grids meet on it.
OUTLINE = [(0, 0), (1000, 0), (3000, 0), (3000, 1000), (2000, 1000), (1000, 1000), (0, 1000)]
A_NODED = [(0, 0), (1000, 0), (1000, 600), (1000, 1000), (0, 1000)]


def test_the_neighbour_with_the_longest_border_gets_the_gap() -> None:
    work = bench(A, B, parents=[OUTLINE])
    done = repair(work, Wishes())
    assert done.proof.ok
    # b keeps its vertex in the gap's corner, which a lacked: a gets it, and that is listed.
    assert told(done) == [("close_gap", None, "b"), ("noding", None, "a")]
    assert same(done.work, "b", [(1000, 0), (3000, 0), (3000, 1000), (2000, 1000), (1000, 1000), (1000, 600)])
    assert same(done.work, "a", A_NODED)
    assert done.note[0].area_m2 == pytest.approx(
        sum(areas_m2(done.work.children.geometry[[1]])) * 0.2, rel=1e-6
    )
    assert_sound(work, done)


def test_a_named_neighbour_gets_the_gap_and_the_other_is_noded() -> None:
    work = bench(A, B, parents=[OUTLINE])
    done = repair(work, Wishes(gap="a"))
    assert done.proof.ok
    assert told(done) == [("close_gap", None, "a")]
    assert done.changed == {0}
    assert local(done.work, "a").area == 1000 * 1000 + 1000 * 400
    assert_sound(work, done)


def test_the_gap_becomes_a_grid_of_its_own() -> None:
    work = bench(A, B, parents=[OUTLINE], of=[0, 0])
    done = repair(work, Wishes(gap="new"))
    assert done.proof.ok
    assert ("new_grid", None, "new-1") in told(done)
    assert same(done.work, "new-1", [(1000, 600), (2000, 600), (2000, 1000), (1000, 1000)])
    # a lacked the vertex where gap and b meet; it gets it, and that is listed.
    assert ("noding", None, "a") in told(done)
    assert same(done.work, "a", A_NODED)
    assert done.work.parent_at is not None
    assert done.work.parent_at.tolist() == [0, 0, 0]
    assert_sound(work, done)


def test_new_grids_never_take_an_id_that_is_taken() -> None:
    work = bench(A, B, parents=[OUTLINE], ids=["new-1", "b"])
    done = repair(work, Wishes(gap="new"))
    assert done.work.children.ids == ("new-1", "b", "new-2")


def test_a_grid_that_does_not_border_the_gap_cannot_have_it() -> None:
    far = box(3000, 0, 4000, 1000)
    work = bench(A, B, far, parents=[[*OUTLINE[:3], (4000, 0), (4000, 1000), *OUTLINE[3:]]])
    done = repair(work, Wishes(gap="c"))
    assert not done.proof.ok
    assert [reason for fault, reason in done.refused if fault.problem.code == "gap"] == ["not_a_neighbour"]
    assert done.changed == frozenset()
    assert done.note == ()
    assert_sound(work, done)


def test_a_parent_without_children_has_nobody_to_fill_it() -> None:
    work = bench(A, parents=[A, box(1000, 0, 2000, 1000)], of=[0])
    done = repair(work, Wishes())
    assert [(f.problem.code, reason) for f, reason in done.refused] == [("gap", "no_neighbour")]
    assert repair(work, Wishes(gap="new")).proof.ok


def test_gaps_are_kept_on_request() -> None:
    work = bench(A, B, parents=[OUTLINE])
    done = repair(work, Wishes(gap=None))
    assert [(f.problem.code, reason) for f, reason in done.refused] == [("gap", "kept")]
    assert done.changed == frozenset()


def test_a_gap_whose_corner_is_a_crossing_off_the_lattice_is_closed() -> None:
    #  b's slanting edge crosses a's slanting edge where no lattice point is; the gap lies above the crossing,
    #  an overlap below it.
    a = [(0, 0), (1000, 0), (1007, 1000), (0, 1000)]
    b = [(1003, 0), (2000, 0), (2000, 1000), (998, 1000)]
    work = bench(a, b)
    done = repair(work, Wishes(match_m=None))
    assert done.proof.ok, codes(done)
    assert_sound(work, done)


def test_a_gap_around_an_island_keeps_its_hole() -> None:
    ring = shapely.Polygon(box(0, 0, 3000, 3000), [box(500, 500, 2500, 2500)])
    island = box(1000, 1000, 2000, 2000)
    work = bench(ring, island)
    done = repair(work, Wishes(gap="b"))
    assert done.proof.ok
    assert local(done.work, "b").area == 2000 * 2000
    again = repair(bench(ring, island), Wishes(gap="a"))
    assert len(local(again.work, "a").interiors) == 1
