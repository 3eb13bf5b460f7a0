"""Clip what reaches beyond the parent."""

from collections.abc import Sequence

from geo_grid.core.faults import Fault
from geo_grid.core.repairs.ground import Award, Outcome, Situation, repair_patches
from geo_grid.core.repairs.workpiece import Workpiece


def clip_outside(work: Workpiece, faults: Sequence[Fault]) -> Outcome:
    """Take the ground beyond the parent from the grids that reach there.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults with the code ``outside_parent``.
    """

    def rule(situation: Situation) -> Award:
        return Award(givers=situation.fault.rows)

    return repair_patches(work, faults, rule)
