"""Incidents as the desk and the field have them."""

from collections.abc import Iterable
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.states import Channel, Kind, Stage, State, Urgency
from geo_grid.http.schemas.base import Latitude, Level, Longitude, Metres, Published, degrees, metres
from geo_grid.services.incidents.chain import Answerer
from geo_grid.services.incidents.likely import Likely
from geo_grid.services.incidents.listing import GridNames
from geo_grid.services.incidents.one import Whole
from geo_grid.store.incident_records import Counts, IncidentRecord
from geo_grid.store.queries.incident_details import DueRecord, HistoryEntry
from geo_grid.words.incidents.dues import due_text

#: Where photos are served, by id.
PHOTOS = "/api/v1/incident-photos"

_ROW: dict[str, Any] = {
    "number": "20261122-000123",
    "version": 3,
    "state": "dispatched",
    "stage": "take",
    "kind": "coordination",
    "urgency": "normal",
    "category": "0101",
    "channel": "hotline",
    "title": "菜市场后面有一堆垃圾",
    "place": "延平老街 12 号旁",
    "lon": 120.4521,
    "lat": 23.4812,
    "grids": ["10020", "10020010", "10020010001"],
    "grid_name": "中山里",
    "level": 3,
    "outside": False,
    "person": {"id": 12, "name": "陈安"},
    "office": None,
    "reported_at": "2026-11-22T09:12:04+08:00",
    "changed_at": "2026-11-22T09:12:04+08:00",
    "due_at": "2026-11-25T09:12:04+08:00",
    "stage_due_at": "2026-11-22T11:12:04+08:00",
    "overdue": False,
    "escalated": 0,
    "returned": 0,
    "reopened": 0,
    "photos": 1,
    "made_up": False,
}


_ANSWER: dict[str, Any] = {
    "because": "head",
    "person": {"id": 12, "name": "陈安"},
    "post": "社区干事",
    "phone": "000-0000-0000",
    "mobile": None,
    "instead_of": None,
    "office": None,
}
_WHOLE: dict[str, Any] = {
    **_ROW,
    "text": "菜市场后面有一堆垃圾，已经两天了",
    "edition": 1,
    "happened_at": None,
    "accepted_at": "2026-11-22T09:12:04+08:00",
    "dispatched_at": "2026-11-22T09:12:04+08:00",
    "finished_at": None,
    "closed_at": None,
    "rating": None,
    "solved": None,
    "pending": None,
    "pending_until": None,
    "duplicate_of": None,
    "chain": [{"code": "10020010001", "name": "中山里", "level": 3, "answer": _ANSWER}],
    "nearest_m": None,
    "border": None,
    "history": [
        {
            "n": 1,
            "act": "report",
            "from": None,
            "to": "reported",
            "at": "2026-11-22T09:12:04+08:00",
            "made_at": None,
            "by": {"name": None, "capacity": "reporter"},
            "reason_code": None,
            "reason": None,
            "text": None,
            "photos": [],
            "lon": None,
            "lat": None,
            "params": {},
        }
    ],
    "dues": [
        {
            "stage": "take",
            "started_at": "2026-11-22T09:12:04+08:00",
            "due_at": "2026-11-22T11:12:04+08:00",
            "met_at": None,
            "paused_at": None,
            "explained": [{"code": "due_limit", "text_zh": "时限 2 小时。", "text_en": "Limit: 2 hours."}],
            "rests_on_unconfirmed": [],
        }
    ],
    "responsibility": {"lead": {"id": 3, "name": "城管执法队"}, "co": [], "arbiter": None},
    "links": [],
    "near": [],
    "can": [{"act": "reassign", "requires": ["target"]}],
    "reporter": {"has_contact": True, "erased_at": None},
    "viewers": ["王芳"],
}


class Named(Published):
    """A person or an office as it is called."""

    id: int
    name: str


