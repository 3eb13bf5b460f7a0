"""Who are the people and offices that an incident has to do with?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Self:
    """Somebody's own record among the people: identity, and the office they work at."""

    person: int
    office: int | None


def own_person(session: Session, account: int) -> Self | None:
    """The person that an account belongs to, while in the service."""
    row = session.execute(
        text("SELECT id, office_id FROM person WHERE account_id = :account AND valid @> now()"),
        {"account": account},
    ).one_or_none()
    return None if row is None else Self(row.id, row.office_id)


def is_in_service(session: Session, person: int, at: datetime) -> bool:
    """Whether a person is in the service at an instant."""
    return bool(
        session.scalar(
            text("SELECT EXISTS (SELECT FROM person WHERE id = :person AND valid @> :at)"),
            {"person": person, "at": at},
        )
    )


def is_known_person(session: Session, person: int) -> bool:
    """Whether there ever was such a person."""
    return bool(
        session.scalar(text("SELECT EXISTS (SELECT FROM person WHERE id = :person)"), {"person": person})
    )


def is_open_office(session: Session, office: int, at: datetime) -> bool:
    """Whether an office is there and was not closed."""
    return bool(
        session.scalar(
            text(
                "SELECT EXISTS (SELECT FROM office WHERE id = :office "
                "AND (closed_at IS NULL OR closed_at > :at))"
            ),
            {"office": office, "at": at},
        )
    )


def with_offices_above(session: Session, offices: Collection[int]) -> dict[int, frozenset[int]]:
    """Office → itself and the offices above it."""
    rows = session.execute(
        text(
            """
            WITH RECURSIVE tree AS (
                SELECT id AS of, id, parent_id FROM office WHERE id = ANY(:offices)
                UNION ALL
                SELECT t.of, o.id, o.parent_id FROM tree t JOIN office o ON o.id = t.parent_id
            )
            SELECT of, array_agg(id) AS ids FROM tree GROUP BY of
            """
        ),
        {"offices": list(offices)},
    )
    return {row.of: frozenset(row.ids) for row in rows}


def office_above(session: Session, office: int) -> int | None:
    """The nearest open office above one."""
    found: int | None = session.scalar(
        text(
            """
            WITH RECURSIVE above AS (
                SELECT parent_id AS id, 1 AS steps FROM office WHERE id = :office
                UNION ALL
                SELECT o.parent_id, steps + 1 FROM above a JOIN office o ON o.id = a.id
            )
            SELECT o.id FROM above JOIN office o USING (id) WHERE o.closed_at IS NULL ORDER BY steps LIMIT 1
            """
        ),
        {"office": office},
    )
    return found


def duty_grid(session: Session, person: int, grids: Collection[int], at: datetime) -> int | None:
    """Which of some grids a person is head or member of, the first of them as they are given."""
    found: int | None = session.scalar(
        text(
            "SELECT grid_id FROM assignment WHERE person_id = :person AND grid_id = ANY(:grids) "
            "AND role IN ('head', 'member') AND cancelled_at IS NULL AND valid @> :at "
            "ORDER BY array_position(CAST(:grids AS bigint[]), grid_id) LIMIT 1"
        ),
        {"person": person, "grids": list(grids), "at": at},
    )
    return found


def names_of(
    session: Session, persons: Collection[int], offices: Collection[int]
) -> tuple[Mapping[int, str], Mapping[int, str]]:
    """Names of people, and of offices in Chinese, by identity."""
    people = session.execute(
        text("SELECT id, name FROM person WHERE id = ANY(:ids)"), {"ids": list(persons)}
    ).all()
    found = session.execute(
        text("SELECT id, name_zh FROM office WHERE id = ANY(:ids)"), {"ids": list(offices)}
    ).all()
    return {row.id: row.name for row in people}, {row.id: row.name_zh for row in found}
