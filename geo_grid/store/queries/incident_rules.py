"""What is in force for incidents: the catalogue, the official calendar, the responsibility matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class HolidayYearRow:
    """What was said last of a year."""

    year: int
    days: Mapping[str, Any]
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ResponsibilityRow:
    """A row of the matrix that is in force."""

    id: int
    category: str
    grid: int | None
    lead: int
    co: tuple[int, ...]
    arbiter: int | None


@dataclass(frozen=True, slots=True)
class ResponsibilityLine:
    """A row of the matrix with the grid as it is called now, or was called last."""

    id: int
    category: str
    grid_id: int | None
    grid_code: str | None
    grid_name: str | None
    grid_level: int | None
    lead: int
    co: tuple[int, ...]
    arbiter: int | None


@dataclass(frozen=True, slots=True)
class ServingOffice:
    """An office as the matrix looks at it.

    Parameters
    ----------
    above
        Identity of the office above it.
    area
        Service area of its own, EPSG:4326 degrees; None where it has none.
    """

    id: int
    name_zh: str
    name_en: str | None
    phone: str | None
    above: int | None
    is_closed: bool
    area: shapely.Geometry | None


def rules_state(session: Session) -> tuple[Any, ...]:
    """Another value whenever anything of it has changed."""
    row = session.execute(
        text(
            """
            SELECT (SELECT max(version) FROM catalogue),
                   (SELECT array_agg(made_at ORDER BY year, made_at) FROM holiday_year),
                   (SELECT array_agg(id ORDER BY id) FROM responsibility WHERE ended_at IS NULL),
                   (SELECT array_agg((id, hours, parent_id, closed_at, md5(ST_AsBinary(service_area)))
                           ORDER BY id)::text FROM office)
            """
        )
    ).one()
    return tuple(tuple(each) if isinstance(each, list) else each for each in row)


def newest_catalogue(session: Session) -> tuple[int, Any] | None:
    """Version and content of the catalogue in force; None where none was set."""
    row = session.execute(
        text("SELECT version, content FROM catalogue ORDER BY version DESC LIMIT 1")
    ).one_or_none()
    return None if row is None else (row.version, row.content)


def holiday_years(session: Session) -> list[HolidayYearRow]:
    """The last that was said of each year."""
    rows = session.execute(
        text(
            "SELECT DISTINCT ON (year) year, days, source, confirmed FROM holiday_year "
            "ORDER BY year, made_at DESC"
        )
    )
    return [HolidayYearRow(**row._mapping) for row in rows]


def times_said(session: Session, year: int) -> int:
    """How often something was said of a year."""
    said: int = session.execute(
        text("SELECT count(*) FROM holiday_year WHERE year = :year"), {"year": year}
    ).scalar_one()
    return said


def calendar_said_at(session: Session) -> datetime:
    """When anything was said last of any year; the epoch where nothing was."""
    said_at: datetime = session.execute(
        text("SELECT coalesce(max(made_at), 'epoch') FROM holiday_year")
    ).scalar_one()
    return said_at


def responsibility_rows(session: Session) -> list[ResponsibilityRow]:
    """The matrix."""
    rows = session.execute(
        text(
            "SELECT id, category, grid_id, lead_office, co_offices, arbiter_office FROM responsibility "
            "WHERE ended_at IS NULL ORDER BY id"
        )
    )
    return [
        ResponsibilityRow(
            row.id, row.category, row.grid_id, row.lead_office, tuple(row.co_offices), row.arbiter_office
        )
        for row in rows
    ]


def office_hours(session: Session) -> dict[int, str]:
    """Hours in words of the offices that say any."""
    rows = session.execute(text("SELECT id, hours FROM office WHERE hours IS NOT NULL"))
    return {row.id: row.hours for row in rows}


def catalogue_content(session: Session, version: int) -> Any:
    """Content of a version of the catalogue; None where there is no such version."""
    return session.scalar(
        text("SELECT content FROM catalogue WHERE version = :version"), {"version": version}
    )


def responsibility_lines(session: Session) -> list[ResponsibilityLine]:
    """The matrix, by category and grid."""
    rows = session.execute(
        text(
            """
            SELECT r.id, r.category, r.grid_id, g.code, g.name, g.level,
                   r.lead_office, r.co_offices, r.arbiter_office
            FROM responsibility r LEFT JOIN LATERAL (
                SELECT code, name, level FROM grid_row WHERE grid_id = r.grid_id
                ORDER BY upper(valid) DESC NULLS FIRST LIMIT 1
            ) g ON true
            WHERE r.ended_at IS NULL ORDER BY r.category, g.code NULLS FIRST
            """
        )
    )
    return [
        ResponsibilityLine(
            row.id, row.category, row.grid_id, row.code, row.name, row.level, row.lead_office,
            tuple(row.co_offices), row.arbiter_office,
        )
        for row in rows
    ]  # fmt: skip


def serving_offices(session: Session) -> dict[int, ServingOffice]:
    """Every office by its identity."""
    rows = session.execute(
        text(
            "SELECT id, name_zh, name_en, phone, parent_id, closed_at <= now() AS closed, "
            "ST_AsBinary(service_area) AS area FROM office"
        )
    )
    return {
        row.id: ServingOffice(
            row.id, row.name_zh, row.name_en, row.phone, row.parent_id, bool(row.closed),
            None if row.area is None else shapely.from_wkb(bytes(row.area)),
        )
        for row in rows
    }  # fmt: skip
