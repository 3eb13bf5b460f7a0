"""Filters of the desk with a name."""

from typing import Annotated, Any

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.http.dependencies import NO_NUL
from geo_grid.http.schemas.base import Published
from geo_grid.store.incident_views import SavedView

_QUERY: dict[str, Any] = {"open": ["true"], "urgency": ["emergency", "urgent"]}
_Value = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
_Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]


class ViewIn(Published):
    """A filter to save: parameters of the list, each with its values."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "紧急未结", "query": _QUERY}]})

    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00]*\S[^\x00]*$")]
    query: dict[_Name, Annotated[list[_Value], Field(max_length=50)]] = Field(max_length=30)


class ViewOut(Published):
    """A saved filter."""

    id: int
    name: str
    query: dict[str, list[str]]
    made_at: AwareDatetime

    @classmethod
    def of(cls, view: SavedView) -> "ViewOut":
        """As published."""
        return cls(id=view.id, name=view.name, query=view.query, made_at=view.made_at)


class ViewList(Published):
    """Saved filters."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "views": [
                        {
                            "id": 1,
                            "name": "紧急未结",
                            "query": _QUERY,
                            "made_at": "2026-11-22T09:12:04+08:00",
                        }
                    ]
                }
            ]
        }
    )

    views: list[ViewOut]
