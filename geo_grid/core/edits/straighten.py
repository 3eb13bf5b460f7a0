"""Make the border between two grids straight from one of its vertices to another."""

from collections.abc import Mapping

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, Point, chain_of, rings_of, turned
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.star import Star
from geo_grid.core.edits.subjects import leaf
from geo_grid.core.errors import Refusal


def straighten(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Put one edge in the place of the common border between two of its vertices.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``, ``other``; ``from`` and ``to``: the vertices.

    Raises
    ------
    Refusal
        ``not_neighbours``: no common border leads from one to the other; ``nothing_changes``: it is straight;
        ``border_crossed``.
    """
    grid, other = leaf(hierarchy, arguments.key("grid")), leaf(hierarchy, arguments.key("other"))
    start, end = arguments.point("from"), arguments.point("to")
    own, theirs = (chain_of(rings_of(each.geometry)) for each in (grid, other))
    common = dict(edge for edge in own if turned(edge) in theirs)
    path = _path(common, start, end) or _path(common, end, start)
    if path is None:
        raise Refusal("not_neighbours", grids=[grid.key, other.key])
    if len(path) < 2:
        raise Refusal("nothing_changes")
    straight = (path[0][0], path[-1][1])
    instead: dict[Edge, list[Edge]] = {edge: [] for old in path for edge in (old, turned(old))}
    instead[path[0]], instead[turned(path[0])] = [straight], [turned(straight)]
    return Star(hierarchy, [start, end]).replaced(instead)


def _path(common: Mapping[Point, Point], start: Point, end: Point) -> list[Edge] | None:
    """The edges from one point to another along a common border."""
    found: list[Edge] = []
    at = start
    while at != end or not found:
        following = common.get(at)
        if following is None or len(found) > len(common):
            return None
        found.append((at, following))
        at = following
    return found
