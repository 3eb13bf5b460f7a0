"""A small zoo of coverages, each with what is wrong about it.

One step of a drawing is 1,000 lattice units (about 10 m); areas are in squares of that step.
"""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Source, enter
from geo_grid.core.lattice import to_degrees
from geo_grid.core.proof import Proof, Wholes, prove

STEP = 1_000
CORNER = np.array([1_214_700_000, 312_300_000])

Shapes = dict[str, shapely.Geometry]
Found = list[tuple[str, str, str, float]]


def units(shape: shapely.Geometry) -> shapely.Geometry:
    """From steps of the drawing to lattice units."""
    return shapely.transform(shape, lambda xy: np.floor(xy * STEP + 0.5) + CORNER)


def ring(*corners: tuple[float, float]) -> Polygon:
    return Polygon(corners)


def proof_of(grids: Shapes, parents: Shapes | None = None, key: str = "", *, named: bool = True) -> Proof:
    """Prove grids against parents; `key` names each grid's parent, one letter a grid."""

    def entered(some: Shapes) -> Source:
        lattice = np.array([units(shape) for shape in some.values()], dtype=object)
        return Source(np.asarray(shapely.transform(lattice, to_degrees)), WGS84)

    wholes = None if parents is None else Wholes(enter(entered(parents), list(parents)), named)
    order = list(parents or ())
    numbers = np.array([order.index(name) if name in order else -1 for name in key], dtype=np.int32)
    return prove(enter(entered(grids), list(grids)), wholes, numbers if key else None)


def found(grids: Shapes, parents: Shapes | None = None, key: str = "", *, named: bool = True) -> Found:
    """(code, grids, parent, area in steps²) of each problem."""
    proof = proof_of(grids, parents, key, named=named)
    steps = (1e7 / STEP) ** 2
    return sorted(
        (p.code, "".join(p.grids), p.parent or "", round(float(shapely.area(p.geometry)) * steps, 6))
        for p in proof.problems
    )


# ┌───┬───┐
# │ A │ B │
# └───┴───┘
PAIR: Shapes = {"A": box(0, 0, 1, 1), "B": box(1, 0, 2, 1)}
WHOLE: Shapes = {"P": ring((0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1))}


def test_grids_that_meet_edge_to_edge_tile_their_parent() -> None:
    proof = proof_of(PAIR, WHOLE)
    assert proof.ok
    assert (proof.problems, proof.grids, proof.edges) == ((), 2, 8)


def test_without_a_parent_the_outer_boundary_is_the_outline() -> None:
    assert found(PAIR) == []
    assert found({"A": box(0, 0, 1, 1), "B": box(5, 5, 6, 6)}) == []


def test_uncovered_ground_inside_the_parent_is_a_gap() -> None:
    assert found({"A": PAIR["A"]}, WHOLE) == [("gap", "", "P", 1.0)]


def test_ground_of_two_grids_is_an_overlap() -> None:
    # A ends at 1.25, B begins at 1
    grids = {"A": ring((0, 0), (1, 0), (1.25, 0.5), (1, 1), (0, 1)), "B": PAIR["B"]}
    assert found(grids, WHOLE) == [("overlap", "AB", "P", 0.125)]


def test_ground_beyond_the_parent_is_outside() -> None:
    grids = {"A": PAIR["A"], "B": ring((1, 0), (2, 0), (2.5, 0.5), (2, 1), (1, 1))}
    assert found(grids, WHOLE) == [("outside_parent", "B", "P", 0.25)]


def test_an_overlap_outside_the_parent_says_so() -> None:
    # two noses, one over the other
    nose = ring((1, 0), (2, 0), (2.5, 0.5), (2, 1), (1, 1))
    small = ring((2, 0.25), (2.25, 0.5), (2, 0.75))
    proof = proof_of({"A": PAIR["A"], "B": nose, "C": small}, WHOLE)
    overlap = [p for p in proof.problems if p.code == "overlap"]
    assert [(p.grids, p.params.get("outside")) for p in overlap] == [(("B", "C"), True)]


