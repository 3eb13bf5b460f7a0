"""Give a grid another code; its key within the plan stays."""

from dataclasses import replace

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import drawable
from geo_grid.core.edits.words import checked_code
from geo_grid.core.errors import Refusal


def recode(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Set the code of a grid.

    Parameters
    ----------
    hierarchy
        What lies around; whether a code is free elsewhere, and fits the scheme of codes, is not seen here.
    arguments
        ``grid``, ``code``.

    Raises
    ------
    Refusal
        ``code_invalid``, ``code_taken``.
    """
    grid = drawable(hierarchy, arguments.key("grid"))
    code = arguments.text("code")
    if not code:
        raise Refusal("argument_missing", argument="code")
    return Proposal({grid.key: replace(grid, code=checked_code(hierarchy, code, grid.key))})
