"""Coverages drawn in projected coordinates: what is straight there bends in longitude and latitude.

┌─────┬─────┐
│  B  │  C  │     a corner of B and C in the middle of A's edge, kilometres long; on the lattice it lies
├─────┴─────┤     up to 20 units off A's edge, and 741 m² off a 5 km edge, yet no ground is at fault
│     A     │
└───────────┘
"""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely import Polygon, affinity, box

from geo_grid.core.crs import Crs, area_m2
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.proof import Proof, Wholes, prove

Shapes = list[shapely.Geometry]

#: CRS and a place in it, metres: off the meridian of its zone, and Web Mercator in the same county.
PLACES = {
    "EPSG:4547": (560_000.0, 3_460_000.0),
    "EPSG:4549": (440_000.0, 3_400_000.0),
    "EPSG:3857": (13_500_000.0, 3_660_000.0),
}


def entered(shapes: Shapes, crs: str, prefix: str = "g") -> Entered:
    names = [f"{prefix}{number}" for number in range(len(shapes))]
    return enter(Source(np.array(shapes, dtype=object), Crs.parse(crs)), names)


def placed(shapes: Shapes, crs: str, *, degrees: float, decimals: int = 3) -> Shapes:
    """Shapes in metres about the origin, turned, moved into the CRS and rounded as a file rounds them."""
    east, north = PLACES[crs]
    moved = [
        affinity.translate(affinity.rotate(shape, degrees, origin=(0, 0)), east, north) for shape in shapes
    ]
    return [shapely.transform(shape, lambda xy: np.round(xy, decimals)) for shape in moved]


def tee(length: float) -> Shapes:
    return [
        box(0, 0, 2 * length, length),
        box(0, length, length, 2 * length),
        box(length, length, 2 * length, 2 * length),
    ]


def bricks(rows: int, columns: int, width: float, height: float) -> Shapes:
    wall = []
    for row in range(rows):
        joints = [width * (column + 0.5) for column in range(columns)]
        at = [0.0, *(joints if row % 2 else [joint + width / 2 for joint in joints[:-1]]), columns * width]
        wall += [box(west, row * height, east, (row + 1) * height) for west, east in pairwise(at)]
    return wall


def codes(proof: Proof) -> set[str]:
    return {problem.code for problem in proof.problems}


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("degrees", [0.0, 30.0, 77.7])
@pytest.mark.parametrize("length", [500.0, 2_500.0])
def test_a_vertex_in_the_middle_of_a_long_edge_is_unmatched_and_no_ground(
    crs: str, degrees: float, length: float
) -> None:
    proof = prove(entered(placed(tee(length), crs, degrees=degrees), crs))
    assert [(p.code, p.area_m2, p.grids) for p in proof.problems] == [
        ("unmatched_vertex", 0.0, ("g0", "g1", "g2"))
    ]


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("degrees", [0.0, 30.0, 77.7])
@pytest.mark.parametrize("decimals", [2, 3, 9])
def test_a_brick_wall_under_a_plain_outline_has_no_faulty_ground(
    crs: str, degrees: float, decimals: int
) -> None:
    wall = placed(bricks(4, 4, 2_000, 700), crs, degrees=degrees, decimals=decimals)
    outline = placed([box(0, 0, 8_000, 2_800)], crs, degrees=degrees, decimals=decimals)
    assert codes(prove(entered(wall, crs))) == {"unmatched_vertex"}
    assert codes(prove(entered(wall, crs), Wholes(entered(outline, crs, "p")))) == {"unmatched_vertex"}


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("degrees", [0.0, 45.0])
def test_an_outline_of_two_features_keeps_its_place_in_the_file(crs: str, degrees: float) -> None:
    wall = placed(bricks(4, 4, 2_000, 700), crs, degrees=degrees, decimals=2)
    halves = [box(0, 0, 4_000, 2_800), box(4_000, 0, 8_000, 2_800)]
    outline = entered(placed(halves, crs, degrees=degrees, decimals=2), crs, "p")
    assert codes(prove(entered(wall, crs), Wholes(outline, named=False))) == {"unmatched_vertex"}


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize(("off", "code"), [(0.05, "gap"), (-0.05, "overlap")])
def test_five_centimetres_beside_a_long_edge_are_ground(crs: str, off: float, code: str) -> None:
    # Where B and C meet they begin 5 cm above (below) A's edge of 1 km.
    b = Polygon([(0, 500), (500, 500 + off), (500, 1_000), (0, 1_000)])
    c = Polygon([(500, 500 + off), (1_000, 500), (1_000, 1_000), (500, 1_000)])
    proof = prove(entered(placed([box(0, 0, 1_000, 500), b, c], crs, degrees=0), crs))
    assert codes(proof) == {code}
    scale = np.cos(np.radians(31.2)) ** 2 if crs == "EPSG:3857" else 1.0
    # The edge bends by 1 cm on the lattice, which is part of such a fault.
    assert sum(p.area_m2 for p in proof.problems) == pytest.approx(0.05 * 1_000 / 2 * scale, abs=8.0)


