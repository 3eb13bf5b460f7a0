"""What lies below the grids, and how it is measured."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from geo_grid.core.ledger.workload import DEFAULT_WEIGHTS, parse_weights
from geo_grid.core.tile_template import tile_template
from geo_grid.settings.part import Part


class GroundSettings(Part):
    """The base map, workloads and borders."""

    basemap: Literal["own", "xyz", "wmts", "tianditu", "amap", "none"] = Field(
        default="own",
        description="What lies below the grids: own (the base layers of this installation), xyz or wmts "
        "(an outside server), tianditu, amap, or none.",
    )
    basemap_url: str | None = Field(
        default=None,
        validate_default=True,
        description="Address of an outside base map's tiles with {z}, {x} and {y}, for xyz; "
        "{TileMatrix}, {TileRow} and {TileCol} will do as well, for wmts.",
    )
    basemap_attribution: str | None = Field(
        default=None,
        validate_default=True,
        description="Whose the outside base map is, as shown on the map; needed for xyz and wmts.",
    )
    basemap_key: str | None = Field(
        default=None,
        validate_default=True,
        description="Key for tianditu; every browser that shows the map sees it.",
    )
    basemap_max_zoom: int = Field(
        default=18, ge=1, le=24, description="Deepest zoom of the outside base map's tiles."
    )
    workload_weights: str = Field(
        default=DEFAULT_WEIGHTS,
        description="What one of each counts in a grid's workload; what is not named counts 0. There are "
        "addresses, households, people, buildings, compounds, organisations, facilities and street_km.",
    )
    border_within_m: float = Field(
        default=12.0,
        ge=1,
        le=100,
        description="Farthest that the centre line of a street, a railway or a bank may lie from a border "
        "that follows it, in metres.",
    )
    narrowest_grid_m: float = Field(
        default=1.0,
        gt=0,
        le=1000,
        allow_inf_nan=False,
        description="A piece of a grid that is narrower than this many metres is a sliver, and an edit that "
        "would make one is refused.",
    )

    @field_validator("basemap_url")
    @classmethod
    def _tile_address(cls, url: str | None, info: ValidationInfo) -> str | None:
        outside = info.data.get("basemap") in ("xyz", "wmts")
        if url is None and outside:
            raise ValueError("an outside base map needs its address")
        return tile_template(url) if url is not None and outside else url

    @field_validator("basemap_attribution")
    @classmethod
    def _attributed(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None and info.data.get("basemap") in ("xyz", "wmts"):
            raise ValueError("an outside base map is shown with whose it is")
        return text

    @field_validator("basemap_key")
    @classmethod
    def _keyed(cls, key: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("basemap") == "tianditu" and not (key and key.isascii() and key.isalnum()):
            raise ValueError("tianditu needs the key that it gives out, letters and digits")
        return key

    @field_validator("workload_weights")
    @classmethod
    def _known_measures(cls, weights: str) -> str:
        parse_weights(weights)
        return weights

    @property
    def weights(self) -> Mapping[str, float]:
        """What one of each measure counts in a workload."""
        return parse_weights(self.workload_weights)