def test_the_area_of_a_fault_is_in_square_metres_on_the_ellipsoid() -> None:
    problem = proof_of({"A": PAIR["A"]}, WHOLE).problems[0]
    # M·N·cos φ·dφ·dλ of WGS 84 at the middle of the missing square
    phi, unit, e2 = np.radians(31.23005), np.radians(1e-4), 0.00669437999014
    w = 1 - e2 * np.sin(phi) ** 2
    expected = 6378137.0**2 * (1 - e2) / w**2 * np.cos(phi) * unit**2
    assert problem.area_m2 == pytest.approx(expected, rel=1e-7)


# -- vertices ----------------------------------------------------------------------------------------------


def test_a_vertex_that_the_neighbour_lacks_is_unmatched() -> None:
    # ┌───┬───┐
    # │ B │ C │    A has no vertex where B and C meet
    # ├───┴───┤
    # │   A   │
    # └───────┘
    grids = {"A": box(0, 0, 2, 1), "B": box(0, 1, 1, 2), "C": box(1, 1, 2, 2)}
    problem = proof_of(grids).problems[0]
    assert found(grids) == [("unmatched_vertex", "ABC", "", 0.0)]
    assert (problem.params["lacking"], problem.params["parent_lacks"]) == (["A"], False)
    assert shapely.get_coordinates(problem.geometry).tolist() == [[121.4701, 31.2301]]


def test_a_needle_between_two_crossings_names_the_grid_beside_it() -> None:
    # A's southern border wavers by a few units about P's: one needle has no whole vertex of its own.
    south = [(0, 2), (21, -1), (69, 1), (72, 0), (1000, -1)]
    wavering = Polygon([(x / STEP, y / STEP) for x, y in [*south, (1000, 1000), (0, 1000)]])
    unmatched = [p for p in proof_of({"A": wavering}, {"P": box(0, 0, 1, 1)}).problems if not p.area_m2]
    assert {p.code for p in unmatched} == {"unmatched_vertex"}
    assert [p.grids for p in unmatched if p.grids != ("A",)] == []


def test_grids_of_one_id_are_named_once_at_a_vertex() -> None:
    grids = np.array([units(box(0, 0, 2, 1)), units(box(0, 1, 1, 2)), units(box(1, 1, 2, 2))], dtype=object)
    source = Source(np.asarray(shapely.transform(grids, to_degrees)), WGS84)
    assert [p.grids for p in prove(enter(source, ["b", "a", "a"])).problems] == [("a", "b")]


def test_a_vertex_that_the_parent_lacks_is_unmatched() -> None:
    problems = proof_of(PAIR, {"P": box(0, 0, 2, 1)}).problems
    assert [(p.code, p.grids, p.params["lacking"], p.params["parent_lacks"]) for p in problems] == [
        ("unmatched_vertex", ("A", "B"), [], True)
    ] * 2


def test_a_brick_wall_has_unmatched_vertices_and_no_faults() -> None:
    # ├──┬──┴──┬──┤
    # ├──┴──┬──┴──┤
    grids = {
        "A": box(0, 0, 2, 1), "B": box(2, 0, 4, 1), "C": box(0, 1, 1, 2),
        "D": box(1, 1, 3, 2), "E": box(3, 1, 4, 2),
    }  # fmt: skip
    assert {problem[0] for problem in found(grids)} == {"unmatched_vertex"}
    assert len(found(grids)) == 3


