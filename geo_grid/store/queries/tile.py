"""What does one vector tile of one level hold?"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

#: Units along a tile's side, and how far shapes reach beyond it.
EXTENT = 4096
BUFFER = 64

#: The deepest zoom served; one tile unit there is about half a millimetre.
MAX_ZOOM = 24

# Shapes are clipped and then rounded to tile units, each vertex by itself: neighbours stay without a seam at
# every zoom. ST_AsMVTGeom would simplify each polygon on its own first, and shared borders would part.
_TILE = text(
    """
    WITH frame AS (
        SELECT ST_TileEnvelope(:z, :x, :y) AS tile,
               ST_TileEnvelope(:z, :x, :y, margin => CAST(:buffer AS float8) / :extent) AS wide
    ), scale AS (
        SELECT ST_XMin(tile) AS west, ST_YMax(tile) AS north,
               CAST(:extent AS float8) / (ST_XMax(tile) - ST_XMin(tile)) AS per_m,
               wide, ST_Transform(wide, 4326) AS wide_lonlat
        FROM frame
    ), grid AS (
        SELECT grid_row.grid_id AS id, grid_row.code, grid_row.name, grid_row.kind,
               grid_row.kind = 'special' AS special, grid_row.hue::int AS hue, grid_row.level::int AS level,
               parent_row.code AS parent, grid_row.area_m2, grid_row.geom, grid_row.label, scale.*
        FROM scale CROSS JOIN grid_row
        LEFT JOIN grid_row AS parent_row
            ON parent_row.grid_id = grid_row.parent_id AND parent_row.valid @> :at
        WHERE grid_row.level = :level AND grid_row.valid @> :at AND grid_row.geom && scale.wide_lonlat
        ORDER BY grid_row.code
    ), shape AS (
        SELECT id, code, name, kind, special, hue, level, parent, area_m2,
               ST_ForcePolygonCCW(ST_SnapToGrid(
                   ST_Affine(
                       ST_ClipByBox2D(ST_Transform(geom, 3857), wide::box2d),
                       per_m, 0, 0, -per_m, -west * per_m, north * per_m
                   ), 1
               )) AS geom
        FROM grid
    ), label AS (
        SELECT id, code, name, kind, special, hue, level, parent, area_m2,
               ST_SnapToGrid(
                   ST_Affine(ST_Transform(label, 3857), per_m, 0, 0, -per_m, -west * per_m, north * per_m), 1
               ) AS geom
        FROM grid WHERE label && wide_lonlat
    )
    SELECT coalesce((SELECT ST_AsMVT(shape.*, 'grids', :extent, 'geom', 'id') FROM shape
                     WHERE NOT ST_IsEmpty(geom)), ''::bytea)
        || coalesce((SELECT ST_AsMVT(label.*, 'labels', :extent, 'geom', 'id') FROM label), ''::bytea)
    """
)


def tile(session: Session, level: int, z: int, x: int, y: int, at: datetime) -> bytes:
    """A Mapbox vector tile (EPSG:3857) with layers ``grids`` and ``labels``; empty where nothing is.

    Parameters
    ----------
    level
        0 to 3.
    z, x, y
        XYZ scheme, 0 ≤ z ≤ `MAX_ZOOM`, x and y below 2^z.
    at
        Aware instant.
    """
    asked = {"level": level, "z": z, "x": x, "y": y, "at": at, "extent": EXTENT, "buffer": BUFFER}
    found = session.scalar(_TILE, asked)
    return bytes(found or b"")
