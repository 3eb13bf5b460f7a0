"""The failures that operations document; all of them are problem+json."""

from typing import Any

from geo_grid.http.problems import MEDIA_TYPE
from geo_grid.http.schemas.problem import ProblemDetails

Responses = dict[int | str, dict[str, Any]]

_DESCRIPTIONS = {
    400: "The request cannot be read at all, or asks a host that this is not.",
    401: "Nobody is signed in, or login, password or token are not right.",
    403: "This account may not do it, or not on this ground; the problem says who could.",
    409: "It is taken, exists already, or is the last of its kind.",
    429: "Too often: the problem and `Retry-After` say how long to wait.",
    404: "There is no such grid, edition or level at that instant.",
    410: "It was there once, and is not to be used any more; the problem says what instead.",
    412: "The record is not what was seen (If-Match): somebody else has changed it.",
    413: "The body, or what is packed in it, is larger than the installation allows.",
    422: "A parameter or a file cannot be used as it is; the problem says which and why.",
    500: "A fault of ours; the problem carries only an id to quote.",
    503: "The database cannot serve now, or too many files are being checked.",
}

NOT_MODIFIED: Responses = {304: {"description": "The client holds this already (If-None-Match)."}}


def failures(*statuses: int) -> Responses:
    """Document failures by status; 500 is always among them."""
    schema = {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in (*statuses, 500)
    }
