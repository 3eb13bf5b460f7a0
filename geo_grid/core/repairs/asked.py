"""Which faults a repair was asked for, and why others are left."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import shapely

from geo_grid.core.chain import Ints
from geo_grid.core.faults import Fault
from geo_grid.core.repairs.leftover import keys_of
from geo_grid.core.repairs.parent_borders import parents_of
from geo_grid.core.repairs.same_fault import Parties, alike, parties
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import unpacked

#: Mean width of a sliver, lattice units.
_SLIVER = 2.0


class Asked:
    """A person's wishes, read against the coverage as it was given.

    Parameters
    ----------
    original
        The coverage as it was given.
    wishes
        What to repair.
    faults
        Its faults.
    incurable
        Faults that were tried in vain, with the reason.
    """

    def __init__(
        self,
        original: Workpiece,
        wishes: Wishes,
        faults: Sequence[Fault],
        incurable: Sequence[tuple[Fault, str]],
    ) -> None:
        self.original = original
        self.wishes = wishes
        self.known = {(fault.key, fault.point) for fault in faults if fault.point is not None}
        self.incurable: dict[Parties, list[tuple[Fault, str]]] = defaultdict(list)
        for fault, reason in incurable:
            self.incurable[parties(fault)].append((fault, reason))

    def is_ours(self, fault: Fault) -> bool:
        """An unmatched vertex that the repair made."""
        return fault.point is not None and (fault.key, fault.point) not in self.known

    def kept(self, fault: Fault, work: Workpiece) -> str | None:
        """Why a fault was not asked to be repaired; None where it was."""
        wishes, code = self.wishes, fault.problem.code
        wish = {
            "gap": wishes.gap,
            "overlap": wishes.overlap,
            "outside_parent": wishes.clip or None,
            "unmatched_vertex": wishes.match_m,
            "duplicate": wishes.duplicates or None,
        }
        if wish[code] is None:
            return "kept"
        if self._is_parents(fault, work):
            return "parent_lacks_vertex"
        if wishes.max_area_m2 is not None and fault.problem.area_m2 > wishes.max_area_m2:
            return "over_limit"
        named = not wishes.grids or wishes.grids & set(fault.problem.grids)
        if not named and not (code == "gap" and self._borders_named(fault, work)):
            return "of_others"
        others = self.incurable.get(parties(fault), ())
        return next((reason for other, reason in others if alike(fault, other)), None)

    def _is_parents(self, fault: Fault, work: Workpiece) -> bool:
        """A vertex at which several grids meet on an edge of their parent, whose shape is to stay."""
        if fault.point is None or self.wishes.parents or (fault.key, fault.point) not in self.known:
            return False
        return len(fault.rows) > 1 and all(owner >= len(work.children) for owner, *_ in fault.lacking)

    def _borders_named(self, fault: Fault, work: Workpiece) -> bool:
        """A gap touches the grids around it."""
        rows = self._named_rows
        near = shapely.dwithin(work.children.geometry[rows], fault.face, 1.0)
        return bool((near & (keys_of(work)[rows] == fault.key)).any())

    @cached_property
    def _named_rows(self) -> Ints:
        ids = self.original.children.ids
        return np.array([row for row, name in enumerate(ids) if name in self.wishes.grids], dtype=np.int64)

    def reason(self, fault: Fault, work: Workpiece, refused: Sequence[tuple[Fault, str]]) -> str:
        """Why a fault is still there."""
        if any(owner >= len(work.children) for owner, _, _ in fault.lacking) and (
            self.kept(fault, work) is None or self.is_ours(fault)
        ):
            return "too_thin" if self.wishes.parents else "parent_lacks_vertex"
        kept = self.kept(fault, work)
        if kept is not None:
            return kept
        for other, reason in refused:
            if parties(other) == parties(fault) and alike(fault, other):
                return reason
        return "parent_lacks_vertex" if self._is_beside_parent(fault, work) else "too_thin"

    def _is_beside_parent(self, fault: Fault, work: Workpiece) -> bool:
        """A sliver along a parent's edge, to which the vertices of its children were rounded."""
        if work.wholes is None or self.wishes.parents:
            return False
        place = fault.face
        if place is None:
            place = shapely.Point(unpacked([fault.point or 0])[0])
        elif 2.0 * place.area > _SLIVER * place.length:
            return False
        return bool(shapely.dwithin(shapely.boundary(parents_of(work)[fault.key]), place, 1.0))
