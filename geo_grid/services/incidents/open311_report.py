"""A report that comes by Open311: what its fields say, and where it is."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError, InputError
from geo_grid.core.incidents.states import Channel
from geo_grid.services.incidents.open311 import Sent
from geo_grid.services.incidents.reporting import Said
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.services.locate import LocateIndex
from geo_grid.services.search import search
from geo_grid.services.search_question import Hit, Question

#: Characters of the longest description, as the standard has it, and of what a place may be called.
_MOST_TEXT, _MOST_PLACE = 4000, 200
#: Places that an address which means several is answered with.
_OFFERED = 5

_Read = TypeVar("_Read")


class SeveralFaults(InputError):
    """More than one thing is wrong with what was sent.

    Parameters
    ----------
    faults
        Each with its own code.
    """

    def __init__(self, faults: list[GeoGridError]) -> None:
        super().__init__(faults[0].code, **faults[0].params)
        self.faults = faults


def said_by_open311(
    session: Session, index: LocateIndex, rules: RulesInForce, sent: Sent, at: datetime, key: str | None
) -> Said:
    """What is reported, in our own terms.

    The name, the mail and the telephone of whoever reports go to where a reporter's are kept, and nowhere
    else. A link to a picture is kept as a line of the text: nothing is ever fetched from it.

    Raises
    ------
    SeveralFaults
        Everything that is wrong with it: ``open311_missing``, ``open311_value``, ``open311_number``,
        ``open311_date``, ``open311_link``, ``open311_address_unknown``, ``open311_address_unclear``, and
        what the catalogue refuses.
    """
    faults: list[GeoGridError] = []

    def read(read_one: Callable[[], _Read]) -> _Read | None:
        try:
            return read_one()
        except GeoGridError as error:
            faults.append(error)
            return None

    code = read(lambda: _category(rules, sent))
    place = read(lambda: _place(session, index, sent, at))
    address = read(lambda: sent.get("address_string", _MOST_PLACE))
    text = read(lambda: sent.get("description", _MOST_TEXT))
    link = read(lambda: sent.link("media_url"))
    happened = read(lambda: sent.instant("attribute[happened_at]"))
    language = read(lambda: _language(sent))
    phone = read(lambda: sent.get("phone", 40))
    mail = read(lambda: sent.get("email", 200))
    first, last = (read(lambda name=name: sent.get(name, 90)) for name in ("first_name", "last_name"))  # type: ignore[misc]
    if faults or code is None or place is None:
        raise SeveralFaults(faults)
    lines = [line for line in (text, link) if line]
    names = rules.names(code)
    return Said(
        category=code,
        lon=place[0],
        lat=place[1],
        # Nobody has to say anything, but something has to be written down.
        text="\n".join(lines) or names[language == "en"],
        place=address,
        happened_at=happened,
        name=_name(first, last),
        phone=phone,
        contact=mail,
        language=language or "zh",
        channel=Channel.OPEN311,
        key=key,
    )


def _category(rules: RulesInForce, sent: Sent) -> str:
    code = sent.get("service_code", 8)
    if code is None:
        raise InputError("open311_missing", names=["service_code"])
    rules.require_category(code)
    return code


def _place(session: Session, index: LocateIndex, sent: Sent, at: datetime) -> tuple[float, float]:
    lat, lon = sent.number("lat"), sent.number("long")
    if lat is not None and lon is not None:
        if not (abs(lon) <= 180 and abs(lat) <= 90):
            raise InputError("position_out_of_range", lon=str(lon), lat=str(lat))
        return lon, lat
    address = sent.get("address_string", _MOST_PLACE)
    if address is None or lat is not None or lon is not None:
        raise InputError("open311_missing", names=["lat", "long"])
    return _found(session, index, address, at)


def _found(session: Session, index: LocateIndex, address: str, at: datetime) -> tuple[float, float]:
    kinds = frozenset({"address", "compound", "street", "organisation"})
    hits: list[Hit] = list(search(session, index, Question(address[:64], kinds, limit=_OFFERED), at).items)  # type: ignore[arg-type]
    exact = [hit for hit in hits if hit.match == "exact"]
    chosen = exact if len(exact) == 1 else hits
    if not chosen:
        raise InputError("open311_address_unknown", given=address[:100])
    if len(chosen) > 1:
        raise InputError("open311_address_unclear", given=address[:100], found=[hit.name for hit in chosen])
    return chosen[0].lon, chosen[0].lat


def _language(sent: Sent) -> str | None:
    given = sent.get("attribute[language]", 10)
    if given not in (None, "zh", "en"):
        raise InputError("open311_value", name="attribute[language]", most=2)
    return given


def _name(first: str | None, last: str | None) -> str | None:
    """As it is written where it comes from: a Chinese name begins with the family's."""
    if first is None or last is None:
        return first or last
    is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in first + last)
    return f"{last}{first}" if is_chinese else f"{first} {last}"
