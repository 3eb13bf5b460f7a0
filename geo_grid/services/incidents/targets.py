"""To whom an incident goes: the person, office or ground that is named, or whom the rules name."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError
from geo_grid.core.incidents.case import Target
from geo_grid.core.incidents.states import Kind
from geo_grid.services.incidents.answering import Answering
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.rules_in_force import RulesInForce
from geo_grid.store.incident_held import Held
from geo_grid.store.queries.incident_people import (
    duty_grid,
    is_in_service,
    is_known_person,
    is_open_office,
    office_above,
)
from geo_grid.store.queries.offices import nearest_office


class Targets:
    """Finds out who gets an incident, as things are in this transaction."""

    def __init__(self, session: Session, desk: Desk, rules: RulesInForce, at: datetime) -> None:
        self._session = session
        self._desk = desk
        self._rules = rules
        self._at = at

    def named(self, incident: Held, target: Target) -> Answering:
        """Whom somebody named; where that person has left the service, who answers now.

        Raises
        ------
        InputError
            ``target_unknown``: there is no such person, office or grid, or nobody answers for it.
        """
        if target.person is not None:
            return self._person(incident, target)
        if target.grid is not None:
            return self._someone(self._desk.who.of_grid(self._session, target.grid, self._at))
        if target.office is None or not is_open_office(self._session, target.office, self._at):
            raise InputError("target_unknown")
        return Answering(office=target.office, level=incident.level)

    def by_rule(self, incident: Held) -> Answering:
        """Whose it is by the rules: the lead office of what needs a decision, else who answers here."""
        if incident.kind == Kind.APPROVAL:
            lead = self._rules.responsible(
                incident.category, incident.grids, (incident.lon, incident.lat)
            ).lead
            if lead is not None and is_open_office(self._session, lead, self._at):
                return Answering(office=lead, level=incident.level, because="responsible")
        ground = incident.grid_id if incident.grid_id is not None else incident.nearest_grid
        if ground is None:
            return Answering(because="nobody")
        return self._desk.who.of_grid(self._session, ground, self._at)

    def above(self, incident: Held) -> Answering:
        """Who has it after whoever has it: across to the joint team, the level above, the office above.

        Raises
        ------
        InputError
            ``target_unknown``: there is nobody above.
        """
        now = (incident.assignee_person, incident.assignee_office)
        for found in self._upwards(incident):
            if not found.is_nobody and (found.person, found.office) != now:
                return found
        raise InputError("target_unknown")

    def _upwards(self, incident: Held) -> Iterator[Answering]:
        level = incident.level or len(incident.grids)
        lead = self._rules.responsible(incident.category, incident.grids, (incident.lon, incident.lat)).lead
        if incident.assignee_office is not None:
            above = office_above(self._session, incident.assignee_office)
            if above is not None:
                yield Answering(office=above, level=max(1, level - 1), because="office_above")
        elif lead is not None and is_open_office(self._session, lead, self._at):
            yield Answering(office=lead, level=max(1, level - 1), because="joint_team")
        for each in range(min(level, len(incident.grids)) - 1, 0, -1):
            yield self._desk.who.of_grid(self._session, incident.grids[each - 1], self._at)
        ground = incident.grids[0] if incident.grids else incident.nearest_grid
        office = None if ground is None else nearest_office(self._session, ground)
        if office is not None:
            yield Answering(office=office, level=1, because="office_above")

    def _person(self, incident: Held, target: Target) -> Answering:
        person = target.person
        assert person is not None  # noqa: S101 - the only caller has looked
        if is_in_service(self._session, person, self._at):
            grid = duty_grid(self._session, person, incident.grids[::-1], self._at)
            level = incident.grids.index(grid) + 1 if grid is not None else incident.level
            return Answering(person, target.office, grid, level)
        ground = incident.grid_id if incident.grid_id is not None else incident.nearest_grid
        if ground is None or not is_known_person(self._session, person):
            raise InputError("target_unknown")
        found = self._someone(self._desk.who.of_grid(self._session, ground, self._at))
        return Answering(
            found.person, found.office, found.grid, found.level, found.because, instead_of=person
        )

    def _someone(self, found: Answering) -> Answering:
        if found.is_nobody:
            raise InputError("target_unknown")
        return found
