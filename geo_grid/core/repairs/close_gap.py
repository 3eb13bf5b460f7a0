"""Close a gap: give its ground to a neighbour, to a named grid, or make it a grid of its own."""

from collections.abc import Sequence
from itertools import count

from geo_grid.core.faults import Fault
from geo_grid.core.repairs.ground import Award, Outcome, Situation, repair_patches
from geo_grid.core.repairs.workpiece import Workpiece

#: Strategies beside the id of a grid.
LONGEST, NEW = "longest", "new"


def close_gaps(
    work: Workpiece, faults: Sequence[Fault], to: str = LONGEST, first_new: int | None = None
) -> Outcome:
    """Close gaps.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults with the code ``gap``.
    to
        ``longest``: the neighbour with the longest shared border (by id where equal); ``new``: a new grid
        each; otherwise the id of the grid that gets the ground, which must border it.
    first_new
        New grids are numbered from here, where ids are numbers; None: ``new-1``, ``new-2`` …
    """
    taken = set(work.children.ids)
    candidates = (f"new-{n}" for n in count(1)) if first_new is None else (str(n) for n in count(first_new))
    names = (name for name in candidates if name not in taken)

    def rule(situation: Situation) -> Award:
        if to == NEW:
            return Award(new_name=next(names))
        ids = work.children.ids
        if not situation.borders_m:
            return Award(refused="no_neighbour")
        if to == LONGEST:
            best = min(situation.borders_m, key=lambda row: (-round(situation.borders_m[row], 3), ids[row]))
            return Award(receiver=best)
        named = [row for row in situation.borders_m if ids[row] == to]
        return Award(receiver=named[0]) if named else Award(refused="not_a_neighbour")

    return repair_patches(work, faults, rule)
