"""Vector tiles of the base map, made once and kept in memory until a base layer is loaded anew."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.services.tiles import TilePlace
from geo_grid.store.queries.base_tile import base_tile
from geo_grid.store.queries.base_tile_state import base_extent

#: Zoom of the last tiles that are made; clients enlarge them beyond.
MAX_ZOOM = 18

#: Where nothing is loaded: all that Web Mercator shows.
WORLD = (-180.0, -85.051129, 180.0, 85.051129)


@dataclass(frozen=True, slots=True)
class BaseTileAddress(TilePlace):
    """Which tile of the base map."""


def make_base_tile(session: Session, address: BaseTileAddress) -> bytes:
    """A tile from the database; empty where nothing is."""
    return base_tile(session, address.z, address.x, address.y)


def base_bounds(session: Session) -> tuple[float, float, float, float]:
    """West, south, east, north of the base map in degrees; of the world where nothing is loaded."""
    return base_extent(session) or WORLD
