"""Put a grid under another parent; its own border stays, those of the parents move."""

from dataclasses import replace

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.errors import Refusal


def reparent(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Move a grid with everything below it to another parent of the same level.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``; ``to``: the parent.

    Raises
    ------
    Refusal
        ``nothing_changes``, ``parent_level_wrong``; then ``parent_would_empty`` and ``grid_apart`` where the
        parents could not follow.
    """
    grid = drawable(hierarchy, arguments.key("grid"))
    to = hierarchy.grid(arguments.key("to"))
    if to.is_void or to.level != grid.level - 1:
        raise Refusal("parent_level_wrong", grids=[grid.key])
    if to.key == grid.parent:
        raise Refusal("nothing_changes")
    return Proposal({grid.key: replace(grid, parent=to.key)})