class IncidentRow(Published):
    """An incident as a list has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROW]})

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
        json_schema_extra={"examples": [{"incidents": [_ROW], "next": None, "seen": "84213"}]}
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
                    "due": {"overdue": 1, "later": 1, "none": 1},
                    "category": {"0101": 3},
                    "urgency": {"normal": 3},
                }
            ]
        }
    )

    total: int
    state: dict[str, int]
    due: dict[str, int] = Field(description="overdue, today, later, or none where nothing is due.")
    category: dict[str, int]
    urgency: dict[str, int]

    @classmethod
    def of(cls, counts: Counts) -> "IncidentCounts":
        """As published."""
        return cls.model_validate({"total": counts.total, **counts.by})


class AnswererOut(Published):
    """Who answers for a grid now, for those who deal with incidents."""

    because: str
    person: Named | None
    post: str | None
    phone: str | None
    mobile: str | None
    instead_of: str | None = Field(description="Name of whoever is away.")
    office: Named | None

    @classmethod
    def of(cls, found: Answerer) -> "AnswererOut":
        """As published."""
        person = None if found.person is None else Named(id=found.person, name=found.name or "")
        office = None if found.office_id is None else Named(id=found.office_id, name=found.office or "")
        return cls(
            because=found.because,
            person=person,
            post=found.post,
            phone=found.phone,
            mobile=found.mobile,
            instead_of=found.instead_of,
            office=office,
        )


class ChainGrid(Published):
    """A grid with who answers for it now; nobody where it has ended."""

    code: str
    name: str
    level: Level
    answer: AnswererOut | None


class BorderNear(Published):
    """A border that is near, and the grid on its other side."""

    distance_m: Metres
    neighbour: ChainGrid
    choice: Literal["located", "chosen"] = Field(
        description="Whether the point alone, or somebody decided on which side it is."
    )


class EntryBy(Published):
    """Who did something, and as what."""

    name: str | None = Field(description="Null for the system and for reporters.")
    capacity: Capacity


class PhotoRef(Published):
    """A photo of an incident."""

    id: str
    small: str
    large: str

    @classmethod
    def of(cls, photo: str) -> "PhotoRef":
        """As published."""
        return cls(id=photo, small=f"{PHOTOS}/{photo}?size=small", large=f"{PHOTOS}/{photo}?size=large")


class EntryOut(Published):
    """What was done with an incident."""

    n: int
    act: Act
    begin: State | None = Field(alias="from")
    to: State
    at: AwareDatetime
    made_at: AwareDatetime | None = Field(description="When it was done, where it was sent later.")
    by: EntryBy
    reason_code: str | None
    reason: str | None
    text: str | None
    photos: list[PhotoRef]
    lon: Longitude | None
    lat: Latitude | None
    params: dict[str, Any]

    @classmethod
    def of(cls, entry: HistoryEntry, zone: ZoneInfo) -> "EntryOut":
        """As published, with times in the installation's zone."""
        return cls.model_validate(
            {
                "n": entry.n,
                "act": entry.act,
                "from": entry.from_state,
                "to": entry.to_state,
                "at": entry.at.astimezone(zone),
                "made_at": entry.made_at and entry.made_at.astimezone(zone),
                "by": {"name": entry.by_name, "capacity": entry.capacity},
                "reason_code": entry.reason_code,
                "reason": entry.reason,
                "text": entry.text,
                "photos": [PhotoRef.of(photo) for photo in entry.photos],
                "lon": entry.lon,
                "lat": entry.lat,
                "params": entry.params,
            }
        )


class DueStepOut(Published):
    """One step of how a due time was reckoned."""

    code: str
    text_zh: str
    text_en: str


class DueOut(Published):
    """A clock, and why it runs out just then."""

    stage: Stage
    started_at: AwareDatetime
    due_at: AwareDatetime
    met_at: AwareDatetime | None
    paused_at: AwareDatetime | None
    explained: list[DueStepOut]
    rests_on_unconfirmed: list[int] = Field(description="Years whose calendar was not confirmed.")

    @classmethod
    def of(cls, due: DueRecord, zone: ZoneInfo) -> "DueOut":
        """As published, with times in the installation's zone."""
        return cls.model_validate(
            {
                "stage": due.stage,
                "started_at": due.started_at.astimezone(zone),
                "due_at": due.due_at.astimezone(zone),
                "met_at": due.met_at and due.met_at.astimezone(zone),
                "paused_at": due.paused_at and due.paused_at.astimezone(zone),
                "explained": steps(due.explained),
                "rests_on_unconfirmed": due.unconfirmed,
            }
        )


class Responsible(Published):
    """Which offices have to act, and which decides where they disagree."""

    lead: Named | None
    co: list[Named]
    arbiter: Named | None


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


class CanDo(Published):
    """An act that is possible now for whoever asks, and what has to come along."""

    act: Act
    requires: list[str]


