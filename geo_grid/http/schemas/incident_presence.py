"""Who is looking at an incident."""

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Published


class PresenceIn(Published):
    """Whether one is looking."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"here": True}]})

    here: bool = Field(default=True, description="False when one looks no more.")


class Viewers(Published):
    """Who else is looking."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"viewers": ["王芳"]}]})

    viewers: list[str] = Field(description="Names.")
