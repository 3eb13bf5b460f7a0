"""A vector tile of incidents: each by itself, or gathered in cells where they are many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.incident_filter import OVERDUE

#: Units along a side of a tile, and around it, in which what is drawn at its border is drawn in both tiles.
EXTENT, BUFFER = 4096, 64

_POINTS = text(
    f"""
    SELECT ST_AsMVT(drawn, 'incidents', {EXTENT}, 'geom') FROM (
        SELECT ST_AsMVTGeom(
                   ST_Transform(i.geom, 3857), ST_TileEnvelope(:z, :x, :y), {EXTENT}, {BUFFER}, true
               ) AS geom,
               i.number, i.state, i.urgency, i.category, i.kind, {OVERDUE} AS overdue, i.outside,
               CAST(extract(epoch FROM i.reported_at) AS bigint) AS t, 1 AS n
        FROM incident i WHERE i.id = ANY(:ids)
    ) drawn
    """  # noqa: S608 - constants of the store
)
_CELLS = text(
    f"""
    SELECT ST_AsMVT(drawn, 'incidents', {EXTENT}, 'geom') FROM (
        SELECT ST_MakePoint(x, y) AS geom, n,
               (ARRAY['normal', 'urgent', 'emergency'])[urgency + 1] AS urgency, overdue > 0 AS overdue,
               overdue AS overdue_n, t
        FROM unnest(CAST(:xs AS integer[]), CAST(:ys AS integer[]), CAST(:n AS integer[]),
            CAST(:urgency AS integer[]), CAST(:overdue AS integer[]), CAST(:t AS bigint[])
        ) AS cell (x, y, n, urgency, overdue, t)
    ) drawn
    """  # noqa: S608 - constants of the store
)


@dataclass(frozen=True, slots=True)
class Cells:
    """Where how many incidents are; every array is of shape (n,).

    Parameters
    ----------
    x, y
        Where they are on average, in units of the tile from its north-west.
    n, overdue
        How many there are, and for how many of them the clock has run out.
    urgency
        Of the one that presses most: 0 normal, 1 urgent, 2 emergency.
    last
        When the last one was reported, seconds since 1970.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    n: NDArray[np.int32]
    urgency: NDArray[np.int8]
    overdue: NDArray[np.int32]
    last: NDArray[np.int64]


def tile_of_points(session: Session, z: int, x: int, y: int, ids: Sequence[int]) -> bytes:
    """A Mapbox vector tile with the layer ``incidents``.

    Each has ``number``, ``state``, ``urgency``, ``category``, ``kind``, ``overdue``, ``outside``, ``t`` (when
    it was reported, seconds since 1970) and ``n`` 1.
    """
    return bytes(session.scalar(_POINTS, {"z": z, "x": x, "y": y, "ids": list(ids)}) or b"")


def tile_of_cells(session: Session, cells: Cells) -> bytes:
    """A Mapbox vector tile with the layer ``incidents``.

    Each cell has ``n``, the ``urgency`` of the one that presses most, ``overdue`` where one is, ``overdue_n``
    how many, and ``t`` of the last one.
    """
    told = {
        "xs": cells.x.tolist(),
        "ys": cells.y.tolist(),
        "n": cells.n.tolist(),
        "urgency": cells.urgency.tolist(),
        "overdue": cells.overdue.tolist(),
        "t": cells.last.tolist(),
    }
    return bytes(session.scalar(_CELLS, told) or b"")
