"""Whether two faults, of different rounds of a repair, are one and the same."""

import shapely

from geo_grid.core.faults import Fault

Parties = tuple[str, int, tuple[int, ...]]


def parties(fault: Fault) -> Parties:
    """What is wrong, in which parent, and with which grids."""
    return fault.problem.code, fault.key, fault.rows


def alike(one: Fault, other: Fault) -> bool:
    """Whether two faults of the same grids are the same patch, though something beside it changed."""
    if one.face is None or other.face is None:
        return one.point == other.point
    common = shapely.area(shapely.intersection(one.face, other.face))
    return bool(2.0 * common > min(one.face.area, other.face.area))