def test_a_slanting_brick_wall_has_unmatched_vertices_and_no_faults() -> None:
    # Turned by 30° and rounded, vertices lie beside the long edges of both sides in turn.
    def turned(shape: Polygon) -> Polygon:
        return shapely.affinity.rotate(shape, 30, origin=(0, 0))

    columns: Shapes = {}
    for row in range(4):
        at = [0, 1, 3, 5, 7, 8] if row % 2 else [0, 2, 4, 6, 8]
        for number, (west, east) in enumerate(pairwise(at)):
            columns[f"{'ABCD'[row]}{number}"] = turned(box(west * 70, row * 30, east * 70, row * 30 + 30))
    assert {problem[0] for problem in found(columns)} == {"unmatched_vertex"}
    outline = {"P": turned(box(0, 0, 560, 120))}
    assert {problem[0] for problem in found(columns, outline)} == {"unmatched_vertex"}


def test_a_vertex_that_only_ends_a_gap_is_part_of_the_gap() -> None:
    # ┌─┬──────┬─┐
    # │B│  gap │C│
    # ├─┴──────┴─┤   A lacks both, the gap says it all
    # │    A     │
    # └──────────┘
    grids = {"A": box(0, 0, 4, 1), "B": box(0, 1, 1, 2), "C": box(3, 1, 4, 2)}
    whole = {"P": ring((0, 0), (4, 0), (4, 1), (4, 2), (3, 2), (1, 2), (0, 2), (0, 1))}
    assert found(grids, whole) == [("gap", "", "P", 2.0)]


@pytest.mark.parametrize("length", [1_001, 2_000_001, 200_000_001])
def test_a_vertex_a_hair_beside_a_long_edge_is_never_lost(length: int) -> None:
    # The lattice point nearest to a slanting edge lies 1/length units off it, up to 5e-9 units here.
    rise = length // 2
    x = pow(rise, -1, length)
    y = (rise * x - 1) // length
    assert length * y - rise * x == -1
    a = ring((0, 0), (length, rise), (length, -10))
    b = ring((0, 0), (x, y), (length, rise), (0, rise + 10))
    whole = ring((0, 0), (length, -10), (length, rise), (0, rise + 10))
    shapes = [shapely.transform(shape, lambda xy: xy / STEP) for shape in (a, b, whole)]
    assert found({"A": shapes[0], "B": shapes[1]}, {"P": shapes[2]}) == [("unmatched_vertex", "AB", "P", 0.0)]


@pytest.mark.parametrize(
    ("off", "code"),
    [
        (0, "unmatched_vertex"),
        (1, "unmatched_vertex"),
        (-1, "unmatched_vertex"),
        (3, "overlap"),
        (-3, "gap"),
    ],
)
def test_one_unit_beside_an_edge_is_a_vertex_and_three_are_ground(off: int, code: str) -> None:
    # B has a vertex in the middle of A's edge, pushed into A (overlap) or away from it (gap)
    grids = {"A": box(0, 0, 1, 1), "B": ring((1, 0), (2, 0), (2, 1), (1, 1), (1 - off / STEP, 0.5))}
    expected = abs(off) * STEP / 2 / STEP**2 if code != "unmatched_vertex" else 0.0
    assert [(p[0], p[3]) for p in found(grids, WHOLE)] == [(code, round(expected, 6))]


def test_a_gap_one_unit_wide_is_no_ground_and_two_are() -> None:
    for wide, code in ((1, "unmatched_vertex"), (2, "gap")):
        hole = box(0.4, 0.4, 0.4 + wide / STEP, 0.6)
        grids = {"A": shapely.difference(box(0, 0, 1, 1), hole)}
        assert {problem[0] for problem in found(grids)} == {code}


# -- gaps --------------------------------------------------------------------------------------------------


def test_without_a_parent_only_enclosed_ground_is_a_gap() -> None:
    # ┌───────┐   ┌───────┐
    # │ ┌───┐ │   │ ┌───┐ │
    # │ └───┘ │   │ │   │ │
    # └───────┘   └─┘   └─┘
    ring_ = shapely.difference(box(0, 0, 3, 3), box(1, 1, 2, 2))
    bay = shapely.difference(box(0, 0, 3, 3), box(1, 0, 2, 2))
    assert found({"A": ring_}) == [("gap", "", "", 1.0)]
    assert found({"A": bay}) == []


