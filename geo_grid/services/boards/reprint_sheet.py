"""The reprint list on paper, with the map of its walk."""

from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.publish.sheets.reprint import MAP_MM, ReprintSheet, StopLine, reprint_sheet_pdf
from geo_grid.publish.sheets.walk_map import WalkGround, walk_map
from geo_grid.services.boards.making import Made
from geo_grid.services.boards.reprint import ReprintList, reprint_list
from geo_grid.settings import Settings
from geo_grid.store.queries import ground_picture as layers
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.grids_in_sight import grids_in_sight
from geo_grid.store.queries.state import state
from geo_grid.words import Language
from geo_grid.words.sheets import sheet_word

#: Ground around the walk, degrees, and the widest on which every street is drawn.
_AROUND, _STREETS_TO = 0.004, 0.05
_GREAT_STREETS = ("expressway", "arterial")


def reprint_pdf(
    session: Session,
    actor: Actor | None,
    settings: Settings,
    at: datetime,
    language: Language,
    grid: str | None = None,
) -> Made:
    """As `reprint_list`, to take along.

    Raises
    ------
    Unavailable
        ``font_missing``.
    """
    found = reprint_list(session, actor, settings, at, grid)
    asked = None if grid is None else grid_by_code(session, grid, at, geometry=False)
    sheet = ReprintSheet(
        ground=asked.name if asked is not None else sheet_word("all_ground", language),
        stops=[
            StopLine(
                stop.order,
                stop.board.grid[0],
                stop.board.grid[1],
                stop.board.place,
                stop.board.kind,
                stop.board.size,
                stop.reasons,
                stop.walk_m,
            )
            for stop in found.stops
        ],
        cards=[
            (each.grid[1], [(door.building, door.count) for door in each.buildings]) for each in found.cards
        ],
        total_m=found.total_m,
        map_svg=_map(session, found, at, language) if found.stops else None,
        edition=state(session, at).edition or 0,
        on=at.astimezone(settings.zone).date(),
        language=language,
    )
    return Made(*reprint_sheet_pdf(sheet))


def _map(session: Session, found: ReprintList, at: datetime, language: Language) -> str:
    stops = np.array([(stop.board.lon, stop.board.lat) for stop in found.stops])
    west, south = (float(each) for each in stops.min(axis=0) - _AROUND)
    east, north = (float(each) for each in stops.max(axis=0) + _AROUND)
    window = (west, south, east, north)
    classes = None if east - west <= _STREETS_TO else _GREAT_STREETS
    ground = [WalkGround(each.geometry, "street") for each in layers.streets(session, window, classes)]
    ground += [WalkGround(each.geometry, "grid") for each in grids_in_sight(session, window, range(3, 4), at)]
    names = [stop.board.grid[1] for stop in found.stops]
    return walk_map(stops, names, ground, *MAP_MM, sheet_word("north", language))
