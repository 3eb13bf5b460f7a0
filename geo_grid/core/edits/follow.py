"""Let a stretch of border follow the centre line of streets or of water."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.reshape import reshape


def follow(hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Proposal:
    """Do as `reshape` does, with a line that was found along streets or water.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        As for `reshape`; ``along``: names of what the line follows, which are kept with the step.
    rules
        What holds for all edits.
    """
    return reshape(hierarchy, arguments, rules)