def test_two_grids_that_touch_at_two_points_enclose_a_gap() -> None:
    #  /\/\      A above, B below: they touch at the ends of the lens only
    grids = {
        "A": ring((0, 2), (0, 1), (1, 1.5), (2, 1), (2, 2)),
        "B": ring((0, 0), (2, 0), (2, 1), (1, 0.5), (0, 1)),
    }
    assert found(grids) == [("gap", "", "", 1.0)]


def test_gaps_that_touch_at_a_point_are_two() -> None:
    # ┌─┬─┐
    # │A│ │
    # ├─┼─┤
    # │ │B│
    # └─┴─┘
    whole = {"P": ring((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1))}
    grids = {"A": box(0, 1, 1, 2), "B": box(1, 0, 2, 1)}
    assert found(grids, whole) == [("gap", "", "P", 1.0)] * 2


def test_an_island_in_a_gap_is_not_part_of_it() -> None:
    around = shapely.difference(box(0, 0, 5, 5), box(1, 1, 4, 4))
    grids = {"A": around, "B": box(2, 2, 3, 3)}
    assert found(grids) == [("gap", "", "", 8.0)]
    assert found(grids, {"P": box(0, 0, 5, 5)}) == [("gap", "", "P", 8.0)]


def test_a_parent_without_children_is_one_gap() -> None:
    parents = {"P": PAIR["A"], "Q": PAIR["B"]}
    assert found({"A": PAIR["A"]}, parents, "P") == [("gap", "", "Q", 1.0)]


def test_a_hole_of_the_parent_is_no_gap_and_nobodys_ground() -> None:
    whole = {"P": shapely.difference(box(0, 0, 3, 3), box(1, 1, 2, 2))}
    assert found({"A": whole["P"]}, whole) == []
    assert found({"A": box(0, 0, 3, 3)}, whole) == [("outside_parent", "A", "P", 1.0)]


# -- parents -----------------------------------------------------------------------------------------------


def test_a_child_filed_under_the_wrong_parent_is_found_although_the_sum_over_all_is_zero() -> None:
    parents = {"P": PAIR["A"], "Q": PAIR["B"]}
    grids = {"A": PAIR["A"], "B": PAIR["B"]}
    assert found(grids, parents, "PQ") == []
    assert found(grids, parents, "QP") == [
        ("gap", "", "P", 1.0), ("gap", "", "Q", 1.0),
        ("outside_parent", "A", "Q", 1.0), ("outside_parent", "B", "P", 1.0),
    ]  # fmt: skip


def test_a_child_across_two_parents_is_outside_its_own_and_leaves_a_gap_in_the_other() -> None:
    parents = {"P": PAIR["A"], "Q": PAIR["B"]}
    grids = {"A": ring((0, 0), (1, 0), (1.5, 0), (1.5, 1), (1, 1), (0, 1)), "B": box(1.5, 0, 2, 1)}
    result = found(grids, parents, "PQ")
    assert [p for p in result if p[0] != "unmatched_vertex"] == [
        ("gap", "", "Q", 0.5), ("outside_parent", "A", "P", 0.5),
    ]  # fmt: skip


def test_parents_that_form_one_outline_are_joined_and_have_no_name() -> None:
    outline = {"P": PAIR["A"], "Q": PAIR["B"]}
    assert found({"A": WHOLE["P"]}, outline, named=False) == []
    assert found({"A": PAIR["A"]}, outline, named=False) == [("gap", "", "", 1.0)]


def test_joining_an_outline_moves_no_border_to_a_vertex_nearby() -> None:
    # P's own corner (11, 5) lies 0.05 units above its edge from (0, 0) to (20, 9)
    p = ring((0, 0), (20, 9), (20, 20), (12, 20), (11, 5), (10, 20), (0, 20))
    q = ring((20, 9), (30, 9), (30, 20), (20, 20))
    small = {name: shapely.transform(shape, lambda xy: xy / STEP) for name, shape in (("P", p), ("Q", q))}
    assert found(small, small, named=False) == []


