"""Base layers: what is loaded, from where, and what was left out."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.http.schemas.base import Published
from geo_grid.services.layers import LoadedLayer
from geo_grid.store.queries.base_loads import LoadRecord
from geo_grid.words import Language, tell

_EXAMPLE: dict[str, Any] = {
    "layer": "addresses",
    "version": 2,
    "features": 11980,
    "loads": [
        {
            "source": "门牌",
            "title": "2026 年门牌普查",
            "taken_on": "2026-06-30",
            "loaded_at": "2026-07-02T09:30:00+08:00",
            "rows_read": 12003,
            "rows_kept": 11980,
            "dropped": [
                {"code": "duplicate", "count": 23, "message": "同一地址在 50 m 内重复，只保留先出现的"}
            ],
            "made_up": False,
        }
    ],
}


class DroppedOut(Published):
    """Rows of a load that were left out for one reason."""

    code: str = Field(
        description="no_geometry, unreadable, wrong_type, out_of_range, swapped_axes, too_short, too_small, "
        "not_mendable or duplicate."
    )
    count: int = Field(ge=1)
    message: str = Field(description="The reason, worded by Accept-Language.")


class LoadOut(Published):
    """A load that is in force."""

    source: str = Field(description="Name of where it comes from; loading it again replaces it.")
    title: str | None
    taken_on: date | None = Field(description="The day that it shows.")
    loaded_at: AwareDatetime = Field(description="When it was loaded, with UTC offset.")
    rows_read: int = Field(ge=0)
    rows_kept: int = Field(ge=0)
    dropped: list[DroppedOut]
    made_up: bool = Field(description="True for an example that is no real place.")

    @classmethod
    def of(cls, load: LoadRecord, zone: ZoneInfo, language: Language) -> "LoadOut":
        """As published; rows are counted, never named."""
        dropped = [
            DroppedOut(code=code, count=remark["count"], message=tell(f"layer_dropped_{code}", {}, language))
            for code, remark in load.dropped.items()
        ]
        return cls(
            source=load.source,
            title=load.title,
            taken_on=load.taken_on,
            loaded_at=load.loaded_at.astimezone(zone),
            rows_read=load.rows_read,
            rows_kept=load.rows_kept,
            dropped=dropped,
            made_up=load.made_up,
        )


class LayerOut(Published):
    """A base layer that was ever loaded."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    layer: str = Field(
        description="streets, railways, water, buildings, compounds, addresses, organisations or facilities."
    )
    version: int = Field(ge=1, description="Raised by every load and removal.")
    features: int = Field(ge=0)
    loads: list[LoadOut]

    @classmethod
    def of(cls, layer: LoadedLayer, zone: ZoneInfo, language: Language) -> "LayerOut":
        """As published."""
        loads = [LoadOut.of(load, zone, language) for load in layer.loads]
        return cls(layer=layer.layer, version=layer.version, features=layer.features, loads=loads)


class LayerList(Published):
    """Every base layer that was ever loaded."""

    items: list[LayerOut]
