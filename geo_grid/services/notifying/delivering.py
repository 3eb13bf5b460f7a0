"""Taking what waits in the outbox to people: by their ways, not in their quiet hours, again where it fails.

Each attempt is written down before it is made. A worker that is killed while it sends has therefore lost
nothing: what it did not confirm is tried again, so that a message may come twice, but never not at all.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import Span, covers, next_change
from geo_grid.core.errors import GeoGridError
from geo_grid.core.incidents.states import Urgency
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.notifying.sealed import Seal
from geo_grid.services.notifying.sending import MAIL, Send, deliver, is_mail, through
from geo_grid.settings import Settings
from geo_grid.store.incident_held import this_instant
from geo_grid.store.incident_reporters import reporter_of
from geo_grid.store.notifications import (
    SMS,
    WEBHOOK,
    Waiting,
    put_off,
    routes_to,
    send_by,
    settle,
    skip_unreachable,
    take_waiting,
    waiting_ids,
)
from geo_grid.store.session import session_scope
from geo_grid.words import Language
from geo_grid.words.incidents.notices import Notice, said

log = logging.getLogger("geo_grid.notify")

_BATCH = 100
#: Seconds after the first attempt; doubled after each, up to the longest.
_FIRST_S, _LONGEST_S = 30, 3600
#: Attempts, about six hours in all.
MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is to be sent where."""

    id: int
    address: str
    notice: Notice
    attempts: int
    channel: str


def wait_s(attempts: int) -> int:
    """Seconds until the next attempt."""
    return min(_FIRST_S << min(attempts, 20), _LONGEST_S)


def deliver_waiting(
    engine: Engine,
    desk: Desk,
    at: datetime | None = None,
    send: Send = deliver,
    is_stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Take everything to people whose time has come; how many attempts were made.

    Parameters
    ----------
    at
        This instant; the database's where none is given.
    """
    made, tried = 0, set[int]()
    settings = desk.settings
    while not is_stopping():
        with session_scope(engine) as session:
            now = at or this_instant(session)
            # Others come while these are sent: each time those that nobody can be told go first, at once.
            skip_unreachable(
                session,
                now,
                has_sms=settings.sms_url is not None,
                has_webhook=settings.webhook_url is not None,
            )
            known = waiting_ids(session, now, _BATCH + len(tried))
        found = [each for each in known if each not in tried]
        if not found:
            return made
        for each in found:
            tried.add(each)
            if is_stopping():
                return made
            made += _one(engine, desk, each, at, send)
    return made


def _one(engine: Engine, desk: Desk, notification: int, at: datetime | None, send: Send) -> int:
    try:
        with session_scope(engine) as session:
            now = at or this_instant(session)
            ready = _ready(session, desk, notification, now)
        if ready is None:
            return 0
        took = send(ready.address, ready.notice)
        with session_scope(engine) as session:
            if took:
                settle(session, ready.id, "sent", None, at or this_instant(session))
            elif ready.attempts + 1 >= MOST_ATTEMPTS:
                settle(session, ready.id, "failed", "not_taken", now)
                log.warning("notification %s was given up after %s attempts", ready.id, MOST_ATTEMPTS)
            else:
                settle(session, ready.id, "waiting", "not_taken", now)
    except GeoGridError as error:
        log.warning("notification %s was not sent: %s", notification, error.code)
        return 0
    return 1


def _ready(session: Session, desk: Desk, notification: int, now: datetime) -> _Ready | None:
    """What is to be sent now, its attempt written down; None where nothing is."""
    waiting = take_waiting(session, notification, now)
    if waiting is None:
        return None
    if waiting.channel is None:
        ways = _ways(session, waiting, desk.settings)
        if not ways:
            settle(session, waiting.id, "skipped", "no_route", now)
            return None
        send_by(session, waiting.id, ways)
        waiting = take_waiting(session, notification, now)
        if waiting is None:
            return None
    until = quiet_until(waiting, now, desk.settings.zone)
    if until is not None:
        put_off(session, waiting.id, until, attempted=False)
        return None
    try:
        address, language = _address(session, waiting, desk.settings)
    except GeoGridError as error:
        settle(session, waiting.id, "failed", error.code, now)
        return None
    if address is None:
        settle(session, waiting.id, "skipped", "no_address", now)
        return None
    put_off(session, waiting.id, now + timedelta(seconds=wait_s(waiting.attempts)), attempted=True)
    notice = said(waiting.template, _params(session, desk, waiting), language)
    return _Ready(waiting.id, address, notice, waiting.attempts, waiting.channel or "")


def quiet_until(waiting: Waiting, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Until when whoever it is for wants quiet; emergencies break through."""
    if waiting.urgency == Urgency.EMERGENCY or waiting.quiet_from is None or waiting.quiet_until is None:
        return None
    begins, ends = _minutes(waiting.quiet_from), _minutes(waiting.quiet_until)
    if begins == ends:
        return None
    quiet = (Span(tuple(range(1, 8)), begins, ends if ends > begins else ends + 24 * 60),)
    return next_change(quiet, now, zone) if covers(quiet, now, zone) else None


def _ways(session: Session, waiting: Waiting, settings: Settings) -> list[tuple[int | None, str]]:
    if waiting.to_reporter:
        return [(None, SMS)] if settings.sms_url is not None else []
    ways: list[tuple[int | None, str]] = [*routes_to(session, waiting)]
    if settings.webhook_url is not None:
        ways.append((None, WEBHOOK))
    return ways


def _address(
    session: Session, waiting: Waiting, settings: Settings
) -> tuple[str | None, Literal["zh", "en"]]:
    if waiting.channel == WEBHOOK:
        return settings.webhook_url, settings.language
    if waiting.channel == SMS:
        reporter = None if waiting.incident_id is None else reporter_of(session, waiting.incident_id)
        language: Language = "en" if reporter is not None and reporter.language == "en" else "zh"
        if reporter is None or reporter.phone is None or settings.sms_url is None:
            return None, language
        return through(settings.sms_url, reporter.phone), language
    language = "en" if waiting.language == "en" else "zh"
    if waiting.sealed is None:
        return None, language
    address = Seal(settings.sealing_key).opened(waiting.sealed)
    if not is_mail(address):
        return address, language
    server = settings.mail_url
    return None if server is None else through(server, address.removeprefix(MAIL)), language


def _params(session: Session, desk: Desk, waiting: Waiting) -> dict[str, str | None]:
    names = desk.rules(session).names(waiting.category)
    due = waiting.params.get("due")
    local = None if due is None else datetime.fromisoformat(due).astimezone(desk.settings.zone)
    page = "report" if waiting.to_reporter else "field" if waiting.to_office is None else "desk"
    return {
        "number": waiting.number,
        "category_zh": names[0],
        "category_en": names[1],
        "grid": waiting.grid,
        "stage": waiting.params.get("stage"),
        "due": None if local is None else f"{local:%Y-%m-%d %H:%M}",
        "link": f"{desk.settings.public_address}/{page}/{waiting.number}",
    }


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
