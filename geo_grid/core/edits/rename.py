"""Give a grid another name."""

from dataclasses import replace

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.errors import Refusal


def rename(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Set the name of a grid.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``, ``name``.
    """
    grid = drawable(hierarchy, arguments.key("grid"))
    name = arguments.text("name")
    if not name:
        raise Refusal("argument_missing", argument="name")
    return Proposal({grid.key: replace(grid, name=name)})
