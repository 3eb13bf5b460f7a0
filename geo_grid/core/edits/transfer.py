"""Transfer the ground under a drawn piece to a grid beside it."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, added_up
from geo_grid.core.edits.proposal import Proposal, redrawn
from geo_grid.core.edits.subjects import leaf
from geo_grid.core.edits.under import under
from geo_grid.core.errors import Refusal


def transfer(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Give what lies under a piece to one grid.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``to``; ``piece``; ``from``: the only one that is to lose ground, where it is given.

    Raises
    ------
    Refusal
        ``nothing_changes``, ``takes_whole_grid``, ``void_locked`` and those of reading a piece.
    """
    to = leaf(hierarchy, arguments.key("to"))
    giver = leaf(hierarchy, arguments.key("from")) if arguments.has("from") else None
    meeting, within = under(hierarchy, arguments, [to])
    within.pop(to.key, None)
    if giver is not None:
        within = {key: pieces for key, pieces in within.items() if key == giver.key}
    if not within:
        raise Refusal("nothing_changes")
    voids = sorted(key for key in within if meeting.leaves[key].is_void)
    if voids:
        raise Refusal("void_locked", grids=voids)
    whole = sorted(key for key, pieces in within.items() if all(lot.inside for lot in pieces))
    if whole:
        raise Refusal("takes_whole_grid", grids=whole)
    moved = [lot.face.chain for pieces in within.values() for lot in pieces if lot.inside]
    after: dict[str, set[Edge]] = {
        key: added_up(lot.face.chain for lot in pieces if not lot.inside) for key, pieces in within.items()
    }
    after[to.key] = added_up([meeting.chains[to.key], *moved])
    return Proposal(redrawn(meeting, after))
