"""Writing people, their duties, leaves and stand-ins, one at a time."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, text
from sqlalchemy.orm import Session

_PERSON = (
    "kind", "name", "name_en", "post", "phone", "mobile", "reception_hours", "published", "opted_in_at",
    "grid_id", "office_id", "account_id",
)  # fmt: skip
_ADD_PERSON = text(
    f"INSERT INTO person ({', '.join(_PERSON)}, valid) VALUES "  # noqa: S608 - constants of this module
    f"({', '.join(f':{name}' for name in _PERSON)}, tstzrange(:valid_from, :valid_until)) RETURNING id"
)
_CHANGE_PERSON = text(
    f"UPDATE person SET {', '.join(f'{name} = :{name}' for name in _PERSON)}, "  # noqa: S608 - the same
    "valid = tstzrange(:valid_from, :valid_until), version = version + 1, made_up = false "
    "WHERE id = :id AND version = :version"
)
_ADD_ASSIGNMENT = text(
    "INSERT INTO assignment "
    "(grid_id, person_id, role, valid, shift, hours, specialty, duties, office_id) VALUES "
    "(:grid_id, :person_id, :role, tstzrange(:valid_from, :valid_until), :shift, CAST(:hours AS jsonb), "
    ":specialty, :duties, :office_id) RETURNING id"
)
#: One grid's duties are given by one transaction at a time.
_DUTY_LOCK = 7350013


def instant_of(session: Session) -> datetime:
    """The instant of this transaction."""
    found: datetime = session.execute(text("SELECT now()")).scalar_one()
    return found


def add_person(session: Session, values: Mapping[str, Any]) -> int:
    """Somebody new; their id."""
    return int(session.execute(_ADD_PERSON, dict(values)).scalar_one())


def change_person(session: Session, person: int, version: int, values: Mapping[str, Any]) -> bool:
    """All of a person but the photo, if it still is the version that somebody has seen."""
    return _changed(session.execute(_CHANGE_PERSON, {**values, "id": person, "version": version})) == 1


def end_person(session: Session, person: int, at: datetime) -> None:
    """Somebody leaves the service; what has not begun lasts no time."""
    session.execute(
        text(
            "UPDATE person SET version = version + 1, made_up = false, valid = tstzrange(lower(valid), "
            "greatest(CAST(:at AS timestamptz), lower(valid) + interval '1 microsecond')) WHERE id = :id"
        ),
        {"id": person, "at": at},
    )


def delete_person(session: Session, person: int) -> None:
    """The record goes."""
    session.execute(text("DELETE FROM person WHERE id = :id"), {"id": person})


def set_photo(session: Session, person: int, photo: str | None) -> None:
    """Give somebody a photo that is kept, or none."""
    session.execute(
        text("UPDATE person SET photo_hash = :photo, version = version + 1, made_up = false WHERE id = :id"),
        {"id": person, "photo": photo},
    )


def keep_photo(session: Session, name: str, large: bytes, small: bytes) -> None:
    """Keep a picture under its hash; one that is kept already cannot go before this transaction ends."""
    session.execute(
        text(
            "INSERT INTO photo (hash, large, small) VALUES (:hash, :large, :small) "
            "ON CONFLICT (hash) DO UPDATE SET created_at = photo.created_at"
        ),
        {"hash": name, "large": large, "small": small},
    )


def let_photo_go(session: Session, photo: str | None) -> None:
    """Remove a picture that nobody has any more."""
    session.execute(
        text(
            "DELETE FROM photo WHERE hash = :hash "
            "AND NOT EXISTS (SELECT FROM person WHERE photo_hash = photo.hash) "
            "AND NOT EXISTS (SELECT FROM board WHERE photo_hash = photo.hash)"
        ),
        {"hash": photo},
    )


def lock_duties(session: Session, grid: int) -> None:
    """Let nobody else give duties for this grid until the transaction ends."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(:key, CAST(:grid % 2147483647 AS integer))"),
        {"key": _DUTY_LOCK, "grid": grid},
    )


def add_assignment(session: Session, values: Mapping[str, Any]) -> int:
    """A new duty; its id."""
    hours = values["hours"]
    written = None if hours is None else json.dumps(hours)
    return int(session.execute(_ADD_ASSIGNMENT, {**values, "hours": written}).scalar_one())


def add_leave(
    session: Session, person: int, kind: str, since: datetime, until: datetime | None, stand_in: int | None
) -> int:
    """Somebody is away; the id of the leave."""
    return int(
        session.execute(
            text(
                "INSERT INTO leave (person_id, kind, valid, stand_in_id) VALUES "
                "(:person, :kind, tstzrange(:since, :until), :stand_in) RETURNING id"
            ),
            {"person": person, "kind": kind, "since": since, "until": until, "stand_in": stand_in},
        ).scalar_one()
    )


def close_assignment(session: Session, assignment: int, at: datetime) -> None:
    """A duty ends; it has begun before."""
    _close(session, "assignment", assignment, at)


def cancel_assignment(session: Session, assignment: int) -> None:
    """A duty that has not begun is withdrawn."""
    _cancel(session, "assignment", assignment)


def close_leave(session: Session, leave: int, at: datetime) -> None:
    """Somebody is back; the leave has begun before."""
    _close(session, "leave", leave, at)


def cancel_leave(session: Session, leave: int) -> None:
    """A leave that has not begun is withdrawn."""
    _cancel(session, "leave", leave)


def pair(session: Session, grid: int, partner: int | None, at: datetime) -> None:
    """Who stands in for a grid from now on; nobody where no partner is given."""
    params = {"grid": grid, "partner": partner, "at": at}
    session.execute(
        text(
            "UPDATE partner SET valid = tstzrange(lower(valid), "
            "greatest(CAST(:at AS timestamptz), lower(valid) + interval '1 microsecond')) "
            "WHERE grid_id = :grid AND (upper_inf(valid) OR upper(valid) > :at)"
        ),
        params,
    )
    if partner is not None:
        session.execute(
            text(
                "INSERT INTO partner (grid_id, partner_id, valid) VALUES (:grid, :partner, tstzrange("
                "greatest(CAST(:at AS timestamptz), (SELECT max(upper(valid)) FROM partner "
                "WHERE grid_id = :grid)), NULL))"
            ),
            params,
        )


def _close(session: Session, table: str, row: int, at: datetime) -> None:
    session.execute(
        text(f"UPDATE {table} SET valid = tstzrange(lower(valid), :at) WHERE id = :id"),  # noqa: S608 - one of two
        {"id": row, "at": at},
    )


def _cancel(session: Session, table: str, row: int) -> None:
    session.execute(
        text(f"UPDATE {table} SET cancelled_at = now() WHERE id = :id"),  # noqa: S608 - one of two
        {"id": row},
    )


def _changed(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
