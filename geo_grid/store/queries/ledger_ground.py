"""Which rows of grids must be measured, and what may lie in them?"""

from collections.abc import Sequence
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

#: Layer → its table, and the columns that are measured, after the place.
_COLUMNS = {
    "addresses": (
        "address",
        "ST_X(it.geom), ST_Y(it.geom), it.households, it.people, nullif(it.services, '{}')",
    ),
    "organisations": ("organisation", "ST_X(it.geom), ST_Y(it.geom), it.trade"),
    "facilities": ("facility", "ST_X(it.geom), ST_Y(it.geom), it.class_code, it.class_name"),
    "buildings": ("building", "ST_X(it.label), ST_Y(it.label)"),
    "compounds": ("compound", "ST_X(it.label), ST_Y(it.label)"),
    "streets": ("street_segment", "ST_AsBinary(it.geom), it.class"),
}
_CANDIDATES = {
    layer: text(
        f"""
        SELECT grid_row.id, {columns} FROM grid_row JOIN {table} AS it ON it.geom && grid_row.geom
        WHERE grid_row.id = ANY(:rows)
        """  # noqa: S608 - names of this module
    )
    for layer, (table, columns) in _COLUMNS.items()
}
_IN_BOXES = {
    layer: text(
        f"""
        SELECT box.at::integer - 1, {columns}
        FROM unnest(CAST(:west AS float8[]), CAST(:south AS float8[]), CAST(:east AS float8[]),
                    CAST(:north AS float8[])) WITH ORDINALITY AS box (west, south, east, north, at)
        JOIN {table} AS it ON it.geom && ST_MakeEnvelope(box.west, box.south, box.east, box.north, 4326)
        """  # noqa: S608 - names of this module
    )
    for layer, (table, columns) in _COLUMNS.items()
}

# A row is measured when its grid is a leaf at some time of its validity: when its children, taken together,
# do not cover all of it.
_STALE = text(
    """
    SELECT grid_row.id FROM grid_row
    LEFT JOIN grid_ledger ON grid_ledger.grid_row_id = grid_row.id AND grid_ledger.layer = :layer
    WHERE grid_row.level > 0 AND (
        grid_ledger.layer IS NULL
        OR EXISTS (
            SELECT FROM base_change
            WHERE base_change.layer = :layer AND base_change.version > :since
              AND (base_change.geom IS NULL
                   OR base_change.geom && grid_row.geom AND ST_Intersects(base_change.geom, grid_row.geom))
        )
    ) AND NOT coalesce(
        (SELECT range_agg(child.valid) FROM grid_row AS child WHERE child.parent_id = grid_row.grid_id)
            @> grid_row.valid,
        false)
    ORDER BY grid_row.id
    """
)

_VERSIONS = text(
    """
    SELECT layer, layer_version.version, coalesce(ledger_state.version, 0) AS measured
    FROM layer_version LEFT JOIN ledger_state USING (layer) ORDER BY layer
    """
)
_SHAPES = text("SELECT id, ST_AsBinary(geom) AS shape FROM grid_row WHERE id = ANY(:rows) ORDER BY id")


def layer_versions(session: Session) -> list[tuple[str, int, int]]:
    """(layer, version in force, version that the ledger is up to) of every layer that was ever loaded."""
    return [(row.layer, row.version, row.measured) for row in session.execute(_VERSIONS)]


def stale_rows(session: Session, layer: str, since: int) -> list[int]:
    """Ids of the rows of grids that have never been measured, or whose ground a later version changed.

    Parameters
    ----------
    since
        The version that the ledger is up to.
    """
    return list(session.scalars(_STALE, {"layer": layer, "since": since}))


def row_shapes(session: Session, rows: Sequence[int]) -> dict[int, shapely.Geometry]:
    """Row of a grid → its polygon, EPSG:4326 degrees."""
    found = session.execute(_SHAPES, {"rows": list(rows)})
    return {row.id: shapely.from_wkb(bytes(row.shape)) for row in found}


def candidates(session: Session, layer: str, rows: Sequence[int]) -> Sequence[Sequence[Any]]:
    """(row of a grid, place, what is measured) for every feature whose bounds touch the row's."""
    # In the transaction of a load the planner knows nothing of the new rows yet and might read all of them
    # for each grid.
    session.execute(text("SET LOCAL enable_seqscan = off"))
    found: Sequence[Sequence[Any]] = session.execute(_CANDIDATES[layer], {"rows": list(rows)}).all()
    session.execute(text("SET LOCAL enable_seqscan = on"))
    return found


def candidates_in(
    session: Session, layer: str, boxes: Sequence[tuple[float, float, float, float]]
) -> Sequence[Sequence[Any]]:
    """(position of the box, place, what is measured) for every feature whose bounds touch a box.

    Parameters
    ----------
    boxes
        West, south, east, north, EPSG:4326 degrees.
    """
    sides = zip(("west", "south", "east", "north"), zip(*boxes, strict=True), strict=True)
    asked = {side: list(values) for side, values in sides}
    found: Sequence[Sequence[Any]] = session.execute(_IN_BOXES[layer], asked).all() if boxes else ()
    return found
