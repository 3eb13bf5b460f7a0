"""What a repair did."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely

from geo_grid.core.change import Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.proof import Proof
from geo_grid.core.repairs.workpiece import Workpiece


@dataclass(frozen=True)
class Repaired:
    """The outcome of a repair.

    Parameters
    ----------
    work
        The grids after it.
    before, proof
        The proofs before and after.
    note
        Who gave how much to whom.
    refused
        Every fault that is still there, with the reason: ``kept``, ``over_limit`` and ``of_others`` were not
        to be repaired; for the rest see the words ``unrepaired_…``.
    changed
        Rows with another shape than before (rows beyond the first are new grids).
    parents
        Row of a parent → its shape with more vertices.
    """

    work: Workpiece
    before: Proof
    proof: Proof
    note: tuple[Transfer, ...]
    refused: tuple[tuple[Fault, str], ...]
    changed: frozenset[int]
    parents: Mapping[int, shapely.Geometry] = field(default_factory=dict)
