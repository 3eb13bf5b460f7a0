"""Borders and offices that incidents go back and forth over."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import shapely
from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.http.schemas.base import Latitude, Longitude, Metres, Published, degrees, metres
from geo_grid.http.schemas.public_incident import GridName
from geo_grid.services.incidents.returns import BorderReturns, OfficeName, OfficeReturns, Returns
from geo_grid.store.queries.last_shapes import LastShape

_TIMES = Annotated[int, Field(ge=0, description="How often.")]

_GRIDS: list[dict[str, Any]] = [
    {"code": "10020010001", "name": "中山里", "level": 3, "in_force": True},
    {"code": "10020010002", "name": "和平里", "level": 3, "in_force": True},
]
_PASSED: dict[str, Any] = {
    "count": 5,
    "acts": {"return": 4, "hand_on": 1},
    "reasons": [{"reason": "other_ground", "count": 4}, {"reason": None, "count": 1}],
    "last_at": "2026-11-20T08:31:00+08:00",
}
_BORDER: dict[str, Any] = {
    "key": "12-15",
    "grids": _GRIDS,
    **_PASSED,
    "length_m": 412.5,
    "lon": 120.4521,
    "lat": 23.4812,
}
_OFFICES: dict[str, Any] = {
    "from_office": {"id": 4, "name_zh": "城管中队", "name_en": "Enforcement"},
    "to_office": {"id": 6, "name_zh": "环卫站", "name_en": "Sanitation"},
    **_PASSED,
}


class ReasonCount(Published):
    """A reason and how often it was given; null where none was chosen."""

    reason: str | None
    count: _TIMES


class ReturnedGrid(GridName):
    """A grid as it is now, or was when it ended."""

    level: int
    in_force: bool

    @classmethod
    def of(cls, shape: LastShape) -> "ReturnedGrid":
        """As published."""
        return cls(code=shape.code, name=shape.name, level=shape.level, in_force=shape.in_force)


class _Passed(Published):
    count: _TIMES
    acts: dict[str, int] = Field(description="return, hand_on, dispute or move → how often.")
    reasons: list[ReasonCount] = Field(description="Most frequent first.")
    last_at: AwareDatetime


def _passed(passed: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "count": passed.count,
        "acts": dict(passed.acts),
        "reasons": _reasons(passed.reasons),
        "last_at": passed.last_at.astimezone(zone),
    }


def _reasons(reasons: Mapping[str, int]) -> list[ReasonCount]:
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    return [ReasonCount(reason=reason or None, count=count) for reason, count in ordered]


class BorderReturnsOut(_Passed):
    """A border between two grids, and what went over it, either way."""

    key: str = Field(description="Identities of the two grids: the border keeps it when codes change.")
    grids: tuple[ReturnedGrid, ReturnedGrid]
    length_m: Metres = Field(description="Of the edges that both share; 0 where they share none.")
    lon: Longitude = Field(description="Where to look: the middle of the border.")
    lat: Latitude

    @classmethod
    def of(cls, found: BorderReturns, zone: ZoneInfo) -> "BorderReturnsOut":
        """As published."""
        one, other = found.grids
        return cls(
            key=key_of(found),
            grids=(ReturnedGrid.of(one), ReturnedGrid.of(other)),
            length_m=metres(found.border.length_m),
            lon=degrees(found.at[0]),
            lat=degrees(found.at[1]),
            **_passed(found.passed, zone),
        )


def key_of(found: BorderReturns) -> str:
    """The border, whatever the codes of its grids."""
    return f"{found.passed.one}-{found.passed.other}"


class ReturnsOffice(Published):
    """An office by its names."""

    id: int
    name_zh: str
    name_en: str | None

    @classmethod
    def of(cls, office: OfficeName) -> "ReturnsOffice":
        """As published."""
        return cls(id=office.id, name_zh=office.name_zh, name_en=office.name_en)


class OfficeReturnsOut(_Passed):
    """What one office passed on to another, or sent back."""

    from_office: ReturnsOffice
    to_office: ReturnsOffice | None = Field(description="Null where it only went back to the dispatcher.")

    @classmethod
    def of(cls, found: OfficeReturns, zone: ZoneInfo) -> "OfficeReturnsOut":
        """As published."""
        return cls(
            from_office=ReturnsOffice.of(found.one),
            to_office=ReturnsOffice.of(found.other) if found.other is not None else None,
            **_passed(found.passed, zone),
        )


class ReturnsOut(Published):
    """What went back and forth in a period, most often first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"first": "2026-08-24", "last": "2026-11-22", "borders": [_BORDER], "offices": [_OFFICES]}
            ]
        }
    )

    first: date
    last: date = Field(description="The last day of the period.")
    borders: list[BorderReturnsOut]
    offices: list[OfficeReturnsOut]

    @classmethod
    def of(cls, found: Returns, first: date, last: date, zone: ZoneInfo) -> "ReturnsOut":
        """As published."""
        return cls(
            first=first,
            last=last,
            borders=[BorderReturnsOut.of(each, zone) for each in found.borders],
            offices=[OfficeReturnsOut.of(each, zone) for each in found.offices],
        )


class BorderLine(Published):
    """RFC 7946 MultiLineString."""

    type: Literal["MultiLineString"] = "MultiLineString"
    coordinates: list[list[tuple[Longitude, Latitude]]]


class BorderFeature(Published):
    """A border as a GeoJSON Feature; without a geometry where the two share no edge."""

    type: Literal["Feature"] = "Feature"
    id: str
    properties: BorderReturnsOut
    geometry: BorderLine | None


class BorderFeatures(Published):
    """Borders as a GeoJSON FeatureCollection."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "id": "12-15",
                            "properties": _BORDER,
                            "geometry": {
                                "type": "MultiLineString",
                                "coordinates": [[[120.4521, 23.4812], [120.4533, 23.4799]]],
                            },
                        }
                    ],
                }
            ]
        }
    )

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[BorderFeature]

    @classmethod
    def of(cls, found: tuple[BorderReturns, ...], zone: ZoneInfo) -> "BorderFeatures":
        """As published."""
        return cls(features=[_feature(each, zone) for each in found])


def _feature(found: BorderReturns, zone: ZoneInfo) -> BorderFeature:
    line = None
    if found.border.line is not None:
        parts = shapely.get_parts(found.border.line)
        coordinates = [
            [(degrees(x), degrees(y)) for x, y in shapely.get_coordinates(part).tolist()] for part in parts
        ]
        line = BorderLine(coordinates=coordinates)
    return BorderFeature(id=key_of(found), properties=BorderReturnsOut.of(found, zone), geometry=line)
