"""Overlaps go to the smaller, the larger or a named grid, patch by patch."""

import pytest

from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from tests.core.repairs.workbench import assert_sound, bench, box, codes, local, told

#  a reaches 200 into b:   ┌──────a─┬──┐
#                          │     │╱╱│ b│
#                          └─────┴──┴──┘
A = box(0, 0, 1200, 1000)
B = box(1000, 0, 2000, 1000)


@pytest.mark.parametrize(("to", "kept"), [("smaller", "b"), ("larger", "a"), ("a", "a"), ("b", "b")])
def test_one_of_them_keeps_the_ground(to: str, kept: str) -> None:
    work = bench(A, B)
    done = repair(work, Wishes(overlap=to))
    lost = "a" if kept == "b" else "b"
    assert done.proof.ok
    assert told(done) == [("resolve_overlap", lost, kept)]
    assert done.changed == {"ab".index(lost)}
    assert local(done.work, lost).area == (1_000_000 if lost == "a" else 800_000)
    assert_sound(work, done)


def test_where_three_lie_on_one_spot_one_is_left() -> None:
    work = bench(A, B, box(900, 0, 1100, 1000))
    done = repair(work, Wishes())
    assert done.proof.ok
    assert local(done.work, "c").area == 200 * 1000
    assert {line[2] for line in told(done)} <= {"c", "b"}
    assert_sound(work, done)


def test_a_grid_that_takes_no_part_cannot_keep_the_ground() -> None:
    work = bench(A, B, box(2000, 0, 3000, 1000))
    done = repair(work, Wishes(overlap="c"))
    assert [reason for _, reason in done.refused] == ["does_not_take_part"]
    assert done.note == ()
    assert_sound(work, done)


def test_no_grid_loses_all_its_ground() -> None:
    # c lies wholly within a and would be gone if a kept the ground
    work = bench(box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000), box(200, 200, 400, 400))
    done = repair(work, Wishes(overlap="larger"))
    assert [reason for _, reason in done.refused] == ["would_vanish"]
    assert done.changed == frozenset()
    assert_sound(work, done)
    assert repair(work, Wishes(overlap="smaller")).proof.ok


def test_beyond_the_parent_nobody_keeps_an_overlap() -> None:
    work = bench(
        box(0, 0, 1000, 1200),
        box(800, 0, 1000, 1200),
        parents=[[(0, 0), (800, 0), (1000, 0), (1000, 1000), (800, 1000), (0, 1000)]],
    )
    done = repair(work, Wishes())
    assert done.proof.ok
    assert ("resolve_overlap", "a", None) in told(done)
    assert ("resolve_overlap", "b", None) in told(done)
    assert_sound(work, done)


@pytest.mark.parametrize("offset", range(1, 40, 7))
def test_slanting_borders_cross_off_the_lattice_and_still_come_apart(offset: int) -> None:
    a = [(0, 0), (1000 + offset, 0), (1000 - 3 * offset, 999), (0, 1000)]
    b = [(1000 - offset, 1), (2000, 0), (2000, 1000), (1000 + 2 * offset, 1000)]
    work = bench(a, b, parents=[box(0, 0, 2000, 1000)])
    done = repair(work, Wishes())
    assert set(codes(done)) <= {"unmatched_vertex"}, codes(done)
    assert {reason for _, reason in done.refused} <= {"parent_lacks_vertex"}
    assert_sound(work, done)
    with_parents = repair(work, Wishes(parents=True))
    assert with_parents.proof.ok
