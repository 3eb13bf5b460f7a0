"""Offices."""

from typing import Annotated, Any, Literal

import shapely
from pydantic import ConfigDict, Field, StrictBool, StringConstraints

from geo_grid.core.duty.week_hours import week_hours
from geo_grid.files.geojson_writing import geometry_object
from geo_grid.http.schemas.account import Line, NamedGrid
from geo_grid.http.schemas.base import Identity, Published
from geo_grid.http.schemas.given_hours import GivenHours
from geo_grid.http.schemas.people import WeekHours
from geo_grid.store.account_records import OfficeRecord

OFFICE: dict[str, Any] = {
    "id": 2,
    "kind": "town",
    "name": {"zh": "朴子街道办事处", "en": None},
    "parent": 1,
    "hours": "周一至周五 8:30–17:30",
    "week_hours": [{"days": [1, 2, 3, 4, 5], "from": "08:30", "until": "17:30"}],
    "phone": "000-0000-0000",
    "address": None,
    "closed": False,
    "area_m2": None,
    "grids": [{"code": "10020", "name": "朴子街道", "level": 1}],
}

Kind = Literal["district", "town", "community", "department"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class OfficeName(Published):
    """An office's name; the English one may be missing."""

    zh: str
    en: str | None


class OfficeOut(Published):
    """An office with its hours, contact and ground."""

    model_config = ConfigDict(json_schema_extra={"examples": [OFFICE]})

    id: int
    kind: Kind
    name: OfficeName
    parent: int | None = Field(description="The office above it.")
    hours: str | None
    week_hours: WeekHours
    phone: str | None
    address: str | None
    closed: bool
    area_m2: float | None = Field(
        description="Square metres of a service area of its own; null where its grids are all it serves."
    )
    grids: list[NamedGrid] = Field(description="Its ground: these and all below them.")

    @classmethod
    def of(cls, record: OfficeRecord) -> "OfficeOut":
        """As published."""
        return cls.model_validate(
            {
                "id": record.id,
                "kind": record.kind,
                "name": OfficeName(zh=record.name_zh, en=record.name_en),
                "parent": record.parent_id,
                "hours": record.hours,
                "week_hours": week_hours(record.hours),
                "phone": record.phone,
                "address": record.address,
                "closed": record.closed_at is not None,
                "area_m2": None if record.area_m2 is None else round(record.area_m2, 1),
                "grids": [NamedGrid.of(grid) for grid in record.grids],
            }
        )


class OfficeList(Published):
    """All offices, each after the one above it."""

    items: list[OfficeOut]


class OfficeIn(Published):
    """An office to open."""

    kind: Kind
    name_zh: Name
    name_en: Line | None = None
    parent: Identity | None = None
    hours: Line | None = None
    week_hours: GivenHours = None
    phone: Line | None = None
    address: Line | None = None


class OfficeChange(Published):
    """What to change of an office; what is left out stays."""

    kind: Kind | None = None
    name_zh: Name | None = None
    name_en: Line | None = None
    parent: Identity | None = None
    hours: Line | None = None
    week_hours: GivenHours = None
    phone: Line | None = None
    address: Line | None = None
    closed: StrictBool | None = None


class GroundIn(Published):
    """The codes of the grids that are to be an office's ground."""

    codes: list[Line] = Field(max_length=10_000)


class AreaIn(Published):
    """A service area of an office's own."""

    area: dict[str, Any] | None = Field(
        description="GeoJSON in EPSG:4326: a polygon, a feature or a collection of them; null for none.",
        examples=[
            {"type": "Polygon", "coordinates": [[[120.4, 23.4], [120.5, 23.4], [120.5, 23.5], [120.4, 23.4]]]}
        ],
    )


class AreaOut(Published):
    """A service area of an office's own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "area": {
                        "type": "MultiPolygon",
                        "coordinates": [
                            [
                                [
                                    [120.45, 31.2],
                                    [120.46, 31.2],
                                    [120.46, 31.21],
                                    [120.45, 31.21],
                                    [120.45, 31.2],
                                ]
                            ]
                        ],
                    }
                }
            ]
        }
    )

    area: dict[str, Any] | None = Field(description="A GeoJSON multipolygon; null where there is none.")

    @classmethod
    def of(cls, area: shapely.MultiPolygon | None) -> "AreaOut":
        """As published."""
        return cls(area=geometry_object(area))
