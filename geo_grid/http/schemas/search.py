"""Search results."""

from typing import Literal

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Bounds, Latitude, Longitude, Published, degrees, metres
from geo_grid.http.schemas.grid import SUMMARY_EXAMPLE, GridSummary
from geo_grid.services.search_question import Found, Hit

Kind = Literal["address", "compound", "street", "grid", "organisation"]


class HitOut(Published):
    """One place that was found."""

    kind: Kind
    name: str
    detail: str | None = Field(description="A compound, a trade, a parent: what tells it from others.")
    code: str | None = Field(description="Code of the grid that was found; null for everything else.")
    lon: Longitude
    lat: Latitude
    bbox: Bounds | None = Field(description="Of what is more than a point.")
    distance_m: float | None = Field(description="Metres from the position asked about; null without one.")
    grids: list[GridSummary] = Field(
        description="The grids at its point, level ascending, without the outline; empty outside."
    )
    match: Literal["exact", "prefix", "initials", "typo"] = Field(
        description="How it was found: prefix is any part of the name, initials any pinyin."
    )

    @classmethod
    def of(cls, hit: Hit) -> "HitOut":
        """As published."""
        return cls(
            kind=hit.kind,
            name=hit.name,
            detail=hit.detail,
            code=hit.code,
            lon=degrees(hit.lon),
            lat=degrees(hit.lat),
            bbox=hit.bbox,
            distance_m=None if hit.distance_m is None else metres(hit.distance_m),
            grids=[GridSummary.of(grid) for grid in hit.grids],
            match=hit.match,
        )


class SearchOut(Published):
    """What was found, the best first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "kind": "address",
                            "name": "人民路12号",
                            "detail": "幸福小区",
                            "code": None,
                            "lon": 120.4521,
                            "lat": 23.4812,
                            "bbox": None,
                            "distance_m": 152.0,
                            "grids": [SUMMARY_EXAMPLE],
                            "match": "exact",
                        }
                    ],
                    "truncated": False,
                }
            ]
        }
    )

    items: list[HitOut]
    truncated: bool = Field(description="There is more: a longer text finds less.")

    @classmethod
    def of(cls, found: Found) -> "SearchOut":
        """As published."""
        return cls(items=[HitOut.of(hit) for hit in found.items], truncated=found.truncated)
