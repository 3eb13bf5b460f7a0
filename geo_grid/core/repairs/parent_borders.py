"""The parents' borders: vertices on them, put into the parents or taken out of the children."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.change import Change
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries
from geo_grid.core.proof import Wholes
from geo_grid.core.repairs.match_vertices import node_unmatched
from geo_grid.core.repairs.unnoding import insertions_of
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import rebuild, unpacked, vertices_of, without

#: Row of a parent → its new shape.
Shapes = dict[int, shapely.Geometry]


def parents_of(work: Workpiece) -> Geometries:
    """The parents' polygons in lattice units; none where there are no parents."""
    none: Geometries = np.zeros(0, dtype=object)
    return none if work.wholes is None else work.wholes.entered.geometry


def met_on_edges(working: Workpiece, wholes: Wholes | None, grids: Workpiece) -> Shapes:
    """The parents with those of the vertices they had while we worked that a grid has too.

    Parameters
    ----------
    working
        With the parents as they were while we worked.
    wholes
        The parents as they are.
    grids
        With the grids that are to be.
    """
    if working.wholes is None:
        return {}
    upper: Geometries = np.zeros(0, dtype=object) if wholes is None else wholes.entered.geometry
    met = set(pack(shapely.get_coordinates(grids.children.geometry).astype(np.int64)).tolist())
    given = replace(working, wholes=wholes).one_outline()
    old = upper if given.wholes is None else given.wholes.entered.geometry
    return _rebuilt(upper, insertions_of(old, working.wholes.entered.geometry, met))


def noded_parents(work: Workpiece, faults: Sequence[Fault]) -> tuple[Change, Shapes]:
    """Every parent with the vertices that children have on its edges, and all its children with them."""
    insertions: dict[tuple[int, int], list[int]] = defaultdict(list)
    for fault in faults:
        for owner, start, end in fault.lacking:
            if owner >= len(work.children) and fault.point is not None:
                insertions[min(start, end), max(start, end)].append(fault.point)
    return Change(node_unmatched(work, faults).put), _rebuilt(parents_of(work), insertions)


def _rebuilt(upper: Geometries, insertions: Mapping[tuple[int, int], list[int]]) -> Shapes:
    found = {}
    for row, shape in enumerate(upper):
        new = None if shape is None else rebuild(shape, insertions, {})
        if new is not shape and shapely.is_valid(new):
            found[row] = new
    return found


def mended_children(work: Workpiece, faults: Sequence[Fault]) -> Change:
    """Needless vertices on parents' edges taken out; where there are none, the grids' own edges noded."""
    count = len(work.children)
    own = [f for f in faults if all(owner < count for owner, *_ in f.lacking)]
    return _straightened(work, faults) or Change(node_unmatched(work, own).put)


def _straightened(work: Workpiece, faults: Sequence[Fault]) -> Change:
    count = len(work.children)
    put: Shapes = {}
    for fault in faults:
        if fault.point is None or all(owner < count for owner, _, _ in fault.lacking):
            continue
        shapes = {row: put.get(row, work.children.geometry[row]) for row in fault.rows}
        having = [row for row, shape in shapes.items() if fault.point in vertices_of(shape)]
        if len(having) == 1 and not work.children.invalid[having[0]]:
            shape = without(shapes[having[0]], fault.point)
            if shape is not None and shapely.is_valid(shape) and _is_along(fault.point, shape):
                put[having[0]] = shape
    return Change(put)


def _is_along(point: int, shape: shapely.Geometry) -> bool:
    """Whether a point lies within one lattice unit of a polygon's border: it was no corner of it."""
    return bool(shapely.dwithin(shapely.Point(unpacked([point])[0]), shapely.boundary(shape), 1.0))
