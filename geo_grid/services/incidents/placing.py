"""Where an incident is: its grids at all levels, and what lies across a border that is near."""

import math
from dataclasses import dataclass, replace

import numpy as np

from geo_grid.core.crs import BD09, GCJ02, WGS84, Crs
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.services.locate import LocateIndex
from geo_grid.store.records import GridRecord

#: Systems in which somebody may say where something is, by the names that they are asked for by.
SYSTEMS: dict[str, Crs] = {"wgs84": WGS84, "gcj02": GCJ02, "bd09": BD09}
#: Directions in which other grids are looked for at a corner.
_AROUND = 16
#: Metres in a degree of latitude, near enough for looking around.
_METRES_PER_DEGREE = 111_320.0
#: Metres outside the coverage from which on it is asked whether longitude and latitude are swapped.
_FAR_M = 1000.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an incident is.

    Parameters
    ----------
    lon, lat
        On the lattice, EPSG:4326 degrees.
    chain
        The grids that it belongs to, level ascending, without the outline; empty outside the coverage.
    border_m
        Metres to the nearest border; None outside.
    neighbour
        The grid on the other side of a border that is near; None where none is.
    others
        All grids that may be chosen instead, since their border is near.
    nearest
        Outside: the nearest grid and the metres to it.
    choice
        ``chosen`` where somebody said which grid it is, though the point lies in another.
    """

    lon: float
    lat: float
    chain: tuple[GridRecord, ...]
    edition: int | None
    border_m: float | None = None
    neighbour: GridRecord | None = None
    others: tuple[GridRecord, ...] = ()
    nearest: tuple[GridRecord, float] | None = None
    choice: str = "located"

    @property
    def leaf(self) -> GridRecord | None:
        """The grid itself."""
        return self.chain[-1] if self.chain else None


def on_lattice(lon: float, lat: float, system: str = "wgs84") -> tuple[float, float]:
    """A place as it is kept: EPSG:4326 degrees on the lattice.

    Parameters
    ----------
    lon, lat
        Degrees of the system, within the world.
    system
        One of `SYSTEMS`.
    """
    if system != "wgs84":
        lon, lat = SYSTEMS[system].to_lonlat(np.array([[lon, lat]], dtype=np.float64))[0].tolist()
    return (
        math.floor(lon * UNITS_PER_DEGREE + 0.5) / UNITS_PER_DEGREE,
        math.floor(lat * UNITS_PER_DEGREE + 0.5) / UNITS_PER_DEGREE,
    )


def place(index: LocateIndex, lon: float, lat: float, near_m: float) -> Placed:
    """Find out where a point is.

    Parameters
    ----------
    lon, lat
        On the lattice, EPSG:4326 degrees.
    near_m
        Metres within which a border is near.

    Raises
    ------
    InputError
        ``position_swapped``: it lies far outside, and would lie inside were they the other way round.
    """
    located = index.locate(lon, lat)
    if not located.chain:
        far = located.nearest is None or located.nearest[1] > _FAR_M
        if far and abs(lon) <= 90 and index.chain_at(lat, lon):
            raise InputError("position_swapped", lon=str(lon), lat=str(lat))
        return Placed(lon, lat, (), located.edition, nearest=located.nearest)
    border = located.border
    border_m = None if border is None else border.distance_m
    if border is None or border_m is None or border_m > near_m:
        return Placed(lon, lat, located.chain, located.edition, border_m)
    neighbour = index.by_code(border.neighbour) if border.neighbour is not None else None
    others = {grid.id: grid for grid in _around(index, lon, lat, near_m)}
    if neighbour is not None:
        others[neighbour.id] = neighbour
    others.pop(located.chain[-1].id, None)
    found = tuple(sorted(others.values(), key=lambda grid: grid.code))
    return Placed(lon, lat, located.chain, located.edition, border_m, neighbour, found)


def choose(index: LocateIndex, placed: Placed, code: str) -> Placed:
    """The same place, with the grid that somebody says it belongs to.

    Parameters
    ----------
    code
        Of the grid that the point lies in, or of one whose border is near.

    Raises
    ------
    InputError
        ``grid_choice_far``.
    """
    if placed.leaf is not None and placed.leaf.code == code:
        return placed
    chosen = next((grid for grid in placed.others if grid.code == code), None)
    if chosen is None:
        here = placed.leaf.code if placed.leaf is not None else None
        raise InputError("grid_choice_far", grid=code[:100], here=here)
    return replace(placed, chain=index.chain_of(chosen), neighbour=placed.leaf, choice="chosen")


def _around(index: LocateIndex, lon: float, lat: float, near_m: float) -> list[GridRecord]:
    """Grids on a circle about a point: at a corner there are several."""
    north = near_m / _METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.01)
    found = []
    for step in range(_AROUND):
        turn = 2 * math.pi * step / _AROUND
        chain = index.chain_at(lon + east * math.cos(turn), lat + north * math.sin(turn))
        if chain:
            found.append(chain[-1])
    return found
