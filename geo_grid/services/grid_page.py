"""What the page of a grid says, gathered from the grids and their ledger."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.ledger.counts import Counts, Said, counts_of
from geo_grid.core.sides import SIDES, stretches
from geo_grid.publish.pages.grid_page_data import (
    Beyond,
    Counted,
    GridLink,
    GridPageData,
)
from geo_grid.services.map_settings import MapSettings
from geo_grid.settings import Settings
from geo_grid.store.queries.ancestors import ancestors
from geo_grid.store.queries.children import children, children_count
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.ledger import ledger_sums, loaded_layers
from geo_grid.store.queries.level_names import level_names
from geo_grid.store.queries.neighbours import neighbours
from geo_grid.store.queries.special_grids import special_grids
from geo_grid.store.queries.state import state
from geo_grid.store.records import GridRecord, Neighbour

#: Grids that a page links one by one.
_LINKED = 200
#: A side that faces the outside is said to, where no neighbour has this share of it.
_SHARE_OF_SIDE = 0.25


def grid_page_data(
    session: Session,
    code: str,
    at: datetime,
    settings: Settings,
    place: MapSettings,
) -> GridPageData:
    """What the page of a grid says of its ground; people, and the sheet that led here, are added to it.

    Parameters
    ----------
    at
        Aware instant.
    place
        What the whole is called.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    beside = neighbours(session, grid, at)
    inside = children(session, grid.id, at, limit=_LINKED)
    specials = special_grids(session, grid.id, at) if inside.items else []
    loads = loaded_layers(session)
    counts = counts_of(ledger_sums(session, at, [grid.id])[grid.id], loads, settings.weights)
    zone = settings.zone
    return GridPageData(
        code=grid.code,
        name=grid.name,
        level=grid.level,
        level_name=level_names(session)[grid.level],
        special=grid.kind == "special",
        kind=grid.kind,
        ground=grid.ground,
        class_=grid.class_,
        setting=grid.setting,
        statutory=grid.statutory,
        area_m2=grid.area_m2,
        valid_from=grid.valid_from.astimezone(zone).date(),
        touched=grid.edition,
        edition=state(session, at).edition or grid.edition,
        today=at.astimezone(zone).date(),
        place=place.title,
        made_up=place.made_up,
        chain=tuple(map(grid_link, ancestors(session, grid, at))),
        sides=_sides(grid, beside),
        neighbours=tuple(Beyond(grid_link(each.grid), each.shared_m) for each in beside),
        children=tuple(map(grid_link, inside.items)),
        children_more=children_count(session, grid.id, at) - len(inside.items) if inside.next else 0,
        specials=tuple(map(grid_link, specials)),
        households=_counted(counts.households),
        residents=_counted(counts.people),
        counts=_numbers(counts),
        people=None,
        freshness=None,
    )


def grid_link(grid: GridRecord) -> GridLink:
    """A grid as a page links it."""
    return GridLink(grid.code, grid.name, grid.level, grid.kind == "special")


def _sides(grid: GridRecord, beside: list[Neighbour]) -> dict[str, Beyond]:
    """The neighbour with most border on each side, or the outside where hardly anybody has any of it."""
    found = stretches(grid.geometry, [each.grid.geometry for each in beside])
    sides: dict[str, Beyond] = {}
    for side in SIDES:
        here = [each for each in found if each.side == side]
        whole = sum(each.metres for each in here)
        inside = [each for each in here if each.neighbour is not None]
        first = inside[0] if inside and inside[0].metres >= _SHARE_OF_SIDE * whole else None
        first = first or (here[0] if here else None)
        if first is not None:
            whose = grid_link(beside[first.neighbour].grid) if first.neighbour is not None else None
            sides[side] = Beyond(whose, first.metres)
    return sides


def _counted(said: Said | None) -> Counted | None:
    return Counted(said.value, said.unknown) if said is not None else None


def _numbers(counts: Counts) -> Mapping[str, int]:
    found = {
        "addresses": counts.addresses,
        "buildings": counts.buildings,
        "compounds": counts.compounds,
        "organisations": counts.organisations,
    }
    return {what: count for what, count in found.items() if count is not None}
