"""What may everybody know of incidents?

The one place where a public answer reads them: every column that is asked for here is public, and none of
these statements names the place of an incident itself, its text, its photos or who reported it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

#: What came to nothing is no result: it is shown to whoever reported it, and to nobody else.
HIDDEN = ("declined", "withdrawn", "duplicate")


@dataclass(frozen=True, slots=True)
class PublicIncident:
    """An incident as everybody may know it.

    Parameters
    ----------
    near
        What the point stands for: building, street, grid, or an area where no grid is.
    place
        Name of the building or street; None without.
    lon, lat
        EPSG:4326 degrees.
    grid
        Code and name of its grid as it was then; None outside.
    """

    id: int
    number: str
    category: str
    catalogue_version: int
    state: str
    is_open: bool
    reported_at: datetime
    closed_at: datetime | None
    changed_at: datetime
    due_at: datetime | None
    near: str
    place: str | None
    lon: float
    lat: float
    grid: tuple[str, str] | None
    office: tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class PublicWanted:
    """Which of them.

    Parameters
    ----------
    discreet
        Codes of categories, of either level, whose incidents are told by their grid only.
    changed_since, reported_from, reported_until
        Instants; the last one excluded.
    after
        `changed_at` (or `reported_at`) and id of the last one of the page before.
    grid
        Identity; with all below it.
    categories, numbers
        Only these.
    is_open
        None for both.
    hidden
        Those that came to nothing too, and those outside every grid.
    by_report
        The latest reported first; else the latest changed.
    """

    discreet: tuple[str, ...]
    changed_since: datetime | None = None
    reported_from: datetime | None = None
    reported_until: datetime | None = None
    box: tuple[float, float, float, float] | None = None
    after: tuple[datetime, int] | None = None
    grid: int | None = None
    categories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    is_open: bool | None = None
    states: tuple[str, ...] = ()
    hidden: bool = False
    by_report: bool = False


#: What is told by the grid only, and the point that is told.
DISCREET = "(it.category = ANY(:discreet) OR left(it.category, 2) = ANY(:discreet))"
POINT = f"CASE WHEN {DISCREET} THEN seen.rough ELSE seen.geom END"

_COLUMNS = f"""
    it.id, it.number, it.category, it.catalogue_version, it.state, it.is_open, it.reported_at, it.closed_at,
    it.changed_at, it.due_at,
    CASE WHEN {DISCREET} AND it.grid_id IS NOT NULL THEN 'grid' WHEN {DISCREET} THEN 'area'
         ELSE seen.near END AS near,
    CASE WHEN {DISCREET} THEN NULL ELSE seen.place END AS place,
    ST_X({POINT}) AS lon, ST_Y({POINT}) AS lat, grid.code AS grid_code, grid.name AS grid_name,
    office.name_zh AS office_zh, office.name_en AS office_en
"""

_FROM = """
    incident AS it JOIN incident_public AS seen ON seen.incident_id = it.id
    LEFT JOIN office ON office.id = it.assignee_office
    LEFT JOIN LATERAL (
        SELECT code, name FROM grid_row WHERE grid_row.grid_id = it.grid_id
        ORDER BY (valid @> it.reported_at) DESC, lower(valid) DESC LIMIT 1
    ) AS grid ON true
