"""An incident comes in: located, written down with the beginning of its history, and sent on its way."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geo_grid.core.accounts.report_secrets import (
    new_key,
    report_client_id,
    report_secret,
    report_secret_hash,
)
from geo_grid.core.errors import Conflict, InputError
from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.case import Case, Given
from geo_grid.core.incidents.deciding import decide
from geo_grid.core.incidents.states import Channel, Kind, Stage
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.masking import masked
from geo_grid.services.incidents.photos import MOST_PHOTOS
from geo_grid.services.incidents.placing import Placed, choose, on_lattice, place
from geo_grid.services.incidents.reported import after_report
from geo_grid.services.locate import LocateIndex
from geo_grid.store.incident_acting import use_photos
from geo_grid.store.incident_held import this_instant
from geo_grid.store.incident_writing import (
    NewIncident,
    NewReporter,
    add_first_entry,
    add_incident,
    add_reporter,
    sent_before,
    unused_photos,
)

#: Characters of a title that is taken from the text.
_TITLE = 40
#: How far the clock of whoever reports may be ahead.
_AHEAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody reports.

    Parameters
    ----------
    lon, lat
        Degrees of `system`.
    grid
        Code of the grid that it is said to belong to; None for the one it lies in.
    photos
        Ids of photos that nothing uses yet.
    urgency
        Where it presses otherwise than its category does.
    key
        What the client calls the report; None where it has no name.
    is_done
        Dealt with on the spot, and only written down.
    dispatch
        Whether it is sent on its way by itself, as the installation wants it; otherwise the desk does.
    """

    category: str
    lon: float
    lat: float
    text: str | None = None
    title: str | None = None
    place: str | None = None
    grid: str | None = None
    photos: tuple[str, ...] = ()
    happened_at: datetime | None = None
    name: str | None = None
    phone: str | None = None
    contact: str | None = None
    language: str = "zh"
    channel: Channel = Channel.RESIDENT
    urgency: str | None = None
    system: str = "wgs84"
    key: str | None = None
    is_done: bool = False
    dispatch: bool = True

    def digest(self) -> bytes:
        """What was said, without anything of the reporter: other things under the same name are found."""
        told = {
            name: getattr(self, name)
            for name in self.__slots__
            if name not in ("name", "phone", "contact", "key", "language")
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class By:
    """Who reports: as what, and with which account."""

    capacity: Capacity = Capacity.REPORTER
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of it.

    Parameters
    ----------
    secret
        With which its reporter follows it.
    is_new
        False where it was sent before.
    """

    id: int
    number: str
    secret: str
    is_new: bool


def report(session: Session, desk: Desk, index: LocateIndex, said: Said, by: By) -> Reported:
    """Write down what somebody reports, in the transaction of the caller.

    Parameters
    ----------
    index
        Where grids are at this instant.

    Raises
    ------
    Conflict
        ``idempotency_conflict``: something else was sent under the same name.
    InputError
        ``category_unknown``, ``category_too_wide``, ``category_retired``, ``position_swapped``,
        ``grid_choice_far``, ``photo_unknown``, ``photos_too_many``, ``happened_in_future``.
    Refusal
        What the rules refuse: nothing said and nothing shown; logged, though it is not general.
    """
    key = said.key or new_key()
    digest = said.digest()
    known = sent_before(session, report_client_id(key)) if said.key is not None else None
    if known is not None:
        return _again(known, key, digest)
    now = this_instant(session)
    rules = desk.rules(session)
    category = rules.require_category(said.category)
    placed = located(index, said, desk.settings.border_m)
    words = _words(said, desk.settings.language, category.names.zh, category.names.en)
    _check(session, said, by, words, category.kind, now, must_report=category.must_report)
    zone = desk.settings.zone
    new = NewIncident(
        day=now.astimezone(zone).date(),
        state="closed" if said.is_done else "reported",
        stage=None if said.is_done else Stage.ACCEPT.value,
        kind=category.kind.value,
        urgency=said.urgency or category.urgency.value,
        channel=said.channel.value,
        category=said.category,
        catalogue_version=rules.catalogue.version,
        title=words.title,
        place=words.place,
        text=words.text,
        lon=placed.lon,
        lat=placed.lat,
        edition=placed.edition,
        grids=tuple(grid.id for grid in placed.chain),
        nearest_grid=placed.nearest[0].id if placed.nearest is not None else None,
        nearest_m=placed.nearest[1] if placed.nearest is not None else None,
        border_m=placed.border_m,
        border_grid=placed.neighbour.id if placed.neighbour is not None else None,
        choice=placed.choice,
        happened_at=said.happened_at,
        reporter_account=by.account,
        secret_hash=report_secret_hash(report_secret(key)),
        client_id=report_client_id(key),
        client_hash=digest,
    )
    added = add_incident(session, new)
    if added is None:
        # The same report came twice at once, and the other one was first.
        other = sent_before(session, report_client_id(key))
        if other is None:
            raise Conflict("idempotency_conflict")
        return _again(other, key, digest)
    _begin(session, added.id, new.state, said, by, placed)
    reporter = NewReporter(said.name, said.phone, said.contact, said.language)
    if reporter.is_known or by.account is None:
        add_reporter(session, added.id, reporter)
    after_report(Doing(session, desk if said.dispatch else _by_hand(desk), now, rules), added)
    return Reported(added.id, added.number, report_secret(key), is_new=True)


def located(index: LocateIndex, said: Said, near_m: float) -> Placed:
    """Where something that is said to be somewhere is.

    Raises
    ------
    InputError
        ``position_swapped``, ``grid_choice_far``.
    """
    placed = place(index, *on_lattice(said.lon, said.lat, said.system), near_m)
    return placed if said.grid is None else choose(index, placed, said.grid)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written of an incident, without its reporter."""

    title: str
    text: str | None
    place: str | None


def _words(said: Said, language: str, name_zh: str, name_en: str) -> _Words:
    def blotted(words: str | None) -> str | None:
        return masked(words.strip() if words else None, said.name, said.phone, said.contact) or None

    text = blotted(said.text)
    called = name_zh if language == "zh" else name_en
    title = blotted(said.title) or (text.splitlines()[0].strip() if text else "") or called
    return _Words(title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…", text, blotted(said.place))


def _check(
    session: Session, said: Said, by: By, words: _Words, kind: Kind, now: datetime, *, must_report: bool
) -> None:
    if said.happened_at is not None and said.happened_at > now + _AHEAD:
        raise InputError("happened_in_future")
    if len(said.photos) > MOST_PHOTOS:
        raise InputError("photos_too_many", most=MOST_PHOTOS)
    missing = set(said.photos) - unused_photos(session, said.photos) if said.photos else set()
    if missing:
        raise InputError("photo_unknown", photo=sorted(missing)[0])
    decide(
        Case(kind=kind, must_report=must_report),
        Act.LOG if said.is_done else Act.REPORT,
        frozenset({by.capacity}),
        Given(account=by.account, at=now, text=words.text, photos=len(said.photos)),
    )


def _begin(session: Session, incident: int, state: str, said: Said, by: By, placed: Placed) -> None:
    params: dict[str, object] = {}
    if placed.choice == "chosen" and placed.leaf is not None:
        params = {"chosen": placed.leaf.code, "instead_of": placed.neighbour and placed.neighbour.code}
    entry = add_first_entry(
        session,
        incident,
        (Act.LOG if said.is_done else Act.REPORT).value,
        state,
        by.capacity.value,
        account=by.account,
        said=None,
        params=json.dumps(params, ensure_ascii=False),
        at=None,
    )
    if said.photos:
        use_photos(session, said.photos, incident, entry, "report")


def _again(known: tuple[int, str, bytes | None], key: str, digest: bytes) -> Reported:
    incident, number, before = known
    if before != digest:
        raise Conflict("idempotency_conflict", number=number)
    return Reported(incident, number, report_secret(key), is_new=False)


def _by_hand(desk: Desk) -> Desk:
    """The same, but nothing is dispatched by itself."""
    return replace(desk, settings=desk.settings.model_copy(update={"auto_dispatch": False}))
