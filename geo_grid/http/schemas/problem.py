"""The body of every failure."""

from typing import Any

from pydantic import ConfigDict, Field

from geo_grid.http.schemas.base import Published


class ProblemDetails(Published):
    """A failure as RFC 9457 has it, with a stable code for machines and a sentence for people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:geo-grid:problem:grid_not_found",
                    "title": "没有找到",
                    "status": 404,
                    "detail": "没有编码为 999 的网格:请核对编码和日期。",
                    "code": "grid_not_found",
                    "params": {"grid": "999"},
                    "instance": "urn:geo-grid:request:5f6f9d3c0f4b4d0b8a1c2d3e4f506172",
                }
            ]
        }
    )

    type: str = Field(description="Names the kind of problem; ends with the code.")
    title: str = Field(description="The status in words.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    detail: str = Field(description="One sentence: what, where, and what to do.")
    code: str = Field(description="Stable name of the problem.")
    params: dict[str, Any] = Field(description="What the sentence refers to.")
    instance: str = Field(description="The request's id, to quote when asking for help.")
