"""Repair what a person asked for, in rounds, and prove the result again.

The order is: make valid, dissolve duplicates, match vertices, clip, resolve overlaps, close gaps. Each round
is proved; a vertex that a repair leaves unmatched is put into the neighbour's edge and listed as noding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo_grid.core.change import Change, Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.proof import Proof
from geo_grid.core.repairs.clip_outside import clip_outside
from geo_grid.core.repairs.close_gap import LONGEST, close_gaps
from geo_grid.core.repairs.dissolve_duplicate import dissolve_duplicates
from geo_grid.core.repairs.ground import Outcome
from geo_grid.core.repairs.make_valid import make_valid
from geo_grid.core.repairs.match_vertices import DEFAULT_M, check_tolerance, match_vertices, node_unmatched
from geo_grid.core.repairs.resolve_overlap import SMALLER, resolve_overlaps
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import vertices_of, without

#: Rounds after which what is left is reported as it is.
_ROUNDS = 12


@dataclass(frozen=True)
class Wishes:
    """What to repair, and how.

    Parameters
    ----------
    gap
        ``longest``, ``new`` or a grid's id; None leaves gaps.
    overlap
        ``smaller``, ``larger`` or a grid's id; None leaves overlaps.
    clip
        Clip what reaches beyond the parent.
    match_m
        Tolerance for matching vertices, metres; None leaves them.
    force
        Allow a tolerance over 1 m.
    duplicates, valid
        Dissolve duplicates; make invalid polygons valid.
    grids
        Only faults that touch one of these ids; empty: all.
    max_area_m2
        Only patches up to this area; None: all.
    """

    gap: str | None = LONGEST
    overlap: str | None = SMALLER
    clip: bool = True
    match_m: float | None = DEFAULT_M
    force: bool = False
    duplicates: bool = True
    valid: bool = True
    grids: frozenset[str] = field(default_factory=frozenset)
    max_area_m2: float | None = None


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
        Faults that a repair could not cure, with the reason.
    changed
        Rows with another shape than before (rows beyond the first are new grids).
    """

    work: Workpiece
    before: Proof
    proof: Proof
    note: tuple[Transfer, ...]
    refused: tuple[tuple[Fault, str], ...]
    changed: frozenset[int]


def repair(work: Workpiece, wishes: Wishes) -> Repaired:
    """Repair a coverage.

    Raises
    ------
    InputError
        ``tolerance_too_large``, ``tolerance_negative``.
    """
    if wishes.match_m is not None:
        check_tolerance(wishes.match_m, force=wishes.force)
    run = _Run(work, wishes)
    run.shapes()
    run.vertices()
    run.ground()
    run.straighten()
    return run.result()


