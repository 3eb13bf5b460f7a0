"""Work stations, for those who keep them; and as everybody may see them, within bounds."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from geo_grid.core.duty.week_hours import week_hours
from geo_grid.http.schemas.account import Line, NamedGrid
from geo_grid.http.schemas.base import Identity, Latitude, Longitude, Published
from geo_grid.http.schemas.given_hours import GivenHours
from geo_grid.http.schemas.people import Station, WeekHours
from geo_grid.store.people_records import ManagedStation

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
Service = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00]*$")]

STATION: dict[str, Any] = {
    "id": 3,
    "name_zh": "中山里工作站",
    "name_en": None,
    "lon": 120.4521,
    "lat": 23.4812,
    "address": "中山路1号",
    "hours": "周一至周日 8:00–20:00",
    "week_hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "08:00", "until": "20:00"}],
    "phone": "000-0000-0000",
    "services": ["事项受理", "矛盾调解"],
    "grid": {"code": "10020010001", "name": "中山里", "level": 3},
    "office": None,
    "closed": False,
}
_PUBLIC = {
    "id": 3,
    "name": {"zh": "中山里工作站", "en": None},
    **{
        name: STATION[name]
        for name in ("lon", "lat", "address", "hours", "week_hours", "phone", "services", "grid")
    },
}


class StationList(Published):
    """Open work stations."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [_PUBLIC]}]})

    items: list[Station]


class StationOut(Published):
    """A work station as it is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATION]})

    id: int
    name_zh: str
    name_en: str | None
    lon: Longitude
    lat: Latitude
    address: str | None
    hours: str | None
    week_hours: WeekHours
    phone: str | None
    services: list[str]
    grid: NamedGrid = Field(description="The smallest grid it stands in, on whose ground it is kept.")
    office: int | None
    closed: bool

    @classmethod
    def of(cls, record: ManagedStation) -> "StationOut":
        """As published."""
        return cls.model_validate(
            {
                "id": record.id,
                "name_zh": record.name_zh,
                "name_en": record.name_en,
                "lon": record.lon,
                "lat": record.lat,
                "address": record.address,
                "hours": record.hours,
                "week_hours": week_hours(record.hours),
                "phone": record.phone,
                "services": list(record.services),
                "grid": NamedGrid.of(record.grid),
                "office": record.office_id,
                "closed": record.closed_at is not None,
            }
        )


class KeptStationList(Published):
    """Work stations of one's ground, by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [STATION], "next": None}]})

    items: list[StationOut]
    next: str | None = Field(description="Give it as `after` for the next page; null at the end.")


class StationIn(Published):
    """A work station to open."""

    name_zh: Name
    name_en: Line | None = None
    lon: Longitude
    lat: Latitude
    address: Line | None = None
    hours: Line | None = None
    week_hours: GivenHours = None
    phone: Line | None = None
    services: list[Service] = Field(default=[], max_length=50)
    office: Identity | None = None


class StationChange(Published):
    """What to change of a work station; what is left out stays."""

    name_zh: Name | None = None
    name_en: Line | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    address: Line | None = None
    hours: Line | None = None
    week_hours: GivenHours = None
    phone: Line | None = None
    services: list[Service] | None = Field(default=None, max_length=50)
    office: Identity | None = None
    closed: bool | None = None
