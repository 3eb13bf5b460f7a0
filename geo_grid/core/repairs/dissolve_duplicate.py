"""Dissolve duplicates: of several grids with exactly the same shape the first stays."""

from collections.abc import Sequence

from geo_grid.core.change import Change, Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.repairs.workpiece import Workpiece


def dissolve_duplicates(work: Workpiece, faults: Sequence[Fault]) -> Change:
    """Delete all but the first row of each group.

    Parameters
    ----------
    work
        The grids.
    faults
        Faults with the code ``duplicate``.
    """
    ids = work.children.ids
    notes = []
    delete: set[int] = set()
    for fault in faults:
        first, *others = fault.rows
        for row in others:
            delete.add(row)
            notes.append(
                Transfer(
                    "dissolve_duplicate",
                    ids[row],
                    ids[first],
                    fault.problem.area_m2,
                    fault.problem.geometry,
                    work.parent_name(fault.key),
                    {"row": row + 1},
                )
            )
    return Change(delete=frozenset(delete), note=tuple(notes))
