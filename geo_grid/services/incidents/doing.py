"""One act on an incident that is held: decided, written down, its clocks set, everybody concerned told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.crs import between_m
from geo_grid.core.errors import InputError
from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Case, Given, Outcome, Target
from geo_grid.core.incidents.deciding import decide
from geo_grid.core.incidents.states import Urgency
from geo_grid.core.incidents.table import ROW_FOR
from geo_grid.services.incidents.act_record import Found, params_of, transfer_of
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.asked import Asked, Doer
from geo_grid.services.incidents.case_of import case_of
from geo_grid.services.incidents.changes import changes_of
from geo_grid.services.incidents.clocks import Clocks, Subject
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.masking import masked
from geo_grid.services.incidents.moving import moved_to, on_lattice
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.services.incidents.targets import Targets
from geo_grid.services.incidents.telling import Happened, told_of
from geo_grid.store.incident_acting import (
    NewEntry,
    add_entry,
    add_transfer,
    change_incident,
    link,
    unlink,
    use_photos,
)
from geo_grid.store.incident_held import Held, entries_of, held_by_id, seen_incident, this_instant
from geo_grid.store.incident_reporters import reporter_of
from geo_grid.store.notification_writing import tell

#: What an act's photos are of.
_PHOTO_STAGES = {
    Act.ARRIVE: "arrival",
    Act.FINISH: "finish",
    Act.VERIFY: "verify",
    Act.REWORK: "verify",
    Act.SAMPLE: "verify",
}
#: By these an incident goes from one to another, and it is counted.
_TRANSFERS = frozenset({Act.RETURN, Act.HAND_ON, Act.DISPUTE, Act.RULE, Act.MOVE, Act.REASSIGN, Act.ESCALATE})
_GIVES = frozenset({Act.DISPATCH, Act.HAND_ON, Act.REASSIGN, Act.RULE, Act.ESCALATE})
#: The farthest that anything is put off, and that a device's clock is believed.
_FARTHEST, _BELIEVED = timedelta(days=3 * 366), timedelta(days=366)
_LINKS = frozenset({Act.LINK, Act.UNLINK, Act.MARK_DUPLICATE})


class Doing:
    """Acts in one transaction.

    Parameters
    ----------
    at
        This instant; the database's where none is given.
    rules
        As this transaction sees them; looked up where they are not given.
    """

    def __init__(
        self, session: Session, desk: Desk, at: datetime | None = None, rules: RulesInForce | None = None
    ) -> None:
        self.session = session
        self.desk = desk
        self.rules: RulesInForce = rules or desk.rules(session)
        self.now = at or this_instant(session)
        self.clocks = Clocks(desk, self.rules)

    def case(self, incident: Held) -> Case:
        """The incident as the rules look at it."""
        return case_of(incident, entries_of(self.session, incident.id), self.rules.demands(incident.category))

    def do(self, incident: Held, doer: Doer, asked: Asked) -> Held:
        """Do it; the incident afterwards.

        Raises
        ------
        GeoGridError
            As `core.incidents.deciding.decide`; InputError ``target_unknown``, ``category_unknown``,
            ``category_retired``, ``incident_unknown``, ``incident_of_itself``, ``photo_unknown``,
            ``date_beyond``.
        """
        if asked.until is not None and asked.until - self.now > _FARTHEST:
            raise InputError("date_beyond")
        history = entries_of(self.session, incident.id)
        at = max([self.now, *(entry.at for entry in history[-1:])])
        case = case_of(incident, history, self.rules.demands(incident.category))
        given = Given(
            account=doer.account,
            at=at,
            reason=asked.reason,
            text=asked.text,
            photos=len(asked.photos),
            solved=asked.solved,
            rating=asked.rating,
            until=asked.until,
            category=asked.category,
            reopen_days=self.desk.settings.reopen_days,
            on_site_m=self.desk.settings.on_site_m,
        )
        row = ROW_FOR.get((asked.act, case.state))
        if row is None or not row.who & doer.capacities:
            # Before anything is looked up: what is not possible is told as that.
            decide(case, asked.act, doer.capacities, given)
        found = self._look_up(incident, asked)
        outcome = decide(case, asked.act, doer.capacities, _with(given, incident, asked, found))
        return self._write(incident, doer, asked, found, outcome, at)

    def subject(self, incident: Held, category: str, answering: Answering | None, urgency: str) -> Subject:
        """What the limits follow from."""
        office = incident.assignee_office if answering is None else answering.office
        level = (None if answering is None else answering.level) or incident.level or 1
        return Subject(
            category,
            level,
            urgency == Urgency.EMERGENCY,
            None if office is None else self.rules.hours(office),
        )

    def _look_up(self, incident: Held, asked: Asked) -> Found:
        targets = Targets(self.session, self.desk, self.rules, self.now)
        if asked.act in _GIVES:
            return Found(answering=self._answering(targets, incident, asked))
        if asked.act is Act.MOVE and asked.at is not None:
            return self._moved(targets, incident, asked)
        if asked.act is Act.CLASSIFY and asked.category is not None:
            self.rules.require_category(asked.category)
        if asked.act in _LINKS and asked.duplicate_of is not None:
            other = seen_incident(self.session, asked.duplicate_of)
            if other is None:
                raise InputError("incident_unknown", given=asked.duplicate_of)
            if other.id == incident.id:
                raise InputError("incident_of_itself")
            return Found(other=other)
        return Found()

    def _answering(self, targets: Targets, incident: Held, asked: Asked) -> Answering | None:
        if asked.to is not None:
            return targets.named(incident, asked.to)
        if asked.act is Act.DISPATCH:
            found = targets.by_rule(incident)
            return None if found.is_nobody else found
        return targets.above(incident) if asked.act is Act.ESCALATE else None

    def _moved(self, targets: Targets, incident: Held, asked: Asked) -> Found:
        assert asked.at is not None  # noqa: S101 - the only caller has looked
        moved = moved_to(self.session, self.desk, incident, asked.at, asked.grid)
        has_it = incident.assignee_person is not None or incident.assignee_office is not None
        if not (moved.is_other_ground and has_it):
            return Found(moved)
        grid = moved.columns["grid_id"]
        if asked.to is not None:
            return Found(moved, targets.named(incident, asked.to))
        if isinstance(grid, int):
            found = self.desk.who.of_grid(self.session, grid, self.now)
            return Found(moved, None if found.is_nobody else found)
        return Found(moved)

    def _write(
        self, incident: Held, doer: Doer, asked: Asked, found: Found, outcome: Outcome, at: datetime
    ) -> Held:
        category, urgency = incident.category, incident.urgency
        changes: dict[str, Any] = {}
        if asked.act is Act.CLASSIFY and asked.category is not None:
            known = self.rules.require_category(asked.category)
            category, urgency = asked.category, str(known.urgency)
            changes |= {
                "category": category,
                "catalogue_version": self.rules.catalogue.version,
                "kind": str(known.kind),
                "urgency": urgency,
            }
        subject = self.subject(incident, category, found.answering, urgency)
        if asked.act is Act.GRANT_EXTENSION and incident.pending_until is not None:
            timed = self.clocks.extend(self.session, incident, incident.pending_until, at)
        else:
            timed = self.clocks.follow(self.session, incident, subject, outcome, at)
        changes = {**changes_of(incident, outcome, asked, doer, at, timed, found.answering), **changes}
        if found.moved is not None:
            changes |= found.moved.columns
            if found.moved.is_other_ground and found.answering is None:
                changes["level"] = len(found.moved.columns["grids"]) or None  # type: ignore[arg-type]
        responsibility = self.rules.responsible(category, incident.grids, (incident.lon, incident.lat))
        if found.answering is not None:
            co_offices = [each for each in responsibility.co if each != found.answering.office]
            changes["co_offices"] = co_offices
        if asked.act is Act.MARK_DUPLICATE and found.other is not None:
            changes["duplicate_of"] = found.other.duplicate_of or found.other.id
        elif outcome.from_state == "duplicate":
            changes["duplicate_of"] = None
        change_incident(
            self.session, incident.id, changes, None if found.moved is None else found.moved.place
        )
        entry = self._add_entry(incident, doer, asked, found, outcome, at)
        self._links(incident, doer, asked, found)
        if asked.act in _TRANSFERS and (found.moved is None or found.moved.is_other_ground):
            add_transfer(self.session, incident.id, entry, at, transfer_of(incident, asked, found, changes))
        happened = Happened(
            incident,
            asked.act,
            outcome,
            doer,
            timed,
            found.answering,
            responsibility.arbiter,
            tuple(changes.get("co_offices", ())),
        )
        tell(self.session, incident.id, entry, told_of(self.session, happened))
        after = held_by_id(self.session, incident.id)
        if after is None:
            raise LookupError(incident.id)
        return after

    def _add_entry(
        self, incident: Held, doer: Doer, asked: Asked, found: Found, outcome: Outcome, at: datetime
    ) -> int:
        row = ROW_FOR[asked.act, outcome.from_state]
        capacity = min(row.who & doer.capacities, key=list(type(next(iter(row.who)))).index)
        reason, words = asked.reason, asked.text
        reporter = reporter_of(self.session, incident.id) if reason or words else None
        if reporter is not None:
            reason = masked(reason, reporter.name, reporter.phone, reporter.contact)
            words = masked(words, reporter.name, reporter.phone, reporter.contact)
        stands = asked.at if asked.act is not Act.MOVE else None
        entry = add_entry(
            self.session,
            incident.id,
            NewEntry(
                act=asked.act.value,
                from_state=incident.state,
                to_state=outcome.to_state.value,
                capacity=capacity.value,
                at=at,
                by_account=doer.account,
                made_at=_believed(asked.made_at, at),
                reason_code=asked.reason_code,
                reason=reason,
                text=words,
                params={**params_of(incident, asked, found), **asked.params},
                position=None if stands is None else (on_lattice(stands.lon), on_lattice(stands.lat)),
                accuracy_m=None if stands is None else stands.accuracy_m,
                client_id=asked.client_id,
                client_hash=asked.digest() if asked.client_id is not None else None,
            ),
        )
        stage = _PHOTO_STAGES.get(asked.act, "note")
        wanted = list(dict.fromkeys(asked.photos))
        got = use_photos(self.session, wanted, incident.id, entry, stage) if wanted else []
        if len(got) != len(wanted):
            raise InputError("photo_unknown", photo=min(set(wanted) - set(got)))
        return entry

    def _links(self, incident: Held, doer: Doer, asked: Asked, found: Found) -> None:
        if found.other is None:
            return
        if asked.act is Act.UNLINK:
            unlink(self.session, incident.id, found.other.id)
        else:
            kind = "duplicate" if asked.act is Act.MARK_DUPLICATE else "related"
            link(self.session, incident.id, found.other.id, kind, doer.account)


def _with(given: Given, incident: Held, asked: Asked, found: Found) -> Given:
    position = asked.at if asked.act is not Act.MOVE else None
    return replace(
        given,
        distance_m=None
        if position is None
        else between_m((position.lon, position.lat), (incident.lon, incident.lat)),
        place=found.moved is not None,
        other_ground=found.moved is not None and found.moved.is_other_ground,
        target=None if found.answering is None else Target(found.answering.person, found.answering.office),
        duplicate_of=None if found.other is None else found.other.number,
    )


def _believed(made_at: datetime | None, at: datetime) -> datetime | None:
    """The device's time, where its clock is not wrong by years; what was done counts all the same."""
    return None if made_at is None or abs(made_at - at) > _BELIEVED else made_at
