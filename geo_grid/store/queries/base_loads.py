"""Which base layers are loaded, from where, and what was left out?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_grid.store.base_tables import BaseLoad, LayerVersion


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """The report of a load; `replaced_at` is None while it is in force.

    `dropped` and `noted` are code → ``{"count", "examples"}``.
    """

    layer: str
    source: str
    title: str | None
    taken_on: date | None
    file: str
    crs: str
    made_up: bool
    rows_read: int
    rows_kept: int
    dropped: Mapping[str, Any]
    noted: Mapping[str, Any]
    mapping: Mapping[str, str]
    version: int
    loaded_at: datetime
    replaced_at: datetime | None


def base_loads(session: Session, *, replaced: bool = False) -> list[LoadRecord]:
    """Loads in force, and with `replaced` those that were; by layer, source and time."""
    statement = select(BaseLoad).order_by(BaseLoad.layer, BaseLoad.source, BaseLoad.loaded_at)
    if not replaced:
        statement = statement.where(BaseLoad.replaced_at.is_(None))
    return [
        LoadRecord(
            load.layer,
            load.source,
            load.title,
            load.taken_on,
            load.file,
            load.crs,
            load.made_up,
            load.rows_read,
            load.rows_kept,
            load.dropped,
            load.noted,
            load.mapping,
            load.version,
            load.loaded_at,
            load.replaced_at,
        )
        for load in session.scalars(statement)
    ]


def layer_versions(session: Session) -> dict[str, int]:
    """Layer → its version, of every layer that was ever loaded."""
    found = session.execute(select(LayerVersion.layer, LayerVersion.version))
    return {row.layer: row.version for row in found}
