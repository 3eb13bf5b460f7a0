"""Vertices within the tolerance become one, those beside an edge are put into it, and nothing else moves."""

import pytest
import shapely

from geo_grid.core.errors import InputError
from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from tests.core.repairs.workbench import CORNER, assert_sound, bench, box, codes, local, same, told

A = box(0, 0, 1000, 1000)


def test_a_t_junction_is_put_into_the_neighbours_edge() -> None:
    #  ┌───┬───┐
    #  │ a │ b ├   b and c meet in the middle of a's border
    #  │   ├───┤
    #  └───┴─c─┘
    work = bench(A, box(1000, 500, 2000, 1000), box(1000, 0, 2000, 500))
    done = repair(work, Wishes())
    assert done.proof.ok
    assert told(done) == [("noding", None, "a")]
    (note,) = done.note
    assert note.area_m2 == 0
    assert note.params == {"inserted": 1}
    assert shapely.get_num_geometries(note.geometry) == 1
    assert same(done.work, "a", [(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)])
    assert_sound(work, done)


def test_a_t_junction_stays_on_request() -> None:
    work = bench(A, box(1000, 500, 2000, 1000), box(1000, 0, 2000, 500))
    done = repair(work, Wishes(match_m=None))
    assert [(f.problem.code, reason) for f, reason in done.refused] == [("unmatched_vertex", "kept")]
    assert done.changed == frozenset()


@pytest.mark.parametrize("dx", [-4, -2, 2, 4])
def test_a_corner_four_centimetres_off_moves_to_where_most_have_it(dx: int) -> None:
    #  three grids meet at (1000, 500); b has that corner a few centimetres elsewhere
    a = [(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)]
    work = bench(a, [(1000 + dx, 500), (2000, 500), (2000, 1000), (1000, 1000)], box(1000, 0, 2000, 500))
    done = repair(work, Wishes())
    assert done.proof.ok, codes(done)
    assert done.changed == {1}
    assert same(done.work, "b", box(1000, 500, 2000, 1000))
    assert [note.action for note in done.note] == ["match_vertices"]
    assert_sound(work, done)


def test_further_off_it_is_ground_and_no_matter_of_vertices() -> None:
    a = [(0, 0), (1000, 0), (1000, 500), (1000, 1000), (0, 1000)]
    b = [(1030, 500), (2000, 500), (2000, 1000), (1000, 1000)]
    work = bench(a, b, box(1000, 0, 2000, 500))
    done = repair(work, Wishes(gap=None, overlap=None))
    assert codes(done) == {"gap": 1}
    assert done.changed == frozenset()
    done = repair(work, Wishes(match_m=0.4, gap=None, overlap=None))
    assert done.proof.ok
    assert_sound(work, done)


def test_two_vertices_of_one_grid_are_its_own_shape() -> None:
    # a notch of 3 cm is left alone while b, which has only two of its three corners, gets the third
    notch = [(1000, 500), (1003, 502), (1000, 504)]
    a = [(0, 0), (1000, 0), *notch, (1000, 1000), (0, 1000)]
    b = [(1000, 0), (2000, 0), (2000, 1000), (1000, 1000), *reversed(notch[1:])]
    work = bench(a, b)
    done = repair(work, Wishes())
    assert done.proof.ok
    corners = {(int(x), int(y)) for x, y in shapely.get_coordinates(local(done.work, "a"))}
    assert set(notch) <= corners
    assert done.changed <= {1}


def test_a_vertex_moves_to_its_parents() -> None:
    parent = [(0, 0), (1000, 0), (2000, 0), (2000, 1000), (1000, 1000), (0, 1000)]
    work = bench(A, [(1000, 0), (2003, 1), (2000, 1000), (1000, 1000)], parents=[parent])
    done = repair(work, Wishes())
    assert done.proof.ok
    assert same(done.work, "b", box(1000, 0, 2000, 1000))
    assert_sound(work, done)


def test_the_neighbour_in_another_parent_does_not_move() -> None:
    #  P0 and P1 share a border; a's corner is off, b across the border is not
    a = [(0, 0), (1003, 1), (1000, 1000), (0, 1000)]
    work = bench(a, box(1000, 0, 2000, 1000), parents=[A, box(1000, 0, 2000, 1000)], of=[0, 1])
    done = repair(work, Wishes())
    assert done.proof.ok
    assert done.changed == {0}
    assert_sound(work, done)


def test_a_tolerance_over_a_metre_needs_force() -> None:
    work = bench(A)
    with pytest.raises(InputError, match="tolerance_too_large"):
        repair(work, Wishes(match_m=1.5))
    assert repair(work, Wishes(match_m=1.5, force=True)).proof.ok
    for nonsense in (-0.1, float("nan")):
        with pytest.raises(InputError, match="tolerance_negative"):
            repair(work, Wishes(match_m=nonsense, force=True))


def test_far_up_north_a_centimetre_is_still_a_centimetre() -> None:
    # At 60° a unit of longitude is half as long: 8 units are 4.5 cm there, and 9 cm at the equator.
    def at(latitude: float) -> list[shapely.Geometry]:
        up = int(latitude * 1e7) - CORNER[1]
        a = [(0, up), (1000, up), (1000, up + 500), (1000, up + 1000), (0, up + 1000)]
        b = [(1008, up + 500), (2000, up + 500), (2000, up + 1000), (1000, up + 1000)]
        return [shapely.Polygon(a), shapely.Polygon(b), shapely.Polygon(box(1000, up, 2000, up + 500))]

    keep = Wishes(gap=None, overlap=None)
    assert repair(bench(*at(60.0)), keep).proof.ok
    assert not repair(bench(*at(0.0)), keep).proof.ok
