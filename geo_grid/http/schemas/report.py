"""What is reported, and what whoever reports it is told."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, WithJsonSchema

from geo_grid.core.incidents.states import Channel, State, Urgency
from geo_grid.http.dependencies import NO_NUL
from geo_grid.http.schemas.base import Metres, Published, When
from geo_grid.http.schemas.incident_history import DueStepOut
from geo_grid.http.schemas.people import Answer, GridName
from geo_grid.services.incidents.photos import MOST_PHOTOS

#: Characters of the longest text.
MOST_TEXT = 4000

# The bounds are described here and checked by the route, which can tell swapped axes from nonsense.
AnyLongitude = Annotated[
    float, Field(strict=True), WithJsonSchema({"type": "number", "minimum": -180, "maximum": 180})
]
AnyLatitude = Annotated[
    float, Field(strict=True), WithJsonSchema({"type": "number", "minimum": -90, "maximum": 90})
]
CategoryCode = Annotated[
    str, Field(min_length=2, max_length=8, pattern=r"^[0-9]+$", description="As `/categories` lists them.")
]
PhotoId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$", description="As `/incident-photos` gave it.")]
Text = Annotated[str, Field(max_length=MOST_TEXT, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]

_CHAIN: list[Any] = [
    {"code": "10020", "name": "竹山街道", "level": 1},
    {"code": "10020010", "name": "延平社区", "level": 2},
    {"code": "10020010001", "name": "中山里", "level": 3},
]


class ContactIn(Published):
    """How a reporter can be reached; each may be left out. Kept in one place, and erased after a time."""

    name: Short | None = None
    phone: Annotated[str, Field(max_length=40, pattern=NO_NUL)] | None = None
    contact: Short | None = Field(default=None, description="Another way, e.g. an address of mail.")


class ReportIn(Published):
    """What somebody reports."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "category": "0101",
                    "text": "菜市场后面有一堆垃圾",
                    "lon": 120.4521,
                    "lat": 23.4812,
                    "place": "延平老街 12 号旁",
                }
            ]
        }
    )

    category: CategoryCode
    text: Text | None = None
    lon: AnyLongitude
    lat: AnyLatitude
    crs: Literal["wgs84", "gcj02", "bd09"] = Field(
        default="wgs84", description="In which system longitude and latitude are: maps of others shift them."
    )
    place: Short | None = Field(default=None, description="Where it is, in words.")
    grid: Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)] | None = Field(
        default=None, description="Code of the grid it belongs to, where a border is near."
    )
    photos: list[PhotoId] = Field(default=[], max_length=MOST_PHOTOS)
    happened_at: When | None = None
    same_as: Annotated[str, Field(pattern=r"^[0-9]{8}-[0-9]{6,12}$")] | None = Field(
        default=None,
        description="Number of the open incident that it is, as `/reports/likely` offers them: both are "
        "kept, and linked.",
    )
    contact: ContactIn | None = None
    language: Literal["zh", "en"] | None = Field(default=None, description="In which to answer.")


class IncidentIn(ReportIn):
    """What somebody in the service reports, for themselves or for a caller."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "category": "0101",
                    "text": "菜市场后面有一堆垃圾",
                    "lon": 120.4521,
                    "lat": 23.4812,
                    "channel": "hotline",
                }
            ]
        }
    )

    title: Short | None = Field(default=None, description="Without it the beginning of the text.")
    channel: Literal["member", "hotline", "higher_office", "media", "sensor"] | None = Field(
        default=None, description="How it came in. Without it: member for who works in a grid, else hotline."
    )
    urgency: Urgency | None = Field(default=None, description="Without it that of the category.")
    dispatch: bool = Field(
        default=True, description="Send it on its way at once, where the installation does so."
    )
    log: bool = Field(default=False, description="It is dealt with already, and only written down.")


class NearBorder(Published):
    """A border that is near, and the grid on its other side."""

    distance_m: Metres
    neighbour: GridName


class NearestGrid(Published):
    """Outside the coverage: the nearest grid."""

    grid: GridName
    distance_m: Metres


class WhereOut(Published):
    """Which grids something would belong to, and who answers, as everybody may know."""

    chain: list[GridName] = Field(description="Level ascending; empty outside the coverage.")
    who: Answer | None = Field(description="Who answers for the last of them now.")
    border: NearBorder | None
    outside: bool
    nearest: NearestGrid | None


class ReportOut(WhereOut):
    """What became of a report. The secret is told only here: with it and the number it is followed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": "20261122-000123",
                    "secret": "kf3p-7mnx-w9ab",
                    "state": "dispatched",
                    "chain": _CHAIN,
                    "who": None,
                    "border": None,
                    "outside": False,
                    "nearest": None,
                    "due_at": None,
                    "due_explained": [],
                }
            ]
        }
    )

    number: str
    secret: str
    state: State
    due_at: AwareDatetime | None
    due_explained: list[DueStepOut]


class LikelyReport(Published):
    """An open incident near by that may be the same."""

    number: str
    category: str
    state: State
    reported_at: AwareDatetime
    distance_m: Metres
    photos: int


class LikelyReports(Published):
    """Open incidents near by that may be the same, the most alike first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "incidents": [
                        {
                            "number": "20261122-000123",
                            "category": "0101",
                            "state": "dispatched",
                            "reported_at": "2026-11-22T09:12:04+08:00",
                            "distance_m": 20,
                            "photos": 1,
                        }
                    ]
                }
            ]
        }
    )

    incidents: list[LikelyReport]


class PhotoKept(Published):
    """A photo that was taken in, and where its camera says it was taken."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "photo": "Zb4zmUjNrQ2mPq7dJx0A9w",
                    "position": {"lon": 120.4521, "lat": 23.4812},
                    "width": 1280,
                    "height": 960,
                }
            ]
        }
    )

    photo: str
    position: dict[Literal["lon", "lat"], float] | None = Field(
        description="Offered here and kept nowhere; EPSG:4326 degrees."
    )
    width: int
    height: int


#: Ways in that whoever is in the service may name.
CHANNELS: dict[str, Channel] = {each.value: each for each in Channel}
