"""The map of a grid with everything below it as one file that opens without a network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound, Refusal
from geo_grid.files.replacing import replaced
from geo_grid.publish.folium_map import MapLayer, grid_map
from geo_grid.publish.people_of_map import PeopleOfMap, people_on_map
from geo_grid.services.duty_index import DutyIndex, duty_index_of
from geo_grid.services.grid_page_people import people_view
from geo_grid.services.map_file import PAGES
from geo_grid.settings import Settings
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.state import state
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.records import GridRecord
from geo_grid.words import Language
from geo_grid.words.problems import explain

#: Grids that one file may hold: more make a page that no telephone opens.
MOST_GRIDS = 3000


@dataclass(frozen=True)
class GridMap:
    """A map, and how many grids are on it."""

    page: str
    grids: int


def write_grid_map(
    session: Session, code: str, out: Path, at: datetime, settings: Settings, language: Language
) -> int:
    """Write the map of a grid with who answers for each below it; the file appears as a whole or not at all.

    Returns
    -------
    Number of grids.

    Raises
    ------
    NotFound, Refusal
        As `draw_grid_map`.
    InputError
        ``map_not_html``: the file's name ends as that of something else.
    """
    if out.suffix.lower() not in PAGES:
        raise InputError("map_not_html", file=out.name)
    drawn = draw_grid_map(session, code, at, settings, language)
    with replaced(out) as temporary:
        temporary.write_text(drawn.page, encoding="utf-8")
    return drawn.grids


def draw_grid_map(
    session: Session,
    code: str,
    at: datetime,
    settings: Settings,
    language: Language,
    *,
    may_name: Callable[[int], int] = lambda grids: grids,
) -> GridMap:
    """A grid, its children and theirs as layers, with who answers for each.

    Parameters
    ----------
    at
        Aware instant.
    may_name
        Asked with the number of grids, says for how many people may be named; the coarse levels come first,
        and a level is named whole or not at all.

    Returns
    -------
    With an HTML page that loads nothing.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Refusal
        ``map_too_large``: there are more than `MOST_GRIDS`.
    """
    root = grid_by_code(session, code, at)
    if root is None:
        raise NotFound("grid_not_found", grid=code)
    grids = [root, *subtree(session, root, at)]
    if len(grids) > MOST_GRIDS:
        raise Refusal("map_too_large", grid=code, grids=len(grids), limit=MOST_GRIDS)
    levels = [[grid for grid in grids if grid.level == level] for level in sorted({g.level for g in grids})]
    named = _named(levels, may_name(len(grids)))
    duty = duty_index_of(session, at, named, settings.zone)
    people = PeopleOfMap(
        {grid.code: _people(duty, grid, at, settings) for grid in named},
        state(session, at).edition or root.edition,
        at.astimezone(settings.zone).date(),
        settings.hotline,
    )
    layers = [_layer(level) for level in levels]
    page = grid_map(layers, [], title=root.name, wording=explain, language=language, people=people)
    return GridMap(page, len(grids))


def _named(levels: Sequence[Sequence[GridRecord]], most: int) -> list[GridRecord]:
    named: list[GridRecord] = []
    for level in levels:
        if len(named) + len(level) > most:
            break
        named += level
    return named


def _people(duty: DutyIndex, grid: GridRecord, at: datetime, settings: Settings) -> list[dict[str, object]]:
    return people_on_map(people_view(duty.people(grid, at), settings.zone))


def _layer(grids: Sequence[GridRecord]) -> MapLayer:
    shapes = np.empty(len(grids), dtype=object)
    shapes[:] = [grid.geometry for grid in grids]
    return MapLayer(
        grids[0].level,
        [grid.code for grid in grids],
        [grid.name for grid in grids],
        [grid.parent for grid in grids],
        shapes,
        np.array([grid.area_m2 for grid in grids]),
        np.array([grid.hue for grid in grids], dtype=np.int8),
    )
