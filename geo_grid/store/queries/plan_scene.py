"""How are the grids around a place, as a plan has them? The plan's own differences over its base."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.edits.grid import Grid
from geo_grid.core.lattice import UNITS_PER_DEGREE, geometries_to_units
from geo_grid.store.plan_records import Base, ChangedGrid, PlannedGrid
from geo_grid.store.queries.plan_base import VOID_KEY, at_base, base_code_of, key_sql, void_of

#: West, south, east, north in lattice units.
Box = tuple[int, int, int, int]

#: Whether something divides a grid: {0} is its identity, {1} its key.
_DIVIDED = f"""(
    EXISTS (SELECT FROM grid_row c WHERE c.parent_id = {{0}} AND {at_base("c")} AND NOT EXISTS (
        SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.grid_id = c.grid_id))
    OR EXISTS (SELECT FROM void c WHERE c.parent_id = {{0}} AND {at_base("c")} AND NOT EXISTS (
        SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.void_id = c.id))
    OR EXISTS (SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.parent = {{1}} AND o.geom IS NOT NULL)
)"""  # noqa: S608 - constants of this module
_GRIDS = f"""
    SELECT r.id AS row_id, r.grid_id, CAST(NULL AS bigint) AS void_id, {key_sql("r.code")} AS key, r.level,
           {key_sql("pr.code")} AS parent, r.code, r.name, r.kind, r.ground, r.class, r.setting, r.statutory,
           EXISTS (SELECT FROM grid_exception e WHERE e.grid_id = r.grid_id AND {at_base("e")}) AS parts,
           r.attributes, false AS noding, ST_AsBinary(r.geom) AS shape, ST_X(r.label) AS lon,
           ST_Y(r.label) AS lat, r.area_m2, r.hue, false AS changed,
           r.level < 3 AND {_DIVIDED.format("r.grid_id", key_sql("r.code"))} AS has_children
    FROM grid_row r LEFT JOIN grid_row pr ON pr.grid_id = r.parent_id AND {at_base("pr")}
    WHERE {at_base("r")}
      AND NOT EXISTS (SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.grid_id = r.grid_id)
"""  # noqa: S608 - constants of this module
_VOIDS = f"""
    SELECT NULL, NULL, v.id, '{VOID_KEY}' || v.id, pr.level + 1,
           {key_sql("pr.code")}, '', v.name, 'void', NULL, NULL,
           NULL, false, true,
           jsonb_build_object('reason', v.reason, 'approved_by', v.approved_by), false, ST_AsBinary(v.geom),
           ST_X(ST_PointOnSurface(v.geom)), ST_Y(ST_PointOnSurface(v.geom)), v.area_m2, 0, false, false
    FROM void v JOIN grid_row pr ON pr.grid_id = v.parent_id AND {at_base("pr")}
    WHERE {at_base("v")}
      AND NOT EXISTS (SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.void_id = v.id)
"""  # noqa: S608 - constants of this module
_CHANGED = f"""
    SELECT NULL, p.grid_id, p.void_id, p.key, p.level, p.parent, p.code, p.name, p.kind,
           p.ground, p.class, p.setting, p.statutory, p.parts, p.attributes, p.noding, ST_AsBinary(p.geom),
           ST_X(p.label), ST_Y(p.label), p.area_m2, p.hue, true,
           p.level < 3 AND {_DIVIDED.format("p.grid_id", "p.key")}
    FROM plan_grid p WHERE p.plan_id = :plan AND p.geom IS NOT NULL
