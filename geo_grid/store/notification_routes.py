"""Ways by which people have notifications sent to them, and what was sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """A way; where it leads is sealed."""

    id: int
    office_id: int | None
    channel: str
    label: str
    quiet_from: time | None
    quiet_until: time | None
    language: str
    enabled: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A line of the delivery log."""

    id: int
    number: str | None
    template: str
    to: str
    to_id: int | None
    to_name: str | None
    channel: str | None
    state: str
    attempts: int
    error: str | None
    made_at: datetime
    not_before: datetime
    sent_at: datetime | None


_ROUTE = "id, office_id, channel, label, quiet_from, quiet_until, language, enabled, made_at"


def routes_of(session: Session, account: int, offices: Collection[int]) -> list[RouteRecord]:
    """An account's ways, and those of some offices."""
    rows = session.execute(
        text(
            f"SELECT {_ROUTE} FROM notification_route "  # noqa: S608
            "WHERE account_id = :account OR office_id = ANY(:offices) ORDER BY id"
        ),
        {"account": account, "offices": list(offices)},
    )
    return [RouteRecord(**row._mapping) for row in rows]


def add_route(
    session: Session,
    account: int | None,
    office: int | None,
    channel: str,
    label: str,
    sealed: str,
    language: str,
    quiet: tuple[time, time] | None,
) -> RouteRecord:
    """A new way, of an account or of an office."""
    row = session.execute(
        text(
            "INSERT INTO notification_route "  # noqa: S608
            "(account_id, office_id, channel, label, sealed, language, quiet_from, quiet_until) "
            "VALUES (:account, :office, :channel, :label, :sealed, :language, :begin, :end) "
            f"RETURNING {_ROUTE}"
        ),
        {
            "account": account,
            "office": office,
            "channel": channel,
            "label": label,
            "sealed": sealed,
            "language": language,
            "begin": quiet[0] if quiet else None,
            "end": quiet[1] if quiet else None,
        },
    ).one()
    return RouteRecord(**row._mapping)


def sealed_address(session: Session, route: int) -> str:
    """Where a way leads, sealed."""
    found: str = session.execute(
        text("SELECT sealed FROM notification_route WHERE id = :id"), {"id": route}
    ).scalar_one()
    return found


def remove_route(session: Session, route: int) -> None:
    """Forget a way; what was sent by it stays in the log."""
    session.execute(text("DELETE FROM notification_route WHERE id = :id"), {"id": route})


def set_quiet(session: Session, account: int, quiet: tuple[time, time] | None) -> None:
    """Set the quiet hours of all of an account's ways."""
    session.execute(
        text(
            "UPDATE notification_route SET quiet_from = :begin, quiet_until = :end "
            "WHERE account_id = :account"
        ),
        {"account": account, "begin": quiet[0] if quiet else None, "end": quiet[1] if quiet else None},
    )


def sent_to(
    session: Session,
    account: int,
    incidents: Collection[int] | None,
    grids: Collection[int] | None,
    state: str | None,
    before: int | None,
    limit: int,
) -> list[SentRecord]:
    """The delivery log, the newest first.

    Parameters
    ----------
    account
        Whose own is always told.
    incidents
        Only of these.
    grids
        Of incidents on this ground too; None for everything.
    before
        Only those with a smaller id.
    """
    rows = session.execute(
        text(
            """
            SELECT n.id, i.number, n.template,
                   CASE WHEN n.to_reporter THEN 'reporter' WHEN n.to_office IS NOT NULL THEN 'office'
                        WHEN n.to_person IS NOT NULL THEN 'person' ELSE 'account' END AS "to",
                   coalesce(n.to_person, n.to_office, n.to_account) AS to_id,
                   coalesce(p.name, o.name_zh, a.name) AS to_name,
                   n.channel, n.state, n.attempts, n.error, n.made_at, n.not_before, n.sent_at
            FROM notification n
            LEFT JOIN incident i ON i.id = n.incident_id
            LEFT JOIN person p ON p.id = n.to_person
            LEFT JOIN office o ON o.id = n.to_office
            LEFT JOIN account a ON a.id = n.to_account
            WHERE (n.to_account = :account OR p.account_id = :account
                   OR CAST(:grids AS bigint[]) IS NULL OR i.grids && CAST(:grids AS bigint[])
                   OR i.nearest_grid = ANY(CAST(:grids AS bigint[])))
              AND (CAST(:incidents AS bigint[]) IS NULL OR n.incident_id = ANY(CAST(:incidents AS bigint[])))
              AND (CAST(:state AS text) IS NULL OR n.state = :state)
              AND (CAST(:before AS bigint) IS NULL OR n.id < :before)
            ORDER BY n.id DESC LIMIT :limit
            """
        ),
        {
            "account": account,
            "grids": None if grids is None else list(grids),
            "incidents": None if incidents is None else list(incidents),
            "state": state,
            "before": before,
            "limit": limit,
        },
    )
    return [SentRecord(**row._mapping) for row in rows]
