"""What the page of a grid says, gathered from the grids and their ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from geo_grid.services.locate import LocateIndex
from geo_grid.services.map_settings import MapSettings, map_settings
from geo_grid.settings import Settings
from geo_grid.store.queries.ancestors import ancestors
from geo_grid.store.queries.children import children, children_count
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.ledger import LoadedLayer, ledger_sums, loaded_layers
from geo_grid.store.queries.level_names import level_names
from geo_grid.store.queries.neighbours import with_neighbours
from geo_grid.store.queries.special_grids import special_grids
from geo_grid.store.queries.state import state
from geo_grid.store.records import GridRecord, Neighbour

#: Grids, and special grids among all below, that a page links one by one.
_LINKED, _SPECIALS = 200, 100
#: A side that faces the outside is said to, where no neighbour has this share of it.
_SHARE_OF_SIDE = 0.25


@dataclass(frozen=True, slots=True)
class Whole:
    """What every page says alike.

    Parameters
    ----------
    place
        What the whole is called.
    levels
        Level → language → name.
    loads
        Layer → what is loaded of it.
    """

    place: MapSettings
    levels: Mapping[int, Mapping[str, str]]
    loads: Mapping[str, LoadedLayer]


def whole_of(session: Session, settings: Settings) -> Whole:
    """Read what every page says alike."""
    return Whole(map_settings(session, settings), level_names(session), loaded_layers(session))


def grid_page_data(
    session: Session,
    code: str,
    at: datetime,
    settings: Settings,
    whole: Whole,
    index: LocateIndex | None = None,
) -> GridPageData:
    """What the page of a grid says of its ground; people, and the sheet that led here, are added to it.

    Parameters
    ----------
    at
        Aware instant.
    index
        The grids in force at the instant, where they are in memory: how a grid belongs to the others need
        not be asked of the database then.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    kin = _kin_in_memory(index, code) if index is not None else _kin(session, code, at)
    found = with_neighbours(session, kin.grid, at)
    if found is None:
        raise NotFound("grid_not_found", grid=code)
    grid, beside = found
    place = whole.place
    counts = counts_of(ledger_sums(session, at, [grid.id])[grid.id], whole.loads, settings.weights)
    zone = settings.zone
    return GridPageData(
        code=grid.code,
        name=grid.name,
        level=grid.level,
        level_name=whole.levels[grid.level],
        special=grid.kind == "special",
        kind=grid.kind,
        ground=grid.ground,
        class_=grid.class_,
        setting=grid.setting,
        statutory=grid.statutory,
        area_m2=grid.area_m2,
        valid_from=grid.valid_from.astimezone(zone).date(),
        touched=grid.edition,
        edition=kin.edition or grid.edition,
        today=at.astimezone(zone).date(),
        place=place.title,
        made_up=place.made_up,
        chain=tuple(map(grid_link, kin.above)),
        sides=_sides(grid, beside),
        neighbours=tuple(Beyond(grid_link(each.grid), each.shared_m) for each in beside),
        children=tuple(map(grid_link, kin.children)),
        children_more=kin.children_more,
        specials=tuple(map(grid_link, kin.specials)),
        households=_counted(counts.households),
        residents=_counted(counts.people),
        counts=_numbers(counts),
        people=None,
        freshness=None,
    )


@dataclass(frozen=True, slots=True)
class _Kin:
    """A grid with those that it is part of and those that are part of it; no shapes."""

    grid: GridRecord
    above: Sequence[GridRecord]
    children: Sequence[GridRecord]
    children_more: int
    specials: Sequence[GridRecord]
    edition: int | None


def _kin_in_memory(index: LocateIndex, code: str) -> _Kin:
    grid = index.by_code(code)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    inside = index.children_of(grid)
    return _Kin(
        grid,
        [each for each in index.chain_of(grid) if each.id != grid.id],
        inside[:_LINKED],
        len(inside[_LINKED:]),
        index.special_below(grid)[:_SPECIALS],
        index.state.edition,
    )


def _kin(session: Session, code: str, at: datetime) -> _Kin:
    grid = grid_by_code(session, code, at, geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    inside = children(session, grid.id, at, limit=_LINKED)
    return _Kin(
        grid,
        ancestors(session, grid, at),
        inside.items,
        children_count(session, grid.id, at) - len(inside.items) if inside.next else 0,
        special_grids(session, grid.id, at, limit=_SPECIALS) if inside.items else [],
        state(session, at).edition,
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
