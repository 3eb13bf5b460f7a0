"""Remove a vertex, for all grids that have it: the two edges that meet there become one."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.star import Star
from geo_grid.core.errors import Refusal


def remove_vertex(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Take a vertex out of borders.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``at``: where the vertex is.

    Raises
    ------
    Refusal
        ``vertex_not_found``, ``vertex_is_junction``: more than two borders meet there; ``border_crossed``.
    """
    at = arguments.point("at")
    star = Star(hierarchy, [at])
    edges = star.at(at)
    ends = sorted({end if start == at else start for start, end in edges})
    if len(ends) != 2:
        raise Refusal("vertex_is_junction", at=list(at))
    one, other = ends
    instead: dict[Edge, list[Edge]] = {(one, at): [(one, other)], (at, other): []}
    instead |= {(other, at): [(other, one)], (at, one): []}
    return star.replaced(instead)
