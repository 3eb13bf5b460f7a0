"""Publishing an edition: one transaction that closes what ends, opens what begins, and is proved twice."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import area_m2
from geo_grid.core.errors import Refusal
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.services.edition_change import EditionChange, compare
from geo_grid.services.edition_draft import EditionDraft
from geo_grid.services.edition_duties import carry_duties, name_headless
from geo_grid.services.edition_patch import EditionPatch
from geo_grid.services.edition_patch_change import compare_patch
from geo_grid.services.measure_opened import Measured
from geo_grid.services.networks.following import follow_edition
from geo_grid.services.prove_edition import require_proof
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.store import writing
from geo_grid.store.audit_writing import note
from geo_grid.store.errors import translated
from geo_grid.store.queries.edition_by_number import edition_by_number
from geo_grid.store.records import EditionRecord
from geo_grid.store.search_indexing import index_grids
from geo_grid.store.writing import NewRow, NewVoid

#: Called with a step's name as it begins: comparing, proving, measuring, writing, proving_in_database,
#: counting.
Progress = Callable[[str], None]


def publish(
    session: Session, draft: EditionDraft | EditionPatch, progress: Progress = lambda _: None
) -> EditionRecord:
    """Publish a draft or a patch as the next edition. The caller commits; the database has proved it by then.

    Parameters
    ----------
    session
        In a transaction of its own, READ COMMITTED (the default). Other publishers wait until it ends.
    draft
        Full replacement of the levels it names, or only the grids that change; rows that are equal already
        are not touched.
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
            sets_outline=isinstance(draft, EditionDraft) and draft.sets_outline,
        )
        progress("comparing")
        change = compare(session, draft) if isinstance(draft, EditionDraft) else compare_patch(session, draft)
        if change.is_empty:
            raise Refusal("nothing_to_publish")
        progress("proving")
        require_proof(change)
        progress("measuring")
        measured = Measured(session, draft.effective, change)
        progress("writing")
        _write(session, draft, change, measured, number)
        duties = {
            "duties_carried": carry_duties(session, change.came_out_of, draft.effective),
            "without_head": name_headless(session, number),
        }
        note(session, "edition.publish", f"edition:{number}", after=_noted(draft, change) | duties)
        progress("proving_in_database")
        writing.prove_now(session)
        progress("counting")
        index_grids(session)
        refresh_ledger(session)
        follow_edition(session, number, draft.effective)
        published = edition_by_number(session, number)
    if published is None:
        raise RuntimeError(f"edition {number} is not there after it was written")
    return published


def _noted(draft: EditionDraft | EditionPatch, change: EditionChange) -> dict[str, object]:
    return {
        "effective": draft.effective.isoformat(),
        "title": draft.title,
        "reason": draft.reason,
        "by": draft.by,
        "sets_outline": isinstance(draft, EditionDraft) and draft.sets_outline,
        "rows_opened": len(change.opened),
        "rows_closed": len({grid.id for grid in (*change.closed, *change.previous.values())}),
        "unlocked": sorted(unlocking.code for unlocking in draft.unlocks),
    }


def _write(
    session: Session,
    draft: EditionDraft | EditionPatch,
    change: EditionChange,
    measured: Measured,
    number: int,
) -> None:
    at = draft.effective
    ended = [grid.id for grid in (*change.closed, *change.previous.values())]
    writing.close_rows(session, ended, number, at)
    writing.close_voids(session, [void.id for void in change.voids_closed], number, at)
    writing.close_exceptions(session, [record.id for record in change.exclaves_closed], number, at)
    writing.open_codes(session, change.codes_opened)
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


def _rows(change: EditionChange, identities: Mapping[str, int], measured: Measured) -> list[NewRow]:
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
