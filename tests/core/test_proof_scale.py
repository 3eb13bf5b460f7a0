"""Many grids on one spot are told apart, and memory stays within bounds; bench/ holds the times."""

import subprocess
import sys

import pytest
import shapely

from geo_grid.core.proof import prove
from tests.core.subdivisions import entered, shapes

pytestmark = pytest.mark.serial

WEST, SOUTH = 1_214_700_000.0, 312_300_000.0
SIDE = 1_000.0
#: Bytes a vertex that entering and proving may take beyond the geometries given.
MEMORY_LIMIT = 300


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
