"""Grids: the summary that lists carry, and the GeoJSON Feature of one."""

from collections.abc import Sequence
from typing import Any, Literal
from zoneinfo import ZoneInfo

import shapely
from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.http.schemas.base import Bounds, Level, Metres, Position, Published, degrees, metres
from geo_grid.services.grids import GridDetail
from geo_grid.store.records import GridRecord
from geo_grid.store.records import Neighbour as NeighbourRecord

SUMMARY_EXAMPLE: dict[str, Any] = {
    "code": "10020010001",
    "name": "中山里",
    "level": 3,
    "kind": "comprehensive",
    "ground": "residential",
    "class": "A",
    "setting": "urban",
    "statutory": False,
    "parent": "10020010",
    "area_m2": 152340.12,
    "hue": 2,
    "label": [120.4521, 23.4812],
    "bbox": [120.4487, 23.4788, 120.4556, 23.4835],
    "edition": 1,
}


class GridSummary(Published):
    """A grid without its shape."""

    model_config = ConfigDict(json_schema_extra={"examples": [SUMMARY_EXAMPLE]})

    code: str
    name: str
    level: Level
    kind: Literal["comprehensive", "special"] = Field(
        description="Ordinary grid, or school, factory, park, market, compound."
    )
    ground: Literal["residential", "street", "extension"] | None = Field(description="居村, 街面 or 拓展.")
    grade: Literal["A", "B", "C"] | None = Field(alias="class", description="Grade with its work standard.")
    setting: Literal["urban", "rural"] | None
    statutory: bool = Field(description="Its border is a border of town or community and stays locked.")
    parent: str | None = Field(description="Code of the grid it is part of; null for the outline.")
    area_m2: float = Field(ge=0, description="Square metres on the WGS 84 ellipsoid.")
    hue: int = Field(ge=0, le=5, description="One of six colours; neighbours differ.")
    label: Position
    bbox: Bounds
    edition: int = Field(ge=1, description="The edition that last touched it.")

    @classmethod
    def of(cls, record: GridRecord) -> "GridSummary":
        """As published."""
        return cls(**_summary(record))


class GridProperties(GridSummary):
    """Everything about a grid but its shape."""

    ancestors: list[GridSummary] = Field(description="Level ascending, without the outline.")
    children_count: int = Field(ge=0, description="How many grids it is divided into.")
    valid_from: AwareDatetime = Field(description="Since when it is as it is.")
    valid_to: AwareDatetime | None = Field(description="Until when; null while nothing ends it.")
    attributes: dict[str, Any] = Field(description="Further attributes, as imported.")


class MultiPolygon(Published):
    """RFC 7946 MultiPolygon; coordinates are whole multiples of 1e-7 degree."""

    type: Literal["MultiPolygon"] = "MultiPolygon"
    coordinates: list[list[list[Position]]]


class GridFeature(Published):
    """A grid as a GeoJSON Feature."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "Feature",
                    "id": "10020010001",
                    "bbox": [120.4487, 23.4788, 120.4556, 23.4835],
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": [
                            [
                                [
                                    [120.4487, 23.4788],
                                    [120.4556, 23.4788],
                                    [120.4556, 23.4835],
                                    [120.4487, 23.4835],
                                    [120.4487, 23.4788],
                                ]
                            ]
                        ],
                    },
                    "properties": {
                        **SUMMARY_EXAMPLE,
                        "ancestors": [],
                        "children_count": 0,
                        "valid_from": "2026-01-01T00:00:00+08:00",
                        "valid_to": None,
                        "attributes": {},
                    },
                }
            ]
        }
    )

    type: Literal["Feature"] = "Feature"
    id: str
    bbox: Bounds
    geometry: MultiPolygon
    properties: GridProperties

    @classmethod
    def of(cls, detail: GridDetail, zone: ZoneInfo) -> "GridFeature":
        """As published, with times in the installation's zone."""
        grid = detail.grid
        valid_to = grid.valid_to.astimezone(zone) if grid.valid_to is not None else None
        properties = GridProperties(
            **_summary(grid),
            ancestors=[GridSummary.of(ancestor) for ancestor in detail.ancestors],
            children_count=detail.children_count,
            valid_from=grid.valid_from.astimezone(zone),
            valid_to=valid_to,
            attributes=dict(grid.attributes),
        )
        # Coordinates come from the database on the lattice; model_construct spares a check of each number.
        shape = MultiPolygon.model_construct(coordinates=coordinates_of(grid.geometry))
        return cls.model_construct(id=grid.code, bbox=grid.bbox, geometry=shape, properties=properties)


class GridList(Published):
    """A page of grids."""

    items: list[GridSummary]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class Neighbour(Published):
    """A grid of the same level with a common border."""

    grid: GridSummary
    shared_m: Metres


class NeighbourList(Published):
    """All neighbours of a grid, the longest common border first."""

    items: list[Neighbour]

    @classmethod
    def of(cls, found: Sequence[NeighbourRecord]) -> "NeighbourList":
        """As published."""
        return cls(
            items=[
                Neighbour(grid=GridSummary.of(each.grid), shared_m=metres(each.shared_m)) for each in found
            ]
        )


def _summary(record: GridRecord) -> dict[str, Any]:
    return {
        "code": record.code,
        "name": record.name,
        "level": record.level,
        "kind": record.kind,
        "ground": record.ground,
        "grade": record.class_,
        "setting": record.setting,
        "statutory": record.statutory,
        "parent": record.parent,
        "area_m2": round(record.area_m2, 2),
        "hue": record.hue,
        "label": tuple(map(degrees, record.label)),
        "bbox": record.bbox,
        "edition": record.edition,
    }


def coordinates_of(geometry: shapely.MultiPolygon) -> list[list[list[tuple[float, float]]]]:
    """Coordinates as GeoJSON nests them."""
    return [
        [list(ring.coords) for ring in (polygon.exterior, *polygon.interiors)] for polygon in geometry.geoms
    ]
