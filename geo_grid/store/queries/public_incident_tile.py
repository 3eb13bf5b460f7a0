"""What does one public vector tile of incidents hold?"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.public_incidents import HIDDEN, POINT

EXTENT = 4096

#: Several that are told by one point are one feature; only of a single one more is said.
_POINTS = text(
    f"""
    WITH frame AS (
        SELECT tile, ST_Transform(tile, 4326) AS lonlat
        FROM (SELECT ST_TileEnvelope(:z, :x, :y) AS tile) AS box
    ), told AS (
        SELECT it.number, it.category, it.state, it.is_open, {POINT} AS point, tile, lonlat
        FROM frame JOIN incident_public AS seen ON seen.geom && lonlat OR seen.rough && lonlat
        JOIN incident AS it ON it.id = seen.incident_id
        WHERE NOT it.outside AND it.state <> ALL(:none) AND (it.is_open OR it.closed_at >= :since)
    ), feature AS (
        SELECT count(*)::int AS n, (count(*) FILTER (WHERE is_open))::int AS open,
               CASE WHEN count(*) = 1 THEN min(number) END AS number,
               CASE WHEN count(*) = 1 THEN min(category) END AS category,
               CASE WHEN count(*) = 1 THEN min(state) END AS state,
               ST_AsMVTGeom(ST_Transform(point, 3857), tile, :extent, 0, true) AS geom
        FROM told WHERE point && lonlat GROUP BY point, tile
    )
    SELECT ST_AsMVT(feature.*, 'incidents', :extent, 'geom') FROM feature WHERE geom IS NOT NULL
    """  # noqa: S608 - every piece of it is written here
)

#: As many of these as are asked for at most: whether there are more is known without looking at all.
_SOME = text(
    """
    SELECT count(*) FROM (
        SELECT 1 FROM incident_public AS seen JOIN incident AS it ON it.id = seen.incident_id
        WHERE seen.geom && ST_Transform(ST_TileEnvelope(:z, :x, :y), 4326)
          AND NOT it.outside AND it.state <> ALL(:none) AND (it.is_open OR it.closed_at >= :since)
        LIMIT :most
    ) AS told
    """
)
#: From afar, one feature for each grid.
_GRIDS = text(
    """
    WITH frame AS (
        SELECT tile, ST_Transform(tile, 4326) AS lonlat
        FROM (SELECT ST_TileEnvelope(:z, :x, :y) AS tile) AS box
    ), counted AS (
        SELECT * FROM unnest(CAST(:grids AS bigint[]), CAST(:open AS int[]), CAST(:closed AS int[]))
            AS it (grid_id, open, closed)
    ), feature AS (
        SELECT (open + closed) AS n, open, row.code AS grid,
               ST_AsMVTGeom(ST_Transform(row.label, 3857), tile, :extent, 0, true) AS geom
        FROM frame CROSS JOIN counted JOIN LATERAL (
            SELECT code, label FROM grid_row WHERE grid_row.grid_id = counted.grid_id
            ORDER BY (valid @> now()) DESC, lower(valid) DESC LIMIT 1
        ) AS row ON row.label && lonlat
    )
    SELECT ST_AsMVT(feature.*, 'incidents', :extent, 'geom') FROM feature WHERE geom IS NOT NULL
    """
)


def is_crowded(session: Session, z: int, x: int, y: int, *, most: int, since: datetime) -> bool:
    """Whether more incidents than some are told in a tile."""
    asked = {"z": z, "x": x, "y": y, "most": most + 1, "none": list(HIDDEN), "since": since}
    return bool(session.scalar(_SOME, asked) > most)


def public_incident_tile(
    session: Session, z: int, x: int, y: int, *, discreet: tuple[str, ...], since: datetime
) -> bytes:
    """A Mapbox vector tile with layer ``incidents``: open ones and those that ended since an instant.

    Parameters
    ----------
    discreet
        Codes of categories whose incidents are told by their grid only.
    """
    asked = {"z": z, "x": x, "y": y, "extent": EXTENT, "discreet": list(discreet), "since": since}
    return bytes(session.scalar(_POINTS, {**asked, "none": list(HIDDEN)}) or b"")


def public_incident_tile_of_grids(
    session: Session, z: int, x: int, y: int, counted: Mapping[int, tuple[int, int]]
) -> bytes:
    """The same from afar, one feature for each grid.

    Parameters
    ----------
    counted
        Identity of a grid that nothing divides further → how many are open, how many ended.
    """
    asked = {
        "z": z,
        "x": x,
        "y": y,
        "extent": EXTENT,
        "grids": list(counted),
        "open": [waiting for waiting, _ in counted.values()],
        "closed": [ended for _, ended in counted.values()],
    }
    return bytes(session.scalar(_GRIDS, asked) or b"")
