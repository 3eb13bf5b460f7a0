"""Repair what a person asked for, in rounds, and prove the result again.

The order is: make valid, dissolve duplicates, match vertices, clip, resolve overlaps, close gaps. Each round
is proved; a vertex that a repair leaves unmatched is put into the neighbour's edge and listed as noding.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo_grid.core.chain import pack
from geo_grid.core.change import Change, Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.proof import Proof
from geo_grid.core.repairs.account import account_of, settle
from geo_grid.core.repairs.asked import Asked
from geo_grid.core.repairs.clip_outside import clip_outside
from geo_grid.core.repairs.close_gap import LONGEST, close_gaps
from geo_grid.core.repairs.dissolve_duplicate import dissolve_duplicates
from geo_grid.core.repairs.ground import Outcome
from geo_grid.core.repairs.make_valid import make_valid
from geo_grid.core.repairs.match_vertices import check_tolerance, match_vertices, node_unmatched
from geo_grid.core.repairs.parent_borders import mended_children, met_on_edges, noded_parents, parents_of
from geo_grid.core.repairs.repaired import Repaired
from geo_grid.core.repairs.resolve_overlap import SMALLER, resolve_overlaps
from geo_grid.core.repairs.snapping import WIDE_CELL, node_along
from geo_grid.core.repairs.unnoding import unnoded
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.core.repairs.workpiece import Workpiece

#: Rounds after which what is left is reported as it is.
_ROUNDS = 12
#: Matching is repeated as long as it changes something, up to this often.
_MATCHES = 8
#: A repair that met incurable faults begins again without them, up to this often.
_RESTARTS = 4


def repair(work: Workpiece, wishes: Wishes, before: Proof | None = None) -> Repaired:
    """Repair a coverage.

    Parameters
    ----------
    work
        The grids and what they are to tile.
    wishes
        What to repair, and how.
    before
        The proof of `work`, where it is known.

    Raises
    ------
    InputError
        ``tolerance_too_large``, ``tolerance_negative``.
    """
    if wishes.match_m is not None:
        check_tolerance(wishes.match_m, force=wishes.force)
    before = before or work.prove()
    incurable: list[tuple[Fault, str]] = []
    for _ in range(_RESTARTS):
        run = _Run(work, wishes, before, incurable)
        run.shapes()
        run.vertices()
        for _ in range(_RESTARTS):
            run.ground()
            run.tidy()
            run.parents()
            if not run.is_to_fit_new_parents():
                break
        found = run.found_incurable()
        if not found:
            break
        # Once more from the start without them, so that nothing is moved around a fault that stays.
        incurable += found
    return run.result()


class _Run:
    def __init__(
        self, work: Workpiece, wishes: Wishes, before: Proof, incurable: Sequence[tuple[Fault, str]]
    ) -> None:
        self.original = work
        self.wishes = wishes
        self.before = self.proof = before
        self.asked = Asked(work, wishes, before.faults, incurable)
        self.work = work
        #: The parents as they are to be: as given, or with their new vertices.
        self.wholes = work.wholes
        self.note: list[Transfer] = []
        self.refused: list[tuple[Fault, str]] = []

    def _apply(self, change: Change, wholes: Mapping[int, shapely.Geometry] | None = None) -> bool:
        if not change and not wholes:
            return False
        self.work = self.work.apply(change).with_parents(wholes or {})
        self.note.extend(change.note)
        self.proof = self.work.prove()
        return True

    def _wanted(self, fault: Fault) -> bool:
        return self._kept(fault) is None

    def _kept(self, fault: Fault) -> str | None:
        return self.asked.kept(fault, self.work)

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
        self._dissolve()

    def _dissolve(self) -> bool:
        found = [f for f in self.proof.faults if f.problem.code == "duplicate" and self._wanted(f)]
        return self._apply(dissolve_duplicates(self.work, found))

    def vertices(self) -> None:
        if self.wishes.match_m is None:
            return
        for _ in range(_MATCHES):
            state = self._state(self._is_narrowable)
            # A narrow patch is the work of vertices that do not match; wider ones take no part.
            faults = [f for f in self.proof.faults if self._is_narrowable(f)]
            change = match_vertices(self.work, faults, self.wishes.match_m)
            if not self._apply(change) or not self._score(self._is_narrowable) < state.score:
                self._return_to(state)
                break
        state = self._state(self._is_narrowable)
        if self._node() and not self._score(self._is_narrowable) < state.score:
            self._return_to(state)

    def _is_narrowable(self, fault: Fault) -> bool:
        """A patch or vertex that matching may cure, also where patches of its kind are to be left."""
        if fault.problem.code == "duplicate":
            return False
        return self._wanted(fault) or (fault.face is not None and self._kept(fault) == "kept")

    def _state(self, counts: Callable[[Fault], bool] | None = None) -> "_State":
        return _State(self.work, self.proof, len(self.note), tuple(self.refused), self._score(counts))

    def _return_to(self, state: "_State") -> None:
        self.work, self.proof, self.refused = state.work, state.proof, list(state.refused)
        del self.note[state.notes :]

    def _score(self, counts: Callable[[Fault], bool] | None = None) -> tuple[int, float]:
        """How much is left to do: faults, and their area."""
        is_open = counts or self._wanted
        left = [f for f in self.proof.faults if is_open(f) or self.asked.is_ours(f)]
        return len(left), sum(f.problem.area_m2 for f in left)

    def _node(self) -> bool:
        """Put unmatched vertices into the edges that lack them: all that were asked for, or that we made."""
        faults = [
            f for f in self.proof.faults if f.point is not None and (self.asked.is_ours(f) or self._wanted(f))
        ]
        noded = node_unmatched(self.work, faults)
        return self._apply(Change(noded.put), noded.wholes)

    def ground(self) -> None:
        # Parents get vertices along the faults too while we work, so that all patches fit edge to edge.
        self.work = self.work.one_outline()
        best = self._state()
        for _ in range(_ROUNDS):
            stuck = [fault for fault, reason in self.refused if reason == "too_thin"]
            self.refused.clear()
            faults = [f for f in self.proof.faults if f.face is not None and self._wanted(f)]
            noded = node_along(self.work, [f for f in faults if f.problem.code != "duplicate"])
            progress = self._apply(Change(noded.put), noded.wholes)
            if stuck:
                noded = node_along(self.work, stuck, WIDE_CELL)
                progress = self._apply(Change(noded.put), noded.wholes) or progress
            for code in ("outside_parent", "overlap", "gap"):
                progress = self._patches(code) or progress
            progress = self._node() or progress
            progress = self._dissolve() or progress
            if self._score() < best.score:
                best = self._state()
            elif not progress:
                break
        refused = list(self.refused)
        self._return_to(best)
        self.refused = refused

    def _patches(self, code: str) -> bool:
        faults = [f for f in self.proof.faults if f.problem.code == code and self._wanted(f)]
        if not faults:
            return False
        outcome = self._repair_code(code, faults)
        self.refused += outcome.refused
        return self._apply(outcome.change)

    def _repair_code(self, code: str, faults: Sequence[Fault]) -> Outcome:
        if code == "outside_parent":
            return clip_outside(self.work, faults)
        if code == "overlap":
            return resolve_overlaps(self.work, faults, self.wishes.overlap or SMALLER)
        return close_gaps(self.work, faults, self.wishes.gap or LONGEST, self.wishes.first_new)

    def tidy(self) -> None:
        """Give the parents their own shapes back, and every grid the edges that were noded for nothing."""
        working, before = self.work, self.original.children.geometry
        if self.wholes is not None:
            self.work = replace(self.work, wholes=self.wholes)
            self.proof = self.work.prove()
        state = self._state()
        after = self.work.children.geometry
        rows = [row for row in range(len(before)) if after[row] is not before[row]]
        fixed = set(pack(shapely.get_coordinates(parents_of(self.work)).astype(np.int64)).tolist())
        change = Change(unnoded(before, after, rows, fixed))
        if self.wishes.parents:
            self._apply(change, met_on_edges(working, self.wholes, self.work.apply(change)))
        elif self._apply(change) and self._score() > state.score:
            self._return_to(state)

    def parents(self) -> None:
        """Mend what does not match on the parents' edges: their vertices stay, unless asked otherwise."""
        if self.wholes is None:
            return
        best = self._state()
        for _ in range(_MATCHES):
            open_ = [f for f in self.proof.faults if f.lacking and (self._wanted(f) or self.asked.is_ours(f))]
            wholes: Mapping[int, shapely.Geometry] = {}
            if self.wishes.parents:
                change, wholes = noded_parents(self.work, open_)
            else:
                change = mended_children(self.work, open_)
            if not self._apply(change, wholes):
                break
            if self._score() < best.score:
                best = self._state()
        self._return_to(best)

    def is_to_fit_new_parents(self) -> bool:
        """Whether patches are left beside parents that have just got vertices, rounded as they are."""
        if self.work.wholes is self.wholes or not any(f.face and self._wanted(f) for f in self.proof.faults):
            return False
        self.wholes = self.work.wholes
        return True

    def found_incurable(self) -> list[tuple[Fault, str]]:
        """Faults of the last round that no repair cures as asked."""
        return [(fault, reason) for fault, reason in self.refused if reason != "too_thin"]

    def result(self) -> Repaired:
        self.work, changed = settle(self.original, self.work)
        parents: dict[int, shapely.Geometry] = {}
        if self.original.wholes is not None:
            given = self.original.wholes.entered.geometry
            parents = {
                row: shape for row, shape in enumerate(parents_of(self.work)) if shape is not given[row]
            }
        return Repaired(
            self.work,
            self.before,
            self.proof,
            account_of(self.original, self.work, changed, parents, self.note),
            tuple((fault, self.asked.reason(fault, self.work, self.refused)) for fault in self.proof.faults),
            changed,
            parents,
        )


@dataclass(frozen=True)
class _State:
    """Where a repair can go back to."""

    work: Workpiece
    proof: Proof
    notes: int
    refused: tuple[tuple[Fault, str], ...]
    score: tuple[int, float]
