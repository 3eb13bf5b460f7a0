"""A change of ground carried over to ground that has changed elsewhere meanwhile."""

from collections.abc import Mapping
from itertools import pairwise

import shapely

from geo_grid.core.edits.assembling import polygon_from
from geo_grid.core.edits.points import Edge, Point, chain_of, lies_beside, rings_of, turned
from geo_grid.core.errors import Refusal

#: An edge as it was → the points that it was given, from its start.
Given = Mapping[Edge, tuple[Point, ...]]


def carried(
    now: shapely.Geometry, before: shapely.Geometry, after: shapely.Geometry
) -> shapely.Geometry | None:
    """What ground comes to when it changes as another change has it, which began from what it was before.

    Boundary chains are added: ∂(now) + ∂(after) − ∂(before). Vertices that `now` got on its edges are put
    into the other two first, so that they stand in nobody's way.

    Parameters
    ----------
    now, before, after
        Canonical multipolygons in lattice units.

    Returns
    -------
    The canonical multipolygon; `after` itself where nothing happened meanwhile; None where both changed the
    same edge.
    """
    if shapely.to_wkb(now) == shapely.to_wkb(before):
        return after
    here, was, wanted = (frozenset(chain_of(rings_of(each))) for each in (now, before, after))
    given = given_points(was, here)
    was, wanted = _with_points(was, given), _with_points(wanted, given)
    lost, won = was - wanted, wanted - was
    if not lost <= here or won & here or any(turned(edge) in here - lost for edge in won):
        return None
    try:
        return polygon_from((here - lost) | won, "")
    except Refusal:
        return None


def with_points(geometry: shapely.Geometry, given: Given) -> shapely.Geometry:
    """A canonical multipolygon whose edges run by way of the points that they are given."""
    chain = frozenset(chain_of(rings_of(geometry)))
    noded = _with_points(chain, given)
    return geometry if noded == chain else polygon_from(noded, "")


def points_given(before: shapely.Geometry, after: shapely.Geometry) -> Given:
    """The points that edges of a canonical multipolygon were given."""
    return given_points(frozenset(chain_of(rings_of(before))), frozenset(chain_of(rings_of(after))))


def given_points(before: frozenset[Edge], after: frozenset[Edge]) -> Given:
    """Edges that became several by vertices beside them; edges that moved are left out."""
    follows: dict[Point, list[Edge]] = {}
    for edge in after - before:
        follows.setdefault(edge[0], []).append(edge)
    found: dict[Edge, tuple[Point, ...]] = {}
    for start, end in before - after:
        points: list[Point] = []
        at = start
        while at != end:
            steps = [each for _, each in follows.get(at, ()) if each == end or lies_beside(each, start, end)]
            if not steps or steps[0] in points:
                break
            at = steps[0]
            points.append(at)
        else:
            found[start, end] = tuple(points[:-1])
    return found


def _with_points(chain: frozenset[Edge], given: Given) -> frozenset[Edge]:
    found: set[Edge] = set()
    for start, end in chain:
        points = given.get((start, end))
        if points is None:
            points = given.get((end, start), ())[::-1]
        stops = [start, *points, end]
        found |= set(pairwise(stops))
    return frozenset(found)
