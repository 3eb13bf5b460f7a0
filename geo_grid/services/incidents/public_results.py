"""Incidents as everybody may know them: lists, tiles, and the figures of a grid."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound, Refusal
from geo_grid.services.incidents.public_counts import PublicMemory, since
from geo_grid.services.locate import LocateIndex
from geo_grid.services.tiles import TilePlace
from geo_grid.settings import Settings
from geo_grid.store.queries.last_of_code import last_of_code
from geo_grid.store.queries.public_incident_tile import (
    is_crowded,
    public_incident_tile,
    public_incident_tile_of_grids,
)
from geo_grid.store.queries.public_incidents import (
    PublicIncident,
    PublicWanted,
    counts_by_state,
    public_incidents,
    spots_within,
)
from geo_grid.store.records import GridRecord

#: Zoom of the last tiles that are made, and of the first in which incidents are told one by one.
MAX_ZOOM, SINGLE_FROM = 18, 14
#: Incidents of a tile that are told one by one; where there are more, grids tell how many.
MOST_SINGLE = 3000
#: The latest incidents that a grid is told with.
LATEST = 10
#: Incidents that are located again for one answer at most.
MOST_LOCATED = 50_000

Borders = Literal["then", "today"]


@dataclass(frozen=True, slots=True)
class IncidentTileAddress(TilePlace):
    """Which public tile of incidents."""


@dataclass(frozen=True, slots=True)
class GridIncidents:
    """What everybody may know of the incidents in a grid.

    Parameters
    ----------
    states
        State → how many are in it: open, or ended in the last `PUBLIC_DAYS` days.
    latest
        Those reported last; by the grids of then.
    """

    code: str
    name: str
    borders: Borders
    states: Mapping[str, int]
    latest: tuple[PublicIncident, ...]


def discreet(settings: Settings) -> tuple[str, ...]:
    """Codes of the categories whose incidents are told by their grid only."""
    return tuple(code for code in settings.discreet_categories.replace("，", ",").split(",") if code)


def make_incident_tile(
    session: Session, address: IncidentTileAddress, at: datetime, settings: Settings, memory: PublicMemory
) -> bytes:
    """A tile from the database; empty where nothing is."""
    z, x, y = address.z, address.x, address.y
    if z < SINGLE_FROM or (z < MAX_ZOOM and is_crowded(session, z, x, y, most=MOST_SINGLE, since=since(at))):
        return public_incident_tile_of_grids(session, z, x, y, memory.counts_at(session, at).by_leaf)
    return public_incident_tile(session, z, x, y, discreet=discreet(settings), since=since(at))


def grid_incidents(
    session: Session,
    index: LocateIndex,
    code: str,
    at: datetime,
    settings: Settings,
    memory: PublicMemory,
    *,
    borders: Borders = "then",
) -> GridIncidents:
    """The incidents of a grid and of all below it.

    Parameters
    ----------
    index
        The grids in force now.
    borders
        ``then`` counts an incident for the grid that it happened in; ``today`` for the one that its place
        lies in now.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Refusal
        ``incidents_too_many``: more than `MOST_LOCATED` would have to be located again.
    """
    grid = index.by_code(code)
    if grid is not None:
        identity, name = grid.id, grid.name
    else:
        once = last_of_code(session, code, at) if borders == "then" else None
        if once is None:
            raise NotFound("grid_not_found", grid=code)
        identity, name = once.grid_id, once.name
    latest = latest_of(session, identity, at, settings, memory)
    if grid is not None and borders == "today":
        states: Mapping[str, int] = _located_again(session, index, grid, since(at))
    else:
        states = counts_by_state(session, identity, since(at))
    return GridIncidents(code, name, borders, states, latest)


def latest_of(
    session: Session, grid: int, at: datetime, settings: Settings, memory: PublicMemory
) -> tuple[PublicIncident, ...]:
    """The incidents of a grid that were reported last."""
    wanted = PublicWanted(discreet(settings), grid=grid, by_report=True)

    def read() -> tuple[PublicIncident, ...]:
        return tuple(public_incidents(session, wanted, limit=LATEST))

    return memory.list_at(grid, at, read)


def _located_again(
    session: Session, index: LocateIndex, grid: GridRecord, ended_since: datetime
) -> Mapping[str, int]:
    spots = spots_within(session, grid.bbox, ended_since, limit=MOST_LOCATED + 1)
    if len(spots) > MOST_LOCATED:
        raise Refusal("incidents_too_many", limit=MOST_LOCATED)
    if not spots:
        return {}
    located = index.locate_many(np.array([(lon, lat) for lon, lat, _ in spots]))
    return Counter(
        state for (_, _, state), point in zip(spots, located, strict=True) if grid.code in point.codes
    )
