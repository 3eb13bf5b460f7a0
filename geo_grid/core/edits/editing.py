"""Edits: a verb with its arguments becomes a change that leaves the ground tiled, or is refused."""

from collections.abc import Callable, Mapping

from geo_grid.core.edits.ancestors import followed
from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.assign_gap import assign_gap
from geo_grid.core.edits.carve import carve
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.classify import classify
from geo_grid.core.edits.draw_into_gap import draw_into_gap
from geo_grid.core.edits.follow import follow
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.insert_vertex import insert_vertex
from geo_grid.core.edits.locks import check_locks
from geo_grid.core.edits.merge import merge
from geo_grid.core.edits.move_vertex import move_vertex
from geo_grid.core.edits.number import number
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.proving import adds_up, prove
from geo_grid.core.edits.recode import recode
from geo_grid.core.edits.remove_vertex import remove_vertex
from geo_grid.core.edits.rename import rename
from geo_grid.core.edits.reparent import reparent
from geo_grid.core.edits.reshape import reshape
from geo_grid.core.edits.resolve_overlap import resolve_overlap
from geo_grid.core.edits.split import split
from geo_grid.core.edits.straighten import straighten
from geo_grid.core.edits.transfer import transfer
from geo_grid.core.errors import Refusal

#: Verb → what proposes it.
VERBS: Mapping[str, Callable[[Hierarchy, Arguments, EditRules], Proposal]] = {
    "assign_gap": assign_gap,
    "carve": carve,
    "classify": classify,
    "draw_into_gap": draw_into_gap,
    "follow": follow,
    "insert_vertex": insert_vertex,
    "merge": merge,
    "move_vertex": move_vertex,
    "number": number,
    "recode": recode,
    "remove_vertex": remove_vertex,
    "rename": rename,
    "reparent": reparent,
    "reshape": reshape,
    "resolve_overlap": resolve_overlap,
    "split": split,
    "straighten": straighten,
    "transfer": transfer,
}


def edit(hierarchy: Hierarchy, operation: Operation, rules: EditRules) -> GridsChange:
    """What an operation changes, proved.

    Parameters
    ----------
    hierarchy
        All grids and voids whose bounds meet `reach`, those that the operation names with their children, and
        everything above them.
    operation
        Verb and arguments, docs/edits.md.
    rules
        What the edit must keep, beyond the tiling.

    Raises
    ------
    Refusal
        Why it cannot be done; docs/edits.md lists the codes.
    """
    verb = VERBS.get(operation.verb)
    if verb is None:
        raise Refusal("verb_unknown", verb=operation.verb)
    proposal = verb(hierarchy, Arguments(operation.arguments), rules)
    change = followed(hierarchy, proposal)
    if not change:
        raise Refusal("nothing_changes")
    check_locks(change, rules, proposal.open_voids)
    prove(change, rules)
    if not adds_up(change, proposal.standing):
        raise Refusal("too_fine", grid=None)
    return change
