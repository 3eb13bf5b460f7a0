"""What a draft would change: compared with what holds at its effective instant, grid by grid."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import CoverageBroken, NotFound, Refusal
from geo_grid.core.only_noded import only_noded
from geo_grid.services.edition_draft import DraftGrid, DraftVoid, EditionDraft
from geo_grid.services.edition_pieces import NAMED, After, compare_exclaves, compare_voids, units_of
from geo_grid.services.edition_rules import check_codes, check_later, check_parents, check_statutory
from geo_grid.store.queries.exceptions import ExceptionRecord, exceptions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.queries.touched import owners_of
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord, VoidRecord


@dataclass(frozen=True, slots=True)
class EditionChange:
    """What a draft opens and closes.

    Parameters
    ----------
    opened
        Grids that get a new row, with canonical geometry.
    previous
        Code from then on → the row that such a grid has now.
    noded
        Codes of those among them whose border only got vertices on its edges, all else being equal.
    closed
        Grids that end.
    unchanged
        How many grids of the draft stay as they are.
    identities
        Code → identity of the grids that exist already, under their former codes too.
    after
        Everything in the draft's scope as it is afterwards, grids and voids; the first is its root where the
        draft is for one subtree.
    gone
        Codes of the parents that lose a child or a void.
    codes_opened
        (code, identity, level) where a grid that exists gets a code that nobody had.
    came_out_of
        Code of a grid that comes → identity of the one whose duties it takes over.
    """

    opened: tuple[DraftGrid, ...]
    previous: Mapping[str, GridRecord]
    noded: frozenset[str]
    closed: tuple[GridRecord, ...]
    unchanged: int
    identities: Mapping[str, int]
    after: tuple[After, ...]
    gone: frozenset[str]
    voids_opened: tuple[DraftVoid, ...]
    voids_closed: tuple[VoidRecord, ...]
    exclaves_opened: tuple[DraftGrid, ...]
    exclaves_closed: tuple[ExceptionRecord, ...]
    codes_opened: tuple[tuple[str, int, int], ...] = ()
    came_out_of: Mapping[str, int] = field(default_factory=dict)

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
    check_codes(session, draft, wanted, owners, {grid.id for grid in before})

    shapes = units_of(before)
    known = {grid.code: position for position, grid in enumerate(before)}
    previous: dict[str, GridRecord] = {}
    opened: list[DraftGrid] = []
    noded: set[str] = set()
    for grid in wanted:
        position = known.get(grid.code)
        if position is None:
            opened.append(grid)
            continue
        words_kept = same_words(before[position], before[position].parent, grid)
        if words_kept and shapely.to_wkb(shapes[position]) == shapely.to_wkb(grid.geometry):
            continue
        opened.append(grid)
        previous[grid.code] = before[position]
        if words_kept and only_noded(shapes[position], grid.geometry):
            noded.add(grid.code)
    codes = {grid.code for grid in wanted}
    closed = [grid for grid in before if grid.level in scope and grid != root and grid.code not in codes]

    recorded = {record.grid_id: record for record in exceptions(session, draft.effective)}
    exclaves_opened, exclaves_closed = compare_exclaves(wanted, closed, owners, recorded)
    ends = {record.id for record in exclaves_closed}
    excepted = {grid_id for grid_id, record in recorded.items() if record.id not in ends}
    voids_opened, voids_closed, void_pieces = compare_voids(session, draft, before, closed)

    after = _after(before, shapes, root, scope, wanted, opened, excepted) + void_pieces
    check_parents(after, () if root is None else (root.code,))
    check_later(session, draft.effective, [*previous.values(), *closed], opened, owners)
    check_statutory([unlocking.code for unlocking in draft.unlocks], previous, closed, opened)
    gone = {grid.parent for grid in (*closed, *previous.values()) if grid.parent is not None}
    return EditionChange(
        tuple(opened),
        previous,
        frozenset(noded),
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
        raise CoverageBroken("parent_level_wrong", invariant="I4", grids=misfiled[:NAMED])
    if draft.outline is not None:
        wanted.insert(0, draft.outline)
    shapes = canonical(as_array([grid.geometry for grid in wanted]))
    return [replace(grid, geometry=shape) for grid, shape in zip(wanted, shapes, strict=True)]


def same_words(now: GridRecord, parent: str | None, wanted: DraftGrid) -> bool:
    """Everything is equal but, perhaps, the shape.

    Parameters
    ----------
    parent
        Code that the parent of `now` has where `wanted` speaks of it.
    """
    return (
        (now.code, now.level, parent, now.name, now.kind)
        == (wanted.code, wanted.level, wanted.parent, wanted.name, wanted.kind)
        and (now.ground, now.class_, now.setting, now.statutory)
        == (wanted.ground, wanted.class_, wanted.setting, wanted.statutory)
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
