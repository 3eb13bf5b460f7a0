"""One box for addresses, compounds, streets, organisations and grids."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.addresses.splitting import split_address
from geo_grid.core.crs import distance_m
from geo_grid.core.errors import InputError
from geo_grid.core.search.closeness import allowed_errors, errors_between
from geo_grid.core.search.normalise import Asked, folded, house_number, plain, taken_apart
from geo_grid.services.locate import LocateIndex
from geo_grid.store.queries.search import (
    AddressFound,
    Here,
    PlaceFound,
    Way,
    addresses_at,
    addresses_beside,
    grids_by_code,
    names_like,
)
from geo_grid.store.records import GridRecord

Kind = Literal["address", "compound", "street", "grid", "organisation"]
Match = Literal["exact", "prefix", "initials", "typo"]

#: Kind → layer of the index that holds it.
_LAYERS: dict[Kind, str] = {
    "address": "addresses",
    "compound": "compounds",
    "street": "streets",
    "grid": "grids",
    "organisation": "organisations",
}
KINDS: tuple[Kind, ...] = tuple(_LAYERS)
_KIND: dict[str, Kind] = {layer: kind for kind, layer in _LAYERS.items()}

#: Characters of the longest text that is searched for.
MAX_LENGTH = 64
#: Answers of one question at most.
MAX_HITS = 50

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
#: Among equals: what is large first, single doors last.
_ORDER: tuple[Kind, ...] = ("grid", "street", "compound", "organisation", "address")


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for.

    Parameters
    ----------
    text
        As it was typed, 1 to `MAX_LENGTH` characters between blanks.
    kinds
        Only these.
    here
        Lon/lat, EPSG:4326 degrees: nearest first among equals.
    limit
        Answers at most.
    """

    text: str
    kinds: frozenset[Kind] = frozenset(KINDS)
    here: Here = None
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that was found.

    Parameters
    ----------
    detail
        What tells it from others of the name; None where nothing does.
    code
        Of a grid; None for everything else.
    lon, lat
        Its point, EPSG:4326 degrees.
    bbox
        West, south, east, north of what is more than a point.
    distance_m
        Metres from the position asked about; None without one.
    grids
        The chain of grids at its point, level ascending, without the outline.
    """

    kind: Kind
    name: str
    detail: str | None
    code: str | None
    lon: float
    lat: float
    bbox: tuple[float, float, float, float] | None
    distance_m: float | None
    grids: tuple[GridRecord, ...]
    match: Match


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and whether there are more."""

    items: tuple[Hit, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
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


def kinds_of(text: str | None) -> frozenset[Kind]:
    """Read ``address,street``; all kinds where nothing is said.

    Raises
    ------
    InputError
        ``search_kind_unknown``.
    """
    if text is None:
        return frozenset(KINDS)
    named = {part.strip() for part in text.split(",") if part.strip()}
    known = frozenset(kind for kind in KINDS if kind in named)
    if len(known) < len(named) or not named:
        raise InputError("search_kind_unknown", given=text[:100], known=list(KINDS))
    return known


def search(session: Session, index: LocateIndex, question: Question, at: datetime) -> Found:
    """Find places by what was typed: a name, its pinyin or initials, a name with a house number, a code.

    Parameters
    ----------
    index
        Of the state at the instant.
    at
        Grids are those valid at this instant.

    Raises
    ------
    InputError
        ``search_text_length``: nothing, or more than `MAX_LENGTH` characters.
    """
    typed = question.text.strip()
    if not 1 <= len(typed) <= MAX_LENGTH:
        raise InputError("search_text_length", most=MAX_LENGTH)
    looking = _Looking(session, question, at)
    best: dict[tuple[str, int], _Candidate] = {}
    for candidate in looking.candidates(typed):
        kept = best.get(candidate.identity)
        if kept is None or (candidate.rank, candidate.errors) < (kept.rank, kept.errors):
            best[candidate.identity] = candidate
    ordered = _ordered(list(best.values()), question.here)
    items = tuple(_placed(hit, index) for hit in ordered[: question.limit])
    return Found(items, len(ordered) > question.limit)


class _Looking:
    """One question put to the index, from the narrow ways to the wide ones."""

    def __init__(self, session: Session, question: Question, at: datetime) -> None:
        self._session = session
        self._question = question
        self._at = at
        # One more than is shown tells whether there are more.
        self._limit = question.limit + 1

    def candidates(self, typed: str) -> Iterator[_Candidate]:
        """Everything that answers, in no order, some of it twice."""
        kinds = self._question.kinds
        asked, whole = taken_apart(typed), folded(typed)
        if not whole:
            return
        found: list[_Candidate] = []
        if "address" in kinds and asked.number:
            found += self._addresses(typed, asked)
        if "grid" in kinds and typed.isascii():
            for grid in grids_by_code(self._session, typed, self._at, limit=self._limit):
                rank = _EXACT if grid.code == typed else _BEGINS
                found.append(_named(replace(grid, id=-grid.id), "grid", rank))
        layers = [_LAYERS[kind] for kind in sorted(kinds - {"address"})]
        if layers:
            for rank, errors, place in self._names(whole, layers, enough=len(found)):
                found.append(_named(place, _KIND[place.layer], rank, errors))
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

    def _addresses(self, typed: str, asked: Asked, *, enough: int = 0) -> list[_Candidate]:
        for read in _readings(typed, asked):
            if found := self._numbered(read, enough):
                return found
        return []

    def _beside(self, typed: str, asked: Asked) -> list[_Candidate]:
        """Where no door has the number: what is called so, and the doors with the nearest numbers."""
        for read in _readings(typed, asked):
            if found := [*self._called(read.name), *self._nearest_numbers(read)]:
                return found
        return []

    def _called(self, name: str) -> Iterator[_Candidate]:
        kinds: tuple[Kind, ...] = ("street", "compound")
        layers = [_LAYERS[kind] for kind in kinds if kind in self._question.kinds]
        if layers:
            for rank, errors, place in self._names(name, layers):
                yield _named(place, _KIND[place.layer], max(rank, _PART), errors)

    def _nearest_numbers(self, asked: Asked) -> list[_Candidate]:
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

    def _numbered(self, asked: Asked, enough: int) -> list[_Candidate]:
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


def _named(place: PlaceFound, kind: Kind, rank: int, errors: int = 0) -> _Candidate:
    hit = Hit(
        kind, place.name, place.detail, place.code, place.lon, place.lat, place.bbox, None, (), _MATCH[rank]
    )
    identity = ("grid", hash(place.code)) if place.code is not None else (place.layer, place.id)
    return _Candidate(rank, errors, identity, hit)


def _door(address: AddressFound, rank: int, errors: int) -> _Candidate:
    told = address.compound if address.compound and address.compound not in address.text else None
    hit = Hit("address", address.text, told, None, address.lon, address.lat, None, None, (), _MATCH[rank])
    return _Candidate(rank, errors, ("address", address.id), hit)


def _ordered(candidates: list[_Candidate], here: Here) -> list[Hit]:
    """The best first; among equals the nearest number, the nearest, else the shortest name."""
    if not candidates:
        return []
    hits = [candidate.hit for candidate in candidates]
    if here is not None:
        lons, lats = np.array([hit.lon for hit in hits]), np.array([hit.lat for hit in hits])
        distances = distance_m(np.full(len(hits), here[0]), np.full(len(hits), here[1]), lons, lats)
        hits = [replace(hit, distance_m=float(far)) for hit, far in zip(hits, distances, strict=True)]
    ranked = sorted(
        zip(candidates, hits, strict=True),
        key=lambda each: (
            each[0].rank,
            each[0].errors,
            _ORDER.index(each[1].kind),
            each[0].aside,
            each[1].distance_m or 0.0,
            len(each[1].name),
            each[1].name,
        ),
    )
    return [hit for _, hit in ranked]


def _placed(hit: Hit, index: LocateIndex) -> Hit:
    """A hit with its chain of grids; a grid with its bounds and with what it is part of."""
    chain = index.chain_at(hit.lon, hit.lat)
    if hit.kind != "grid":
        return replace(hit, grids=chain)
    own = index.by_code(hit.code or "")
    if own is None:
        return replace(hit, grids=chain)
    chain = index.chain_of(own)
    above = chain[-2].name if len(chain) > 1 else None
    return replace(hit, grids=chain, bbox=own.bbox, detail=above)
