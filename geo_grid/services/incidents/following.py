"""Following a report by its number and secret: what became of it, and the reporter's own acts."""

import hmac
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.accounts.report_secrets import report_secret_hash
from geo_grid.core.errors import NotFound
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Given
from geo_grid.core.incidents.deciding import possible
from geo_grid.core.incidents.states import OPEN, State
from geo_grid.services.incidents.acting import was_done
from geo_grid.services.incidents.asked import REPORTER, Asked
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.reported import advance
from geo_grid.store.incident_held import (
    Entry,
    Held,
    entries_of,
    held_incident,
    number_of,
    seen_incident,
)

#: What a reporter learns of; the rest is how the office does its work.
_TOLD = frozenset(
    {
        Act.REPORT, Act.LOG, Act.ACCEPT, Act.DECLINE, Act.DISPATCH, Act.TAKE, Act.ARRIVE, Act.FINISH,
        Act.VERIFY, Act.REWORK, Act.ESCALATE, Act.REASSIGN, Act.HAND_ON, Act.RULE, Act.MARK_DUPLICATE,
        Act.GRANT_SUSPENSION, Act.RESUME, Act.WITHDRAW, Act.RATE, Act.REOPEN,
    }
)  # fmt: skip
#: Of these the reason is written for the reporter; that of others is how the office talks to itself.
SAYS_WHY = frozenset({Act.DECLINE})
#: What a reporter may do, as the interface calls it.
ACTS = {"withdraw": Act.WITHDRAW, "rate": Act.RATE, "reopen": Act.REOPEN, "add": Act.NOTE}


@dataclass(frozen=True, slots=True)
class Followed:
    """A report as its reporter sees it.

    Parameters
    ----------
    entries
        Without what the office writes for itself.
    can
        Names of `ACTS`.
    goes_on_in
        Number of the incident that it is the same as.
    declined_because
        The office's words, while it is declined; nothing of the reporter in them.
    rating, solved
        As the reporter rated it last.
    """

    incident: Held
    entries: list[Entry]
    can: list[str]
    goes_on_in: str | None
    declined_because: str | None
    rating: int | None
    solved: bool | None


def follow(session: Session, number: str, secret: str, desk: Desk) -> Followed:
    """What became of a report.

    Raises
    ------
    NotFound
        ``report_not_found``: there is no such number, or the secret is not its own.
    """
    incident = _owned(seen_incident(session, number), secret)
    return _followed(session, incident, desk)


def act_as_reporter(session: Session, number: str, secret: str, asked: Asked, desk: Desk) -> Followed:
    """Withdraw, rate, have it reopened, or add something; the caller commits.

    Raises
    ------
    NotFound
        ``report_not_found``.
    GeoGridError
        As `core.incidents.deciding.decide`.
    """
    # Looked at before it is held: whoever has not its secret makes nobody wait.
    _owned(seen_incident(session, number), secret)
    incident = _owned(held_incident(session, number), secret)
    if not was_done(session, incident, asked):
        doing = Doing(session, desk)
        after = doing.do(incident, REPORTER, asked)
        if asked.act is Act.REOPEN:
            after = advance(doing, after)
        incident = after
    return _followed(session, incident, desk)


def _owned(incident: Held | None, secret: str) -> Held:
    given = report_secret_hash(secret)
    # Compared either way, so that the time taken does not tell which numbers there are.
    expected = incident.secret_hash if incident is not None else None
    if not hmac.compare_digest(given, expected or bytes(32)) or incident is None or expected is None:
        raise NotFound("report_not_found")
    return incident


def _followed(session: Session, incident: Held, desk: Desk) -> Followed:
    doing = Doing(session, desk)
    given = Given(at=doing.now, reopen_days=desk.settings.reopen_days)
    allowed = set(possible(doing.case(incident), REPORTER.capacities, given))
    can = [name for name, act in ACTS.items() if act in allowed]
    if State(incident.state) not in OPEN and "add" in can:
        can.remove("add")
    entries = [entry for entry in entries_of(session, incident.id) if entry.act in _TOLD]
    rated = next((entry.params for entry in reversed(entries) if entry.act == Act.RATE), {})
    other = None if incident.duplicate_of is None else number_of(session, incident.duplicate_of)
    declined = incident.state == State.DECLINED
    because = next((entry.reason for entry in reversed(entries) if declined and entry.act in SAYS_WHY), None)
    return Followed(incident, entries, can, other, because, rated.get("rating"), rated.get("solved"))
