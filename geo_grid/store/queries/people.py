"""Who is, was or will be in the service, as those see them who manage them?"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import PersonRecord
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

_NOT_OVER = "(upper_inf({0}.valid) OR upper({0}.valid) > now())"
_AWAY = """EXISTS (
    SELECT FROM leave l WHERE l.person_id = p.id AND l.cancelled_at IS NULL AND l.valid @> now()
)"""
_COLUMNS = f"""
    p.id, p.version, p.kind, p.name, p.name_en, p.post, p.phone, p.mobile, p.reception_hours, p.published,
    p.opted_in_at, p.photo_hash, p.grid_id, g.code, g.name, g.level, p.office_id, o.name_zh, p.account_id,
    a.login, lower(p.valid), upper(p.valid), {_AWAY}
"""
_FROM = f"""
    FROM person p
    JOIN {GRID_NAME.format("p.grid_id", "g")} ON true
    LEFT JOIN office o ON o.id = p.office_id
    LEFT JOIN account a ON a.id = p.account_id
"""

_BY_ID = f"SELECT {_COLUMNS} {_FROM} WHERE p.id = ANY(:ids) ORDER BY p.id"
_LIST = text(
    f"""
    WITH RECURSIVE {REACH}, asked AS (
        SELECT grid_id FROM grid_row WHERE code = :grid AND valid @> now()
        UNION
        SELECT r.grid_id FROM asked JOIN grid_row r ON r.parent_id = asked.grid_id AND r.valid @> now()
    )
    SELECT {_COLUMNS} {_FROM}
    WHERE p.id > :after AND (:everything OR p.grid_id IN (SELECT grid_id FROM reach))
      AND (CAST(:words AS text) IS NULL
           OR strpos(lower(concat_ws(' ', p.name, p.name_en, p.post, p.phone, p.mobile)), lower(:words)) > 0)
      AND (CAST(:grid AS text) IS NULL OR p.grid_id IN (SELECT grid_id FROM asked) OR EXISTS (
          SELECT FROM assignment d WHERE d.person_id = p.id AND d.cancelled_at IS NULL
          AND {_NOT_OVER.format("d")} AND d.grid_id IN (SELECT grid_id FROM asked)))
      AND (CAST(:role AS text) IS NULL OR EXISTS (
          SELECT FROM assignment d WHERE d.person_id = p.id AND d.cancelled_at IS NULL
          AND {_NOT_OVER.format("d")} AND d.role = :role))
      AND CASE CAST(:state AS text)
          WHEN 'all' THEN true
          WHEN 'ended' THEN NOT {_NOT_OVER.format("p")}
          WHEN 'away' THEN p.valid @> now() AND {_AWAY}
          ELSE {_NOT_OVER.format("p")} END
    ORDER BY p.id LIMIT :limit
    """  # noqa: S608 - constants of this module
)


@dataclass(frozen=True, slots=True)
class PersonSearch:
    """Which people.

    Parameters
    ----------
    words
        Somewhere in name, post or numbers.
    grid
        Code: filed on it or below it, or with a duty there.
    role
        With such a duty, in force or to come.
    state
        ``in_service`` (those to come too), ``away``, ``ended``, ``all``.
    """

    words: str | None = None
    grid: str | None = None
    role: str | None = None
    state: str = "in_service"


def list_persons(
    session: Session, reach: Reach, search: PersonSearch, after: int, limit: int
) -> list[PersonRecord]:
    """People filed on some ground, by id."""
    params = {
        **reach.params(),
        "words": search.words,
        "grid": search.grid,
        "role": search.role,
        "state": search.state,
        "after": after,
        "limit": limit,
    }
    return [_record(row) for row in session.execute(_LIST, params)]


def persons_by_id(
    session: Session, ids: Collection[int], *, for_update: bool = False
) -> dict[int, PersonRecord]:
    """Some people.

    Parameters
    ----------
    for_update
        Let nobody else change them, or give them a duty, until the transaction ends.
    """
    statement = _BY_ID + (" FOR NO KEY UPDATE OF p" if for_update else "")
    rows = session.execute(text(statement), {"ids": sorted(ids)})
    return {record.id: record for record in map(_record, rows)}


def holders_of_photo(session: Session, photo: str) -> list[PersonRecord]:
    """Whose photo it is."""
    ids = session.scalars(text("SELECT id FROM person WHERE photo_hash = :photo"), {"photo": photo}).all()
    return list(persons_by_id(session, ids).values())


def is_photo_public(session: Session, photo: str) -> bool:
    """Whether somebody in the service publishes it."""
    return bool(
        session.scalar(
            text(
                "SELECT EXISTS (SELECT FROM person WHERE photo_hash = :photo AND valid @> now() "
                "AND 'photo' = ANY(published) AND (kind = 'official' OR opted_in_at IS NOT NULL))"
            ),
            {"photo": photo},
        )
    )


def photo_bytes(session: Session, photo: str, *, large: bool) -> bytes | None:
    """A JPEG file."""
    column = "large" if large else "small"
    found = session.scalar(text(f"SELECT {column} FROM photo WHERE hash = :photo"), {"photo": photo})  # noqa: S608 - one of two
    return None if found is None else bytes(found)


def _record(row: Row[Any]) -> PersonRecord:
    values: tuple[Any, ...] = tuple(row)
    fields: tuple[Any, ...] = (*values[:9], tuple(values[9]), *values[10:13], values[13:16], *values[16:])
    return PersonRecord(*fields)
