"""TileJSON 3.0."""

from typing import Literal

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Bounds, Published


class VectorLayer(Published):
    """A layer inside the tiles."""

    id: str
    description: str
    fields: dict[str, str]


class TileJson(Published):
    """Where the tiles of a level are, and what is in them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "tilejson": "3.0.0",
                    "name": "level 3",
                    "tiles": ["http://localhost:8000/api/v1/tiles/3/{z}/{x}/{y}.mvt"],
                    "vector_layers": [
                        {"id": "grids", "description": "Grids as polygons.", "fields": {"code": "String"}}
                    ],
                    "minzoom": 0,
                    "maxzoom": 18,
                    "bounds": [120.39, 23.44, 120.51, 23.52],
                    "version": "1.0.0",
                    "scheme": "xyz",
                }
            ]
        }
    )

    tilejson: Literal["3.0.0"] = "3.0.0"
    name: str
    tiles: list[str] = Field(description="One address with {z}, {x} and {y}.")
    vector_layers: list[VectorLayer]
    minzoom: int
    maxzoom: int
    bounds: Bounds
    version: str
    scheme: Literal["xyz"] = "xyz"


_FIELDS = {
    "code": "String",
    "name": "String",
    "kind": "String: comprehensive or special",
    "special": "Boolean",
    "hue": "Number: 0 to 5, neighbours differ",
    "level": "Number",
    "parent": "String: code",
    "area_m2": "Number",
}

VECTOR_LAYERS = [
    VectorLayer(id="grids", description="Grids as polygons.", fields=_FIELDS),
    VectorLayer(id="labels", description="One point a grid, where its name belongs.", fields=_FIELDS),
]