def test_a_child_without_a_parent_takes_no_part() -> None:
    assert found({**PAIR, "C": PAIR["A"]}, WHOLE, "PP-") == []


def test_under_a_refused_parent_nothing_is_called_outside() -> None:
    lattice = np.array([units(shape) for shape in PAIR.values()], dtype=object)
    degrees = np.asarray(shapely.transform(lattice, to_degrees))
    parents = enter(Source(np.array([shapely.Point(121, 31)], dtype=object), WGS84), ["P"])
    assert [problem.code for problem in parents.problems] == ["not_polygon"]
    assert prove(enter(Source(degrees, WGS84), ["A", "B"]), Wholes(parents)).ok


# -- several on one spot -----------------------------------------------------------------------------------


def test_the_same_shape_twice_is_a_duplicate_and_not_an_overlap() -> None:
    assert found({**PAIR, "C": PAIR["A"], "D": PAIR["A"]}, WHOLE) == [("duplicate", "ACD", "P", 1.0)]


def test_a_duplicate_may_begin_elsewhere_turn_round_and_have_a_vertex_more() -> None:
    again = ring((1, 1), (1, 0), (0.5, 0), (0, 0), (0, 1))
    assert found({**PAIR, "C": again}, WHOLE) == [("duplicate", "AC", "P", 1.0)]


def test_an_overlap_with_a_duplicated_grid_names_every_copy() -> None:
    grids = {**PAIR, "C": PAIR["A"], "D": box(0.25, 0.25, 0.5, 0.5)}
    assert found(grids, WHOLE) == [("duplicate", "AC", "P", 1.0), ("overlap", "ACD", "P", 0.0625)]


def test_copies_under_different_parents_are_no_duplicates() -> None:
    parents = {"P": PAIR["A"], "Q": PAIR["B"]}
    assert ("outside_parent", "C", "Q", 1.0) in found({**PAIR, "C": PAIR["A"]}, parents, "PQQ")


def test_each_set_of_grids_is_a_fault_of_its_own() -> None:
    # A 0–3, B 1–4, C 2–5: over one stretch AB, over the next ABC, over the next BC
    def strip(west: float, east: float) -> Polygon:
        return box(west, 0, east, 1)

    grids = {"A": strip(0, 3), "B": strip(1, 4), "C": strip(2, 5)}
    result = [p for p in found(grids) if p[0] != "unmatched_vertex"]
    assert result == [
        ("overlap", "AB", "", 1.0),
        ("overlap", "ABC", "", 1.0),
        ("overlap", "BC", "", 1.0),
    ]


def test_a_border_that_cancels_inside_a_fault_still_divides_it() -> None:
    # C and D tile a patch over A: their common border cancels, yet AC and AD are two overlaps
    grids = {"A": box(0, 0, 4, 4), "C": box(1, 1, 2, 3), "D": box(2, 1, 3, 3)}
    assert found(grids) == [("overlap", "AC", "", 2.0), ("overlap", "AD", "", 2.0)]


def test_a_parents_limit_hidden_in_a_fault_divides_overlap_from_outside() -> None:
    # Over AB (inside) and over B alone (outside) the surplus is one: P's own edge cancels between them.
    grids = {"A": box(0, 0, 2, 1), "B": box(1, 0, 3, 1)}
    whole = {"P": box(0, 0, 2, 1)}
    assert [p for p in found(grids, whole) if p[0] != "unmatched_vertex"] == [
        ("outside_parent", "B", "P", 1.0), ("overlap", "AB", "P", 1.0),
    ]  # fmt: skip


def test_a_file_with_the_whole_beside_its_parts_is_overlaps_with_each() -> None:
    assert found({**PAIR, "W": WHOLE["P"]}) == [("overlap", "AW", "", 1.0), ("overlap", "BW", "", 1.0)]


