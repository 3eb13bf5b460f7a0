"""Which incidents are in a vector tile? Each by itself, or gathered in cells where they are many."""

import math
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.incident_filter import OVERDUE, filtered

#: Incidents of a tile that are drawn one by one, at most; more are gathered.
MOST_POINTS = 3000
#: Zoom below which they are gathered always.
GATHERED_BELOW = 12
#: Cells along a side of a tile.
_CELLS = 64
#: Units along a side of a tile, and around it, in which what is drawn at its border is drawn in both tiles.
_EXTENT, _BUFFER = 4096, 64

_POINTS = """
    WITH asked AS MATERIALIZED (
        SELECT i.* FROM incident i
        WHERE i.geom && ST_MakeEnvelope(:tile_west, :tile_south, :tile_east, :tile_north, 4326) AND {where}
        LIMIT :most + 1
    ), drawn AS (
        SELECT ST_AsMVTGeom(
                   ST_Transform(i.geom, 3857), ST_TileEnvelope(:z, :x, :y), {extent}, {buffer}, true
               ) AS geom,
               i.number, i.state, i.urgency, i.category, i.kind, {overdue} AS overdue,
               CAST(extract(epoch FROM i.reported_at) AS bigint) AS t, 1 AS n
        FROM asked i
    )
    SELECT (SELECT count(*) FROM asked) AS n, ST_AsMVT(drawn, 'incidents', {extent}, 'geom') AS tile
    FROM drawn
"""
_GATHERED = """
    WITH placed AS (
        SELECT ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat, {overdue} AS overdue,
               CASE i.urgency WHEN 'emergency' THEN 2 WHEN 'urgent' THEN 1 ELSE 0 END AS urgent,
               i.reported_at
        FROM incident i
        WHERE i.geom && ST_MakeEnvelope(:tile_west, :tile_south, :tile_east, :tile_north, 4326) AND {where}
    ), gathered AS (
        SELECT count(*) AS n, avg(lon) AS lon, avg(lat) AS lat, max(urgent) AS urgent,
               count(*) FILTER (WHERE overdue) AS overdue, max(reported_at) AS last
        FROM placed
        GROUP BY floor((lon - :tile_west) / (:tile_east - :tile_west) * {cells}),
                 floor((lat - :tile_south) / (:tile_north - :tile_south) * {cells})
    ), drawn AS (
        SELECT ST_AsMVTGeom(
                   ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857), ST_TileEnvelope(:z, :x, :y),
                   {extent}, 0, true
               ) AS geom,
               n, (ARRAY['normal', 'urgent', 'emergency'])[urgent + 1] AS urgency, overdue > 0 AS overdue,
               overdue AS overdue_n, CAST(extract(epoch FROM last) AS bigint) AS t
        FROM gathered
    )
    SELECT ST_AsMVT(drawn, 'incidents', {extent}, 'geom') FROM drawn
"""


def incident_tile(session: Session, z: int, x: int, y: int, asked: IncidentFilter, sight: Sight) -> bytes:
    """A Mapbox vector tile with the layer ``incidents``; empty where none is there.

    Each has ``number``, ``state``, ``urgency``, ``category``, ``kind``, ``overdue``, ``t`` (when it was
    reported, seconds since 1970) and ``n`` 1. Those that are gathered have ``n``, the ``urgency`` of the one
    that presses most, ``overdue`` where one is, ``overdue_n`` how many, and ``t`` of the last one.
    """
    where, params = filtered(asked, sight)
    named: dict[str, Any] = {
        "where": where, "overdue": OVERDUE, "extent": _EXTENT, "buffer": _BUFFER, "cells": _CELLS
    }  # fmt: skip
    # Around points something is drawn: those just outside are in it, too. A cell belongs to one tile.
    if z >= GATHERED_BELOW:
        told = {**params, **_bounds(z, x, y, _BUFFER / _EXTENT), "z": z, "x": x, "y": y, "most": MOST_POINTS}
        row = session.execute(text(_POINTS.format(**named)), told).one()
        if row.n <= MOST_POINTS:
            return bytes(row.tile or b"")
    told = {**params, **_bounds(z, x, y, 0.0), "z": z, "x": x, "y": y}
    return bytes(session.scalar(text(_GATHERED.format(**named)), told) or b"")


def _bounds(z: int, x: int, y: int, around: float) -> dict[str, float]:
    """West, south, east and north of a tile with some around it, EPSG:4326 degrees."""
    side = 2.0**z

    def lat(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * max(0.0, min(side, row)) / side))))

    return {
        "tile_west": (x - around) / side * 360 - 180,
        "tile_east": (x + 1 + around) / side * 360 - 180,
        "tile_north": lat(y - around),
        "tile_south": lat(y + 1 + around),
    }