"""  # noqa: S608 - constants of this module


def _question(limit: str, grids: str, voids: str, changed: str) -> TextClause:
    whole = f"{_GRIDS} AND {grids} UNION ALL {_VOIDS} AND {voids} UNION ALL {_CHANGED} AND {changed} {limit}"
    # The driver keeps how it reads a question only below 4,096 characters: what is no word is left out.
    return text(" ".join(whole.split()).replace("( ", "(").replace(" )", ")"))


_BOX = "ST_MakeEnvelope(:west,:south,:east,:north,4326)"
_IN_BOX = _question(
    "LIMIT :most",
    f"r.geom && {_BOX} AND r.level = ANY(:levels)",
    f"v.geom && {_BOX} AND pr.level + 1 = ANY(:levels)",
    f"p.geom && {_BOX} AND p.level = ANY(:levels)",
)
_NAMED = _question(
    "",
    "r.grid_id IN (SELECT c.grid_id FROM grid_code c WHERE c.code = ANY(:codes)) AND r.code = ANY(:codes)",
    "v.id = ANY(:voids)",
    "p.key = ANY(:keys)",
)
_BELOW = _question("", "r.parent_id = ANY(:ids)", "v.parent_id = ANY(:ids)", "p.parent = ANY(:keys)")
_DIFFERENT = text(
    """
    SELECT p.*, ST_AsBinary(p.geom) AS shape FROM plan_grid p WHERE p.plan_id = :plan ORDER BY p.level, p.key
    """
)
_COUNT = text(
    f"""
    SELECT (SELECT count(*) FROM grid_row r WHERE r.geom && {_BOX} AND r.level = ANY(:levels)
            AND {at_base("r")})
         + (SELECT count(*) FROM plan_grid p WHERE p.plan_id = :plan AND p.geom && {_BOX}
            AND p.level = ANY(:levels) AND p.grid_id IS NULL)
    """  # noqa: S608 - constants of this module
)
_ALIKE = text("SET LOCAL plan_cache_mode = force_generic_plan")
_ALL_LEVELS = (0, 1, 2, 3)


def ask_alike(session: Session) -> None:
    """Have the database plan each question once for all that ask it, until the transaction ends.

    Around one step they ask for a few grids by their keys or in a small box; the planner would take longer
    for each than the answer does.
    """
    session.execute(_ALIKE)


def grids_in_box(
    session: Session,
    base: Base,
    box: Box,
    levels: Sequence[int] = _ALL_LEVELS,
    most: int | None = None,
) -> list[PlannedGrid]:
    """Grids and voids whose bounds meet a box, as the plan has them, by level and key.

    Parameters
    ----------
    most
        How many to read; which, where there are more, is left open.
    """
    asked = {**base.params(), **_corners(box), "levels": list(levels), "most": most}
    return _read(session, _IN_BOX, asked)


def count_in_box(session: Session, base: Base, box: Box, levels: Sequence[int] = _ALL_LEVELS) -> int:
    """How many grids, about, `grids_in_box` would read."""
    asked = {**base.params(), **_corners(box), "levels": list(levels)}
    return int(session.execute(_COUNT, asked).scalar_one())


def grids_named(session: Session, base: Base, keys: Iterable[str]) -> list[PlannedGrid]:
    """Grids and voids of some keys; those that are not there, or ended in the plan, are left out."""
    wanted = sorted(set(keys))
    if not wanted:
        return []
    codes = [code for key in wanted if (code := base_code_of(key)) is not None]
    voids = [number for key in wanted if (number := void_of(key)) is not None and number < 2**63]
    return _read(session, _NAMED, {**base.params(), "keys": wanted, "codes": codes, "voids": voids})


def grids_below(session: Session, base: Base, parents: Iterable[PlannedGrid]) -> list[PlannedGrid]:
    """Children and voids of some grids, by level and key."""
    above = list(parents)
    if not above:
        return []
    ids = [each.grid_id for each in above if each.grid_id is not None]
    keys = [each.grid.key for each in above]
    return _read(session, _BELOW, {**base.params(), "ids": ids, "keys": keys})


def changed_grids(session: Session, plan: int) -> list[ChangedGrid]:
    """Everything that differs from the base, those that only got vertices too, by level and key."""
    rows = session.execute(_DIFFERENT, {"plan": plan}).all()
    shapes = _units([row.shape for row in rows])
    return [
        ChangedGrid(
            row.key,
            row.grid_id,
            row.void_id,
            row.noding,
            row.step,
            None if shape is None else _grid(row, shape),
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _corners(box: Box) -> dict[str, float]:
    corners = (corner / UNITS_PER_DEGREE for corner in box)
    return dict(zip(("west", "south", "east", "north"), corners, strict=True))


def _read(session: Session, question: TextClause, asked: Mapping[str, Any]) -> list[PlannedGrid]:
    rows = session.execute(question, asked).all()
    shapes = _units([row.shape for row in rows])
    found = [
        PlannedGrid(
            _grid(row, shape),
            row.grid_id,
            row.void_id,
            row.row_id,
            (row.lon, row.lat),
            row.area_m2,
            row.hue,
            row.changed,
            row.noding,
            row.has_children,
        )
        for row, shape in zip(rows, shapes, strict=True)
    ]
    return sorted(found, key=lambda each: (each.grid.level, each.grid.key))


def _units(shapes: Sequence[Any]) -> Any:
    """Stored shapes as canonical multipolygons in lattice units; None stays None."""
    raw = as_array([None if shape is None else bytes(shape) for shape in shapes])
    there = shapely.from_wkb(raw)
    present = ~shapely.is_missing(there)
    there[present] = canonical(geometries_to_units(there[present]))
    return there


def _grid(row: Row[Any], shape: shapely.Geometry) -> Grid:
    told = row._mapping
    return Grid(
        key=row.key,
        level=row.level,
        parent=row.parent,
        geometry=shape,
        code=row.code,
        name=row.name,
        kind=row.kind,
        ground=row.ground,
        class_=told["class"],
        setting=row.setting,
        statutory=row.statutory,
        parts=row.parts,
        attributes=row.attributes,
    )
