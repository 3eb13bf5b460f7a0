"""Filters of incidents, as lists, counts, the map and exports take them from the query."""

from typing import Annotated, Literal

from fastapi import Depends, Query

from geo_grid.core.errors import NotFound
from geo_grid.core.incidents.states import Channel, Kind, State, Urgency
from geo_grid.http.dependencies import NO_NUL, box
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.base import When
from geo_grid.services.current import now
from geo_grid.store.incident_records import IncidentFilter
from geo_grid.store.instants import end_of_day
from geo_grid.store.queries.scope import grid_with_code
from geo_grid.store.session import Session


class AskedFilter:
    """The filter of a query, before it is known which grid a code means."""

    def __init__(
        self,
        state: Annotated[list[State] | None, Query(description="Any of these states.")] = None,
        open: Annotated[
            bool | None, Query(description="Only those still to be done, or only the others.")
        ] = None,
        category: Annotated[
            list[Annotated[str, Query(min_length=2, max_length=8, pattern=r"^[0-9]+$")]] | None,
            Query(max_length=50, description="Any of these; a class stands for its categories."),
        ] = None,
        kind: Annotated[list[Kind] | None, Query(description="Any of these ways of handling.")] = None,
        urgency: Annotated[list[Urgency] | None, Query(description="Any of these.")] = None,
        channel: Annotated[list[Channel] | None, Query(description="Any of these ways in.")] = None,
        level: Annotated[int | None, Query(ge=1, le=3, description="Of whoever has it now.")] = None,
        grid: Annotated[
            str | None,
            Query(min_length=1, max_length=100, pattern=NO_NUL, description="Code: in it and below."),
        ] = None,
        person: Annotated[
            int | None, Query(ge=1, le=2**63 - 1, description="Assigned to this person.")
        ] = None,
        office: Annotated[
            int | None, Query(ge=1, le=2**63 - 1, description="Assigned to this office.")
        ] = None,
        mine: Annotated[bool, Query(description="Assigned to oneself.")] = False,
        due: Annotated[
            Literal["overdue", "today", "soon"] | None,
            Query(description="Out of time; due by the end of this day; warned of."),
        ] = None,
        outside: Annotated[
            bool | None, Query(description="Only outside the coverage, or only inside.")
        ] = None,
        q: Annotated[
            str | None,
            Query(
                min_length=2, max_length=100, pattern=NO_NUL, description="Part of title, place or number."
            ),
        ] = None,
        bbox: Annotated[
            str | None,
            Query(
                max_length=200,
                description="West,south,east,north in degrees (EPSG:4326).",
                examples=["120.39,23.44,120.51,23.52"],
            ),
        ] = None,
        begin: Annotated[When | None, Query(alias="from", description="Reported then or later.")] = None,
        to: Annotated[When | None, Query(description="Reported before.")] = None,
    ) -> None:
        self.grid = grid
        self._told = {
            "states": tuple(each.value for each in state or ()),
            "is_open": open,
            "categories": tuple(category or ()),
            "kinds": tuple(each.value for each in kind or ()),
            "urgencies": tuple(each.value for each in urgency or ()),
            "channels": tuple(each.value for each in channel or ()),
            "level": level,
            "person": person,
            "office": office,
            "mine": mine,
            "due": due,
            "outside": outside,
            "words": q,
            "box": None if bbox is None else box(bbox),
            "since": begin,
            "until": to,
        }

    def filter(self, runtime: Runtime, session: Session) -> IncidentFilter:
        """The filter itself.

        Raises
        ------
        NotFound
            ``grid_not_found``.
        """
        zone = runtime.settings.zone
        return IncidentFilter(
            **self._told,  # type: ignore[arg-type]  # named as the fields are
            grid=None if self.grid is None else _identity(runtime, session, self.grid),
            day_ends=end_of_day(now().astimezone(zone).date(), zone),
        )


Asked = Annotated[AskedFilter, Depends()]


def _identity(runtime: Runtime, session: Session, code: str) -> int:
    index = runtime.current.index() if runtime.current is not None else None
    known = index.by_code(code) if index is not None else None
    if known is not None:
        return known.id
    found = grid_with_code(session, code)
    if found is None:
        raise NotFound("grid_not_found", grid=code)
    return found
