"""Strong ETags and 304: what a client already holds is not sent again (RFC 9110, sections 8.8 and 13)."""

import hashlib
import re

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from geo_grid.core.errors import Outdated

#: Raised by one whenever an answer's shape changes, so that no old body is taken for a new one.
SCHEMA_VERSION = 1

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def etag(body: bytes, edition: int | None) -> str:
    """Strong tag of a body: schema version, last edition that touched what it shows, digest of its bytes."""
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    return f'"{SCHEMA_VERSION}.{edition or 0}.{digest}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether If-None-Match names the tag; compared weakly, as that header is."""
    held = request.headers.get("if-none-match")
    if held is None:
        return False
    return held.strip() == "*" or tag in _TAG.findall(held)


def version_seen(if_match: str | None) -> int | None:
    """The version that a client has seen, as If-Match says it; None where it says nothing, or any.

    Raises
    ------
    Outdated
        ``changed_meanwhile``: it is none of ours.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    number = if_match.strip().removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Outdated("changed_meanwhile")
    return int(number)


def answer(
    request: Request, body: bytes, *, media_type: str, edition: int | None, tag: str | None = None
) -> Response:
    """Send a body with its tag, or 304 without it where the client holds the same.

    Parameters
    ----------
    edition
        Number of the last edition that touched what the body shows; None where it shows nothing.
    tag
        The body's tag where it is known already.
    """
    tag = tag or etag(body, edition)
    # A new edition may come at any moment: caches keep the body and ask each time.
    headers = {"ETag": tag, "Cache-Control": "public, no-cache"}
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def answer_model(
    request: Request, model: BaseModel, *, edition: int | None, media_type: str = "application/json"
) -> Response:
    """Send a published model with its tag."""
    body = model.model_dump_json(by_alias=True).encode()
    return answer(request, body, media_type=media_type, edition=edition)
