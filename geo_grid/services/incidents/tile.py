"""The desk's map, tile by tile."""

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.services.incidents.index.gathering import gathered
from geo_grid.services.incidents.index.look import Look, Tile
from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.incident_tile import BUFFER, EXTENT, tile_of_cells, tile_of_points

#: Incidents of a tile that are drawn one by one, at most; more are gathered.
MOST_POINTS = 3000
#: Zoom below which they are gathered always.
GATHERED_BELOW = 12


def make_incident_tile(
    session: Session, look: Look, tile: Tile, asked: IncidentFilter, sight: Sight
) -> bytes:
    """A Mapbox vector tile with the layer ``incidents``; empty where none is there."""
    inside = list(look.wanted(asked, sight, tile))
    n = sum(len(positions) for _, positions in inside)
    if tile[0] < GATHERED_BELOW or n > MOST_POINTS:
        return tile_of_cells(session, gathered(inside, tile, look.stand.at)) if n else b""
    # Around points something is drawn: those just outside are in it, too. A cell belongs to one tile.
    beside = look.wanted_beside(asked, sight, tile, BUFFER / EXTENT)
    ids = np.concatenate([columns.id[positions] for columns, positions in (*inside, *beside)]).tolist()
    return tile_of_points(session, *tile, ids[: 2 * MOST_POINTS]) if ids else b""
