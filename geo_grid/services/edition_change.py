"""What a draft would change: compared with what holds at its effective instant, grid by grid."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.canonical import canonical
from geo_grid.core.errors import Conflict, CoverageBroken, NotFound, Refusal
from geo_grid.core.lattice import geometries_to_units
from geo_grid.services.edition_draft import DraftGrid, DraftVoid, EditionDraft
from geo_grid.store.queries.code_patterns import code_patterns
from geo_grid.store.queries.exceptions import ExceptionRecord, exceptions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.queries.touched import owners_of, touched_since
from geo_grid.store.queries.voids import voids
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord, VoidRecord

#: How many codes an error names.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class After:
    """A grid or a void as it is after the edition.

    Parameters
    ----------
    code
        The grid's code, or the void's name.
    geometry
        Canonical multipolygon in lattice units.
    changed
        Opened by this edition, or a void that is.
    exclave
        More than one part is allowed.
    is_void
        A void takes part in its parent's sum and is no grid.
    """

    code: str
    level: int
    parent: str | None
    geometry: shapely.Geometry
    changed: bool
    exclave: bool = True
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What a draft opens and closes.

    Parameters
    ----------
    opened
        Grids that get a new row, with canonical geometry.
    previous
        Code → the row that such a grid has now.
    closed
        Grids that end.
    unchanged
        How many grids of the draft stay as they are.
    identities
        Code → identity of the grids that exist already.
    after
        Everything in the draft's scope as it is afterwards, grids and voids; the first is its root where the
        draft is for one subtree.
    gone
        Codes of the parents that lose a child or a void.
    """

    opened: tuple[DraftGrid, ...]
    previous: Mapping[str, GridRecord]
    closed: tuple[GridRecord, ...]
    unchanged: int
    identities: Mapping[str, int]
    after: tuple[After, ...]
    gone: frozenset[str]
    voids_opened: tuple[DraftVoid, ...]
    voids_closed: tuple[VoidRecord, ...]
    exclaves_opened: tuple[DraftGrid, ...]
    exclaves_closed: tuple[ExceptionRecord, ...]

    @property
    def is_empty(self) -> bool:
        """True where everything is as the draft wants it already."""
        return not (
            self.opened
            or self.closed
            or self.voids_opened
            or self.voids_closed
            or self.exclaves_opened
            or self.exclaves_closed
        )


def compare(session: Session, draft: EditionDraft) -> EditionChange:
    """Compare a draft with what holds at its effective instant. Nothing is written.

    Raises
    ------
    NotFound
        ``grid_not_found``: `under` is no grid at that instant.
    Conflict
        ``edition_not_later``: an edition of the same instant or a later one touches a grid that would change.
    CoverageBroken
        I3 ``statutory_border_locked``; I4 ``code_twice``, ``code_of_another``, ``code_outside_scheme``,
        ``parent_unknown``, ``parent_level_wrong``.
    Refusal
        ``draft_outside_scope``: a level of the draft is not below `under`.
    """
    before, root = _before(session, draft)
    scope = set(draft.grids) | ({0} if draft.outline is not None else set())
    wanted = _wanted(draft, root)
    owners = owners_of(session, [grid.code for grid in wanted])
    _check_codes(session, draft, wanted, owners, {grid.id for grid in before})

    shapes = _units(before)
    known = {grid.code: position for position, grid in enumerate(before)}
    previous: dict[str, GridRecord] = {}
    opened: list[DraftGrid] = []
    for grid in wanted:
        position = known.get(grid.code)
        if position is not None and _same(before[position], shapes[position], grid):
            continue
        opened.append(grid)
        if position is not None:
            previous[grid.code] = before[position]
    codes = {grid.code for grid in wanted}
    closed = [grid for grid in before if grid.level in scope and grid != root and grid.code not in codes]

    recorded = {record.grid_id: record for record in exceptions(session, draft.effective)}
    exclaves_opened, exclaves_closed = _exclaves(wanted, closed, owners, recorded)
    ends = {record.id for record in exclaves_closed}
    excepted = {grid_id for grid_id, record in recorded.items() if record.id not in ends}
    voids_opened, voids_closed, void_pieces = _voids(session, draft, before, closed)

    after = _after(before, shapes, root, scope, wanted, opened, excepted) + void_pieces
    _check_parents(after, root)
    _check_later(session, draft, [*previous.values(), *closed], opened, owners)
    _check_statutory(draft, previous, closed, opened)
    gone = {grid.parent for grid in (*closed, *previous.values()) if grid.parent is not None}
    return EditionChange(
        tuple(opened),
        previous,
        tuple(closed),
        len(wanted) - len(opened),
        {code: grid_id for code, (grid_id, _) in owners.items()} | {grid.code: grid.id for grid in before},
        tuple(after),
        frozenset(gone | {void.parent for void in voids_closed}),
        tuple(voids_opened),
        tuple(voids_closed),
        tuple(exclaves_opened),
        tuple(exclaves_closed),
    )


