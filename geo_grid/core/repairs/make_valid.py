"""Make invalid polygons valid: each becomes the ground it covers by the even-odd rule."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.change import Change, Transfer
from geo_grid.core.crs import area_m2
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.repairs.workpiece import Workpiece


def make_valid(work: Workpiece, rows: Sequence[int]) -> Change:
    """Replace invalid polygons by their region.

    Parameters
    ----------
    work
        The grids.
    rows
        Rows whose shape is invalid; one that covers no ground at all is left as it is.
    """
    children = work.children
    put: dict[int, shapely.Geometry] = {}
    notes = []
    for row in rows:
        region = children.geometry[row]
        if region is None:
            continue
        put[row] = region
        both = geometries_to_degrees(np.array([children.snapped[row], region], dtype=object))
        before, after = np.abs(area_m2(both))
        notes.append(
            Transfer(
                "make_valid",
                None,
                children.ids[row],
                float(after - before),
                both[1],
                work.parent_name(work.key(row)),
                {"row": row + 1},
            )
        )
    return Change(put, note=tuple(notes))
