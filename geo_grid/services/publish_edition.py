"""Publishing an edition: one transaction that closes what ends, opens what begins, and is proved twice."""

from collections.abc import Callable, Mapping

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.coverage import shared_edges
from geo_grid.core.crs import area_m2
from geo_grid.core.errors import Refusal
from geo_grid.core.hues import assign_hues
from geo_grid.core.labels import label_points
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.services.edition_change import EditionChange, compare
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.prove_edition import require_proof
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store import writing
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.queries.touching import touching
from geo_grid.store.records import EditionRecord, GridRecord
from geo_grid.store.search_indexing import index_grids
from geo_grid.store.writing import NewRow, NewVoid

#: Called with a step's name as it begins: comparing, proving, measuring, writing, proving_in_database,
#: counting.
Progress = Callable[[str], None]


def publish(session: Session, draft: EditionDraft, progress: Progress = lambda _: None) -> EditionRecord:
    """Publish a draft as the next edition. The caller commits; the database has proved it by then.

    Parameters
    ----------
    session
        In a transaction of its own, READ COMMITTED (the default). Other publishers wait until it ends.
    draft
        Full replacement of the levels it names; rows that are equal already are not touched.
    progress
        Told what is being done.

    Raises
    ------
    Refusal
        ``nothing_to_publish``: everything is so already; or as `compare`.
    CoverageBroken
        An invariant would break; found by the application, or by the database where the two disagree.
    Conflict
        ``edition_not_later``, or ``edition_conflict`` where two publishers got in each other's way.
    Unavailable
        The database went away or is full; nothing was published.
    """
    if draft.effective.tzinfo is None:
        raise ValueError("the effective instant needs a time zone")
    with translated():
        # First of all, so that what is compared cannot change until it is written.
        number = writing.open_edition(
            session,
            draft.effective,
            draft.title,
            draft.reason,
            draft.by,
            sets_outline=draft.outline is not None,
        )
        progress("comparing")
        change = compare(session, draft)
        if change.is_empty:
            raise Refusal("nothing_to_publish")
        progress("proving")
        require_proof(change)
        progress("measuring")
        measured = _Measured(session, draft, change)
        progress("writing")
        _write(session, draft, change, measured, number)
        note(session, "edition.publish", f"edition:{number}", after=_noted(draft, change))
        progress("proving_in_database")
        writing.prove_now(session)
        progress("counting")
        index_grids(session)
        refresh_ledger(session)
        published = edition_by_number(session, number)
    if published is None:
        raise RuntimeError(f"edition {number} is not there after it was written")
    return published


class _Measured:
    """Area, label and hue of the grids that are opened, in their order."""

    def __init__(self, session: Session, draft: EditionDraft, change: EditionChange) -> None:
        shapes = as_array([grid.geometry for grid in change.opened])
        self.degrees = geometries_to_degrees(shapes)
        self.areas = area_m2(self.degrees)
        self.labels = [
            now.label if now is not None else None
            for now in (change.previous.get(g.code) for g in change.opened)
        ]
        moved = [i for i, grid in enumerate(change.opened) if not _keeps_shape(change.previous, grid)]
        for i, point in zip(moved, label_points(self.degrees[moved]).tolist(), strict=True):
            self.labels[i] = (point[0], point[1])
        self.hues: list[int] = [0] * len(change.opened)
        for level in (0, 1, 2, 3):
            self._colour(session, draft, change, level)

    def _colour(self, session: Session, draft: EditionDraft, change: EditionChange, level: int) -> None:
        here = [i for i, grid in enumerate(change.opened) if grid.level == level]
        if not here:
            return
        ended = {grid.id for grid in (*change.closed, *change.previous.values())}
        window = shapely.total_bounds(self.degrees[here])
        west, south, east, north = (float(bound) for bound in window)
        around = [
            grid
            for grid in touching(session, level, (west, south, east, north), draft.effective)
            if grid.id not in ended
        ]
        shapes = np.concatenate(
            [
                as_array([change.opened[i].geometry for i in here]),
                canonical(geometries_to_units(as_array([grid.geometry for grid in around]))),
            ]
        )
        first, second, _, _ = shared_edges(shapes)
        pairs = np.stack([first, second], axis=-1).astype(np.int64)
        fixed: list[int | None] = [None] * len(here) + [grid.hue for grid in around]
        before = [change.previous.get(change.opened[i].code) for i in here]
        wished = [None if now is None else now.hue for now in before] + [None] * len(around)
        hues = assign_hues(len(shapes), pairs, fixed, wished)
        for i, hue in zip(here, hues[: len(here)], strict=True):
            self.hues[i] = hue