def _before(session: Session, draft: EditionDraft) -> tuple[list[GridRecord], GridRecord | None]:
    if draft.under is None:
        return whole_edition(session, draft.effective), None
    root = grid_by_code(session, draft.under, draft.effective)
    if root is None:
        raise NotFound("grid_not_found", grid=draft.under)
    return [root, *subtree(session, root, draft.effective)], root


def _wanted(draft: EditionDraft, root: GridRecord | None) -> list[DraftGrid]:
    top = 0 if root is None else root.level
    low = [level for level in draft.grids if not top < level <= 3]
    if low or (draft.outline is not None and (root is not None or draft.outline.level != 0)):
        raise Refusal("draft_outside_scope", levels=low or [0], under=draft.under)
    wanted = [grid for level in sorted(draft.grids) for grid in draft.grids[level]]
    misfiled = [grid.code for level, grids in draft.grids.items() for grid in grids if grid.level != level]
    if misfiled:
        raise CoverageBroken("parent_level_wrong", invariant="I4", grids=misfiled[:_NAMED])
    if draft.outline is not None:
        wanted.insert(0, draft.outline)
    shapes = canonical(_array([grid.geometry for grid in wanted]))
    return [replace(grid, geometry=shape) for grid, shape in zip(wanted, shapes, strict=True)]


def _check_codes(
    session: Session,
    draft: EditionDraft,
    wanted: Sequence[DraftGrid],
    owners: Mapping[str, tuple[int, int]],
    in_scope: set[int],
) -> None:
    twice = sorted(code for code, times in Counter(grid.code for grid in wanted).items() if times > 1)
    if twice:
        raise CoverageBroken("code_twice", invariant="I4", grids=twice[:_NAMED])
    patterns = {level: re.compile(pattern) for level, pattern in code_patterns(session).items()}
    for grid in wanted:
        if not patterns[grid.level].fullmatch(grid.code):
            pattern = patterns[grid.level].pattern
            raise CoverageBroken(
                "code_outside_scheme", invariant="I4", grid=grid.code, level=grid.level, code_pattern=pattern
            )
        owner = owners.get(grid.code)
        if owner is None:
            continue
        elsewhere = owner[0] not in in_scope and draft.under is not None
        if owner[1] != grid.level or (
            elsewhere and grid_by_code(session, grid.code, draft.effective, geometry=False) is not None
        ):
            raise CoverageBroken("code_of_another", invariant="I4", grid=grid.code, level=owner[1])


def _same(now: GridRecord, shape: shapely.Geometry, wanted: DraftGrid) -> bool:
    return (
        (now.level, now.parent, now.name, now.kind, now.ground, now.class_, now.setting, now.statutory)
        == (
            wanted.level,
            wanted.parent,
            wanted.name,
            wanted.kind,
            wanted.ground,
            wanted.class_,
            wanted.setting,
            wanted.statutory,
        )
        and shapely.to_wkb(shape) == shapely.to_wkb(wanted.geometry)
        and dict(now.attributes) == json.loads(json.dumps(dict(wanted.attributes)))
    )


def _after(
    before: Sequence[GridRecord],
    shapes: NDArray[Any],
    root: GridRecord | None,
    scope: set[int],
    wanted: Sequence[DraftGrid],
    opened: Sequence[DraftGrid],
    excepted: set[int],
) -> list[After]:
    changed = {grid.code for grid in opened}
    stay = [
        After(grid.code, grid.level, grid.parent, shape, changed=False, exclave=grid.id in excepted)
        for grid, shape in zip(before, shapes, strict=True)
        if grid.level not in scope or grid == root
    ]
    by_code = {grid.code: grid.id for grid in before}
    come = [
        After(
            grid.code,
            grid.level,
            grid.parent,
            grid.geometry,
            grid.code in changed,
            grid.exclave is not None or by_code.get(grid.code) in excepted,
        )
        for grid in wanted
    ]
    return stay + come


