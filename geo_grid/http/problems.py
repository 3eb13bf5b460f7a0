"""Failures as application/problem+json (RFC 9457): a stable code, its parameters, and words for people."""

import json
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Scope

from geo_grid.http.form_terms import in_form_terms
from geo_grid.http.language import preferred
from geo_grid.words import Language, tell
from geo_grid.words.incidents.naming import named

MEDIA_TYPE = "application/problem+json"


def request_language(scope: Scope) -> Language:
    """The language that this request's answer speaks."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept-language"), None)
    default: Language = scope["app"].state.runtime.settings.language if "app" in scope else "zh"
    return preferred(accepted.decode("latin-1") if accepted is not None else None, default)


def problem(
    scope: Scope,
    status: int,
    code: str,
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer one failure.

    Parameters
    ----------
    scope
        The request's ASGI scope; its id becomes the ``instance``, its Accept-Language chooses the words.
    status
        HTTP status.
    code
        Stable code, a key of `geo_grid.words`.
    params
        What the wording refers to; JSON types only.
    headers
        Further headers of the answer.
    """
    language = request_language(scope)
    identity = scope.get("state", {}).get("request_id", "")
    params = dict(params or {})
    if status == 500:
        params = {"id": identity}
    told = named(code, params, language)
    if "who" in params:
        # Roles are called by their names in the sentence, and by their codes beside it.
        told = {**told, "who": [tell(f"role_{role}", {}, language) for role in params["who"]]}
    body = {
        "type": f"urn:geo-grid:problem:{code}",
        "title": tell(f"status_{status}", {}, language),
        "status": status,
        "detail": in_form_terms(tell(code, told, language), language),
        "code": code,
        "params": {name: value for name, value in params.items() if name != "options"},
        "instance": f"urn:geo-grid:request:{identity}",
    }
    return Response(
        _json(body),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
            **(headers or {}),
        },
    )


def _json(body: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(body, default=str)
    except TypeError:  # an integer beyond 64 bits or half a character, as somebody may send one
        return json.dumps(body, default=str, ensure_ascii=False).encode(errors="replace")
