"""The rules that incidents are held to: catalogue, official calendar, responsibility matrix, office hours."""

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.duty.hours import Hours
from geo_grid.core.duty.hours import read_hours as read_spans
from geo_grid.core.errors import Gone, InputError
from geo_grid.core.incidents.catalogue import Catalogue, Category
from geo_grid.core.incidents.deadlines import Limit
from geo_grid.core.incidents.matrix import Responsibility
from geo_grid.core.incidents.states import Stage
from geo_grid.core.incidents.working_calendar import WorkingCalendar
from geo_grid.core.people_sheet.hours_text import read_hours
from geo_grid.services.incidents.case_of import Demands
from geo_grid.services.incidents.catalogue import catalogue_in_force
from geo_grid.services.incidents.holidays import all_years
from geo_grid.services.incidents.responsibility import Responsibilities, responsibilities_in_force
from geo_grid.store.queries.incident_rules import calendar_said_at, office_hours, rules_state

#: Which offices a matter is for: `lead`, `co`, `arbiter`.
Responsible = Responsibility


class RulesInForce:
    """The rules as one state of the database has them.

    Parameters
    ----------
    catalogue
        The newest.
    calendar
        Of all years that are known.
    matrix
        In force, with the service areas of its offices.
    hours
        Of the offices that say them in words that can be read.
    calendar_at
        When anything was said last of any year.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        calendar: WorkingCalendar,
        matrix: Responsibilities,
        hours: Mapping[int, Hours],
        calendar_at: datetime,
    ) -> None:
        self.catalogue = catalogue
        self.calendar = calendar
        self.matrix = matrix
        self.calendar_at = calendar_at
        self._hours = hours

    def category(self, code: str) -> Category | None:
        """A category, retired or not."""
        return self.catalogue.by_code.get(code)

    def require_category(self, code: str) -> Category:
        """A category that something can be reported under.

        Raises
        ------
        InputError
            ``category_unknown``, ``category_too_wide``.
        Gone
            ``category_retired`` {category, successor}.
        """
        try:
            return self.catalogue.usable(code)
        except InputError as error:
            if error.code == "category_retired":
                raise Gone(error.code, **error.params) from error
            raise

    def names(self, code: str | None) -> tuple[str, str]:
        """What a category is called in Chinese and in English; one that is not known, by its code."""
        found = None if code is None else self.category(code)
        return (code or "–", code or "–") if found is None else (found.names.zh, found.names.en)

    def demands(self, code: str) -> Demands:
        """What a category asks for; of one that is not known, what is usual."""
        found = self.category(code)
        if found is None:
            return Demands()
        return Demands(found.must_visit, found.must_report, found.photo_on_finish, found.verify_on_site)

    def limit(self, code: str, stage: str, level: int) -> Limit | None:
        """How long a stage may take at a level; None where nothing is laid down."""
        return self.catalogue.limit(code, Stage(stage), level)

    def hours(self, office: int) -> Hours | None:
        """When an office works; None for the usual hours."""
        return self._hours.get(office)

    def responsible(
        self, code: str, grids: Sequence[int], at: tuple[float, float] | None = None
    ) -> Responsibility:
        """Whose a matter is: the row of the most special category, and of these of the deepest grid.

        Parameters
        ----------
        grids
            The chain of grids, level ascending.
        at
            Longitude and latitude, EPSG:4326 degrees; without it, service areas are not looked at.
        """
        return self.matrix.responsible(code, grids, at)


class RulesKept:
    """The rules of the last state that was asked for, kept until the database has another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[tuple[Any, ...], RulesInForce] | None = None

    def rules(self, session: Session) -> RulesInForce:
        """The rules as this transaction sees them."""
        state = rules_state(session)
        kept = self._kept
        if kept is not None and kept[0] == state:
            return kept[1]
        with self._lock:
            made = read_rules(session)
            self._kept = (state, made)
        return made


def read_rules(session: Session) -> RulesInForce:
    """The rules from the database."""
    # Before the years themselves: of what is said in between, clocks are looked at once more.
    calendar_at = calendar_said_at(session)
    hours = {office: read_hours(words) for office, words in office_hours(session).items()}
    return RulesInForce(
        catalogue_in_force(session),
        WorkingCalendar(all_years(session).values()),
        responsibilities_in_force(session),
        {office: read_spans(spans) for office, spans in hours.items() if spans},
        calendar_at,
    )
