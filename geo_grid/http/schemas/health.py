"""Whether the server lives and can serve."""

from typing import Literal

from pydantic import ConfigDict

from geo_grid.http.schemas.base import Published


class Health(Published):
    """The process answers, or is ready to serve."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok"}]})

    status: Literal["ok"] = "ok"