class ReporterState(Published):
    """Whether anything of the reporter is kept; what it is, is asked for on its own."""

    has_contact: bool
    erased_at: AwareDatetime | None


class IncidentOut(IncidentRow):
    """An incident with all that whoever deals with it has to know."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WHOLE]})

    text: str | None
    edition: int | None = Field(description="The edition whose grids these are.")
    happened_at: AwareDatetime | None
    accepted_at: AwareDatetime | None
    dispatched_at: AwareDatetime | None
    finished_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    rating: int | None
    solved: bool | None
    pending: Literal["extension", "suspension"] | None
    pending_until: AwareDatetime | None
    duplicate_of: str | None = Field(description="Number of the incident that it is the same as.")
    chain: list[ChainGrid] = Field(description="Level ascending; outside, the nearest grid alone.")
    nearest_m: Metres | None = Field(description="Metres to the nearest grid; null inside.")
    border: BorderNear | None
    history: list[EntryOut]
    dues: list[DueOut]
    responsibility: Responsible
    links: list[IncidentRow]
    near: list[NearIncident]
    can: list[CanDo]
    reporter: ReporterState
    viewers: list[str] = Field(description="Who else is looking at it now.")

    @classmethod
    def of_whole(cls, found: Whole, zone: ZoneInfo, viewers: Iterable[str]) -> "IncidentOut":
        """As published, with times in the installation's zone."""
        details, names = found.details, found.names
        instants = (
            "happened_at",
            "accepted_at",
            "dispatched_at",
            "finished_at",
            "closed_at",
            "pending_until",
        )
        chain = found.row.grids or ((found.row.nearest_grid,) if found.row.nearest_grid is not None else ())
        border = None
        if details.border_grid is not None and details.border_m is not None:
            border = BorderNear(
                distance_m=metres(details.border_m),
                neighbour=_chain_grid(found, details.border_grid),
                choice="chosen" if details.choice == "chosen" else "located",
            )
        return cls(
            **row_fields(found.row, names, zone),
            **{name: _local(getattr(details, name), zone) for name in instants},
            text=details.text,
            edition=details.edition,
            rating=details.rating,
            solved=details.solved,
            pending=details.pending,
            duplicate_of=details.duplicate_of,
            chain=[_chain_grid(found, grid) for grid in chain],
            nearest_m=None if details.nearest_m is None else metres(details.nearest_m),
            border=border,
            history=[EntryOut.of(entry, zone) for entry in found.history],
            dues=[DueOut.of(due, zone) for due in found.dues],
            responsibility=Responsible(
                lead=_office(found, found.lead),
                co=[office for each in found.co if (office := _office(found, each)) is not None],
                arbiter=_office(found, found.arbiter),
            ),
            links=[IncidentRow.of(each, names, zone) for each in found.linked],
            near=[NearIncident.of(each, names, zone) for each in found.near],
            can=[CanDo(act=act, requires=[str(each) for each in needs]) for act, needs in found.can],
            reporter=ReporterState(
                has_contact=bool(details.has_contact), erased_at=_local(details.erased_at, zone)
            ),
            viewers=list(viewers),
        )


def steps(explained: Iterable[dict[str, Any]]) -> list[DueStepOut]:
    """The steps of a due time in both languages."""
    return [
        DueStepOut(
            code=step["code"],
            text_zh=due_text(step["code"], step["params"], "zh"),
            text_en=due_text(step["code"], step["params"], "en"),
        )
        for step in explained
    ]


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
        "due_at": _local(row.due_at, zone),
        "stage_due_at": _local(row.stage_due_at, zone),
        "overdue": row.overdue,
        "escalated": row.escalated,
        "returned": row.returned,
        "reopened": row.reopened,
        "photos": row.photos,
        "made_up": row.made_up,
    }


def _local(at: Any, zone: ZoneInfo) -> Any:
    return None if at is None else at.astimezone(zone)


def _chain_grid(found: Whole, grid: int) -> ChainGrid:
    code, name, level = found.names.get(grid, ("", "", 0))
    answer = found.people.get(grid)
    return ChainGrid(
        code=code, name=name, level=level, answer=None if answer is None else AnswererOut.of(answer)
    )


def _office(found: Whole, office: int | None) -> Named | None:
    name = None if office is None else found.offices.get(office)
    return None if office is None or name is None else Named(id=office, name=name)
