"""One question put to the index of the search, from the narrow ways to the wide ones."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.addresses.splitting import split_address
from geo_grid.core.search.closeness import allowed_errors, errors_between
from geo_grid.core.search.normalise import Asked, folded, house_number, plain, taken_apart
from geo_grid.services.search_question import KIND_OF, LAYERS, Hit, Kind, Match, Question
from geo_grid.store.queries.search import (
    AddressFound,
    PlaceFound,
    Way,
    addresses_at,
    addresses_beside,
    grids_by_code,
    names_like,
)

#: Names of one beginning below which a house number is looked for.
_NAMES_FOR_NUMBER = 20
#: Names whose doors are listed where none has the number.
_NAMES_BESIDE = 5
#: A house number's first step, as far as it is believed.
_DOOR = re.compile(r"\d{1,9}")
#: Names that are looked at for typing errors.
_SIMILAR = 60
#: Answers that are enough to leave the wider ways alone.
_ENOUGH = 5

# How good an answer is, the best first: `prefix` to the outside is the beginning or any part.
_EXACT, _BEGINS, _PART, _PINYIN, _TYPO = range(5)
_MATCH: tuple[Match, ...] = ("exact", "prefix", "prefix", "initials", "typo")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit before it is placed.

    Parameters
    ----------
    rank, errors
        How good it is, and how many typing errors were overlooked.
    identity
        What must be equal to be the same.
    aside
        How far its house number is from the one asked for, which nothing has.
    """

    rank: int
    errors: int
    identity: tuple[str, int]
    hit: Hit
    aside: int = 0


