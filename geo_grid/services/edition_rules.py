"""What a draft may not do, whatever its shapes: codes (I4), parents, time (I5) and locked borders (I3)."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, CoverageBroken
from geo_grid.core.only_noded import only_noded
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.edition_pieces import NAMED, After, units_of
from geo_grid.store.queries.code_patterns import code_patterns
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.touched import touched_since
from geo_grid.store.records import GridRecord


def check_code_scheme(session: Session, wanted: Sequence[DraftGrid]) -> None:
    """Each code is there once and fits the scheme.

    Raises
    ------
    CoverageBroken
        ``code_twice``, ``code_outside_scheme`` (I4).
    """
    twice = sorted(code for code, times in Counter(grid.code for grid in wanted).items() if times > 1)
    if twice:
        raise CoverageBroken("code_twice", invariant="I4", grids=twice[:NAMED])
    patterns = {level: re.compile(pattern) for level, pattern in code_patterns(session).items()}
    for grid in wanted:
        if not patterns[grid.level].fullmatch(grid.code):
            pattern = patterns[grid.level].pattern
            raise CoverageBroken(
                "code_outside_scheme", invariant="I4", grid=grid.code, level=grid.level, code_pattern=pattern
            )


def check_codes(
    session: Session,
    draft: EditionDraft,
    wanted: Sequence[DraftGrid],
    owners: Mapping[str, tuple[int, int]],
    in_scope: set[int],
) -> None:
    """Each code is there once, fits the scheme, and is no other grid's.

    Raises
    ------
    CoverageBroken
        ``code_twice``, ``code_outside_scheme``, ``code_of_another`` (I4).
    """
    check_code_scheme(session, wanted)
    for grid in wanted:
        owner = owners.get(grid.code)
        if owner is None:
            continue
        elsewhere = owner[0] not in in_scope and draft.under is not None
        if owner[1] != grid.level or (
            elsewhere and grid_by_code(session, grid.code, draft.effective, geometry=False) is not None
        ):
            raise CoverageBroken("code_of_another", invariant="I4", grid=grid.code, level=owner[1])


def check_parents(after: Sequence[After], tops: Collection[str]) -> None:
    """Each parent is there afterwards, one level above.

    Parameters
    ----------
    tops
        Codes of grids that stay as they are under a parent that does; it was not loaded.

    Raises
    ------
    CoverageBroken
        ``parent_unknown`` (I2), ``parent_level_wrong`` (I4).
    """
    levels = {piece.code: piece.level for piece in after if not piece.is_void}
    for piece in after:
        if piece.parent is None or (not piece.is_void and piece.code in tops):
            continue
        if piece.parent not in levels:
            raise CoverageBroken("parent_unknown", invariant="I2", grids=[piece.code], parents=[piece.parent])
        if levels[piece.parent] != piece.level - 1:
            raise CoverageBroken("parent_level_wrong", invariant="I4", grids=[piece.code])


def check_later(
    session: Session,
    effective: datetime,
    replaced: Sequence[GridRecord],
    opened: Sequence[DraftGrid],
    owners: Mapping[str, tuple[int, int]],
) -> None:
    """No edition of the same instant or a later one has touched what changes.

    Raises
    ------
    Conflict
        ``edition_not_later`` with the grids, the last instant, and how many there are.
    """
    ids = {grid.id for grid in replaced} | {owners[grid.code][0] for grid in opened if grid.code in owners}
    touched = touched_since(session, sorted(ids), effective)
    if touched:
        last = max(touched.values()).isoformat()
        raise Conflict(
            "edition_not_later", grids=list(touched)[:NAMED], count=len(touched), last=last,
            effective=effective.isoformat(),
        )  # fmt: skip


def check_statutory(
    unlocked: Collection[str],
    previous: Mapping[str, GridRecord],
    closed: Sequence[GridRecord],
    opened: Sequence[DraftGrid],
) -> None:
    """A statutory border moves, ends or loses its lock only when it is unlocked; a noding does not move it.

    Parameters
    ----------
    unlocked
        Codes, former or new ones.

    Raises
    ------
    CoverageBroken
        ``statutory_border_locked`` (I3).
    """
    moved = [grid.code for grid in closed if grid.statutory]
    moved += [
        grid.code
        for grid in opened
        if grid.code in previous
        and previous[grid.code].statutory
        and not (grid.statutory and _same_border(units_of([previous[grid.code]])[0], grid.geometry))
    ]
    locked = sorted(set(moved) - set(unlocked))
    if locked:
        raise CoverageBroken("statutory_border_locked", invariant="I3", grids=locked[:NAMED])


def _same_border(before: shapely.Geometry, after: shapely.Geometry) -> bool:
    return bool(shapely.equals(before, after)) or only_noded(before, after)
