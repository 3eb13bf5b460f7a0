"""The outbox as whoever delivers it sees it, and as a log afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.queries.standing_ground import GRID_NAME

#: Channels of the installation's own, which need no route.
SMS, WEBHOOK = "sms", "webhook"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that is to be taken to somebody.

    Parameters
    ----------
    channel
        None where nobody has looked yet by which ways it goes.
    grid
        Name of the incident's grid.
    """

    id: int
    template: str
    params: Mapping[str, Any]
    attempts: int
    channel: str | None
    route_id: int | None
    to_person: int | None
    to_office: int | None
    to_account: int | None
    to_reporter: bool
    incident_id: int | None
    number: str | None
    category: str | None
    catalogue_version: int | None
    urgency: str | None
    grid: str | None
    sealed: str | None
    language: str | None
    quiet_from: time | None
    quiet_until: time | None


_WAITING = f"""
    SELECT n.id, n.template, n.params, n.attempts, n.channel, n.route_id, n.to_person, n.to_office,
           n.to_account, n.to_reporter, n.incident_id, i.number, i.category, i.catalogue_version, i.urgency,
           g.name AS grid, r.sealed, r.language, r.quiet_from, r.quiet_until
    FROM notification n
    LEFT JOIN incident i ON i.id = n.incident_id
    LEFT JOIN notification_route r ON r.id = n.route_id
    LEFT JOIN {GRID_NAME.format("coalesce(i.grid_id, i.nearest_grid)", "g")} ON true
"""  # noqa: S608 - constants of the store


def waiting_ids(session: Session, at: datetime, limit: int) -> list[int]:
    """Notifications whose time has come, the oldest first."""
    return list(
        session.scalars(
            text(
                "SELECT id FROM notification WHERE state IN ('waiting', 'quiet') AND not_before <= :at "
                "ORDER BY not_before, id LIMIT :limit"
            ),
            {"at": at, "limit": limit},
        )
    )


def take_waiting(session: Session, notification: int, at: datetime) -> Waiting | None:
    """One of them, which nobody else takes before the transaction ends; None where somebody has."""
    held = session.scalar(
        text(
            "SELECT id FROM notification WHERE id = :id AND state IN ('waiting', 'quiet') "
            "AND not_before <= :at FOR UPDATE SKIP LOCKED"
        ),
        {"id": notification, "at": at},
    )
    if held is None:
        return None
    return _waiting(session.execute(text(f"{_WAITING} WHERE n.id = :id"), {"id": notification}).one())


def routes_to(session: Session, waiting: Waiting) -> list[tuple[int, str]]:
    """Ways to whom it is for: (route, channel), as they are switched on; a person's and their account's."""
    rows = session.execute(
        text(
            """
            SELECT r.id, r.channel FROM notification_route r
            WHERE r.enabled AND (
                r.office_id = :office
                OR r.person_id = coalesce(:person, (
                    SELECT id FROM person WHERE account_id = :account AND valid @> now()))
                OR r.account_id = coalesce(:account, (
                    SELECT account_id FROM person WHERE id = :person AND valid @> now())))
            ORDER BY r.id
            """
        ),
        {"office": waiting.to_office, "person": waiting.to_person, "account": waiting.to_account},
    )
    return [(row.id, row.channel) for row in rows]


def send_by(session: Session, notification: int, ways: list[tuple[int | None, str]]) -> None:
    """Send it by the first way, and as many more like it by the others."""
    first, *others = ways
    for route, channel in others:
        session.execute(
            text(
                "INSERT INTO notification (incident_id, entry_id, to_person, to_office, to_account, "
                "to_reporter, template, params, not_before, route_id, channel) "
                "SELECT incident_id, entry_id, to_person, to_office, to_account, to_reporter, template, "
                "params, not_before, :route, :channel FROM notification WHERE id = :id"
            ),
            {"id": notification, "route": route, "channel": channel},
        )
    session.execute(
        text("UPDATE notification SET route_id = :route, channel = :channel WHERE id = :id"),
        {"id": notification, "route": first[0], "channel": first[1]},
    )


def put_off(session: Session, notification: int, until: datetime, *, attempted: bool) -> None:
    """Not before an instant: because whoever it is for wants quiet, or because it is being tried."""
    session.execute(
        text(
            "UPDATE notification SET not_before = :until, state = :state, attempts = attempts + :more "
            "WHERE id = :id"
        ),
        {
            "id": notification,
            "until": until,
            "state": "waiting" if attempted else "quiet",
            "more": int(attempted),
        },
    )


def settle(session: Session, notification: int, state: str, error: str | None, at: datetime) -> None:
    """Say what became of it: sent, failed, skipped, or waiting to be tried again."""
    session.execute(
        text(
            "UPDATE notification SET state = :state, error = :error, "
            "sent_at = CASE WHEN :state = 'sent' THEN CAST(:at AS timestamptz) END WHERE id = :id"
        ),
        {"id": notification, "state": state, "error": error, "at": at},
    )


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(**row._mapping)
