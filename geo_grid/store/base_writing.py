"""Writing base layers: the rows of a load by COPY, the former load's rows away, and what changed between."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from numpy.typing import NDArray
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from geo_grid.store.base_tables import TABLES, BaseLoad, LayerVersion, Street, StreetSegment
from geo_grid.store.writing import copy_rows, ewkb_hex

Geometries = NDArray[Any]

#: Beyond this share of a layer's rows, changes are not listed one by one: everything is taken as changed.
LISTED_SHARE = 0.5

#: The advisory lock of loading: the bytes of "geo_load".
_LOCK = int.from_bytes(b"geo_load", "big")

#: Columns that say nothing about the ground: two rows that differ in them alone are the same.
_OWN = frozenset({"id", "load_id", "source_id"})


@dataclass(frozen=True, slots=True)
class NewLoad:
    """The report of a load."""

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


def lock_loads(session: Session) -> None:
    """Be the only one who loads or removes layers until the transaction ends, and see what those before did.

    Taken before the ledger is locked (`lock_ledger`), never after it: who loads several layers counts each of
    them, and must not wait then for somebody who has the next layer and waits to count.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def raise_version(session: Session, layer: str) -> int:
    """Count a layer's version up."""
    raised = text(
        "INSERT INTO layer_version (layer, version) VALUES (:layer, 1)"
        " ON CONFLICT (layer) DO UPDATE SET version = layer_version.version + 1 RETURNING version"
    )
    return int(session.execute(raised, {"layer": layer}).scalar_one())


def end_load(session: Session, layer: str, source: str) -> int | None:
    """Mark the load of a layer from a source as replaced; its id, None where there is none in force."""
    return session.scalar(
        update(BaseLoad)
        .where(BaseLoad.layer == layer, BaseLoad.source == source, BaseLoad.replaced_at.is_(None))
        .values(replaced_at=func.clock_timestamp())
        .returning(BaseLoad.id)
        .execution_options(synchronize_session=False)
    )


def open_load(session: Session, load: NewLoad, version: int) -> int:
    """Write the report of a load; its id."""
    statement = (
        insert(BaseLoad)
        .values(
            layer=load.layer,
            source=load.source,
            title=load.title,
            taken_on=load.taken_on,
            file=load.file,
            crs=load.crs,
            made_up=load.made_up,
            rows_read=load.rows_read,
            rows_kept=load.rows_kept,
            dropped=dict(load.dropped),
            noted=dict(load.noted),
            mapping=dict(load.mapping),
            version=version,
        )
        .returning(BaseLoad.id)
    )
    return session.scalars(statement).one()


def copy_features(
    session: Session,
    layer: str,
    load_id: int,
    columns: Mapping[str, Sequence[Any]],
    geometry: Mapping[str, Geometries],
    attributes: Sequence[Mapping[str, Any]],
) -> None:
    """Write the features of a load, in one statement.

    Parameters
    ----------
    columns
        Column → (n,) values; objects are written as JSON.
    geometry
        Column (``geom``, ``label``) → (n,) shapes, EPSG:4326 degrees.
    attributes
        (n,) what else was kept.
    """
    shapes = {name: ewkb_hex(found) for name, found in geometry.items()}
    told = {name: _jsons(found) if name == "services" else found for name, found in columns.items()}
    names = [*told, *shapes]
    target = f"{TABLES[layer].__tablename__} (load_id, attributes, {', '.join(names)})"
    kept = _jsons(attributes)
    rows = zip(kept, *told.values(), *shapes.values(), strict=True)
    copy_rows(session, target, ((load_id, *row) for row in rows))


def copy_segments(
    session: Session,
    load_id: int,
    street: Sequence[int],
    columns: Mapping[str, Sequence[Any]],
    geometry: Geometries,
) -> None:
    """Write the segments of a load's streets.

    Parameters
    ----------
    street
        (k,) position of each segment's street among the streets of the load, as they were copied.
    columns
        Column → (k,) values.
    geometry
        (k,) LineStrings, EPSG:4326 degrees.
    """
    # COPY gives identities in the order of its rows.
    ids = session.scalars(select(Street.id).where(Street.load_id == load_id).order_by(Street.id)).all()
    target = f"street_segment (load_id, street_id, {', '.join(columns)}, geom)"
    rows = zip(street, *columns.values(), ewkb_hex(geometry), strict=True)
    copy_rows(session, target, ((load_id, ids[at], *rest) for at, *rest in rows))


def note_changes(session: Session, layer: str, version: int, new: int | None, old: int | None) -> None:
    """Write down where a layer differs from what it was: features that came and features that went.

    A feature that is in both loads with the same shape and fields has not changed. Where most of the layer
    has, one row without a shape says so, and what was written down before is forgotten.

    Parameters
    ----------
    version
        The layer's version that these changes made.
    new, old
        Id of the load that came and of the one that goes; None where there is none. Both hold their rows.
    """
    table = TABLES[layer].__tablename__
    said = ", ".join(
        f'"{column.name}"' for column in TABLES[layer].__table__.columns if column.name not in _OWN
    )
    params = {"layer": layer, "version": version, "new": new, "old": old}
    changed = session.execute(
        text(
            f"""
            INSERT INTO base_change (layer, version, geom)
            SELECT :layer, :version, (array_agg(geom))[1]
            FROM (
                SELECT md5(ROW({said})::text) AS says, geom,
                       CASE WHEN load_id = :new THEN 1 ELSE -1 END AS came
                FROM {table} WHERE load_id IN (:new, :old)
            ) AS both_loads
            GROUP BY says HAVING sum(came) <> 0
            """  # noqa: S608 - names of our own tables and columns
        ),
        params,
    ).rowcount  # type: ignore[attr-defined]  # an INSERT's result is a cursor's
    rows = session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - as above
    if changed > LISTED_SHARE * rows:
        session.execute(text("DELETE FROM base_change WHERE layer = :layer"), params)
        session.execute(text("INSERT INTO base_change (layer, version) VALUES (:layer, :version)"), params)
    elif new is not None:
        session.execute(
            text(
                "UPDATE base_load SET changed_bbox = ("
                " SELECT ST_SetSRID(ST_Extent(geom)::geometry, 4326) FROM base_change"
                " WHERE layer = :layer AND version = :version) WHERE id = :new"
            ),
            params,
        )


def drop_features(session: Session, layer: str, load_id: int) -> None:
    """Take the features of a load away; its report stays."""
    if layer == "streets":
        session.execute(delete(StreetSegment).where(StreetSegment.load_id == load_id))
    table = TABLES[layer].__table__
    session.execute(delete(table).where(table.c.load_id == load_id))  # type: ignore[arg-type]


def version_of(session: Session, layer: str) -> int | None:
    """A layer's version; None where it was never loaded."""
    return session.scalar(select(LayerVersion.version).where(LayerVersion.layer == layer))


def _jsons(objects: Sequence[Mapping[str, Any]]) -> list[str]:
    return [json.dumps(dict(each), ensure_ascii=False, allow_nan=False) if each else "{}" for each in objects]
