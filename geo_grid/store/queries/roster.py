"""Who has which duty from an instant on?"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import Hours, read_hours
from geo_grid.core.duty.roster import Duty, Ground, Leave, Office, Partner, Person, Roster
from geo_grid.core.errors import InputError
from geo_grid.store.queries.state import state

# An instant without an end is NULL, however it was written.
_DATES = "lower({0}.valid) AS valid_from, nullif(upper({0}.valid), 'infinity') AS valid_until"
_NOT_OVER = "({0}.valid @> CAST(:at AS timestamptz) OR lower({0}.valid) > :at)"

_GRIDS = text(
    """
    WITH RECURSIVE chain AS (
        SELECT grid_id, level, parent_id FROM grid_row WHERE valid @> :at AND grid_id = ANY(:grids)
        UNION
        SELECT r.grid_id, r.level, r.parent_id
        FROM chain JOIN grid_row r ON r.grid_id = chain.parent_id AND r.valid @> :at
    )
    SELECT grid_id, level, parent_id FROM chain
    """
)
_ALL_GRIDS = text("SELECT grid_id, level, parent_id FROM grid_row WHERE valid @> :at")

_PARTNERS = text(
    f"""
    SELECT p.grid_id, p.partner_id, {_DATES.format("p")} FROM partner p
    WHERE {_NOT_OVER.format("p")} AND (:everything OR p.grid_id = ANY(:grids)) ORDER BY p.id
    """  # noqa: S608 - constants of this module
)
_DUTIES = text(
    f"""
    SELECT a.id, a.grid_id, a.person_id, a.role, {_DATES.format("a")},
           a.shift, a.hours, a.specialty, a.duties, a.office_id
    FROM assignment a
    WHERE a.cancelled_at IS NULL AND {_NOT_OVER.format("a")}
      AND (:everything OR a.grid_id = ANY(:grids) OR a.person_id = ANY(:persons))
    ORDER BY a.id
    """  # noqa: S608 - constants of this module
)
_LEAVES = text(
    f"""
    SELECT l.id, l.person_id, l.kind, {_DATES.format("l")}, l.stand_in_id FROM leave l
    WHERE l.cancelled_at IS NULL AND {_NOT_OVER.format("l")}
      AND (:everything OR l.person_id = ANY(:persons))
    ORDER BY l.id
    """  # noqa: S608 - constants of this module
)
_PERSONS = text(
    f"""
    SELECT p.id, p.kind, p.name, {_DATES.format("p")}, p.name_en, p.post, p.phone, p.mobile,
           p.reception_hours, p.published, p.opted_in_at IS NOT NULL, p.photo_hash
    FROM person p
    WHERE {_NOT_OVER.format("p")} AND (:everything OR p.id = ANY(:persons))
    """  # noqa: S608 - constants of this module
)
_OFFICES = text(
    """
    SELECT o.id, o.kind, o.name_zh, o.name_en, o.phone, o.hours, o.address, o.closed_at,
           coalesce((SELECT array_agg(g.grid_id) FROM office_grid g WHERE g.office_id = o.id), '{}'),
           CASE WHEN o.service_area IS NULL THEN '{}' ELSE coalesce((
               SELECT array_agg(r.grid_id) FROM grid_row r
               WHERE r.valid @> :at AND r.geom && o.service_area AND ST_Covers(o.service_area, r.label)
                 AND (:everything OR r.grid_id = ANY(:grids))
                 AND NOT EXISTS (SELECT FROM grid_row c WHERE c.parent_id = r.grid_id AND c.valid @> :at)
           ), '{}') END
    FROM office o WHERE o.closed_at IS NULL OR o.closed_at > :at
    """
)


def roster(session: Session, at: datetime, grids: Collection[int] | None = None) -> Roster:
    """Everything that answers at an instant and later follow from, until the next edition.

    Parameters
    ----------
    at
        Aware instant.
    grids
        Identities of the only grids that will be asked about, with those they are part of; all without it.
    """
    everything = grids is None
    asked: dict[str, Any] = {"at": at, "everything": everything, "grids": list(grids or ()), "persons": []}
    if not everything:
        asked["grids"] = [ground.id for ground in _grounds(session, asked)]
    partners = [Partner(*row) for row in session.execute(_PARTNERS, asked)]
    asked["grids"] = sorted({*asked["grids"], *(partner.partner for partner in partners)})
    grounds = _grounds(session, asked)
    asked["grids"] = [ground.id for ground in grounds]
    duties = _duties(session, asked)
    asked["persons"] = sorted({duty.person for duty in duties})
    leaves = [Leave(*row) for row in session.execute(_LEAVES, asked)]
    if not everything:
        # Stand-ins may have a duty elsewhere, and be away themselves.
        stand_ins = {leave.stand_in for leave in leaves if leave.stand_in is not None}
        asked["persons"] = sorted({*asked["persons"], *stand_ins})
        duties = _duties(session, asked)
        leaves = [Leave(*row) for row in session.execute(_LEAVES, asked)]
        asked["grids"] = sorted({*asked["grids"], *(duty.grid for duty in duties)})
        grounds = _grounds(session, asked)
    return Roster.of(
        grounds,
        [_person(row) for row in session.execute(_PERSONS, asked)],
        duties,
        leaves,
        partners,
        [_office(row) for row in session.execute(_OFFICES, asked)],
        state(session, at).until,
    )


def _grounds(session: Session, asked: dict[str, Any]) -> list[Ground]:
    rows = session.execute(_ALL_GRIDS if asked["everything"] else _GRIDS, asked)
    return [Ground(*row) for row in rows]


def _duties(session: Session, asked: dict[str, Any]) -> list[Duty]:
    return [_duty(row) for row in session.execute(_DUTIES, asked)]


def _duty(row: Row[Any]) -> Duty:
    fields: list[Any] = list(row)
    fields[7] = _hours(fields[7])
    return Duty(*fields)


def _hours(stored: Any) -> Hours:
    """Hours that somebody wrote past the application and that cannot be read are none: nobody is on shift."""
    try:
        return () if stored is None else read_hours(stored)
    except InputError:
        return ()


def _person(row: Row[Any]) -> Person:
    fields: list[Any] = list(row)
    fields[10] = frozenset(fields[10])
    return Person(*fields)


def _office(row: Row[Any]) -> Office:
    fields: list[Any] = list(row)
    fields[8:10] = frozenset(fields[8]), frozenset(fields[9])
    return Office(*fields)
