"""Repair what a person asked for, in rounds, and prove the result again.

The order is: make valid, dissolve duplicates, match vertices, clip, resolve overlaps, close gaps. Each round
is proved; a vertex that a repair leaves unmatched is put into the neighbour's edge and listed as noding.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import shapely

from geo_grid.core.chain import Ints, pack
from geo_grid.core.change import Change, Transfer
from geo_grid.core.faults import Fault
from geo_grid.core.lattice import Geometries
from geo_grid.core.proof import Proof
from geo_grid.core.repairs.account import account_of, settle
from geo_grid.core.repairs.clip_outside import clip_outside
from geo_grid.core.repairs.close_gap import LONGEST, close_gaps
from geo_grid.core.repairs.dissolve_duplicate import dissolve_duplicates
from geo_grid.core.repairs.ground import Outcome
from geo_grid.core.repairs.leftover import keys_of
from geo_grid.core.repairs.make_valid import make_valid
from geo_grid.core.repairs.match_vertices import check_tolerance, match_vertices, node_unmatched
from geo_grid.core.repairs.resolve_overlap import SMALLER, resolve_overlaps
from geo_grid.core.repairs.snapping import WIDE_CELL, node_along
from geo_grid.core.repairs.unnoding import insertions_of, unnoded
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import rebuild, unpacked, vertices_of, without

#: Mean width of a sliver, lattice units.
_SLIVER = 2.0
#: Rounds after which what is left is reported as it is.
_ROUNDS = 12
#: Matching is repeated as long as it changes something, up to this often.
_MATCHES = 8
#: A repair that met incurable faults begins again without them, up to this often.
_RESTARTS = 4


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
        self.incurable: dict[tuple[str, int, tuple[int, ...]], list[tuple[Fault, str]]] = defaultdict(list)
        for fault, reason in incurable:
            self.incurable[_parties(fault)].append((fault, reason))
        self.work = work
        #: The parents as they are to be: as given, or with their new vertices.
        self.wholes = work.wholes
        self.note: list[Transfer] = []
        self.refused: list[tuple[Fault, str]] = []
        self.known = {(f.key, f.point) for f in self.before.faults if f.point is not None}

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
        if self._is_parents(fault):
            return "parent_lacks_vertex"
        if wishes.max_area_m2 is not None and fault.problem.area_m2 > wishes.max_area_m2:
            return "over_limit"
        named = not wishes.grids or wishes.grids & set(fault.problem.grids)
        if not named and not (code == "gap" and self._borders_named(fault)):
            return "of_others"
        others = self.incurable.get(_parties(fault), ())
        return next((reason for other, reason in others if _alike(fault, other)), None)

    def _is_parents(self, fault: Fault) -> bool:
        """A vertex at which several grids meet on an edge of their parent, whose shape is to stay."""
        if fault.point is None or self.wishes.parents or (fault.key, fault.point) not in self.known:
            return False
        return len(fault.rows) > 1 and all(owner >= len(self.work.children) for owner, *_ in fault.lacking)

    def _borders_named(self, fault: Fault) -> bool:
        """A gap touches the grids around it."""
        rows = self._named_rows
        near = shapely.dwithin(self.work.children.geometry[rows], fault.face, 1.0)
        return bool((near & (keys_of(self.work)[rows] == fault.key)).any())

    @cached_property
    def _named_rows(self) -> Ints:
        ids = self.original.children.ids
        return np.array([row for row, name in enumerate(ids) if name in self.wishes.grids], dtype=np.int64)

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
        left = [f for f in self.proof.faults if is_open(f) or self._is_ours(f)]
        return len(left), sum(f.problem.area_m2 for f in left)

    def _is_ours(self, fault: Fault) -> bool:
        """An unmatched vertex that this repair made."""
        return fault.point is not None and (fault.key, fault.point) not in self.known

    def _node(self) -> bool:
        """Put unmatched vertices into the edges that lack them: all that were asked for, or that we made."""
        faults = [
            f for f in self.proof.faults if f.point is not None and (self._is_ours(f) or self._wanted(f))
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
        fixed = set(pack(shapely.get_coordinates(self._upper).astype(np.int64)).tolist())
        change = Change(unnoded(before, after, rows, fixed))
        if self.wishes.parents:
            self._apply(change, self._met_on_edges(working, self.work.apply(change)))
        elif self._apply(change) and self._score() > state.score:
            self._return_to(state)

    def _met_on_edges(self, working: Workpiece, grids: Workpiece) -> dict[int, shapely.Geometry]:
        """The parents with those of the vertices they had while we worked that a grid has too."""
        if working.wholes is None:
            return {}
        met = set(pack(shapely.get_coordinates(grids.children.geometry).astype(np.int64)).tolist())
        given = replace(working, wholes=self.wholes).one_outline()
        old: Geometries = self._upper if given.wholes is None else given.wholes.entered.geometry
        put_in = insertions_of(old, working.wholes.entered.geometry, met)
        found = {}
        for row, shape in enumerate(self._upper):
            new = None if shape is None else rebuild(shape, put_in, {})
            if new is not shape and shapely.is_valid(new):
                found[row] = new
        return found

    def parents(self) -> None:
        """Mend what does not match on the parents' edges: their vertices stay, unless asked otherwise."""
        if self.wholes is None:
            return
        best = self._state()
        for _ in range(_MATCHES):
            change, wholes = self._parents_noded() if self.wishes.parents else (self._mended(), {})
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

    def _parents_noded(self) -> tuple[Change, dict[int, shapely.Geometry]]:
        """Every parent with the vertices that children have on its edges, and all its children with them."""
        faults = [f for f in self.proof.faults if f.lacking and (self._wanted(f) or self._is_ours(f))]
        insertions: dict[tuple[int, int], list[int]] = defaultdict(list)
        for fault in faults:
            for owner, start, end in fault.lacking:
                if owner >= len(self.work.children) and fault.point is not None:
                    insertions[min(start, end), max(start, end)].append(fault.point)
        wholes = {}
        for row, shape in enumerate(self._upper):
            new = None if shape is None else rebuild(shape, insertions, {})
            if new is not shape and shapely.is_valid(new):
                wholes[row] = new
        return Change(node_unmatched(self.work, faults).put), wholes

    @property
    def _upper(self) -> Geometries:
        none: Geometries = np.zeros(0, dtype=object)
        return none if self.work.wholes is None else self.work.wholes.entered.geometry

    def _mended(self) -> Change:
        """Needless vertices on parents' edges taken out; where there are none, the grids' own edges noded."""
        count = len(self.work.children)
        straight = self._straightened()
        faults = [
            f
            for f in self.proof.faults
            if f.lacking
            and all(owner < count for owner, *_ in f.lacking)
            and (self._wanted(f) or self._is_ours(f))
        ]
        return straight or Change(node_unmatched(self.work, faults).put)

    def _straightened(self) -> Change:
        count = len(self.work.children)
        put: dict[int, shapely.Geometry] = {}
        for fault in self.proof.faults:
            if fault.point is None or all(owner < count for owner, _, _ in fault.lacking):
                continue
            if not (self._wanted(fault) or self._is_ours(fault)):
                continue
            shapes = {row: put.get(row, self.work.children.geometry[row]) for row in fault.rows}
            having = [row for row, shape in shapes.items() if fault.point in vertices_of(shape)]
            if len(having) == 1 and not self.work.children.invalid[having[0]]:
                shape = without(shapes[having[0]], fault.point)
                if shape is not None and shapely.is_valid(shape) and _is_along(fault.point, shape):
                    put[having[0]] = shape
        return Change(put)

    def found_incurable(self) -> list[tuple[Fault, str]]:
        """Faults of the last round that no repair cures as asked."""
        return [(fault, reason) for fault, reason in self.refused if reason != "too_thin"]

    def result(self) -> Repaired:
        self.work, changed = settle(self.original, self.work)
        parents: dict[int, shapely.Geometry] = {}
        if self.original.wholes is not None:
            given = self.original.wholes.entered.geometry
            parents = {row: shape for row, shape in enumerate(self._upper) if shape is not given[row]}
        return Repaired(
            self.work,
            self.before,
            self.proof,
            account_of(self.original, self.work, changed, parents, self.note),
            tuple((fault, self._reason(fault)) for fault in self.proof.faults),
            changed,
            parents,
        )

    def _reason(self, fault: Fault) -> str:
        """Why a fault is still there."""
        if any(owner >= len(self.work.children) for owner, _, _ in fault.lacking) and (
            self._wanted(fault) or self._is_ours(fault)
        ):
            return "too_thin" if self.wishes.parents else "parent_lacks_vertex"
        kept = self._kept(fault)
        if kept is not None:
            return kept
        for other, reason in self.refused:
            if _parties(other) == _parties(fault) and _alike(fault, other):
                return reason
        return "parent_lacks_vertex" if self._is_beside_parent(fault) else "too_thin"

    def _is_beside_parent(self, fault: Fault) -> bool:
        """A sliver along a parent's edge, to which the vertices of its children were rounded."""
        if self.wholes is None or self.wishes.parents:
            return False
        place = fault.face
        if place is None:
            place = shapely.Point(unpacked([fault.point or 0])[0])
        elif 2.0 * place.area > _SLIVER * place.length:
            return False
        return bool(shapely.dwithin(shapely.boundary(self._upper[fault.key]), place, 1.0))


@dataclass(frozen=True)
class _State:
    """Where a repair can go back to."""

    work: Workpiece
    proof: Proof
    notes: int
    refused: tuple[tuple[Fault, str], ...]
    score: tuple[int, float]


def _is_along(point: int, shape: shapely.Geometry) -> bool:
    """Whether a point lies within one lattice unit of a polygon's border: it was no corner of it."""
    return bool(shapely.dwithin(shapely.Point(unpacked([point])[0]), shapely.boundary(shape), 1.0))


def _parties(fault: Fault) -> tuple[str, int, tuple[int, ...]]:
    return fault.problem.code, fault.key, fault.rows


def _alike(one: Fault, other: Fault) -> bool:
    """Whether two faults of the same grids are the same patch, though something beside it changed."""
    if one.face is None or other.face is None:
        return one.point == other.point
    common = shapely.area(shapely.intersection(one.face, other.face))
    return bool(2.0 * common > min(one.face.area, other.face.area))
