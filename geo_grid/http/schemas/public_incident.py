"""Incidents as everybody may know them: no text, no photo, nobody's name, and a coarse place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.states import State
from geo_grid.http.schemas.base import Latitude, Longitude, Published, degrees
from geo_grid.services.incidents.category_names import CategoryNames
from geo_grid.services.incidents.public_counts import PUBLIC_DAYS
from geo_grid.services.incidents.public_results import GridIncidents
from geo_grid.store.queries.public_incidents import PublicIncident
from geo_grid.words.incidents.public import state_word

Near = Literal["building", "street", "grid", "area"]

_EXAMPLE: dict[str, Any] = {
    "number": "20261120-000123",
    "category": "0103",
    "category_zh": "暴露垃圾",
    "category_en": "Exposed rubbish",
    "state": "handling",
    "state_zh": "处理中",
    "state_en": "being handled",
    "open": True,
    "reported_at": "2026-11-20T08:31:00+08:00",
    "closed_at": None,
    "near": "street",
    "place": "中山路",
    "lon": 120.4521,
    "lat": 23.4812,
    "grid": {"code": "10020010001", "name": "中山里"},
}


class GridName(Published):
    """A grid by its code and name."""

    code: str
    name: str


class PublicIncidentOut(Published):
    """One incident."""

    number: str
    category: str
    category_zh: str
    category_en: str
    state: State
    state_zh: str
    state_en: str
    open: bool = Field(description="Whether it still waits for its end.")
    reported_at: AwareDatetime
    closed_at: AwareDatetime | None
    near: Near = Field(description="What the point stands for; an area where there is no grid.")
    place: str | None = Field(description="Name of the building, its compound, or the street.")
    lon: Longitude
    lat: Latitude
    grid: GridName | None = Field(description="The grid that it happened in, as it was then; null outside.")

    @classmethod
    def of(cls, found: PublicIncident, names: CategoryNames, zone: ZoneInfo) -> "PublicIncidentOut":
        """As published."""
        category = names.of(found.category)
        return cls(
            number=found.number,
            category=found.category,
            category_zh=category.zh,
            category_en=category.en,
            state=State(found.state),
            state_zh=state_word(found.state, "zh"),
            state_en=state_word(found.state, "en"),
            open=found.is_open,
            reported_at=found.reported_at.astimezone(zone),
            closed_at=_here(found.closed_at, zone),
            near=found.near,
            place=found.place,
            lon=degrees(found.lon),
            lat=degrees(found.lat),
            grid=GridName(code=found.grid[0], name=found.grid[1]) if found.grid is not None else None,
        )


def _here(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.astimezone(zone) if at is not None else None


class PublicIncidentList(Published):
    """A page of them, latest changed first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"incidents": [_EXAMPLE], "next": None}]})

    incidents: list[PublicIncidentOut]
    next: str | None = Field(description="Send it as `after` for the next page; null at the end.")


_COUNTS: dict[str, Any] = {
    "code": "10020010001",
    "name": "中山里",
    "borders": "then",
    "open": 3,
    "ended": 11,
    "states": {"handling": 2, "accepted": 1, "closed": 11},
    "latest": [_EXAMPLE],
}


class GridIncidentsOut(Published):
    """The incidents of a grid and of all below it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_COUNTS]})

    code: str
    name: str
    borders: Literal["then", "today"] = Field(
        description="Counted for the grid that it happened in, or for the one that the place lies in now."
    )
    open: Annotated[int, Field(ge=0)]
    ended: Annotated[int, Field(ge=0, description=f"In the last {PUBLIC_DAYS} days.")]
    states: dict[str, int] = Field(description="State → how many; open, or ended in that time.")
    latest: list[PublicIncidentOut] = Field(description="Reported last, by the grids of then.")

    @classmethod
    def of(cls, found: GridIncidents, names: CategoryNames, zone: ZoneInfo) -> "GridIncidentsOut":
        """As published."""
        return cls(
            code=found.code,
            name=found.name,
            borders=found.borders,
            open=_sum(found.states, is_open=True),
            ended=_sum(found.states, is_open=False),
            states=dict(found.states),
            latest=[PublicIncidentOut.of(each, names, zone) for each in found.latest],
        )


def _sum(states: Mapping[str, int], *, is_open: bool) -> int:
    return sum(count for state, count in states.items() if (state != State.CLOSED) is is_open)
