"""Incidents and categories in the terms of Open311 GeoReport v2."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.incidents.catalogue import Catalogue, Category, Names
from geo_grid.store.queries.public_incidents import PublicIncident
from geo_grid.words import Language, tell
from geo_grid.words.incidents.public import public_word, state_word

#: Days that one question may span, and requests that it is answered with at most, as the standard has them.
MOST_DAYS, MOST_REQUESTS = 90, 1000

Document = dict[str, Any]


def services(catalogue: Catalogue, language: Language) -> list[Document]:
    """Every category that can be reported."""
    return [
        {
            "service_code": category.code,
            "service_name": called(category.names, language),
            "description": _description(category, language),
            "metadata": True,
            "type": "realtime",
            "keywords": ",".join((category.names.zh, category.names.en)),
            "group": called(group.names, language),
        }
        for category, group in _usable(catalogue)
    ]


def service_definition(catalogue: Catalogue, code: str, language: Language) -> Document:
    """What can be said of a report of a category beside what every report has.

    Raises
    ------
    NotFound
        ``category_unknown``.
    """
    if code not in {category.code for category, _ in _usable(catalogue)}:
        raise NotFound("category_unknown", category=code)
    languages = [{"key": "zh", "name": "中文"}, {"key": "en", "name": "English"}]
    attributes = [("happened_at", "datetime", None), ("language", "singlevaluelist", languages)]
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": name,
                "datatype": datatype,
                "required": False,
                "datatype_description": public_word(f"open311_{name}_how", language),
                "order": order,
                "description": public_word(f"open311_{name}", language),
                **({} if values is None else {"values": values}),
            }
            for order, (name, datatype, values) in enumerate(attributes, start=1)
        ],
    }


def called(names: Names, language: Language) -> str:
    """A name in a language."""
    return names.zh if language == "zh" else names.en


def _usable(catalogue: Catalogue) -> Iterator[tuple[Category, Category]]:
    for category in catalogue.categories:
        group = catalogue.by_code.get(category.parent) if category.parent is not None else None
        if group is not None and not category.is_retired and not group.is_retired:
            yield category, group


def _description(category: Category, language: Language) -> str:
    return tell(f"incident_kind_{category.kind}", {}, language)


def service_request(
    found: PublicIncident, catalogue: Catalogue, zone: ZoneInfo, language: Language
) -> Document:
    """An incident as everybody may know it: without what somebody wrote, or sent a picture of."""
    category = catalogue.by_code.get(found.category)
    agency = None
    if found.office is not None:
        agency = (found.office[1] if language == "en" else None) or found.office[0]
    elif found.grid is not None:
        agency = found.grid[1]
    return {
        "service_request_id": found.number,
        "status": "open" if found.is_open else "closed",
        "status_notes": state_word(found.state, language),
        "service_name": called(category.names, language) if category is not None else found.category,
        "service_code": found.category,
        "description": None,
        "agency_responsible": agency,
        "service_notice": None,
        "requested_datetime": _written(found.reported_at, zone),
        "updated_datetime": _written(found.changed_at, zone),
        "expected_datetime": _written(found.due_at, zone),
        "address": found.place,
        "address_id": None,
        "zipcode": None,
        "lat": round(found.lat, 7),
        "long": round(found.lon, 7),
        "media_url": None,
    }


def _written(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when requests are asked for; the end is excluded."""

    first: datetime
    until: datetime


def span_of(first: str | None, last: str | None, now: datetime) -> Span:
    """The time that a question is about: as far as nobody says, the days up to now.

    Raises
    ------
    InputError
        ``open311_date``: no instant with its offset; ``open311_span``: it is longer than `MOST_DAYS`;
        ``period_backwards``.
    """
    begins, ends = _instant("start_date", first), _instant("end_date", last)
    longest = timedelta(days=MOST_DAYS)
    try:
        if ends is None:
            ends = now if begins is None or begins + longest > now else begins + longest
        if begins is None:
            begins = ends - longest
    except OverflowError as error:
        raise InputError("open311_date", name="start_date", given=(first or last or "")[:100]) from error
    if begins > ends:
        raise InputError("period_backwards", first=begins.isoformat(), last=ends.isoformat())
    if ends - begins > longest:
        raise InputError("open311_span", days=MOST_DAYS)
    # The standard's end is included, and its instants are of whole seconds.
    return Span(begins, ends + timedelta(seconds=1))


def _instant(name: str, given: str | None) -> datetime | None:
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
        if found.tzinfo is None or not 1900 < found.year < 9000:
            raise ValueError(given)
    except ValueError as error:
        raise InputError("open311_date", name=name, given=given[:100]) from error
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """What a client sent, by the names of the standard; blank is nothing."""

    fields: Mapping[str, str]

    def get(self, name: str, most: int) -> str | None:
        """One of them.

        Raises
        ------
        InputError
            ``open311_value``: it is longer than `most` characters, or holds a character that is none.
        """
        given = self.fields.get(name, "").strip()
        if len(given) > most or "\x00" in given:
            raise InputError("open311_value", name=name, most=most)
        return given or None

    def instant(self, name: str) -> datetime | None:
        """An instant with its offset.

        Raises
        ------
        InputError
            ``open311_date``.
        """
        return _instant(name, self.get(name, 100))

    def number(self, name: str) -> float | None:
        """A number.

        Raises
        ------
        InputError
            ``open311_number``.
        """
        given = self.get(name, 50)
        if given is None:
            return None
        try:
            return float(given)
        except ValueError as error:
            raise InputError("open311_number", name=name, given=given) from error

    def link(self, name: str) -> str | None:
        """An address of the web; it is never asked for anything.

        Raises
        ------
        InputError
            ``open311_link``.
        """
        given = self.get(name, 2000)
        if given is not None and not given.lower().startswith(("http://", "https://")):
            raise InputError("open311_link", name=name, given=given[:100])
        return given
