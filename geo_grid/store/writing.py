"""Writing an edition: many rows at a time, so that the triggers run once for all of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import psycopg
import shapely
from numpy.typing import NDArray
from sqlalchemy import any_, func, insert, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from geo_grid.store.tables import Edition, GridException, GridRow, Level, Unlock, Void

Geometries = NDArray[Any]

#: How long to wait for another publisher before giving up, milliseconds.
LOCK_TIMEOUT_MS = 60_000


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row of a grid that an edition opens; geometry and label are EPSG:4326 degrees."""

    grid_id: int
    level: int
    parent_id: int | None
    code: str
    name: str
    kind: str
    ground: str | None
    class_: str | None
    setting: str | None
    statutory: bool
    noding: bool
    geometry: shapely.Geometry
    label: tuple[float, float]
    area_m2: float
    hue: int
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewVoid:
    """A void that an edition opens; geometry is EPSG:4326 degrees."""

    parent_id: int
    name: str
    reason: str
    approved_by: str
    geometry: shapely.Geometry
    area_m2: float


def open_edition(
    session: Session, effective: datetime, title: str, reason: str, by: str, *, sets_outline: bool
) -> int:
    """Write an edition and become the only publisher until the transaction ends; its number."""
    session.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
    statement = (
        insert(Edition)
        .values(effective=effective, title=title, reason=reason, published_by=by, sets_outline=sets_outline)
        .returning(Edition.number)
    )
    return session.scalars(statement).one()


def open_identities(session: Session, codes: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Make a grid for each new (code, level); code → identity."""
    if not codes:
        return {}
    levels = [level for _, level in codes]
    made = session.execute(
        text("INSERT INTO grid (level) SELECT unnest(CAST(:levels AS smallint[])) RETURNING id, level"),
        {"levels": levels},
    ).all()
    free: dict[int, list[int]] = {}
    for grid_id, level in reversed(made):
        free.setdefault(level, []).append(grid_id)
    identities = {code: free[level].pop() for code, level in codes}
    copy_rows(
        session,
        "grid_code (code, grid_id, level)",
        ((code, identities[code], level) for code, level in codes),
    )
    return identities


def open_codes(session: Session, codes: Sequence[tuple[str, int, int]]) -> None:
    """Give grids that there are already codes that nobody had: (code, identity, level)."""
    copy_rows(session, "grid_code (code, grid_id, level)", codes)


def close_rows(session: Session, grid_ids: Sequence[int], edition: int, effective: datetime) -> None:
    """Close the open rows of some grids."""
    _close(session, GridRow, GridRow.grid_id, grid_ids, edition, effective)


def close_voids(session: Session, void_ids: Sequence[int], edition: int, effective: datetime) -> None:
    """Close voids."""
    _close(session, Void, Void.id, void_ids, edition, effective)


def close_exceptions(session: Session, ids: Sequence[int], edition: int, effective: datetime) -> None:
    """Close exclave exceptions."""
    _close(session, GridException, GridException.id, ids, edition, effective)


def open_rows(session: Session, rows: Sequence[NewRow], edition: int, effective: datetime) -> None:
    """Open rows, all in one statement."""
    shapes = ewkb_hex(_multi([row.geometry for row in rows]))
    labels = ewkb_hex(shapely.points(np.array([row.label for row in rows]).reshape(-1, 2)))
    valid = _since(effective)
    copy_rows(
        session,
        "grid_row (grid_id, level, parent_id, code, name, kind, ground, class, setting, statutory, noding,"
        " geom, label, area_m2, hue, attributes, valid, edition_from)",
        (
            (
                row.grid_id,
                row.level,
                row.parent_id,
                row.code,
                row.name,
                row.kind,
                row.ground,
                row.class_,
                row.setting,
                row.statutory,
                row.noding,
                shape,
                label,
                row.area_m2,
                row.hue,
                json.dumps(dict(row.attributes), ensure_ascii=False, allow_nan=False),
                valid,
                edition,
            )
            for row, shape, label in zip(rows, shapes, labels, strict=True)
        ),
    )


def open_voids(session: Session, voids: Sequence[NewVoid], edition: int, effective: datetime) -> None:
    """Open voids."""
    shapes = ewkb_hex(_multi([void.geometry for void in voids]))
    valid = _since(effective)
    copy_rows(
        session,
        "void (parent_id, name, reason, approved_by, geom, area_m2, valid, edition_from)",
        (
            (void.parent_id, void.name, void.reason, void.approved_by, shape, void.area_m2, valid, edition)
            for void, shape in zip(voids, shapes, strict=True)
        ),
    )


def open_exceptions(
    session: Session, exclaves: Sequence[tuple[int, str, str]], edition: int, effective: datetime
) -> None:
    """Record exclaves: (identity, reason, who approved)."""
    valid = _since(effective)
    copy_rows(
        session,
        "grid_exception (grid_id, kind, reason, approved_by, valid, edition_from)",
        ((grid_id, "exclave", reason, by, valid, edition) for grid_id, reason, by in exclaves),
    )


def grant_unlocks(
    session: Session, unlocks: Sequence[tuple[int, str | None, str, str]], edition: int
) -> None:
    """Record unlocks of statutory borders: (identity, plan, who granted it, reason)."""
    for grid_id, plan, granted_by, reason in unlocks:
        session.execute(
            insert(Unlock).values(
                grid_id=grid_id, edition=edition, plan=plan, granted_by=granted_by, reason=reason
            )
        )


def set_code_patterns(session: Session, patterns: Mapping[int, str]) -> None:
    """Set the regular expressions that codes of some levels match as a whole."""
    for level, pattern in sorted(patterns.items()):
        session.execute(
            update(Level)
            .where(Level.level == level)
            .values(code_pattern=pattern)
            .execution_options(synchronize_session=False)
        )


def prove_now(session: Session) -> None:
    """Let the database prove now what is due; later changes are proved at commit again."""
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    session.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def _close(
    session: Session,
    table: type[GridRow] | type[Void] | type[GridException],
    column: InstrumentedAttribute[int],
    ids: Sequence[int],
    edition: int,
    effective: datetime,
) -> None:
    if not ids:
        return
    session.execute(
        update(table)
        .where(
            column == any_(list(ids)),  # type: ignore[arg-type]  # a list is an array to psycopg
            func.upper_inf(table.valid),
        )
        .values(valid=func.tstzrange(func.lower(table.valid), effective), edition_to=edition)
        .execution_options(synchronize_session=False)
    )


def _since(effective: datetime) -> str:
    return f"[{effective.isoformat()},)"


def _multi(geometries: Sequence[shapely.Geometry]) -> Geometries:
    parts, owner = shapely.get_parts(np.array(list(geometries), dtype=object), return_index=True)
    return (
        np.asarray(shapely.multipolygons(parts, indices=owner)) if len(parts) else np.array([], dtype=object)
    )


def ewkb_hex(geometries: Geometries) -> list[str]:
    """EPSG:4326 geometries as COPY takes them."""
    found: list[str] = shapely.to_wkb(
        shapely.set_srid(geometries, 4326), hex=True, include_srid=True
    ).tolist()
    return found


def copy_rows(session: Session, target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write many rows in one statement.

    Parameters
    ----------
    target
        Table and columns: ``void (parent_id, name)``.
    rows
        Values in the order of the columns.
    """
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"the store speaks through psycopg, not {type(driver).__name__}")
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