def _exclaves(
    wanted: Iterable[DraftGrid],
    closed: Iterable[GridRecord],
    owners: Mapping[str, tuple[int, int]],
    recorded: Mapping[int, ExceptionRecord],
) -> tuple[list[DraftGrid], list[ExceptionRecord]]:
    opened: list[DraftGrid] = []
    ended = [recorded[grid.id] for grid in closed if grid.id in recorded]
    for grid in wanted:
        owner = owners.get(grid.code)
        now = recorded.get(owner[0]) if owner is not None else None
        parts = shapely.get_num_geometries(grid.geometry)
        if now is not None and parts == 1:
            ended.append(now)
        elif grid.exclave is not None and parts > 1:
            if now is not None and (now.reason, now.approved_by) == (
                grid.exclave.reason,
                grid.exclave.approved_by,
            ):
                continue
            if now is not None:
                ended.append(now)
            opened.append(grid)
    return opened, ended


def _voids(
    session: Session, draft: EditionDraft, before: Sequence[GridRecord], closed: Sequence[GridRecord]
) -> tuple[list[DraftVoid], list[VoidRecord], list[After]]:
    """Voids to open, to close, and all pieces that count afterwards."""
    ids, ends = {grid.id for grid in before}, {grid.id for grid in closed}
    levels = {grid.code: grid.level for grid in before}
    levels |= {grid.code: grid.level for grids in draft.grids.values() for grid in grids}
    now = [void for void in voids(session, draft.effective) if void.parent_id in ids]
    now_shapes = _units(now)
    if draft.voids is None:
        closing = [void for void in now if void.parent_id in ends]
        pieces = [
            After(void.name, levels[void.parent] + 1, void.parent, shape, changed=False, is_void=True)
            for void, shape in zip(now, now_shapes, strict=True)
            if void.parent_id not in ends
        ]
        return [], closing, pieces
    shapes = canonical(_array([void.geometry for void in draft.voids]))
    wanted = [replace(void, geometry=shape) for void, shape in zip(draft.voids, shapes, strict=True)]
    unknown = [void.parent for void in wanted if void.parent not in levels]
    if unknown:
        raise CoverageBroken("parent_unknown", invariant="I2", grids=[], parents=unknown[:_NAMED])
    held = {
        (void.parent, void.name, void.reason, void.approved_by, shapely.to_wkb(shape)): void
        for void, shape in zip(now, now_shapes, strict=True)
    }
    opened: list[DraftVoid] = []
    pieces = []
    for void in wanted:
        approval = void.approval
        key = (void.parent, void.name, approval.reason, approval.approved_by, shapely.to_wkb(void.geometry))
        is_new = held.pop(key, None) is None
        if is_new:
            opened.append(void)
        pieces.append(
            After(void.name, levels[void.parent] + 1, void.parent, void.geometry, is_new, is_void=True)
        )
    return opened, list(held.values()), pieces


def _check_parents(after: Sequence[After], root: GridRecord | None) -> None:
    levels = {piece.code: piece.level for piece in after if not piece.is_void}
    for piece in after:
        if piece.parent is None or (root is not None and piece.code == root.code):
            continue
        if piece.parent not in levels:
            raise CoverageBroken("parent_unknown", invariant="I2", grids=[piece.code], parents=[piece.parent])
        if levels[piece.parent] != piece.level - 1:
            raise CoverageBroken("parent_level_wrong", invariant="I4", grids=[piece.code])


def _check_later(
    session: Session,
    draft: EditionDraft,
    replaced: Sequence[GridRecord],
    opened: Sequence[DraftGrid],
    owners: Mapping[str, tuple[int, int]],
) -> None:
    ids = {grid.id for grid in replaced} | {owners[grid.code][0] for grid in opened if grid.code in owners}
    touched = touched_since(session, sorted(ids), draft.effective)
    if touched:
        last = max(touched.values()).isoformat()
        raise Conflict(
            "edition_not_later", grids=list(touched)[:_NAMED], count=len(touched), last=last,
            effective=draft.effective.isoformat(),
        )  # fmt: skip


def _check_statutory(
    draft: EditionDraft,
    previous: Mapping[str, GridRecord],
    closed: Sequence[GridRecord],
    opened: Sequence[DraftGrid],
) -> None:
    unlocked = {unlocking.code for unlocking in draft.unlocks}
    moved = [grid.code for grid in closed if grid.statutory]
    moved += [
        grid.code
        for grid in opened
        if grid.code in previous
        and previous[grid.code].statutory
        and not (grid.statutory and shapely.equals(_units([previous[grid.code]])[0], grid.geometry))
    ]
    locked = sorted(set(moved) - unlocked)
    if locked:
        raise CoverageBroken("statutory_border_locked", invariant="I3", grids=locked[:_NAMED])


def _units(records: Sequence[GridRecord] | Sequence[VoidRecord]) -> NDArray[Any]:
    return canonical(geometries_to_units(_array([record.geometry for record in records])))


def _array(geometries: Sequence[Any]) -> NDArray[Any]:
    made = np.empty(len(geometries), dtype=object)
    made[:] = geometries
    return made
