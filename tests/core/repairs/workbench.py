"""Grids on a workbench: small shapes in lattice units, repaired, and what must hold after any repair."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.core.crs import WGS84, area_m2
from geo_grid.core.entry import Source, enter
from geo_grid.core.lattice import Geometries, geometries_to_degrees, to_degrees
from geo_grid.core.proof import Wholes
from geo_grid.core.repairs.repaired import Repaired
from geo_grid.core.repairs.run import repair
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.core.repairs.workpiece import Workpiece
from tests.core.subdivisions import Case, entered, shapes

#: South-west corner of the small shapes, lattice units.
CORNER = (1_214_700_000, 312_300_000)
#: Metres that a border may move where a crossing is rounded to the lattice.
ROUNDING_M = 0.012

Ring = Sequence[tuple[float, float]]


def placed(*rings: Ring | shapely.Geometry) -> Geometries:
    """Polygons given by rings in lattice units from `CORNER`."""
    polygons = [ring if isinstance(ring, shapely.Geometry) else shapely.Polygon(ring) for ring in rings]
    return np.asarray(shapely.transform(shapes(polygons), lambda xy: xy + CORNER))


def box(west: float, south: float, east: float, north: float) -> Ring:
    return [(west, south), (east, south), (east, north), (west, north)]


def bench(
    *rings: Ring | shapely.Geometry,
    parents: Sequence[Ring] = (),
    of: Sequence[int] | None = None,
    ids: Sequence[str] | None = None,
) -> Workpiece:
    """Grids a, b, c … under the parents P0, P1 … (one outline where `of` is not given)."""
    grids = placed(*rings)
    names = list(ids or "abcdefghijklmnopqrstuvwxyz"[: len(rings)])
    children = enter(Source(np.asarray(shapely.transform(grids, to_degrees)), WGS84), names)
    if not parents:
        return Workpiece(children, None, None)
    wholes = Wholes(entered(placed(*parents), "P"), named=of is not None)
    return Workpiece(children, wholes, None if of is None else np.array(of, dtype=np.int32))


def bench_of(case: Case) -> Workpiece:
    wholes = None if case.parents is None else Wholes(entered(case.parents, "p"))
    return Workpiece(entered(case.grids), wholes, case.key)


def local(work: Workpiece, name: str) -> shapely.Geometry:
    """A grid's polygon, from `CORNER`; its ring counter-clockwise from its smallest vertex."""
    shape = work.children.geometry[work.children.ids.index(name)]
    return shapely.normalize(shapely.transform(shape, lambda xy: xy - CORNER))


def same(work: Workpiece, name: str, ring: Ring) -> bool:
    """Whether a grid has exactly these vertices."""
    return bool(shapely.equals_identical(local(work, name), shapely.normalize(shapely.Polygon(ring))))


def codes(done: Repaired) -> dict[str, int]:
    return dict(Counter(fault.problem.code for fault in done.proof.faults))


def told(done: Repaired) -> list[tuple[str, str | None, str | None]]:
    """Who gives to whom, by which action."""
    return sorted(
        ((note.action, note.giver, note.receiver) for note in done.note),
        key=lambda line: tuple(name or "" for name in line),
    )


def areas_m2(geometry: Geometries) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return area_m2(geometries_to_degrees(geometry))


def assert_sound(work: Workpiece, done: Repaired) -> None:
    """What holds after any repair, whatever was wrong and whatever was asked."""
    before, after = work.children, done.work.children
    present = after.geometry[~shapely.is_missing(after.geometry)]
    assert shapely.is_valid(present).all()
    assert not shapely.is_empty(present).any()
    xy = shapely.get_coordinates(present)
    assert (xy == np.floor(xy)).all()
    # Every fault that is still there says why.
    assert [fault for fault, _ in done.refused] == list(done.proof.faults)
    # Only grids that the list of changes names have changed; the others are the same objects.
    named = {name for note in done.note for name in (note.giver, note.receiver)}
    for row, name in enumerate(before.ids):
        if row in done.work.deleted or row in done.changed:
            assert name in named
        else:
            assert after.geometry[row] is before.geometry[row]
    assert_balanced(work, done)


def assert_balanced(work: Workpiece, done: Repaired) -> None:
    """Each grid's area changed by what the list says it gave and got, but for rounded crossings."""
    before, after = work.children, done.work.children
    expected: dict[str | None, float] = defaultdict(float)
    for note in done.note:
        if note.action in ("resolve_overlap", "clip_outside"):
            expected[note.giver] -= note.area_m2
        elif note.action in ("close_gap", "new_grid", "match_vertices", "noding", "straighten"):
            expected[note.receiver] += note.area_m2
    old = np.zeros(len(after))
    old[: len(before)] = areas_m2(before.geometry)
    new = areas_m2(after.geometry)
    for row in done.changed:
        both = [after.geometry[row], *before.geometry[row : row + 1]]
        borders = shapely.length(geometries_to_degrees(shapes(both))).sum()
        # A degree is at most 111.7 km; both the old and the new border may have been rounded.
        room = borders * 111_700 * ROUNDING_M + 1e-4
        assert abs(new[row] - old[row] - expected[after.ids[row]]) <= room, after.ids[row]


def assert_nothing_more(done: Repaired, wishes: Wishes) -> None:
    """A second repair finds nothing to do."""
    again = repair(replace(done.work, deleted=frozenset()), wishes)
    assert again.note == ()
    assert again.changed == frozenset()
