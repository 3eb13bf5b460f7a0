"""Incidents as a list has them."""

from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.states import Channel, Kind, Stage, State, Urgency
from geo_grid.http.schemas.base import Latitude, Level, Longitude, Metres, Published, degrees, metres
from geo_grid.http.schemas.incident_examples import ROW
from geo_grid.services.incidents.likely import Likely
from geo_grid.services.incidents.listing import GridNames
from geo_grid.store.incident_records import Counts, IncidentRecord


class Named(Published):
    """A person or an office as it is called."""

    id: int
    name: str


class IncidentRow(Published):
    """An incident as a list has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ROW]})

    number: str
    version: int
    state: State
    stage: Stage | None = Field(description="Whose clock runs; null while none does.")
    kind: Kind
    urgency: Urgency
    category: str
    channel: Channel
    title: str
    place: str | None
    lon: Longitude
    lat: Latitude
    grids: list[str] = Field(description="Codes, level ascending; empty outside the coverage.")
    grid_name: str | None = Field(description="Of the last of them; outside, of the nearest grid.")
    level: Level | None = Field(description="Of whoever has it now.")
    outside: bool
    person: Named | None
    office: Named | None
    reported_at: AwareDatetime
    changed_at: AwareDatetime
    due_at: AwareDatetime | None
    stage_due_at: AwareDatetime | None
    overdue: bool
    escalated: int
    returned: int
    reopened: int
    photos: int = Field(description="How many.")
    made_up: bool = Field(description="An example that a demo made up.")

    @classmethod
    def of(cls, row: IncidentRecord, names: GridNames, zone: ZoneInfo) -> "IncidentRow":
        """As published, with times in the installation's zone."""
        return cls.model_validate(row_fields(row, names, zone))


class IncidentList(Published):
    """A page of incidents."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"incidents": [ROW], "next": None, "seen": "84213"}]}
    )

    incidents: list[IncidentRow]
    next: str | None = Field(description="`after` of the next page; null on the last.")
    seen: str = Field(description="Whatever changes from now on is told by `/incidents/events?since=` this.")


class IncidentCounts(Published):
    """How many incidents there are, by state, due, category and urgency."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "total": 3,
                    "state": {"handling": 2, "closed": 1},
                    "due": {"overdue": 1, "later": 1, "none": 1, "soon": 1},
                    "category": {"0101": 3},
                    "urgency": {"normal": 3},
                }
            ]
        }
    )

    total: int
    state: dict[str, int]
    due: dict[str, int] = Field(
        description="overdue, today, later, or none where nothing is due, which are all of them; "
        "soon, what is warned of, is counted beside, and is today or later as well."
    )
    category: dict[str, int]
    urgency: dict[str, int]

    @classmethod
    def of(cls, counts: Counts) -> "IncidentCounts":
        """As published."""
        return cls.model_validate({"total": counts.total, **counts.by})


class NearIncident(Published):
    """An incident near by, and how alike they are."""

    incident: IncidentRow
    distance_m: Metres
    likeness: float = Field(ge=0, le=1, description="1 is the same category at the same spot and hour.")

    @classmethod
    def of(cls, found: Likely, names: GridNames, zone: ZoneInfo) -> "NearIncident":
        """As published."""
        return cls(
            incident=IncidentRow.of(found.row, names, zone),
            distance_m=metres(found.distance_m),
            likeness=round(found.likeness, 3),
        )


def row_fields(row: IncidentRecord, names: GridNames, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of an `IncidentRow` as plain data: hundreds of models would cost more than a list."""
    leaf = row.grids[-1] if row.grids else row.nearest_grid
    return {
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "stage": row.stage,
        "kind": row.kind,
        "urgency": row.urgency,
        "category": row.category,
        "channel": row.channel,
        "title": row.title,
        "place": row.place,
        "lon": degrees(row.lon),
        "lat": degrees(row.lat),
        "grids": [names[grid][0] for grid in row.grids if grid in names],
        "grid_name": names[leaf][1] if leaf is not None and leaf in names else None,
        "level": row.level,
        "outside": not row.grids,
        "person": {"id": row.person, "name": row.person_name} if row.person is not None else None,
        "office": {"id": row.office, "name": row.office_name} if row.office is not None else None,
        "reported_at": row.reported_at.astimezone(zone),
        "changed_at": row.changed_at.astimezone(zone),
        "due_at": local(row.due_at, zone),
        "stage_due_at": local(row.stage_due_at, zone),
        "overdue": row.overdue,
        "escalated": row.escalated,
        "returned": row.returned,
        "reopened": row.reopened,
        "photos": row.photos,
        "made_up": row.made_up,
    }


def local(at: Any, zone: ZoneInfo) -> Any:
    """An instant, where there is one, in the installation's zone."""
    return None if at is None else at.astimezone(zone)
