"""What reaches beyond the parent is clipped, and given to nobody."""

from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from tests.core.repairs.workbench import assert_sound, bench, box, local, same, told

#: With the vertices at which the grids meet on it.
PARENT = [(0, 0), (1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (0, 1000)]


def test_the_ground_beyond_the_outline_is_taken_away() -> None:
    work = bench(box(0, 0, 1000, 1000), box(1000, 0, 2300, 1000), parents=[PARENT])
    done = repair(work, Wishes())
    assert done.proof.ok
    assert told(done) == [("clip_outside", "b", None)]
    assert same(done.work, "b", box(1000, 0, 2000, 1000))
    assert_sound(work, done)


def test_a_child_filed_under_the_wrong_parent_is_not_wiped_out() -> None:
    work = bench(
        box(0, 0, 1000, 1000),
        box(1000, 0, 2000, 1000),
        parents=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)],
        of=[0, 0],
    )
    done = repair(work, Wishes())
    assert ("outside_parent", "would_vanish") in {(f.problem.code, r) for f, r in done.refused}
    assert done.changed == frozenset()
    assert_sound(work, done)


def test_two_neighbours_that_reach_out_meet_on_the_parents_border_which_lacks_their_vertex() -> None:
    #  both reach over the northern border; the border between them crosses it at a slant
    a, b = [(0, 0), (1000, 0), (1009, 1200), (0, 1200)], [(1000, 0), (2000, 0), (2000, 1200), (1009, 1200)]
    work = bench(a, b, parents=[PARENT])
    done = repair(work, Wishes())
    assert [(f.problem.code, reason) for f, reason in done.refused] == [
        ("unmatched_vertex", "parent_lacks_vertex")
    ]
    assert local(done.work, "a").bounds[3] == 1000
    assert_sound(work, done)
    done = repair(work, Wishes(parents=True))
    assert done.proof.ok
    assert list(done.parents) == [0]
    assert_sound(work, done)


def test_clipping_is_left_out_on_request() -> None:
    work = bench(box(0, 0, 1000, 1000), box(1000, 0, 2300, 1000), parents=[PARENT])
    done = repair(work, Wishes(clip=False))
    assert [(f.problem.code, reason) for f, reason in done.refused] == [("outside_parent", "kept")]
    assert done.changed == frozenset()