def ground(shape: shapely.Geometry, crs: str) -> float:
    """Square metres of a shape with the corners it is given."""
    degrees = enter(Source(np.array([shape], dtype=object), Crs.parse(crs)), ["?"]).geometry
    return float(area_m2(geometries_to_degrees(degrees))[0])


@pytest.mark.parametrize("crs", PLACES)
def test_a_gap_beside_a_long_edge_does_not_grow_by_the_bend(crs: str) -> None:
    # C is missing: the gap is C, not C and the 185 m² between A's edge and the corner of B
    a, b, c = placed(tee(2_500), crs, degrees=0)
    whole = placed(
        [
            Polygon(
                [(0, 0), (5_000, 0), (5_000, 2_500), (5_000, 5_000), (2_500, 5_000), (0, 5_000), (0, 2_500)]
            )
        ],
        crs,
        degrees=0,
    )
    problems = prove(entered([a, b], crs), Wholes(entered(whole, crs, "p"))).problems
    gaps = [p for p in problems if p.code == "gap"]
    assert [p.area_m2 for p in gaps] == [pytest.approx(ground(c, crs), abs=0.01)]
    assert codes(prove(entered([a, b], crs), Wholes(entered(whole, crs, "p")))) <= {"gap", "unmatched_vertex"}


@pytest.mark.parametrize("crs", PLACES)
@pytest.mark.parametrize("degrees", [0.0, 180.0])
def test_a_strip_along_a_plain_outline_is_a_gap_although_the_outline_bends_past_it(
    crs: str, degrees: float
) -> None:
    # 3 km × 10 cm missing along a 5 km edge of the outline, which on the lattice runs up to 20 cm off
    a = [(0, 0), (5_000, 0), (5_000, 1_000), (4_000, 1_000), (4_000, 999.9), (1_000, 999.9), (1_000, 1_000)]
    grid = Polygon([*a, (0, 1_000)])
    strip = box(1_000, 999.9, 4_000, 1_000)
    grids, wholes, strips = (
        placed([shape], crs, degrees=degrees) for shape in (grid, box(0, 0, 5_000, 1_000), strip)
    )
    proof = prove(entered(grids, crs), Wholes(entered(wholes, crs, "p")))
    assert codes(proof) <= {"gap", "unmatched_vertex"}
    gaps = sum(p.area_m2 for p in proof.problems if p.code == "gap")
    assert gaps == pytest.approx(ground(strips[0], crs), abs=0.01)


@pytest.mark.parametrize("crs", PLACES)
def test_a_strip_left_open_has_its_area_on_the_ground(crs: str) -> None:
    # 1 m × 1 km between A and B, closed at both ends by C and D, matched vertex for vertex
    inner = [(0.0, 0.0), (1_000.0, 0.0), (1_000.0, 1.0), (0.0, 1.0)]
    around = Polygon([(-500, -500), (1_500, -500), (1_500, 500), (-500, 500)], [inner])
    problems = prove(entered(placed([around], crs, degrees=30), crs)).problems
    scale = np.cos(np.radians(31.2)) ** 2 if crs == "EPSG:3857" else 1.0
    assert [p.code for p in problems] == ["gap"]
    assert problems[0].area_m2 == pytest.approx(1_000.0 * scale, rel=0.02)


@pytest.mark.parametrize("crs", PLACES)
def test_children_and_parents_may_come_in_different_systems(crs: str) -> None:
    # The parents' file is in lon/lat with all its decimals, the children's in metres to the millimetre.
    mesh = [box(x, y, x + 500, y + 500) for x in range(0, 2_000, 500) for y in range(0, 1_000, 500)]
    children = placed(mesh, crs, degrees=12)
    system = Crs.parse(crs)
    outline = shapely.transform(shapely.union_all(children), system.to_lonlat)
    assert len(shapely.get_coordinates(outline)) == 13
    assert prove(entered(children, crs), Wholes(entered([outline], "EPSG:4326", "p"))).problems == ()


def test_matched_vertices_prove_in_any_system() -> None:
    for crs in PLACES:
        mesh = [box(x, y, x + 500, y + 500) for x in range(0, 2_000, 500) for y in range(0, 2_000, 500)]
        assert prove(entered(placed(mesh, crs, degrees=23), crs)).problems == ()