"""

_BOX = "ST_MakeEnvelope(:west, :south, :east, :north, 4326)"


def public_incidents(
    session: Session, wanted: PublicWanted, *, limit: int, offset: int = 0
) -> list[PublicIncident]:
    """Those that are wanted, latest first."""
    clauses, asked = _where(wanted)
    order = "it.reported_at" if wanted.by_report else "it.changed_at"
    statement = (
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE {' AND '.join(clauses) or 'true'}"  # noqa: S608 - as above
        f" ORDER BY {order} DESC, it.id DESC LIMIT :limit OFFSET :offset"
    )
    rows = session.execute(text(statement), {**asked, "limit": limit, "offset": offset}).mappings()
    return [_record(row) for row in rows]


def _where(wanted: PublicWanted) -> tuple[list[str], dict[str, Any]]:
    order = "it.reported_at" if wanted.by_report else "it.changed_at"
    clauses: list[str] = []
    asked: dict[str, Any] = {"discreet": list(wanted.discreet)}
    if not wanted.hidden:
        clauses.append("NOT it.outside AND it.state <> ALL(:none)")
        asked["none"] = list(HIDDEN)
    given: list[tuple[Any, str, dict[str, Any]]] = [
        (wanted.changed_since, "it.changed_at >= :since", {"since": wanted.changed_since}),
        (wanted.reported_from, "it.reported_at >= :first", {"first": wanted.reported_from}),
        (wanted.reported_until, "it.reported_at < :until", {"until": wanted.reported_until}),
        (wanted.categories or None, "it.category = ANY(:codes)", {"codes": list(wanted.categories)}),
        (wanted.numbers or None, "it.number = ANY(:numbers)", {"numbers": list(wanted.numbers)}),
        (wanted.states or None, "it.state = ANY(:states)", {"states": list(wanted.states)}),
        (wanted.is_open, "it.is_open = :is_open", {"is_open": wanted.is_open}),
    ]
    for value, clause, named in given:
        if value is not None:
            clauses.append(clause)
            asked |= named
    if wanted.after is not None:
        clauses.append(f"({order}, it.id) < (:after_at, :after_id)")
        asked |= {"after_at": wanted.after[0], "after_id": wanted.after[1]}
    if wanted.grid is not None:
        clauses.append("it.grids @> ARRAY[CAST(:grid AS bigint)]")
        asked["grid"] = wanted.grid
    if wanted.box is not None:
        # Both are indexed; which of them counts is seen afterwards.
        clauses.append(f"(seen.geom && {_BOX} OR seen.rough && {_BOX}) AND {POINT} && {_BOX}")
        asked |= dict(zip(("west", "south", "east", "north"), wanted.box, strict=True))
    return clauses, asked


def _record(row: RowMapping) -> PublicIncident:
    given = dict(row)
    code, name = given.pop("grid_code"), given.pop("grid_name")
    office, office_en = given.pop("office_zh"), given.pop("office_en")
    return PublicIncident(
        **given,
        grid=(code, name) if code is not None else None,
        office=(office, office_en) if office is not None else None,
    )


_COUNTS = text(
    """
    SELECT grids, count(*) FILTER (WHERE is_open), count(*) FILTER (WHERE NOT is_open)
    FROM incident
    WHERE NOT outside AND state <> ALL(:none) AND (is_open OR closed_at >= :since)
    GROUP BY grids
    """
)


def counts_by_chain(session: Session, since: datetime) -> list[tuple[tuple[int, ...], int, int]]:
    """Chains of grids, as they were then, with how many are open and how many ended since an instant."""
    rows = session.execute(_COUNTS, {"none": list(HIDDEN), "since": since})
    return [(tuple(grids), waiting, ended) for grids, waiting, ended in rows]


_STATES = text(
    """
    SELECT state, count(*) FROM incident
    WHERE grids @> ARRAY[CAST(:grid AS bigint)] AND state <> ALL(:none)
      AND (is_open OR closed_at >= :since)
    GROUP BY state
    """
)


def counts_by_state(session: Session, grid: int, since: datetime) -> dict[str, int]:
    """State → how many in a grid, open or ended since an instant."""
    rows = session.execute(_STATES, {"none": list(HIDDEN), "since": since, "grid": grid})
    return {row[0]: row[1] for row in rows}


_SPOTS = text(
    """
    SELECT ST_X(it.geom), ST_Y(it.geom), it.state FROM incident AS it
    WHERE it.geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
      AND it.state <> ALL(:none) AND (it.is_open OR it.closed_at >= :since)
    LIMIT :limit
    """
)


def spots_within(
    session: Session, box: tuple[float, float, float, float], since: datetime, *, limit: int
) -> Sequence[tuple[float, float, str]]:
    """Where those in a box really are, with their states: only to be counted by the grids of today."""
    asked = dict(zip(("west", "south", "east", "north"), box, strict=True))
    rows = session.execute(_SPOTS, {"none": list(HIDDEN), "since": since, "limit": limit, **asked})
    return [(lon, lat, state) for lon, lat, state in rows]
