"""Move a vertex, for all grids that have it."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.star import Star
from geo_grid.core.errors import Refusal


def move_vertex(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Put a vertex of borders elsewhere; all edges that end there follow.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``at``: where the vertex is; ``to``: where it is to be.

    Raises
    ------
    Refusal
        ``vertex_not_found``, ``vertex_taken``, ``border_crossed``, ``nothing_changes``.
    """
    at, to = arguments.point("at"), arguments.point("to")
    if at == to:
        raise Refusal("nothing_changes")
    star = Star(hierarchy, [at, to])
    edges = star.at(at)
    if star.has_vertex(to):
        raise Refusal("vertex_taken", at=list(to))
    return star.replaced(
        {(start, end): [(to if start == at else start, to if end == at else end)] for start, end in edges}
    )
