"""The outbox as whoever delivers it sees it, and as a log afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import CursorResult, Row, text
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


#: The ways to whom a notification w is for, as they are switched on; a person's and their account's.
_ROUTES = """
    LATERAL (
        SELECT way.id, way.channel FROM notification_route way
        WHERE way.enabled AND (
            way.office_id = w.to_office
            OR way.person_id = coalesce(w.to_person, (
                SELECT id FROM person WHERE account_id = w.to_account AND valid @> now()))
            OR way.account_id = coalesce(w.to_account, (
                SELECT account_id FROM person WHERE id = w.to_person AND valid @> now())))
    ) r
"""
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


def skip_unreachable(session: Session, at: datetime, *, has_sms: bool, has_webhook: bool) -> int:
    """Settle all that nobody can be told by any way; how many they were.

    Parameters
    ----------
    has_sms, has_webhook
        Whether the installation has the way to reporters, and the one to whoever it may be.
    """
    settled = session.execute(
        text(
            f"""
            UPDATE notification n SET state = 'skipped', error = 'no_route' FROM (
                SELECT w.id FROM notification w
                WHERE w.state = 'waiting' AND w.channel IS NULL AND w.not_before <= :at AND CASE
                    WHEN w.to_reporter THEN NOT :has_sms
                    ELSE NOT :has_webhook AND NOT EXISTS (SELECT FROM {_ROUTES}) END
                FOR UPDATE SKIP LOCKED
            ) unreachable WHERE n.id = unreachable.id
            """  # noqa: S608 - constants of the store
        ),
        {"at": at, "has_sms": has_sms, "has_webhook": has_webhook},
    )
    return settled.rowcount if isinstance(settled, CursorResult) else 0


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
            f"SELECT r.id, r.channel FROM notification w JOIN {_ROUTES} ON true "  # noqa: S608
            "WHERE w.id = :id ORDER BY r.id"
        ),
        {"id": waiting.id},
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
