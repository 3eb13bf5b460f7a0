"""Resolve an overlap: one of the grids over it keeps the ground, the others give it up."""

from collections.abc import Sequence

from geo_grid.core.faults import Fault
from geo_grid.core.repairs.ground import Award, Outcome, Situation, repair_patches
from geo_grid.core.repairs.workpiece import Workpiece

#: Strategies beside the id of a grid.
SMALLER, LARGER = "smaller", "larger"


def resolve_overlaps(work: Workpiece, faults: Sequence[Fault], to: str = SMALLER) -> Outcome:
    """Resolve overlaps.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults with the code ``overlap``.
    to
        ``smaller`` or ``larger``: the grid with the smaller or larger area keeps the ground (by id where
        equal); otherwise the id of the grid that keeps it, which must take part.
    """
    ids = work.children.ids
    areas = work.areas_of(sorted({row for fault in faults for row in fault.rows}))

    def rule(situation: Situation) -> Award:
        rows = [row for row in situation.fault.rows if work.children.geometry[row] is not None]
        if situation.fault.problem.params.get("outside"):
            return Award(givers=tuple(rows))  # beyond the parent nobody may keep it
        if to == SMALLER:
            keeper = min(rows, key=lambda row: (areas[row], ids[row]))
        elif to == LARGER:
            keeper = min(rows, key=lambda row: (-areas[row], ids[row]))
        else:
            named = [row for row in rows if ids[row] == to]
            if not named:
                return Award(refused="does_not_take_part")
            keeper = named[0]
        return Award(givers=tuple(row for row in rows if row != keeper), keeper=keeper)

    return repair_patches(work, faults, rule)
