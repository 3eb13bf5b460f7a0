"""Identical shapes filed more than once under the same parent."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core import crs as reference
from geo_grid.core.chain import Ints
from geo_grid.core.entry import Entered
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries, geometries_to_degrees
from geo_grid.core.problem import Problem


def duplicates_of(
    children: Entered, geometry: Geometries, key: NDArray[np.int32], names: Sequence[str] | None
) -> tuple[dict[int, list[int]], list[Fault]]:
    """Find shapes that cover exactly the same ground.

    Parameters
    ----------
    children
        The grids, for their ids.
    geometry
        (n,) lattice polygons, None for rows that take no part.
    key
        (n,) the parent each belongs to.
    names
        Names of the parents, None where there is one outline.

    Returns
    -------
    First row → all rows with its shape, and one `duplicate` fault per such group.
    """
    rows = np.flatnonzero(~shapely.is_missing(geometry))
    groups: dict[int, list[int]] = {}
    if len(rows) < 2:
        return groups, []
    bounds = shapely.bounds(geometry[rows]).astype(np.int64)
    columns = np.column_stack([key[rows].astype(np.int64), bounds])
    order = np.lexsort(columns.T[::-1])
    ordered = columns[order]
    same_box = (ordered[1:] == ordered[:-1]).all(axis=1)
    if not same_box.any():
        return groups, []
    starts = np.flatnonzero(np.concatenate([[True], ~same_box]))
    sizes = np.diff(np.concatenate([starts, [len(order)]]))
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        for waiting in _alike_in_area(rows[order[start : start + size]], geometry):
            while len(waiting) > 1:
                first, others = int(waiting[0]), waiting[1:]
                equal = shapely.equals(geometry[first], geometry[others])
                if equal.any():
                    groups[first] = [first, *others[equal].tolist()]
                waiting = others[~equal]
    faults = []
    for first, members in groups.items():
        degrees = geometries_to_degrees(geometry[[first]])
        problem = Problem(
            "duplicate",
            tuple(sorted(children.ids[row] for row in members)),
            None if names is None else names[int(key[first])],
            float(reference.area_m2(degrees)[0]),
            degrees[0],
            {"rows": [row + 1 for row in members]},
        )
        faults.append(Fault(problem, tuple(members), int(key[first]), geometry[first]))
    return groups, faults


def _alike_in_area(rows: Ints, geometry: Geometries) -> list[Ints]:
    """Rows in groups of nearly the same area, each in order; what differs in area need not be compared."""
    areas = shapely.area(geometry[rows])
    order = np.argsort(areas, kind="stable")
    steps = np.diff(areas[order])
    apart = np.flatnonzero(steps > 1.0 + 1e-9 * areas[order][1:]) + 1
    return [np.sort(rows[group]) for group in np.split(order, apart)]
