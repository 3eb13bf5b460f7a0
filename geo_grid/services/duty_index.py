"""Who answers for which grid, from memory; each answer is kept until it may be another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.duty.answering import answer
from geo_grid.core.duty.dates import Dated
from geo_grid.core.duty.publicity import is_shown
from geo_grid.core.duty.roster import Office, Roster
from geo_grid.services.people_cards import Card, PublicAnswer, card, public_answer
from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.queries.open_stations import StationRecord, open_stations
from geo_grid.store.queries.roster import roster
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

#: West, south, east, north, EPSG:4326 degrees.
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridAnswer:
    """Who answers for a grid, and who its head is.

    Parameters
    ----------
    until
        The next instant at which the answer may be another; None while nothing that is known ends it.
    kept_until
        The same for the head's card.
    """

    grid: GridRecord
    answer: PublicAnswer
    head: Card | None
    head_away: bool
    until: datetime | None
    kept_until: datetime | None


@dataclass(frozen=True, slots=True)
class GridPeople:
    """Everybody who has to do with a grid, as everybody may see them.

    Parameters
    ----------
    above
        Who answers for each grid that it is part of, level ascending, without the outline.
    stations
        Work stations in the grid, each with the grid it stands in.
    offices
        Open offices whose ground holds the grid, the nearest first.
    kept_until
        The next instant at which any of it may be another; None while nothing that is known ends it.
    """

    found: GridAnswer
    above: tuple[GridAnswer, ...]
    partner: GridRecord | None
    members: tuple[Card, ...]
    information_officers: tuple[Card, ...]
    liaison: tuple[Card, ...]
    specialists: tuple[Card, ...]
    stations: tuple[tuple[StationRecord, GridRecord | None], ...]
    offices: tuple[Office, ...]
    kept_until: datetime | None


class DutyIndex:
    """Answers for the grids of one state of the coverage and one state of the duties.

    Parameters
    ----------
    grids
        By identity, without shapes.
    roster
        As it was read after the grids.
    stations
        Open ones.
    zone
        Whose wall clock hours are kept by.
    """

    def __init__(
        self,
        grids: Mapping[int, GridRecord],
        roster: Roster,
        stations: Sequence[StationRecord],
        zone: ZoneInfo,
    ) -> None:
        self.grids = grids
        self.roster = roster
        self.zone = zone
        self._stations: dict[int, list[StationRecord]] = {}
        for station in stations:
            for grid in roster.upwards(station.grid):
                self._stations.setdefault(grid, []).append(station)
        self._by_code = {grid.code: grid for grid in grids.values()}
        self._answers: dict[int, GridAnswer] = {}
        self._labels: dict[int, tuple[list[GridRecord], NDArray[np.float64]]] = {}

    def by_code(self, code: str) -> GridRecord | None:
        """The grid of a code."""
        return self._by_code.get(code)

    def in_view(self, level: int, bounds: Bounds, limit: int) -> list[GridRecord]:
        """Grids of a level whose label point lies within bounds, by code.

        Parameters
        ----------
        bounds
            West, south, east, north, EPSG:4326 degrees.
        limit
            At most so many.
        """
        if level not in self._labels:
            grids = sorted(
                (grid for grid in self.grids.values() if grid.level == level), key=lambda grid: grid.code
            )
            points = np.array([grid.label for grid in grids], dtype=np.float64).reshape(-1, 2)
            self._labels[level] = grids, points
        grids, points = self._labels[level]
        west, south, east, north = bounds
        inside = np.all((points >= (west, south)) & (points <= (east, north)), axis=1)
        return [grids[place] for place in np.flatnonzero(inside)[:limit]]

    def answer(self, grid: GridRecord, at: datetime) -> GridAnswer:
        """Who answers for a grid at an instant that is not before the roster's."""
        kept = self._answers.get(grid.id)
        if kept is not None and (kept.kept_until is None or at < kept.kept_until):
            return kept
        found = answer(self.roster, grid.id, at, self.zone)
        dated = Dated(self.roster, at, self.zone)
        head = dated.head(grid.id)
        head_away = head is not None and dated.leave(head[1].id) is not None
        absent = self.roster.persons.get(found.instead_of.person) if found.instead_of is not None else None
        of_grid = self.grids.get(found.of_grid) if found.of_grid is not None else None
        shown = public_answer(
            found, of_grid, absent, self._office(dated, found.duty.office if found.duty else None), grid.hue
        )
        head_card = card(*head, self._office(dated, head[0].office), grid.hue) if head is not None else None
        dated.note(found.until)
        made = GridAnswer(grid, shown, head_card, head_away, found.until, dated.until)
        self._answers[grid.id] = made
        return made

    def people(self, grid: GridRecord, at: datetime) -> GridPeople:
        """Everybody of a grid at an instant that is not before the roster's."""
        found = self.answer(grid, at)
        dated = Dated(self.roster, at, self.zone)
        dated.note(found.kept_until)
        chain = (self.grids.get(one) for one in reversed(self.roster.upwards(grid.id)[1:]))
        above = tuple(self.answer(one, at) for one in chain if one is not None and one.level > 0)
        for one in above:
            dated.note(one.kept_until)
        partner = dated.partner(grid.id)
        cards = {
            role: tuple(
                card(duty, person, self._office(dated, duty.office), grid.hue)
                for duty, person in dated.duties(grid.id, role)
                if is_shown(duty, person)
            )
            for role in ("member", "information_officer", "liaison", "specialist")
        }
        return GridPeople(
            found,
            above,
            self.grids.get(partner) if partner is not None else None,
            cards["member"],
            cards["information_officer"],
            cards["liaison"],
            cards["specialist"],
            tuple((each, self.grids.get(each.grid)) for each in self._stations.get(grid.id, ())),
            tuple(dict.fromkeys(dated.offices(grid.id))),
            dated.until,
        )

    def _office(self, dated: Dated, office: int | None) -> Office | None:
        found = self.roster.offices.get(office) if office is not None else None
        return found if found is not None and dated.is_open(found) else None


def build_duty_index(
    session: Session, at: datetime, grids: Mapping[int, GridRecord], zone: ZoneInfo
) -> DutyIndex:
    """Load all duties into memory.

    Parameters
    ----------
    at
        This instant.
    grids
        The grids in force, by identity.
    """
    return DutyIndex(grids, roster(session, at), open_stations(session, at), zone)


def duty_index_of(
    session: Session, at: datetime, asked: Collection[GridRecord], zone: ZoneInfo, *, stations: bool = False
) -> DutyIndex:
    """As much of the duties as answers for some grids follow from, at any instant.

    Parameters
    ----------
    at
        Aware instant.
    asked
        The only grids that will be asked about.
    stations
        Whether their work stations are wanted too.
    """
    found = {each.id: each for grid in asked if stations for each in open_stations(session, at, grid.id)}
    inside = (station.grid for station in found.values())
    duties = roster(session, at, {*(grid.id for grid in asked), *inside})
    records = grid_records(session, grid_select(at).where(GridRow.grid_id.in_(list(duties.grids))))
    return DutyIndex({record.id: record for record in records}, duties, list(found.values()), zone)
