"""Open work stations within bounds, as everybody may see them."""

from sqlalchemy.orm import Session

from geo_grid.store.people_writing import instant_of
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.open_stations import StationRecord
from geo_grid.store.queries.stations_within import stations_within
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow


def public_stations(
    session: Session, bounds: tuple[float, float, float, float], limit: int
) -> list[tuple[StationRecord, GridRecord | None]]:
    """Stations with the smallest grid that each stands in.

    Parameters
    ----------
    bounds
        West, south, east, north, EPSG:4326 degrees.
    """
    at = instant_of(session)
    found = stations_within(session, at, bounds, limit)
    wanted = grid_select(at).where(GridRow.grid_id.in_({station.grid for station in found}))
    grids = {grid.id: grid for grid in grid_records(session, wanted)}
    return [(station, grids.get(station.grid)) for station in found]
