"""Insert a vertex into an edge, for all grids that have it."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import turned
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.star import Star
from geo_grid.core.errors import Refusal


def insert_vertex(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Let an edge of borders run by way of a point, on it or beside it.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``edge``: its two ends, in any order; ``to``: the point.

    Raises
    ------
    Refusal
        ``edge_not_found``, ``vertex_taken``, ``border_crossed``.
    """
    edge, to = arguments.edge("edge"), arguments.point("to")
    star = Star(hierarchy, [*edge, to])
    if not star.has_edge(edge):
        raise Refusal("edge_not_found", edge=[list(point) for point in edge])
    if star.has_vertex(to):
        raise Refusal("vertex_taken", at=list(to))
    (start, end), back = edge, turned(edge)
    return star.replaced({edge: [(start, to), (to, end)], back: [(end, to), (to, start)]})
