"""An incident comes in: located, written down with the beginning of its history, and sent on its way."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

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
from geo_grid.core.incidents.states import Channel, Kind, Stage, State
from geo_grid.services.incidents.clocks import TOTAL
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.masking import masked
from geo_grid.services.incidents.photos import MOST_PHOTOS
from geo_grid.services.incidents.placing import Placed, choose, on_lattice, place
from geo_grid.services.incidents.reported import left_to_the_desk, sent_off
from geo_grid.services.incidents.same import join, said_same
from geo_grid.services.locate import LocateIndex
from geo_grid.store.incident_acting import NewEntry, use_photos
from geo_grid.store.incident_beginning import begin_incident
from geo_grid.store.incident_held import held_by_id
from geo_grid.store.incident_writing import (
    NewIncident,
    NewReporter,
    add_incident,
    sent_before,
    unused_photos,
)
from geo_grid.store.queries.incident_details import dues_of

#: Characters of a title that is taken from the text.
_TITLE = 40
#: How far the clock of whoever reports may be ahead.
_AHEAD = timedelta(minutes=10)
#: How long ago something may have happened; what is before that is a slip of whoever wrote it down.
_LONG_AGO = timedelta(days=100 * 366)


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
    same_as
        Number of the open incident that whoever reports it says it is.
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
    same_as: str | None = None

    def digest(self) -> bytes:
        """What was said, without anything of the reporter: other things under the same name are found."""
        told = {
            name: getattr(self, name)
            for name in self.__slots__
            if name not in ("name", "phone", "contact", "key", "language", "same_as")
        }
        if self.same_as is not None:
            told["same_as"] = self.same_as
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class By:
    """Who reports: as what, and with which account."""

    capacity: Capacity = Capacity.REPORTER
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """How an incident stands, as its reporter is told.

    Parameters
    ----------
    due_explained
        Why all of it is due just then: steps with code and params.
    """

    state: str
    due_at: datetime | None
    due_explained: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of it.

    Parameters
    ----------
    secret
        With which its reporter follows it.
    is_new
        False where it was sent before.
    stands
        How it stands, where that is known without asking.
    """

    id: int
    number: str
    secret: str
    is_new: bool
    stands: Stands | None = None


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
        ``grid_choice_far``, ``photo_unknown``, ``photos_too_many``, ``happened_in_future``,
        ``happened_long_ago``, ``same_unknown``, ``same_far``, ``same_closed``.
    Refusal
        What the rules refuse: nothing said and nothing shown; logged, though it is not general.
    """
    key = said.key or new_key()
    digest = said.digest()
    now, known = sent_before(session, report_client_id(key))
    if known is not None:
        return _again(known, key, digest)
    rules = desk.rules(session)
    category = rules.require_category(said.category)
    placed = located(index, said, desk.settings.border_m)
    twin = None if said.same_as is None else said_same(session, said.same_as, (placed.lon, placed.lat))
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
    doing = Doing(session, desk if said.dispatch else _by_hand(desk), now, rules)
    sent = sent_off(doing, new.held(now))
    added = add_incident(session, new if sent is None else replace(new, **sent.changes))
    if added is None:
        # The same report came twice at once, and the other one was first.
        _, other = sent_before(session, report_client_id(key))
        if other is None:
            raise Conflict("idempotency_conflict")
        return _again(other, key, digest)
    reporter = NewReporter(said.name, said.phone, said.contact, said.language)
    kept = reporter if reporter.is_known or by.account is None else None
    first = _first_entry(new.state, said, by, placed, now)
    if sent is None:
        entry = begin_incident(session, added.id, [first], kept)
    else:
        entry = begin_incident(
            session, added.id, [first, *sent.entries], kept, sent.clocks, sent.met, sent.told
        )
    if said.photos:
        use_photos(session, said.photos, added.id, entry, "report")
    if twin is not None:
        join(session, added, twin.id, by.capacity.value, by.account)
    if sent is None and new.state == State.REPORTED:
        left_to_the_desk(doing, added)
        return Reported(added.id, added.number, report_secret(key), is_new=True)
    total = None if sent is None else next((each for each in sent.clocks if each.stage == TOTAL), None)
    stands = Stands(
        added.state, added.due_at, () if total is None else [dict(step) for step in total.explained]
    )
    return Reported(added.id, added.number, report_secret(key), is_new=True, stands=stands)


def stands_now(session: Session, incident: int) -> Stands:
    """How an incident stands.

    Raises
    ------
    LookupError
        There is no such incident.
    """
    held = held_by_id(session, incident)
    if held is None:
        raise LookupError(incident)
    total = next((due for due in dues_of(session, incident) if due.stage == TOTAL), None)
    return Stands(held.state, held.due_at, () if total is None else total.explained)


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
    if said.happened_at is not None and said.happened_at < now - _LONG_AGO:
        raise InputError("happened_long_ago")
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


def _first_entry(state: str, said: Said, by: By, placed: Placed, at: datetime) -> NewEntry:
    params: dict[str, object] = {}
    if placed.choice == "chosen" and placed.leaf is not None:
        params = {"chosen": placed.leaf.code, "instead_of": placed.neighbour and placed.neighbour.code}
    if said.same_as is not None:
        params["same_as"] = said.same_as
    act = Act.LOG if said.is_done else Act.REPORT
    return NewEntry(act.value, None, state, by.capacity.value, at, by.account, params=params)


def _again(known: tuple[int, str, bytes | None], key: str, digest: bytes) -> Reported:
    incident, number, before = known
    if before != digest:
        raise Conflict("idempotency_conflict", number=number)
    return Reported(incident, number, report_secret(key), is_new=False)


def _by_hand(desk: Desk) -> Desk:
    """The same, but nothing is dispatched by itself."""
    return replace(desk, settings=desk.settings.model_copy(update={"auto_dispatch": False}))
