"""Writing the people of a demo, many at a time, and ending them when something takes its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, insert, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from geo_grid.store.account_tables import Office, OfficeGrid
from geo_grid.store.people_tables import Assignment, Leave, Partner, Person, Photo, Station

Rows = Sequence[Mapping[str, Any]]

#: What has not begun at an instant cannot be closed there: it is cancelled, or lasts no time.
_CLOSE = """
    valid = CASE WHEN lower(valid) < :at THEN tstzrange(lower(valid), :at) ELSE valid END,
    cancelled_at = CASE WHEN lower(valid) < :at THEN cancelled_at ELSE coalesce(cancelled_at, now()) END
    WHERE (upper_inf(valid) OR upper(valid) > :at)
"""
_MADE_UP = "person_id IN (SELECT id FROM person WHERE made_up)"
_STANDING = "(SELECT grid_id FROM grid_row WHERE valid @> CAST(:at AS timestamptz))"
_END = (
    # Constants of this module.
    f"UPDATE assignment SET {_CLOSE} AND ({_MADE_UP} OR grid_id NOT IN {_STANDING})",  # noqa: S608
    f"UPDATE leave SET {_CLOSE} AND {_MADE_UP}",  # noqa: S608
    f"""
    UPDATE partner SET valid = tstzrange(lower(valid), greatest(:at, lower(valid) + interval '1 microsecond'))
    WHERE (upper_inf(valid) OR upper(valid) > :at)
    AND (grid_id NOT IN {_STANDING} OR partner_id NOT IN {_STANDING})
    """,  # noqa: S608
    "UPDATE station SET closed_at = now() WHERE made_up AND closed_at IS NULL",
    """
    UPDATE responsibility SET ended_at = now()
    WHERE ended_at IS NULL AND lead_office IN (SELECT id FROM office WHERE made_up)
    """,
    "UPDATE office SET closed_at = now() WHERE made_up AND closed_at IS NULL",
)
_END_PERSONS = """
    UPDATE person SET valid = tstzrange(lower(valid), greatest(:at, lower(valid) + interval '1 microsecond'))
    WHERE made_up AND (upper_inf(valid) OR upper(valid) > :at)
"""


def period(since: datetime, until: datetime | None = None) -> Range[datetime]:
    """From an instant, included, to another, excluded, or without end."""
    return Range(since, until, bounds="[)")


def open_made_up_office(session: Session, values: Mapping[str, Any], grids: Sequence[int]) -> int:
    """An office with its ground; its id."""
    opened = session.scalars(insert(Office).values(**values, made_up=True).returning(Office.id)).one()
    session.execute(insert(OfficeGrid), [{"office_id": opened, "grid_id": grid} for grid in grids])
    return opened


def add_made_up_persons(session: Session, rows: Rows) -> list[int]:
    """Persons; their ids in the same order."""
    statement = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, [{**row, "made_up": True} for row in rows]))


def add_duties(session: Session, duties: Rows, leaves: Rows, partners: Rows) -> None:
    """Assignments, leaves and stand-ins."""
    for table, rows in ((Assignment, duties), (Leave, leaves), (Partner, partners)):
        if rows:
            session.execute(insert(table), list(rows))


def add_made_up_stations(session: Session, rows: Rows) -> None:
    """Work stations."""
    if rows:
        session.execute(insert(Station), [{**row, "made_up": True} for row in rows])


def keep_photo(session: Session, name: str, large: bytes, small: bytes) -> None:
    """Keep a picture under its hash, unless it is kept already."""
    values = {"hash": name, "large": large, "small": small}
    session.execute(upsert(Photo).values(**values).on_conflict_do_nothing(index_elements=["hash"]))


def end_made_up(session: Session, at: datetime) -> int:
    """End everybody whom a demo made up, with duties, leaves, stations and offices; how many persons.

    On grids that are not in force then, all duties and AB posts end, whoever made them.
    """
    for statement in _END:
        session.execute(text(statement), {"at": at})
    ended = session.execute(text(_END_PERSONS), {"at": at})
    return ended.rowcount if isinstance(ended, CursorResult) else 0


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """Somebody whom a demo made up."""

    id: int
    name: str
    name_en: str | None


def made_up_on_duty(session: Session, grid: str, role: str) -> MadeUpPerson | None:
    """Who of the people that a demo made up has a duty for a grid now, the first of them.

    Parameters
    ----------
    grid
        Its code.
    """
    row = session.execute(
        text(
            """
            SELECT p.id, p.name, p.name_en FROM grid_row r
            JOIN assignment a ON a.grid_id = r.grid_id AND a.valid @> now() AND a.cancelled_at IS NULL
            JOIN person p ON p.id = a.person_id AND p.valid @> now() AND p.made_up
            WHERE r.code = :grid AND r.valid @> now() AND a.role = :role ORDER BY a.id LIMIT 1
            """
        ),
        {"grid": grid, "role": role},
    ).one_or_none()
    return None if row is None else MadeUpPerson(*row)


def give_account(session: Session, person: int, account: int) -> bool:
    """Say whose an account is, unless somebody in the service has it, or the person has another.

    People who were made up and have left let go of it.
    """
    session.execute(
        text(
            "UPDATE person SET account_id = NULL "
            "WHERE account_id = :account AND made_up AND NOT valid @> now()"
        ),
        {"account": account},
    )
    given = session.execute(
        text(
            "UPDATE person SET account_id = :account WHERE id = :person AND account_id IS NULL "
            "AND NOT EXISTS (SELECT FROM person WHERE account_id = :account)"
        ),
        {"account": account, "person": person},
    )
    return isinstance(given, CursorResult) and given.rowcount == 1
