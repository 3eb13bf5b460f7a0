"""Answers with people as bytes, put together from pieces that are kept as long as they hold."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from geo_grid.http.schemas.base import degrees, metres
from geo_grid.http.schemas.grid import GridSummary
from geo_grid.http.schemas.locate import Nearest
from geo_grid.http.schemas.people import LocatedPeople
from geo_grid.services.duty_index import DutyIndex, GridAnswer
from geo_grid.services.locate import Located, NearestBorder
from geo_grid.settings import Settings
from geo_grid.store.records import GridRecord

#: Until when, or None for as long as the duties stay as they are; the grids; who answers for them.
_Chain = tuple[datetime | None, bytes, bytes]


class PeopleBytes:
    """The pieces for one `DutyIndex`; whoever has another makes another.

    Parameters
    ----------
    duty
        Says who answers.
    settings
        The installation's zone and telephone numbers.
    """

    def __init__(self, duty: DutyIndex, settings: Settings) -> None:
        self.duty = duty
        self._zone = settings.zone
        told = {"hotline": settings.hotline, "supervision_phone": settings.supervision_phone}
        self._tail = b"," + orjson.dumps(told)[1:]
        self._chains: dict[int, _Chain] = {}
        self._answers: dict[int, tuple[GridAnswer, bytes, bytes]] = {}

    def located(self, lon: float, lat: float, found: Located, at: datetime) -> bytes:
        """What `LocatedOut` says, with the people of the chain.

        Parameters
        ----------
        lon, lat
            The point asked about, EPSG:4326 degrees.
        found
            Where it is.
        at
            This instant.
        """
        chain, people = self._chain(found.chain, at)
        nearest = b"null"
        if found.nearest is not None:
            grid, distance = found.nearest
            shown = Nearest(grid=GridSummary.of(grid), distance_m=metres(distance))
            nearest = shown.model_dump_json().encode()
        return b"".join(
            (
                orjson.dumps({"lon": lon, "lat": lat, "inside": bool(found.chain)})[:-1],
                b',"chain":',
                chain,
                b',"border":',
                _border(found.border),
                b',"nearest":',
                nearest,
                b',"edition":',
                b"null" if found.edition is None else b"%d" % found.edition,
                b',"people":',
                people,
                self._tail,
            )
        )

    def _chain(self, grids: tuple[GridRecord, ...], at: datetime) -> tuple[bytes, bytes]:
        if not grids:
            return b"[]", b"[]"
        kept = self._chains.get(grids[-1].id)
        if kept is None or (kept[0] is not None and kept[0] <= at):
            kept = self._chains[grids[-1].id] = self._made(grids, at)
        return kept[1], kept[2]

    def _made(self, grids: tuple[GridRecord, ...], at: datetime) -> _Chain:
        pieces = [self._of_grid(grid, at) for grid in grids]
        ends = [found.kept_until for found, _, _ in pieces if found.kept_until is not None]
        return (
            min(ends, default=None),
            _list(summary for _, summary, _ in pieces),
            _list(answer for _, _, answer in pieces),
        )

    def _of_grid(self, grid: GridRecord, at: datetime) -> tuple[GridAnswer, bytes, bytes]:
        """Towns and communities are in the chains of many grids: they are written once."""
        found = self.duty.answer(grid, at)
        kept = self._answers.get(grid.id)
        if kept is None or kept[0] is not found:
            summary = GridSummary.of(grid).model_dump_json().encode()
            answer = LocatedPeople.of(found, self._zone).model_dump_json().encode()
            kept = self._answers[grid.id] = found, summary, answer
        return kept


class KeptPeopleBytes:
    """The pieces for the duties in force, made anew with them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: PeopleBytes | None = None

    def of(self, duty: DutyIndex) -> PeopleBytes:
        """The pieces for an index: those kept, where it is the same as at the last time."""
        kept = self._kept
        if kept is None or kept.duty is not duty:
            kept = self._kept = PeopleBytes(duty, self._settings)
        return kept


def _list(items: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(items) + b"]"


def _border(border: NearestBorder | None) -> bytes:
    if border is None:
        return b"null"
    point = (degrees(border.lon), degrees(border.lat))
    return orjson.dumps(
        {"distance_m": metres(border.distance_m), "point": point, "neighbour": border.neighbour}
    )
