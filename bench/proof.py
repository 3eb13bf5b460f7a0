"""The proof against GEOS doing the same job, its linearity, and its memory."""

import ctypes
import gc
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from bench.made_coverage import MadeCoverage, made_coverage
from bench.measuring import Measured, ratio, run_alone, seconds, side_by_side
from bench.villages import Villages
from geo_grid.core.crs import Crs
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.proof import Wholes, prove

LONLAT = Crs.parse("EPSG:4326")


@dataclass(frozen=True)
class Case:
    """Children and parents on the lattice, and each child's parent."""

    children: Entered
    parents: Entered
    parent_of: NDArray[np.int32]


def case_of(
    children: NDArray[np.object_], parents: NDArray[np.object_], parent_of: NDArray[np.int32]
) -> Case:
    """Enter both levels, given in degrees."""
    return Case(
        enter(Source(children, LONLAT), [str(row) for row in range(len(children))]),
        enter(Source(parents, LONLAT), [f"p{row}" for row in range(len(parents))]),
        parent_of,
    )


def by_ours(case: Case) -> bool:
    """Validity and proof of one level; True where nothing is wrong."""
    sound = bool(shapely.is_valid(case.children.snapped).all())
    return prove(case.children, Wholes(case.parents), case.parent_of).ok and sound


def by_geos(case: Case) -> bool:
    """The same job with GEOS: each shape valid, no overlap, and nothing of a parent left over."""
    shapes = case.children.snapped
    sound = shapely.is_valid(shapes)
    tiled = bool(sound.all()) and bool(shapely.coverage_is_valid(shapes))
    if not sound.all():
        shapely.coverage_is_valid(shapes[sound])
    order = np.argsort(case.parent_of, kind="stable")
    starts = np.searchsorted(case.parent_of[order], np.arange(len(case.parents) + 1))
    for at, parent in enumerate(case.parents.geometry):
        # Invalid shapes would make GEOS raise; the region they cover stands for them, as it does for ours.
        union = shapely.union_all(case.children.geometry[order[starts[at] : starts[at + 1]]])
        tiled &= bool(shapely.is_empty(shapely.difference(parent, union)))
    return tiled


def against_geos(what: str, case: Case) -> Measured:
    """One comparison; both must come to the same verdict."""
    ours, other, verdict, other_verdict = side_by_side(
        lambda: by_ours(case), lambda: by_geos(case), repeat=7 if len(case.children) < 10_000 else 3
    )
    if verdict != other_verdict:
        raise RuntimeError(f"{what}: the verdicts differ ({verdict} and {other_verdict})")
    edges = int(shapely.get_num_coordinates(case.children.snapped).sum()) - len(case.children)
    size = f"{len(case.children):,} grids, {len(case.parents):,} parents, {edges:,} edges"
    verdict_words = "tiled" if verdict else "faults"
    return ratio(what, size, ours, other, least=5, note=f"; both say: {verdict_words}")


def made_case(made: MadeCoverage) -> Case:
    """A made coverage, entered."""
    return case_of(geometries_to_degrees(made.grids), geometries_to_degrees(made.parents), made.parent_of)


def linearity(sizes: tuple[int, ...] = (10_000, 31_623, 100_000, 316_228, 1_000_000)) -> Iterator[Measured]:
    """Time an edge from ten thousand to a million edges; the largest may cost twice the smallest."""
    per_edge = []
    for wanted in sizes:
        side = max(1, round((wanted / 12) ** 0.5))
        case = made_case(made_coverage(side, side, block=max(side // 8, 1)))
        edges = 12 * side * side
        best = min(seconds(partial(by_ours, case))[0] for _ in range(3))
        per_edge.append(best / edges * 1e6)
        yield Measured("validity and proof, per edge", f"{edges:,} edges", f"{per_edge[-1]:.2f} µs")
    growth = per_edge[-1] / per_edge[0]
    yield Measured(
        "time per edge, largest against smallest", f"{sizes[0]:,} → {sizes[-1]:,} edges",
        f"{growth:.2f}×", "≤ 2×", growth <= 2,
    )  # fmt: skip


def memory() -> Measured:
    """Peak memory of entering and proving beyond the shapes given, in a process of its own."""
    found = json.loads(run_alone("bench.proof", "memory"))
    value = found["peak_bytes"] / found["vertices"]
    return Measured(
        "peak memory of entry and proof beyond the input", f"{found['vertices']:,} vertices",
        f"{value:.0f} bytes a vertex", "≤ 300 bytes", value <= 300,
    )  # fmt: skip


def measure(villages: Villages) -> Iterator[Measured]:
    """Everything this module measures."""
    yield against_geos(
        "proof of real villages against GEOS", case_of(villages.grids, villages.towns, villages.town_of)
    )
    yield against_geos("proof of a made coverage against GEOS", made_case(made_coverage(400, 250, block=20)))
    one = made_coverage(400, 250, block=400)
    yield against_geos("proof of a made coverage in one parent against GEOS", made_case(one))
    yield from linearity()
    yield memory()


def _resident(what: str) -> int:
    """Resident memory of this process in bytes: VmRSS now, VmHWM at its highest (it can be set back)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(what))


def _memory_child() -> None:
    """Prove a made coverage of 1.3 million vertices and print how far memory rose above its shapes."""
    made = made_coverage(400, 250, block=20)
    grids, parents = geometries_to_degrees(made.grids), geometries_to_degrees(made.parents)
    vertices, parent_of = made.vertices, made.parent_of
    del made
    # Once small, so that what libraries load and set up for good is not counted.
    by_ours(made_case(made_coverage(20, 20, block=5)))
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)  # what was freed must not be counted as there before
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # sets VmHWM back to the memory in use
    before = _resident("VmRSS")
    prove_case = case_of(grids, parents, parent_of)
    prove(prove_case.children, Wholes(prove_case.parents), parent_of)
    print(json.dumps({"vertices": vertices, "peak_bytes": _resident("VmHWM") - before}))


if __name__ == "__main__" and sys.argv[1:] == ["memory"]:
    _memory_child()
