"""Where two segments cross: the exact rational point, rounded once."""

from geo_grid.core.edits.points import Edge, Point, along, cross, distance2


def crosses(one: Edge, other: Edge) -> bool:
    """Whether two segments cross between their ends; touching is not crossing."""
    (a, b), (c, d) = one, other
    first, second = cross(a, b, c), cross(a, b, d)
    if (first > 0) == (second > 0) or not first or not second:
        return False
    third, fourth = cross(c, d, a), cross(c, d, b)
    return (third > 0) != (fourth > 0) and bool(third) and bool(fourth)


def rounded_crossing(one: Edge, other: Edge) -> Point:
    """The lattice point of a crossing: floor(v + ½) of both exact coordinates.

    The segments must cross; which of them is named first, and which way they run, makes no difference.
    """
    (a, b), (c, d) = one, other
    run, rise = b[0] - a[0], b[1] - a[1]
    divisor = run * (d[1] - c[1]) - rise * (d[0] - c[0])
    share = (c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])
    if divisor < 0:
        divisor, share = -divisor, -share
    # floor(a + run · share / divisor + ½), in integers.
    return (
        a[0] + (2 * run * share + divisor) // (2 * divisor),
        a[1] + (2 * rise * share + divisor) // (2 * divisor),
    )


def touches(one: Edge, other: Edge) -> bool:
    """Whether two edges have more in common than one end of each."""
    (a, b), (c, d) = one, other
    common = {a, b} & {c, d}
    if len(common) == 2:
        return True
    if common:
        # From a common end, one runs along the other where it leaves in the same direction.
        (at,) = common
        end = b if a == at else a
        far = d if c == at else c
        return cross(at, end, far) == 0 and along(at, end, far) > 0
    if crosses(one, other):
        return True
    return any(_lies_on(point, one) for point in other) or any(_lies_on(point, other) for point in one)


def _lies_on(point: Point, edge: Edge) -> bool:
    return cross(*edge, point) == 0 and 0 <= along(*edge, point) <= distance2(*edge)
