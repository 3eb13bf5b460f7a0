"""The incidents of a period on a map that is one file, as everybody may know them: it can be handed out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, Refusal
from geo_grid.files.replacing import replaced
from geo_grid.publish.folium_map import LANGUAGES, MapLayer
from geo_grid.publish.incident_map import MapIncident, MapPeriod, incident_map
from geo_grid.services.incidents.public_results import Borders, discreet
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.services.locate import LocateIndex
from geo_grid.services.map_file import PAGES
from geo_grid.services.map_settings import map_settings
from geo_grid.settings import Settings
from geo_grid.store.instants import end_of_day, start_of_day
from geo_grid.store.queries.exported_incidents import spots_of
from geo_grid.store.queries.public_incidents import PublicIncident, PublicWanted, public_incidents
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord
from geo_grid.words import Language
from geo_grid.words.incidents.public import public_word

#: Incidents, and grids, that one file may hold: more make a page that no telephone opens.
MOST_INCIDENTS, MOST_GRIDS = 10_000, 3000


@dataclass(frozen=True, slots=True)
class PeriodMap:
    """A page, and how many incidents are on it."""

    page: str
    incidents: int


def write_period_map(
    session: Session,
    out: Path,
    first: date,
    last: date,
    *,
    rules: RulesInForce,
    settings: Settings,
    language: Language,
    borders: Borders,
    index: Callable[[], LocateIndex],
) -> int:
    """Write the map of a period, whole or not at all; how many incidents are on it.

    Raises
    ------
    InputError
        ``map_not_html``: the file's name ends as that of something else.
    Refusal
        As `draw_period_map`.
    """
    if out.suffix.lower() not in PAGES:
        raise InputError("map_not_html", file=out.name)
    drawn = draw_period_map(
        session, first, last, rules=rules, settings=settings, language=language, borders=borders, index=index
    )
    with replaced(out) as temporary:
        temporary.write_text(drawn.page, encoding="utf-8")
    return drawn.incidents


def draw_period_map(
    session: Session,
    first: date,
    last: date,
    *,
    rules: RulesInForce,
    settings: Settings,
    language: Language,
    borders: Borders,
    index: Callable[[], LocateIndex],
) -> PeriodMap:
    """Draw the incidents that were reported in a period, with the borders of its last day or of today.

    Parameters
    ----------
    first, last
        Local days; the last one belongs to it.
    index
        Gives the grids of today, where they are wanted.

    Raises
    ------
    Refusal
        ``incidents_too_many``: more than `MOST_INCIDENTS`.
    """
    zone = settings.zone
    wanted = PublicWanted(
        discreet(settings),
        reported_from=start_of_day(first, zone),
        reported_until=start_of_day(last + timedelta(days=1), zone),
        by_report=True,
    )
    found = public_incidents(session, wanted, limit=MOST_INCIDENTS + 1)
    if len(found) > MOST_INCIDENTS:
        raise Refusal("incidents_too_many", limit=MOST_INCIDENTS)
    today = _today(session, found, index()) if borders == "today" and found else None
    drawn = [_drawn(each, rules, settings, each.grid if today is None else today[each.id]) for each in found]
    at = end_of_day(last, zone) if today is None else datetime.now(zone)
    place = map_settings(session, settings).title or {"zh": "", "en": ""}
    title: dict[Language, str] = {
        each: public_word("map_title", each, place=place[each]).lstrip("：: ") for each in LANGUAGES
    }
    page = incident_map(
        drawn,
        _layers(whole_edition(session, at)),
        title=title,
        period=MapPeriod(first, last, borders == "today"),
        language=language,
    )
    return PeriodMap(page, len(drawn))


def _drawn(
    found: PublicIncident, rules: RulesInForce, settings: Settings, grid: tuple[str, str] | None
) -> MapIncident:
    zh, en = rules.names(found.category)
    closed = found.closed_at
    return MapIncident(
        number=found.number,
        category={"zh": zh, "en": en},
        state=found.state,
        is_open=found.is_open,
        reported=found.reported_at.astimezone(settings.zone).date(),
        closed=closed.astimezone(settings.zone).date() if closed is not None else None,
        place=found.place or "",
        lon=found.lon,
        lat=found.lat,
        grid=grid,
    )


def _today(
    session: Session, found: Sequence[PublicIncident], index: LocateIndex
) -> Mapping[int, tuple[str, str] | None]:
    spots = spots_of(session, [each.id for each in found])
    located = index.locate_many(np.array([spots[each.id] for each in found]))
    grids = {}
    for each, point in zip(found, located, strict=True):
        grid = index.by_code(point.codes[-1]) if point.codes else None
        grids[each.id] = (grid.code, grid.name) if grid is not None else None
    return grids


def _layers(grids: Sequence[GridRecord]) -> list[MapLayer]:
    """The coarse levels first; a level is drawn whole or not at all."""
    layers: list[MapLayer] = []
    drawn = 0
    for level in sorted({grid.level for grid in grids}):
        here = [grid for grid in grids if grid.level == level]
        drawn += len(here)
        if drawn > MOST_GRIDS:
            break
        shapes = np.empty(len(here), dtype=object)
        shapes[:] = [grid.geometry for grid in here]
        names = [grid.name for grid in here]
        unset = np.zeros(len(here))
        layers.append(
            MapLayer(level, [grid.code for grid in here], names, [None] * len(here), shapes, unset,
                     np.zeros(len(here), dtype=np.int8))
        )  # fmt: skip
    return layers