class _Run:
    def __init__(self, work: Workpiece, wishes: Wishes) -> None:
        self.original = work
        self.work = work
        self.wishes = wishes
        self.before = work.prove()
        self.proof = self.before
        self.note: list[Transfer] = []
        self.refused: dict[tuple[str, bytes], tuple[Fault, str]] = {}
        self.known = {(f.key, f.point) for f in self.before.faults if f.point is not None}

    def _apply(self, change: Change) -> bool:
        if not change:
            return False
        self.work = self.work.apply(change)
        self.note.extend(change.note)
        self.proof = self.work.prove()
        return True

    def _wanted(self, fault: Fault) -> bool:
        if (fault.problem.code, _place(fault)) in self.refused:
            return False
        limit = self.wishes.max_area_m2
        if limit is not None and fault.problem.area_m2 > limit:
            return False
        names = self.wishes.grids
        if not names or names & set(fault.problem.grids):
            return True
        return fault.face is not None and not fault.rows and self._borders(fault, names)

    def _borders(self, fault: Fault, names: frozenset[str]) -> bool:
        """A gap touches the grids around it."""
        ids = self.work.children.ids
        rows = np.array([row for row in self.work.rows_of(fault.key) if ids[row] in names], dtype=np.int64)
        near = shapely.dwithin(self.work.children.geometry[rows], fault.face, 1.0)
        return bool(near.any())

    def shapes(self) -> None:
        children = self.work.children
        names = self.wishes.grids
        if self.wishes.valid:
            rows = [
                int(row)
                for row in np.flatnonzero(children.invalid)
                if not names or children.ids[row] in names
            ]
            self._apply(make_valid(self.work, rows))
        if self.wishes.duplicates:
            found = [f for f in self.proof.faults if f.problem.code == "duplicate" and self._wanted(f)]
            self._apply(dissolve_duplicates(self.work, found))

    def vertices(self) -> None:
        if self.wishes.match_m is None:
            return
        for _ in range(3):
            faults = [f for f in self.proof.faults if f.problem.code != "duplicate" and self._wanted(f)]
            if not self._apply(match_vertices(self.work, faults, self.wishes.match_m)):
                break
        self._node()

    def _node(self) -> bool:
        """Put unmatched vertices into the edges that lack them: all that were asked for, or that we made."""
        faults = [
            f
            for f in self.proof.faults
            if f.point is not None
            and ((f.key, f.point) not in self.known or (self.wishes.match_m is not None and self._wanted(f)))
        ]
        return bool(faults) and self._apply(node_unmatched(self.work, faults))

    def ground(self) -> None:
        for _ in range(_ROUNDS):
            progress = self._patches("outside_parent") or self._patches("overlap") or self._patches("gap")
            progress = self._node() or progress
            if not progress:
                return

    def _patches(self, code: str) -> bool:
        wish = {"outside_parent": "clip" if self.wishes.clip else None, "overlap": self.wishes.overlap}.get(
            code, self.wishes.gap
        )
        faults = [f for f in self.proof.faults if f.problem.code == code and self._wanted(f)]
        if wish is None or not faults:
            return False
        outcome = self._repair_code(code, faults, wish)
        for fault, reason in outcome.refused:
            self.refused[code, _place(fault)] = (fault, reason)
        return self._apply(outcome.change)

    def _repair_code(self, code: str, faults: Sequence[Fault], wish: str) -> Outcome:
        if code == "outside_parent":
            return clip_outside(self.work, faults)
        if code == "overlap":
            return resolve_overlaps(self.work, faults, wish)
        return close_gaps(self.work, faults, wish)

    def straighten(self) -> None:
        """Take out vertices that a repair put on a parent's edge where only one grid has them."""
        count = len(self.work.children)
        for _ in range(2):
            put: dict[int, shapely.Geometry] = {}
            for fault in self.proof.faults:
                if fault.point is None or all(owner < count for owner, _, _ in fault.lacking):
                    continue
                having = [
                    row
                    for row in fault.rows
                    if fault.point in vertices_of(put.get(row, self.work.children.geometry[row]))
                ]
                if len(having) == 1 and (fault.key, fault.point) not in self.known:
                    shape = without(put.get(having[0], self.work.children.geometry[having[0]]), fault.point)
                    if shapely.is_valid(shape):
                        put[having[0]] = shape
            if not self._apply(Change(put)):
                return

    def result(self) -> Repaired:
        before, after = self.original.children, self.work.children
        changed = {
            row
            for row in range(len(after))
            if row >= len(before)
            or after.geometry[row] is not before.geometry[row]
            or (before.invalid[row] and not after.invalid[row])
        } - self.work.deleted
        still = {(f.problem.code, _place(f)) for f in self.proof.faults}
        refused = [entry for key, entry in self.refused.items() if key in still]
        refused += [
            (fault, "parent_lacks_vertex")
            for fault in self.proof.faults
            if any(owner >= len(after) for owner, _, _ in fault.lacking)
        ]
        return Repaired(
            self.work, self.before, self.proof, tuple(self.note), tuple(refused), frozenset(changed)
        )


def _place(fault: Fault) -> bytes:
    """The same for the same patch in different rounds."""
    if fault.face is None:
        return str(fault.point).encode()
    return np.floor(np.asarray(shapely.bounds(fault.face)) + 0.5).tobytes()
