"""How rows of grids are read: one SELECT that the questions narrow, and the record it becomes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import ColumnElement, Row, Select, func, literal, select
from sqlalchemy.orm import Session, aliased

from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

#: A SELECT of the columns that `grid_records` reads.
GridSelect = Select[*tuple[Any, ...]]

_Parent = aliased(GridRow, name="parent_row")


def in_force(at: datetime) -> ColumnElement[bool]:
    """True for the rows valid at an instant."""
    return GridRow.valid.contains(at)


def grid_select(at: datetime, *, geometry: bool = False) -> GridSelect:
    """All grids at an instant, with their parents' codes; with their shapes only on demand.

    Parameters
    ----------
    at
        Aware instant.
    geometry
        Read the polygons too.
    """
    return (
        select(
            GridRow.grid_id,
            GridRow.code,
            GridRow.name,
            GridRow.level,
            GridRow.kind,
            GridRow.ground,
            GridRow.class_,
            GridRow.setting,
            GridRow.statutory,
            GridRow.parent_id,
            _Parent.code,
            GridRow.area_m2,
            GridRow.hue,
            func.ST_X(GridRow.label),
            func.ST_Y(GridRow.label),
            func.ST_XMin(GridRow.geom),
            func.ST_YMin(GridRow.geom),
            func.ST_XMax(GridRow.geom),
            func.ST_YMax(GridRow.geom),
            GridRow.edition_from,
            func.lower(GridRow.valid),
            func.upper(GridRow.valid),
            GridRow.attributes,
            func.ST_AsBinary(GridRow.geom) if geometry else literal(None),
        )
        .outerjoin(_Parent, (_Parent.grid_id == GridRow.parent_id) & _Parent.valid.contains(at))
        .where(in_force(at))
    )


def grid_records(session: Session, statement: GridSelect) -> list[GridRecord]:
    """Run a narrowed `grid_select` and read its rows."""
    rows: Sequence[Row[Any]] = session.execute(statement).all()
    return [_record(row) for row in rows]


def _record(row: Row[Any]) -> GridRecord:
    values: tuple[Any, ...] = tuple(row)
    head, (x, y), bbox = values[:13], values[13:15], values[15:19]
    edition, lower, upper, attributes, binary = values[19:]
    geometry = None if binary is None else shapely.from_wkb(bytes(binary))
    fields: tuple[Any, ...] = (*head, (x, y), bbox, edition, lower, upper, attributes, geometry)
    return GridRecord(*fields)