class Looking:
    """One question put to the index, from the narrow ways to the wide ones."""

    def __init__(self, session: Session, question: Question, at: datetime) -> None:
        self._session = session
        self._question = question
        self._at = at
        # One more than is shown tells whether there are more.
        self._limit = question.limit + 1

    def candidates(self, typed: str) -> Iterator[Candidate]:
        """Everything that answers, in no order, some of it twice."""
        kinds = self._question.kinds
        asked, whole = taken_apart(typed), folded(typed)
        if not whole:
            return
        found: list[Candidate] = []
        if "address" in kinds and asked.number:
            found += self._addresses(typed, asked)
        if "grid" in kinds and typed.isascii():
            for grid in grids_by_code(self._session, typed, self._at, limit=self._limit):
                rank = _EXACT if grid.code == typed else _BEGINS
                found.append(_named(replace(grid, id=-grid.id), "grid", rank))
        layers = [LAYERS[kind] for kind in sorted(kinds - {"address"})]
        if layers:
            for rank, errors, place in self._names(whole, layers, enough=len(found)):
                found.append(_named(place, KIND_OF[place.layer], rank, errors))
        if "address" in kinds and not asked.number:
            # Where a street answers to a mistyped name, its doors are not looked for in the same wide way.
            found += self._addresses(typed, asked, enough=len(found))
        if asked.number and all(each.rank == _TYPO and each.hit.kind != "address" for each in found):
            found += self._beside(typed, asked)
        yield from found

    def _names(
        self, typed: str, layers: Collection[str], *, enough: int = 0, limit: int | None = None
    ) -> Iterator[tuple[int, int, PlaceFound]]:
        """(rank, typing errors, name) of names that answer; wider ways only where the narrow ones fail."""
        wanted = limit or self._limit
        count = enough
        for way in _ways(typed):
            if way in (Way.SIMILAR, Way.SIMILAR_PINYIN) and count:
                return
            if way is Way.PART and count >= _ENOUGH:
                continue
            for rank, errors, place in self._answers(way, typed, layers, wanted):
                count += 1
                yield rank, errors, place

    def _answers(
        self, way: Way, typed: str, layers: Collection[str], limit: int
    ) -> Iterator[tuple[int, int, PlaceFound]]:
        similar = way in (Way.SIMILAR, Way.SIMILAR_PINYIN)
        places = names_like(
            self._session,
            way,
            typed,
            sorted(layers),
            self._at,
            here=self._question.here,
            limit=_SIMILAR if similar else limit,
        )
        for place in places:
            if similar:
                most = allowed_errors(typed)
                errors = errors_between(typed, place.folded if way is Way.SIMILAR else place.pinyin, most)
                if errors <= most:
                    yield _TYPO, errors, place
            elif way is Way.BEGINS:
                yield _EXACT if place.folded == typed else _BEGINS, 0, place
            else:
                yield _PART if way is Way.PART else _PINYIN, 0, place

    def _addresses(self, typed: str, asked: Asked, *, enough: int = 0) -> list[Candidate]:
        for read in _readings(typed, asked):
            if found := self._numbered(read, enough):
                return found
        return []

    def _beside(self, typed: str, asked: Asked) -> list[Candidate]:
        """Where no door has the number: what is called so, and the doors with the nearest numbers."""
        for read in _readings(typed, asked):
            if found := [*self._called(read.name), *self._nearest_numbers(read)]:
                return found
        return []

    def _called(self, name: str) -> Iterator[Candidate]:
        kinds: tuple[Kind, ...] = ("street", "compound")
        layers = [LAYERS[kind] for kind in kinds if kind in self._question.kinds]
        if layers:
            for rank, errors, place in self._names(name, layers):
                yield _named(place, KIND_OF[place.layer], max(rank, _PART), errors)

    def _nearest_numbers(self, asked: Asked) -> list[Candidate]:
        door = _DOOR.search(asked.number)
        if door is None or "address" not in self._question.kinds:
            return []
        places = {
            place.id: (max(rank, _PART), errors)
            for rank, errors, place in self._names(asked.name, ["addresses"], limit=_NAMES_BESIDE)
            if rank != _PART
        }
        beside = addresses_beside(
            self._session,
            list(places)[:_NAMES_BESIDE],
            int(door.group()),
            here=self._question.here,
            limit=self._limit,
        )
        return [replace(_door(address, *places[address.place_id]), aside=aside) for aside, address in beside]

    def _numbered(self, asked: Asked, enough: int) -> list[Candidate]:
        """Addresses below the names that answer; of names that only begin so, those with the number."""
        places: dict[int, tuple[int, int]] = {}
        for rank, errors, place in self._names(
            asked.name, ["addresses"], enough=enough, limit=_NAMES_FOR_NUMBER
        ):
            # Every door of every street with a character in it is no answer; with a number it is one.
            if rank != _PART or asked.number:
                places[place.id] = min(places.get(place.id, (rank, errors)), (rank, errors))
        if not places:
            return []
        found = addresses_at(
            self._session,
            list(places),
            asked.number,
            closed=asked.closed,
            here=self._question.here,
            limit=2 * self._limit,
        )
        candidates = []
        for address in found:
            rank, errors = places[address.place_id]
            if address.number != asked.number:
                rank = max(rank, _BEGINS)
            candidates.append(_door(address, rank, errors))
        return candidates


def _readings(typed: str, asked: Asked) -> Iterator[Asked]:
    """A name with a number as it is, and with the town in front, as on a letter: 云溪镇人民路12号."""
    if not asked.name:
        return
    yield asked
    parts = split_address(plain(typed))
    name = folded(parts.street or parts.compound or "")
    if name and name != asked.name:
        yield Asked(name, house_number(parts.number or "") or asked.number, asked.closed)


def _ways(typed: str) -> Iterable[Way]:
    yield Way.BEGINS
    if typed.isascii() and typed[:1].isalnum():
        yield Way.INITIALS
        yield Way.PINYIN
    if len(typed) > 1:
        yield Way.PART
    if allowed_errors(typed):
        yield Way.SIMILAR_PINYIN if typed.isascii() else Way.SIMILAR


def _named(place: PlaceFound, kind: Kind, rank: int, errors: int = 0) -> Candidate:
    hit = Hit(
        kind, place.name, place.detail, place.code, place.lon, place.lat, place.bbox, None, (), _MATCH[rank]
    )
    identity = ("grid", hash(place.code)) if place.code is not None else (place.layer, place.id)
    return Candidate(rank, errors, identity, hit)


def _door(address: AddressFound, rank: int, errors: int) -> Candidate:
    told = address.compound if address.compound and address.compound not in address.text else None
    hit = Hit("address", address.text, told, None, address.lon, address.lat, None, None, (), _MATCH[rank])
    return Candidate(rank, errors, ("address", address.id), hit)
