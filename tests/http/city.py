"""The real city of data/, published straight through the store's own writing."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import shapely
from sqlalchemy import Engine, text

from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.session import session_scope
from geo_grid.store.writing import (
    NewRow,
    close_rows,
    open_edition,
    open_identities,
    open_rows,
)

CITY = Path(__file__).parents[2] / "data" / "real_city"

#: Midnight in Shanghai on the first of January 2026: when the first edition takes effect.
FIRST = datetime(2025, 12, 31, 16, tzinfo=UTC)


def features() -> list[dict[str, Any]]:
    """Outline and grids, level ascending."""
    found: list[dict[str, Any]] = []
    for name in ("outline.geojson", "grids.geojson"):
        found += json.loads((CITY / name).read_text(encoding="utf-8"))["features"]
    return sorted(found, key=lambda feature: int(feature["properties"]["level"]))


def publish_city(engine: Engine, effective: datetime = FIRST) -> int:
    """Publish outline and three levels as one edition; its number."""
    found = features()
    codes = [(feature["properties"]["code"], feature["properties"]["level"]) for feature in found]
    with session_scope(engine) as session:
        edition = open_edition(session, effective, "首版", "首次划分", "test", sets_outline=True)
        ids = open_identities(session, codes)
        rows = []
        for position, feature in enumerate(found):
            told = feature["properties"]
            shape = shapely.geometry.shape(feature["geometry"])
            label = shape.representative_point()
            rows.append(
                NewRow(
                    grid_id=ids[told["code"]],
                    level=told["level"],
                    parent_id=ids[told["parent"]] if told["parent"] is not None else None,
                    code=told["code"],
                    name=told["name"],
                    kind="comprehensive",
                    ground="residential" if told["level"] == 3 else None,
                    class_=None,
                    setting="urban",
                    statutory=told["level"] < 3,
                    noding=False,
                    geometry=shape,
                    label=(label.x, label.y),
                    area_m2=1000.0 + position,
                    hue=position % 6,
                    attributes={"來源": "demo"},
                )
            )
        open_rows(session, rows, edition, effective)
    return edition


def rename(engine: Engine, code: str, name: str, effective: datetime) -> int:
    """Publish an edition that gives one grid another name; its number."""
    return publish_change(engine, [code], lambda row: replace(row, name=name), effective)


def publish_change(
    engine: Engine, codes: list[str], change: Callable[[NewRow], NewRow], effective: datetime
) -> int:
    """Publish an edition that replaces some rows by changed ones; its number."""
    with session_scope(engine) as session:
        now = session.scalar(text("SELECT max(lower(valid)) FROM grid_row"))
        records = [record for record in whole_edition(session, now) if record.code in codes]
        edition = open_edition(session, effective, "改名", "test", "test", sets_outline=False)
        close_rows(session, [record.id for record in records], edition, effective)
        rows = [
            NewRow(
                grid_id=record.id,
                level=record.level,
                parent_id=record.parent_id,
                code=record.code,
                name=record.name,
                kind=record.kind,
                ground=record.ground,
                class_=record.class_,
                setting=record.setting,
                statutory=record.statutory,
                noding=False,
                geometry=record.geometry,
                label=record.label,
                area_m2=record.area_m2,
                hue=record.hue,
                attributes=record.attributes,
            )
            for record in records
        ]
        open_rows(session, [change(row) for row in rows], edition, effective)
    return edition
