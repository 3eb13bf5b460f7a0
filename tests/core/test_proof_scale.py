"""Four times as much takes about four times as long, whatever is wrong with it; memory stays within bounds.

Quadratic work would take sixteen times as long. Times are of the process, the better of two.
"""

import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo_grid.core.duplicates import duplicates_of
from geo_grid.core.lattice import Geometries
from geo_grid.core.proof import Proof, Wholes, prove
from tests.core.subdivisions import entered, shapes

pytestmark = pytest.mark.serial

WEST, SOUTH = 1_214_700_000.0, 312_300_000.0
CORNER = np.array([WEST, SOUTH])
SIDE = 1_000.0
#: Bytes a vertex that entering and proving may take beyond the geometries given.
MEMORY_LIMIT = 300


def mesh(across: int) -> tuple[Geometries, Geometries]:
    """Squares and, as one shape, what they tile."""
    x, y = np.meshgrid(np.arange(across) * SIDE + WEST, np.arange(across) * SIDE + SOUTH)
    squares = shapely.box(x.ravel(), y.ravel(), x.ravel() + SIDE, y.ravel() + SIDE)
    return np.asarray(squares), shapes(
        [shapely.box(WEST, SOUTH, WEST + across * SIDE, SOUTH + across * SIDE)]
    )


def chequered(across: int) -> NDArray[np.bool_]:
    row, column = np.divmod(np.arange(across * across), across)
    dark: NDArray[np.bool_] = (row + column) % 2 == 0
    return dark


def seconds(grids: Geometries, parents: Geometries | None, expected: str) -> float:
    children = entered(grids)
    wholes = None if parents is None else Wholes(entered(parents, "p"))
    best = np.inf
    for _ in range(2):
        begun = time.process_time()
        proof: Proof = prove(children, wholes)
        best = min(best, time.process_time() - begun)
    assert expected in {problem.code for problem in proof.problems}
    return float(best)


def missing_squares(size: int) -> float:
    squares, whole = mesh(40 * size)
    return seconds(squares[~chequered(40 * size)], whole, "gap")


def overlapping_squares(size: int) -> float:
    squares, whole = mesh(30 * size)
    bounds = shapely.bounds(squares)
    bounds[chequered(30 * size), 2] += 10
    return seconds(np.asarray(shapely.box(*bounds.T)), whole, "overlap")


def the_whole_beside_its_parts(size: int) -> float:
    squares, whole = mesh(30 * size)
    return seconds(np.concatenate([squares, whole]), None, "overlap")


def coast(vertices: int) -> shapely.Geometry:
    angle = np.arange(vertices) * 2 * np.pi / vertices
    wave = 1 + 0.001 * np.sin(angle * 91) + 0.0005 * np.sin(angle * 1_001)
    radius = vertices * 200.0 * wave
    xy = np.floor(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)) + CORNER
    return shapely.Polygon(xy)


def a_coast_with_many_overlaps(size: int) -> float:
    shore = coast(5_000 * size**2)
    rng = np.random.default_rng(0)
    reach = 5_000 * size**2 * 100.0
    corners = np.floor(rng.uniform(-reach, reach, (250 * size**2, 2))) + CORNER
    extra = shapely.box(corners[:, 0], corners[:, 1], corners[:, 0] + SIDE, corners[:, 1] + SIDE)
    return seconds(shapes([shore, *extra]), shapes([shore]), "overlap")


def a_coast_and_its_outline_three_units_apart(size: int) -> float:
    shore = coast(4_000 * size**2)
    moved = shapely.transform(shore, lambda xy: xy + 3.0)
    return seconds(shapes([shore]), shapes([moved]), "gap")


def unmatched_vertices_on_one_long_slanting_edge(size: int) -> float:
    count = 3_000 * size**2
    length = count * 20.0
    below = shapely.Polygon(CORNER + np.array([(0, 0), (length, 0), (length, length)]))
    steps = np.arange(count + 1) * 20.0
    border = np.stack([steps, steps], axis=1)
    above = shapely.Polygon(CORNER + np.vstack([border, [(0.0, length)]]))
    return seconds(shapes([below, above]), None, "unmatched_vertex")


def shapes_in_the_same_box(size: int) -> float:
    reach = 400.0 * size**2
    rings = [
        np.array([(0, 0), (reach, 0), (reach, reach), (reach / 2, rise + 1.0), (0, reach)])
        for rise in range(100 * size**2)
    ]
    children = entered(shapes([shapely.Polygon(CORNER + ring) for ring in rings]))
    begun = time.process_time()
    assert duplicates_of(children, children.geometry, np.zeros(len(children), np.int32), None) == ({}, [])
    return time.process_time() - begun


@pytest.mark.parametrize(
    "work",
    [
        missing_squares,
        overlapping_squares,
        the_whole_beside_its_parts,
        a_coast_with_many_overlaps,
        a_coast_and_its_outline_three_units_apart,
        unmatched_vertices_on_one_long_slanting_edge,
        shapes_in_the_same_box,
    ],
    ids=lambda work: str(work.__name__),
)
def test_four_times_as_much_takes_about_four_times_as_long(work: Callable[[int], float]) -> None:
    small = max(work(1), 0.02)
    assert work(2) < 10.0 * small


def test_two_thousand_copies_are_one_problem() -> None:
    copies = shapes([shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)] * 2_000)
    problems = prove(entered(copies)).problems
    assert [(p.code, len(p.grids)) for p in problems] == [("duplicate", 2_000)]


def test_three_hundred_grids_on_one_spot_are_told_apart() -> None:
    rings = [shapely.box(WEST - at, SOUTH - at, WEST + at, SOUTH + at) for at in range(1_000, 4_000, 10)]
    overlaps = prove(entered(shapes(rings))).problems
    assert sorted(len(p.grids) for p in overlaps) == list(range(2, 301))


MEASURE = """
import numpy as np, shapely
from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Source, enter
from geo_grid.core.proof import prove
across = 450
x, y = np.meshgrid(np.arange(across), np.arange(across))
west, south = np.round(121 + x.ravel() * 1e-4, 7), np.round(31 + y.ravel() * 1e-4, 7)
grids = shapely.box(west, south, np.round(west + 1e-4, 7), np.round(south + 1e-4, 7))
{broken}
names = [str(row) for row in range(len(grids))]
prove(enter(Source(grids[:4], WGS84), names[:4]))
def status(line):
    return next(int(text.split()[1]) * 1024 for text in open("/proc/self/status") if text.startswith(line))
before, vertices = status("VmRSS"), int(shapely.get_num_coordinates(grids).sum())
prove(enter(Source(grids, WGS84), names))
print((status("VmHWM") - before) / vertices)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("broken", ["", "grids = np.delete(grids, np.arange(0, len(grids), 67))"])
def test_a_million_vertices_take_less_than_300_bytes_each(broken: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", MEASURE.format(broken=broken)], capture_output=True, text=True, check=True
    )
    assert float(answer.stdout) < MEMORY_LIMIT
