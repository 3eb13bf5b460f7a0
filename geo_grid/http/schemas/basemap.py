"""The base map: what is in its vector tiles, and what a map is opened with."""

from typing import Literal

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Bounds, Metres, Published, metres
from geo_grid.http.schemas.tile import VectorLayer
from geo_grid.services.map_settings import MapSettings

_NAME = {"name": "String"}

BASE_VECTOR_LAYERS = [
    VectorLayer(
        id="water", description="Rivers and lakes, lines and areas.", fields={**_NAME, "kind": "String"}
    ),
    VectorLayer(id="parks", description="Parks as areas.", fields={**_NAME, "kind": "String: park"}),
    VectorLayer(
        id="compounds",
        description="Estates, schools, factories, markets as areas.",
        fields={**_NAME, "kind": "String: residential, school, factory, market, government, hospital, other"},
    ),
    VectorLayer(
        id="buildings",
        description="Buildings, from zoom 14.",
        fields={**_NAME, "use": "String", "storeys": "Number"},
    ),
    VectorLayer(
        id="streets",
        description="Streets, the pieces of one name joined.",
        fields={**_NAME, "class": "String: expressway, arterial, secondary, branch, alley, path"},
    ),
    VectorLayer(id="railways", description="Railway lines.", fields=_NAME),
    VectorLayer(id="housenumbers", description="One point a door, from zoom 17.", fields=_NAME),
    VectorLayer(
        id="places",
        description="One point a name of a compound, a park or a water, the largest first.",
        fields={**_NAME, "kind": "String: a compound's kind, or water"},
    ),
]


class Title(Published):
    """A name in both languages."""

    zh: str
    en: str


class View(Published):
    """Where a map looks at first."""

    bbox: Bounds


class BaseMapOut(Published):
    """What lies below the grids."""

    kind: Literal["own", "xyz", "wmts", "tianditu", "amap", "none"]
    tiles: list[str] = Field(description="Templates with {z}, {x}, {y}: vector tiles for own, else pictures.")
    labels: list[str] = Field(description="The same for names that are drawn over the pictures; often none.")
    attribution: str | None = Field(description="Whose it is; to be shown on the map.")
    max_zoom: int = Field(description="Zoom of the last tiles; to be enlarged beyond.")
    crs: Literal["EPSG:3857", "GCJ-02"] = Field(
        description="GCJ-02: the pictures are shifted, and our shapes must be shifted on the screen to fit."
    )


class MapOut(Published):
    """What a map is opened with."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": {"zh": "示例镇（虚构）", "en": "Example town (made up)"},
                    "made_up": True,
                    "timezone": "Asia/Shanghai",
                    "near_border_m": 20.0,
                    "view": {"bbox": [120.39, 23.44, 120.51, 23.52]},
                    "basemap": {
                        "kind": "own",
                        "tiles": ["/api/v1/basemap/{z}/{x}/{y}.mvt"],
                        "labels": [],
                        "attribution": None,
                        "max_zoom": 18,
                        "crs": "EPSG:3857",
                    },
                }
            ]
        }
    )

    title: Title | None = Field(description="Name of the place; null before the first edition.")
    made_up: bool = Field(description="The place does not exist: all in it is invented.")
    timezone: str = Field(description="IANA name of the zone by whose clock days begin here.")
    near_border_m: Metres = Field(
        description="Metres from a border within which an incident is shown with the grid on its other side."
    )
    view: View | None = Field(description="Null before the first edition.")
    basemap: BaseMapOut

    @classmethod
    def of(cls, found: MapSettings, timezone: str, near_border_m: float) -> "MapOut":
        """As published."""
        chosen = found.basemap
        return cls(
            title=Title(**found.title) if found.title is not None else None,
            made_up=found.made_up,
            timezone=timezone,
            near_border_m=metres(near_border_m),
            view=View(bbox=found.bbox) if found.bbox is not None else None,
            basemap=BaseMapOut(
                kind=chosen.kind,
                tiles=list(chosen.tiles),
                labels=list(chosen.labels),
                attribution=chosen.attribution,
                max_zoom=chosen.max_zoom,
                crs=chosen.crs,
            ),
        )