def _noted(draft: EditionDraft, change: EditionChange) -> dict[str, object]:
    return {
        "effective": draft.effective.isoformat(),
        "title": draft.title,
        "reason": draft.reason,
        "by": draft.by,
        "sets_outline": draft.outline is not None,
        "rows_opened": len(change.opened),
        "rows_closed": len({grid.id for grid in (*change.closed, *change.previous.values())}),
        "unlocked": sorted(unlocking.code for unlocking in draft.unlocks),
    }


def _keeps_shape(previous: Mapping[str, GridRecord], grid: DraftGrid) -> bool:
    now = previous.get(grid.code)
    if now is None:
        return False
    shape = canonical(geometries_to_units(as_array([now.geometry])))[0]
    return bool(shapely.to_wkb(shape) == shapely.to_wkb(grid.geometry))


def _write(
    session: Session, draft: EditionDraft, change: EditionChange, measured: _Measured, number: int
) -> None:
    at = draft.effective
    ended = [grid.id for grid in (*change.closed, *change.previous.values())]
    writing.close_rows(session, ended, number, at)
    writing.close_voids(session, [void.id for void in change.voids_closed], number, at)
    writing.close_exceptions(session, [record.id for record in change.exclaves_closed], number, at)
    new = [(grid.code, grid.level) for grid in change.opened if grid.code not in change.identities]
    identities = {**change.identities, **writing.open_identities(session, new)}
    writing.open_rows(session, _rows(change, identities, measured), number, at)
    if change.voids_opened:
        degrees = geometries_to_degrees(as_array([void.geometry for void in change.voids_opened]))
        writing.open_voids(
            session,
            [
                NewVoid(
                    identities[void.parent],
                    void.name,
                    void.approval.reason,
                    void.approval.approved_by,
                    shape,
                    float(area),
                )
                for void, shape, area in zip(change.voids_opened, degrees, area_m2(degrees), strict=True)
            ],
            number,
            at,
        )
    writing.open_exceptions(
        session,
        [
            (identities[grid.code], grid.exclave.reason, grid.exclave.approved_by)
            for grid in change.exclaves_opened
            if grid.exclave is not None
        ],
        number,
        at,
    )
    writing.grant_unlocks(
        session,
        [
            (identities[unlocking.code], unlocking.plan, unlocking.granted_by, unlocking.reason)
            for unlocking in draft.unlocks
        ],
        number,
    )


def _rows(change: EditionChange, identities: Mapping[str, int], measured: _Measured) -> list[NewRow]:
    return [
        NewRow(
            grid_id=identities[grid.code],
            level=grid.level,
            parent_id=None if grid.parent is None else identities[grid.parent],
            code=grid.code,
            name=grid.name,
            kind=grid.kind,
            ground=grid.ground,
            class_=grid.class_,
            setting=grid.setting,
            statutory=grid.statutory,
            noding=grid.code in change.noded,
            geometry=measured.degrees[i],
            label=measured.labels[i] or (0.0, 0.0),
            area_m2=float(measured.areas[i]),
            hue=measured.hues[i],
            attributes=grid.attributes,
        )
        for i, grid in enumerate(change.opened)
    ]
