"""Let ground that two grids both have stay with one of them."""

from itertools import pairwise

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.cutting import without_dead_ends
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.meeting import meet
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import added_up, rings_of
from geo_grid.core.edits.proposal import Proposal, redrawn
from geo_grid.core.edits.region import lots
from geo_grid.core.edits.runs import cuts_by_leaf
from geo_grid.core.edits.subjects import box_of_grid, leaf, leaves_in
from geo_grid.core.errors import Refusal


def resolve_overlap(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Take from one of two grids what the other has too; their parent stays as it is.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grids``: the two, of one parent; ``to``: the one of them that keeps the ground.

    Raises
    ------
    Refusal
        ``overlap_not_found``, ``different_parents``; ``takes_whole_grid``: the other would be gone.
    """
    keys = arguments.keys("grids")
    to = leaf(hierarchy, arguments.key("to"))
    if len(keys) != 2 or to.key not in keys:
        raise Refusal("argument_wrong", argument="grids")
    other = leaf(hierarchy, next(key for key in keys if key != to.key))
    if other.parent != to.parent:
        raise Refusal("different_parents", grids=keys, parents=sorted({str(to.parent), str(other.parent)}))
    near = [each for each in leaves_in(hierarchy, box_of_grid(to)) if each.key != to.key]
    if other not in near:
        raise Refusal("overlap_not_found", grids=keys)
    # The border that stays is the line: the others get its vertices, and it theirs.
    meeting = meet(near, [[*ring, ring[0]] for ring in rings_of(to.geometry)])
    kept = added_up(list(pairwise(line)) for line in meeting.lines)
    cuts = cuts_by_leaf(meeting, meeting.lines)
    own = without_dead_ends(cuts.get(other.key, ()), meeting.vertices)
    pieces = lots(meeting, kept, {other.key: sorted(own)} if own else {}).get(other.key, [])
    if not any(lot.inside for lot in pieces):
        raise Refusal("overlap_not_found", grids=keys)
    if all(lot.inside for lot in pieces):
        raise Refusal("takes_whole_grid", grids=[other.key])
    left = added_up(lot.face.chain for lot in pieces if not lot.inside)
    put = redrawn(meeting, {other.key: left, to.key: kept}, [to])
    return Proposal(put, standing=frozenset({str(to.parent)}))
