"""Random planar subdivisions on the lattice, and the ways in which they go wrong.

Everything is built from a seed, so that a failing case is named by its numbers; hypothesis draws the numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.lattice import Geometries, to_degrees
from geo_grid.core.proof import Proof, Wholes, prove

#: South-west corners, lattice units: at home, at the origin, across it, and at the ends of the world.
PLACES = {
    "shanghai": (1_214_700_000, 312_300_000),
    "origin": (0, 0),
    "across": (-40, -35),
    "south_west": (-700_000_000, -330_000_000),
    "north_east_corner": (1_799_000_000, 899_000_000),
    "south_west_corner": (-1_800_000_000, -900_000_000),
}

Random = np.random.Generator


@dataclass(frozen=True)
class Case:
    """Grids of one level in lattice units, and the parents they should tile."""

    grids: Geometries
    key: NDArray[np.int32]
    parents: Geometries | None

    def with_grids(self, grids: list[shapely.Geometry], key: list[int]) -> "Case":
        return replace(self, grids=shapes(grids), key=np.array(key, dtype=np.int32))

    def moved(self, dx: int, dy: int) -> "Case":
        step = np.array([dx, dy])

        def there(every: Geometries) -> Geometries:
            return np.asarray(shapely.transform(every, lambda xy: xy + step))

        return Case(there(self.grids), self.key, None if self.parents is None else there(self.parents))

    def without_parents(self) -> "Case":
        return Case(self.grids, np.zeros_like(self.key), None)


def shapes(geometries: list[shapely.Geometry]) -> Geometries:
    found = np.empty(len(geometries), dtype=object)
    found[:] = geometries
    return found


def entered(geometries: Geometries, prefix: str = "g") -> Entered:
    """Lattice-unit shapes as if read from a lon/lat file; ids g0, g1, …"""
    degrees = np.asarray(shapely.transform(geometries, to_degrees))
    return enter(Source(degrees, WGS84), [f"{prefix}{row}" for row in range(len(geometries))])


def proof_of(case: Case) -> Proof:
    wholes = None if case.parents is None else Wholes(entered(case.parents, "p"))
    return prove(entered(case.grids), wholes, case.key)


# -- subdivisions ------------------------------------------------------------------------------------------


def triangulation(rng: Random, points: int, size: int) -> Geometries:
    """Delaunay triangles of random lattice points in a square, its corners included."""
    corners = np.array([[0, 0], [size, 0], [size, size], [0, size]])
    inner = rng.integers(0, size + 1, (points, 2))
    cloud = np.unique(np.vstack([corners, inner]), axis=0).astype(float)
    return np.asarray(shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(cloud))))


def quads(rng: Random, columns: int, rows: int, side: int) -> Geometries:
    """A grid of quadrilaterals whose inner corners are jittered by less than a third of their side."""
    x, y = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1))
    corner = np.stack([x, y], axis=-1) * side
    reach = max(side // 3, 1) if side > 2 else 0
    jitter = rng.integers(-reach, reach + 1, corner.shape)
    jitter[[0, -1], :, 1] = 0
    jitter[:, [0, -1], 0] = 0
    corner = np.clip(corner + jitter, 0, [columns * side, rows * side])
    rings = np.stack([corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1]], axis=2)
    return np.asarray(shapely.polygons(rings.reshape(-1, 4, 2).astype(float)))


def neighbours_by_edge(cells: Geometries) -> list[set[int]]:
    sides: dict[tuple[float, ...], list[int]] = {}
    for at, cell in enumerate(cells):
        for ring in shapely.get_rings(cell):
            xy = shapely.get_coordinates(ring).tolist()
            for start, end in pairwise(xy):
                sides.setdefault((*min(start, end), *max(start, end)), []).append(at)
    near: list[set[int]] = [set() for _ in cells]
    for both in sides.values():
        for one in both:
            near[one] |= {other for other in both if other != one}
    return near


def grown_groups(rng: Random, cells: Geometries, groups: int) -> NDArray[np.int64]:
    """Label of each cell after growing connected groups from random seeds: ragged shapes, with holes."""
    near = neighbours_by_edge(cells)
    label = np.full(len(cells), -1)
    for number, at in enumerate(rng.permutation(len(cells))[:groups]):
        label[at] = number
    waiting = [int(at) for at in np.flatnonzero(label >= 0)]
    while waiting:
        at = waiting.pop(int(rng.integers(len(waiting))))
        for other in sorted(near[at]):
            if label[other] < 0:
                label[other] = label[at]
                waiting.append(other)
    loose = label < 0
    label[loose] = groups + np.arange(loose.sum())
    return label


def merged(cells: Geometries, label: NDArray[np.int64]) -> Geometries:
    """One polygon per label, with every vertex of its cells on its border kept."""
    joined = [shapely.union_all(cells[label == number]) for number in np.unique(label)]
    return shapes([shapely.normalize(shape) for shape in joined])


def subdivision(rng: Random, *, cells: int, grids: int, parents: int, side: int, kind: str) -> Case:
    """Cells merged into grids and grids into parents; every border is shared vertex for vertex."""
    if kind == "triangles":
        ground = triangulation(rng, cells, side)
    else:
        across = max(int(cells**0.5), 2)
        ground = quads(rng, across, max(cells // across, 1), max(side // across, 3))
    ground = ground[shapely.area(ground) > 0]
    children = merged(ground, grown_groups(rng, ground, grids))
    upper = grown_groups(rng, children, parents)
    _, key = np.unique(upper, return_inverse=True)
    return Case(children, key.astype(np.int32), merged(children, upper))


def with_void(rng: Random, case: Case) -> Case:
    """One grid taken away, and its ground from its parent too: a hole, a bay, or a parent torn apart."""
    assert case.parents is not None
    if len(case.grids) < 2:
        return case
    at = int(rng.integers(len(case.grids)))
    parents = case.parents.copy()
    key = case.key[at]
    rest = [grid for row, grid in enumerate(case.grids) if row != at and case.key[row] == key]
    parents[key] = shapely.union_all(rest) if rest else shapely.Polygon()
    kept = np.arange(len(case.grids)) != at
    if parents[key].is_empty:
        return case
    return Case(case.grids[kept], case.key[kept], parents)


# -- faults ------------------------------------------------------------------------------------------------

Fault = Callable[[Random, Case], Case]


def _row(rng: Random, case: Case) -> int:
    return int(rng.integers(len(case.grids)))


def _replaced(case: Case, at: int, shape: shapely.Geometry) -> Case:
    """The case with another shape in one row; unchanged where that shape is no polygon."""
    if shape.is_empty or not shape.is_valid or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return case
    grids = case.grids.copy()
    grids[at] = shape
    return replace(case, grids=grids)


def _snapped(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.set_precision(shape, 1.0)


def deleted(rng: Random, case: Case) -> Case:
    if len(case.grids) < 2:
        return case
    kept = np.arange(len(case.grids)) != _row(rng, case)
    return replace(case, grids=case.grids[kept], key=case.key[kept])


def doubled(rng: Random, case: Case) -> Case:
    """The same shape filed twice, once with its ring turned round and begun elsewhere."""
    at = _row(rng, case)
    copy = shapely.reverse(case.grids[at]) if rng.random() < 0.5 else case.grids[at]
    return case.with_grids([*case.grids, copy], [*case.key, case.key[at]])


def shifted_copy(rng: Random, case: Case) -> Case:
    at = _row(rng, case)
    step = rng.integers(-6, 7, 2) * int(rng.integers(1, 4))
    copy = shapely.transform(case.grids[at], lambda xy: xy + step)
    return case.with_grids([*case.grids, copy], [*case.key, case.key[at]])


def shifted(rng: Random, case: Case) -> Case:
    at = _row(rng, case)
    step = rng.integers(-9, 10, 2)
    return _replaced(case, at, shapely.transform(case.grids[at], lambda xy: xy + step))


def grown(rng: Random, case: Case) -> Case:
    at = _row(rng, case)
    return _replaced(case, at, _snapped(case.grids[at].buffer(float(rng.integers(1, 12)), quad_segs=2)))


def shrunk(rng: Random, case: Case) -> Case:
    at = _row(rng, case)
    return _replaced(case, at, _snapped(case.grids[at].buffer(-float(rng.integers(1, 6)), quad_segs=2)))


def _rings(shape: shapely.Geometry) -> list[list[NDArray[np.float64]]]:
    return [
        [shapely.get_coordinates(ring) for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(shape)
    ]


def _shape(rings: list[list[NDArray[np.float64]]]) -> shapely.Geometry:
    try:
        parts = [shapely.Polygon(shell, holes) for shell, *holes in rings]
    except shapely.errors.GEOSException:
        return shapely.Polygon()
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _edited(rng: Random, case: Case, edit: Callable[[NDArray[np.float64], int], NDArray[np.float64]]) -> Case:
    """One ring of one grid changed at one vertex."""
    at = _row(rng, case)
    rings = _rings(case.grids[at])
    part = rings[int(rng.integers(len(rings)))]
    which = int(rng.integers(len(part)))
    open_ring = part[which][:-1]
    changed = edit(open_ring, int(rng.integers(len(open_ring))))
    if len(changed) < 3:
        return case
    part[which] = np.vstack([changed, changed[:1]])
    return _replaced(case, at, _shape(rings))


def moved_vertex(rng: Random, case: Case) -> Case:
    reach = int(rng.choice([1, 2, 4, 15]))

    def edit(ring: NDArray[np.float64], at: int) -> NDArray[np.float64]:
        ring = ring.copy()
        ring[at] += rng.integers(-reach, reach + 1, 2)
        return ring

    return _edited(rng, case, edit)


def extra_vertex(rng: Random, case: Case) -> Case:
    """A vertex on an edge: exactly where the lattice allows it, rounded, or 1 to 3 units beside it."""

    def edit(ring: NDArray[np.float64], at: int) -> NDArray[np.float64]:
        start, end = ring[at], ring[(at + 1) % len(ring)]
        step = int(np.gcd(*np.abs(end - start).astype(int)))
        if step > 1 and rng.random() < 0.6:
            new = start + (end - start) / step * rng.integers(1, step)
        else:
            new = np.floor(start + (end - start) * rng.uniform(0.1, 0.9) + 0.5)
            new = new + rng.integers(-1, 2, 2) * int(rng.choice([0, 1, 3]))
        if (new == start).all() or (new == end).all():
            return ring
        return np.insert(ring, at + 1, new, axis=0)

    return _edited(rng, case, edit)


def missing_vertex(rng: Random, case: Case) -> Case:
    return _edited(rng, case, lambda ring, at: np.delete(ring, at, axis=0))


def pierced(rng: Random, case: Case) -> Case:
    """A small hole in one grid."""
    at = _row(rng, case)
    inside = shapely.get_coordinates(case.grids[at].representative_point())[0]
    corner = np.floor(inside)
    hole = shapely.Polygon(corner + rng.integers(-4, 5, (3, 2)))
    if not hole.is_valid or hole.area == 0 or not case.grids[at].contains(hole):
        return case
    return _replaced(case, at, case.grids[at].difference(hole))


def filled(rng: Random, case: Case) -> Case:
    """The holes of one grid filled, over whatever lies in them."""
    with_holes = [row for row, grid in enumerate(case.grids) if shapely.get_rings(grid).size > 1]
    at = with_holes[int(rng.integers(len(with_holes)))] if with_holes else _row(rng, case)
    parts = [shapely.Polygon(part.exterior) for part in shapely.get_parts(case.grids[at])]
    return _replaced(case, at, shapely.union_all(parts))


def misfiled(rng: Random, case: Case) -> Case:
    if case.parents is None:
        return case
    key = case.key.copy()
    key[_row(rng, case)] = rng.integers(len(case.parents))
    return replace(case, key=key)


def patched_over(rng: Random, case: Case) -> Case:
    """A new grid over the meeting of several."""
    west, south, east, north = shapely.total_bounds(case.grids)
    centre = rng.uniform([west, south], [east, north])
    reach = rng.uniform(0.1, 0.8) * max(east - west, 4)
    corners = np.floor(centre + rng.uniform(-reach, reach, (int(rng.integers(3, 7)), 2)))
    patch = shapely.multipoints(corners).convex_hull
    if patch.geom_type != "Polygon":
        return case
    key = int(case.key[_row(rng, case)])
    return case.with_grids([*case.grids, patch], [*case.key, key])


def overlaid_pair(rng: Random, case: Case) -> Case:
    """Two new grids that tile a patch between them: their common border cancels inside the fault."""
    case = patched_over(rng, case)
    patch = case.grids[-1]
    xy = shapely.get_coordinates(patch)[:-1]
    if len(xy) < 4:
        return case
    middle = int(rng.integers(2, len(xy) - 1))
    one, other = shapely.Polygon(xy[: middle + 1]), shapely.Polygon([*xy[middle:], xy[0]])
    return case.with_grids([*case.grids[:-1], one, other], [*case.key, int(case.key[-1])])


def childless(rng: Random, case: Case) -> Case:
    if case.parents is None or len(case.parents) < 2:
        return case
    kept = case.key != rng.integers(len(case.parents))
    return replace(case, grids=case.grids[kept], key=case.key[kept]) if kept.any() else case


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        deleted,
        doubled,
        shifted_copy,
        shifted,
        grown,
        shrunk,
        moved_vertex,
        extra_vertex,
        missing_vertex,
        pierced,
        filled,
        misfiled,
        patched_over,
        overlaid_pair,
        childless,
    )
}


def random_case(rng: Random, *, faults: int = 2, size: int = 12) -> Case:
    """A subdivision somewhere on earth with some faults in it, for the comparison with the oracle."""
    side = int(rng.choice([10, 40, 200, 3_000, 1_000_000]))
    case = subdivision(
        rng,
        cells=int(rng.integers(4, 3 * size)),
        grids=int(rng.integers(2, size)),
        parents=int(rng.integers(1, 4)),
        side=side,
        kind=str(rng.choice(["triangles", "quads"])),
    )
    if rng.random() < 0.3:
        case = with_void(rng, case)
    if rng.random() < 0.4:
        case = case.without_parents()
    names = list(FAULTS)
    for _ in range(int(rng.integers(0, faults + 1))):
        case = FAULTS[names[int(rng.integers(len(names)))]](rng, case)
    place = np.array(list(PLACES.values())[int(rng.integers(len(PLACES)))])
    bounds = shapely.total_bounds(case.grids if case.parents is None else np.r_[case.grids, case.parents])
    room = np.array([1_800_000_000, 900_000_000])
    origin = np.clip(place, -room - bounds[:2], room - bounds[2:]).astype(int)
    return case.moved(int(origin[0]), int(origin[1]))


seeds = st.integers(0, 2**32 - 1)


@st.composite
def subdivisions(draw: st.DrawFn, *, parents: bool = True) -> Case:
    """A subdivision that tiles, anywhere on earth."""
    rng = np.random.default_rng(draw(seeds))
    case = subdivision(
        rng,
        cells=draw(st.integers(4, 60)),
        grids=draw(st.integers(2, 20)),
        parents=draw(st.integers(1, 4)),
        side=draw(st.sampled_from([30, 500, 20_000, 3_000_000, 90_000_000])),
        kind=draw(st.sampled_from(["triangles", "quads"])),
    )
    if draw(st.booleans()):
        case = with_void(rng, case)
    room = np.array([1_800_000_000, 900_000_000])
    bounds = shapely.total_bounds(np.r_[case.grids, case.parents])
    place = np.array(PLACES[draw(st.sampled_from(sorted(PLACES)))])
    origin = np.clip(place, -room - bounds[:2], room - bounds[2:]).astype(int)
    case = case.moved(int(origin[0]), int(origin[1]))
    return case if parents else case.without_parents()
