"""An incident at another place: the grids that it lies in there."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.services.incidents.asked import Position
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.placing import choose, place
from geo_grid.services.locate import LocateIndex
from geo_grid.store.incident_held import Held
from geo_grid.store.queries.scope import grid_in_force


@dataclass(frozen=True, slots=True)
class Moved:
    """Where it is now.

    Parameters
    ----------
    place
        Lattice degrees of EPSG:4326.
    columns
        What its row says of that.
    is_other_ground
        Whether that is another grid than before.
    """

    place: tuple[float, float]
    columns: dict[str, object]
    is_other_ground: bool


def moved_to(
    session: Session, desk: Desk, incident: Held, position: Position, side: str | None = None
) -> Moved:
    """Locate an incident anew.

    Parameters
    ----------
    side
        Code of the grid that somebody says it belongs to, where a border is near.

    Raises
    ------
    InputError
        ``grid_choice_far``, ``position_swapped``.
    """
    lon, lat = on_lattice(position.lon), on_lattice(position.lat)
    if side is not None:
        return _on_side(desk, desk.index(session), incident, (lon, lat), side)
    found = desk.locate(session, lon, lat)
    grids = [grid.id for grid in found.chain]
    near = found.border
    is_near = near is not None and near.distance_m <= desk.settings.border_m
    columns: dict[str, object] = {
        "grid_id": grids[-1] if grids else None,
        "grids": grids,
        "edition": found.edition,
        "nearest_grid": found.nearest[0].id if found.nearest is not None else None,
        "nearest_m": found.nearest[1] if found.nearest is not None else None,
        "border_m": None if near is None else near.distance_m,
        "border_grid": grid_in_force(session, near.neighbour)
        if is_near and near is not None and near.neighbour is not None
        else None,
        "choice": "located",
    }
    return Moved((lon, lat), columns, columns["grid_id"] != incident.grid_id)


def _on_side(desk: Desk, index: LocateIndex, incident: Held, at: tuple[float, float], side: str) -> Moved:
    placed = choose(index, place(index, *at, desk.settings.border_m), side)
    grids = [grid.id for grid in placed.chain]
    columns: dict[str, object] = {
        "grid_id": grids[-1],
        "grids": grids,
        "edition": placed.edition,
        "nearest_grid": None,
        "nearest_m": None,
        "border_m": placed.border_m,
        "border_grid": None if placed.neighbour is None else placed.neighbour.id,
        "choice": placed.choice,
    }
    return Moved(at, columns, grids[-1] != incident.grid_id)


def on_lattice(degrees: float) -> float:
    """Degrees to the nearest whole lattice unit: floor(x·1e7 + ½)."""
    return float((degrees * UNITS_PER_DEGREE + 0.5) // 1) / UNITS_PER_DEGREE