def test_a_grid_in_another_ones_hole_is_fine_until_the_hole_is_filled() -> None:
    hole = box(1, 1, 2, 2)
    grids = {"A": shapely.difference(box(0, 0, 3, 3), hole), "B": hole}
    assert found(grids) == []
    assert found({**grids, "A": box(0, 0, 3, 3)}) == [("overlap", "AB", "", 1.0)]


# -- shapes ------------------------------------------------------------------------------------------------


def test_orientation_start_and_repeated_points_do_not_matter() -> None:
    clockwise = ring((2, 1), (2, 1), (2, 0), (1, 0), (1, 1))
    assert found({"A": PAIR["A"], "B": clockwise}, WHOLE) == []


def test_parts_and_rings_may_touch_at_points() -> None:
    # A in two parts that touch at (1, 1); B's hole touches its shell
    a = shapely.MultiPolygon([box(0, 0, 1, 1), box(1, 1, 2, 2)])
    rest = {"B": box(1, 0, 2, 1), "C": box(0, 1, 1, 2)}
    whole = {"P": ring((0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1))}
    assert found({"A": a, **rest}, whole) == []
    hole = ring((0, 0), (2, 1), (1, 2))
    shell = Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(0, 0), (2, 1), (1, 2)]])
    assert found({"A": shell, "B": hole}) == []


def test_a_bow_tie_is_reported_by_itself_and_proved_as_the_ground_it_covers() -> None:
    # ┌╲  ╱┐
    # │ ╲╱ │   crosses itself at (1, ½)
    # │ ╱╲ │
    # └╱  ╲┘
    tie = ring((0, 0), (2, 1), (2, 0), (0, 1))
    degrees = shapely.transform(units(tie), to_degrees)
    entered = enter(Source(np.array([degrees], dtype=object), WGS84), ["T"])
    assert [(p.code, p.grids, p.params["reason"]) for p in entered.problems] == [
        ("invalid_geometry", ("T",), "self_intersection")
    ]
    assert shapely.area(entered.geometry[0]) == STEP**2
    assert {(p[0], p[3]) for p in found({"T": tie}, WHOLE)} >= {("gap", 0.5)}


def test_a_spike_does_not_cover_ground() -> None:
    spike = ring((0, 0), (1, 0), (1, 0.5), (1.5, 0.5), (1, 0.5), (1, 1), (0, 1))
    assert [p for p in found({"A": spike, "B": PAIR["B"]}, WHOLE) if p[0] != "unmatched_vertex"] == []


# -- the ends of the world ---------------------------------------------------------------------------------


def test_the_whole_world_has_the_right_orientation() -> None:
    # Twice its area does not fit an int64.
    def world(west: float, east: float) -> Polygon:
        return box(west, -90, east, 90)

    entered = enter(
        Source(np.array([world(-180, 0), world(0, 180), world(-180, 180)], dtype=object), WGS84), list("ABW")
    )
    codes = [(p.code, p.grids) for p in prove(entered).problems if p.code != "unmatched_vertex"]
    assert codes == [("overlap", ("A", "W")), ("overlap", ("B", "W"))]


def test_a_sliver_across_a_continent_has_its_exact_area() -> None:
    # A triangle 2e9 units long and 100 high left open between A and B
    wide = 2_000_000_000
    a = ring((0, 0), (wide, 0), (wide, 100), (0, 100))
    b = ring((0, 100), (wide, 200), (wide, 300), (0, 300))
    degrees = [
        shapely.transform(shape, lambda xy: to_degrees(xy - (1_000_000_000, 0)))
        for shape in (a, b, box(0, 0, wide, 300))
    ]
    children = enter(Source(np.array(degrees[:2], dtype=object), WGS84), ["A", "B"])
    whole = enter(Source(np.array(degrees[2:], dtype=object), WGS84), ["P"])
    gaps = [p for p in prove(children, Wholes(whole)).problems if p.code == "gap"]
    assert [shapely.area(p.geometry) * 1e14 for p in gaps] == [pytest.approx(wide * 100 / 2, rel=1e-9)]
