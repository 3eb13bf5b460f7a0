"""Writing what begins with an incident in one statement: reports come by the hundred in a second."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.incident_acting import NewEntry
from geo_grid.store.incident_clocks import RunningClock
from geo_grid.store.incident_writing import NewReporter
from geo_grid.store.notification_writing import Told

_BEGIN = text(
    """
    WITH history AS (
        INSERT INTO incident_entry (incident_id, n, act, from_state, to_state, by_account, by_person,
            capacity, at, params, version)
        SELECT :incident, nr, act, from_state, to_state, by_account,
            (SELECT id FROM person WHERE account_id = by_account), capacity, at, params, 1
        FROM ROWS FROM (jsonb_to_recordset(CAST(:entries AS jsonb)) AS (
            act text, from_state text, to_state text, by_account bigint, capacity text, at timestamptz,
            params jsonb
        )) WITH ORDINALITY AS entry (act, from_state, to_state, by_account, capacity, at, params, nr)
        ORDER BY nr
        RETURNING id, n
    ), reporter AS (
        INSERT INTO incident_reporter (incident_id, name, phone, contact, language)
        SELECT :incident, name, phone, contact, language
        FROM jsonb_to_recordset(CAST(:reporters AS jsonb)) AS reporter (
            name text, phone text, contact text, language text)
    ), clock AS (
        INSERT INTO incident_due (incident_id, stage, started_at, due_at, warn_at, explained, unconfirmed,
            met_at, calendar_at)
        SELECT :incident, stage, started_at, due_at, warn_at, explained, unconfirmed, met_at,
            calendar_at
        FROM jsonb_to_recordset(CAST(:clocks AS jsonb)) AS clock (
            stage text, started_at timestamptz, due_at timestamptz, warn_at timestamptz, explained jsonb,
            unconfirmed integer[], met_at timestamptz, calendar_at timestamptz)
    ), notice AS (
        INSERT INTO notification (incident_id, entry_id, to_person, to_office, to_account, to_reporter,
            template, params)
        SELECT :incident, (SELECT max(id) FROM history), person, office, account, reporter, template, params
        FROM jsonb_to_recordset(CAST(:told AS jsonb)) AS told (
            person bigint, office bigint, account bigint, reporter boolean, template text, params jsonb)
    )
    SELECT id FROM history ORDER BY n
    """
)


def begin_incident(
    session: Session,
    incident: int,
    entries: Sequence[NewEntry],
    reporter: NewReporter | None = None,
    clocks: Sequence[RunningClock] = (),
    met: Mapping[str, datetime] | None = None,
    told: Sequence[Told] = (),
) -> int:
    """Write the history, clocks and notifications of an incident that has none; the first entry's identity.

    Parameters
    ----------
    entries
        In order; of whoever reported it, and of what happened by itself.
    met
        Stage → when its clock stopped for good, of those that never ran.
    """
    stopped = met or {}
    # The same person is told the same once.
    by_whom = {(one.template, one.person, one.office, one.account, one.reporter): one for one in told}
    found = session.scalars(
        _BEGIN,
        {
            "incident": incident,
            "entries": _json(
                [
                    {
                        "act": each.act, "from_state": each.from_state, "to_state": each.to_state,
                        "by_account": each.by_account, "capacity": each.capacity, "at": each.at,
                        "params": each.params,
                    }
                    for each in entries
                ]
            ),
            "reporters": _json([] if reporter is None else [asdict(reporter)]),
            "clocks": _json(
                [
                    {
                        "stage": clock.stage, "started_at": clock.started_at, "due_at": clock.due_at,
                        "warn_at": clock.warn_at, "explained": clock.explained,
                        "unconfirmed": clock.unconfirmed, "met_at": stopped.get(clock.stage),
                        "calendar_at": clock.calendar_at,
                    }
                    for clock in clocks
                ]
            ),
            "told": _json([asdict(each) for each in by_whom.values()]),
        },
    ).all()  # fmt: skip
    return int(found[0])


def _json(rows: Sequence[Mapping[str, object]]) -> str:
    return json.dumps(rows, ensure_ascii=False, default=_written)


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)
