"""The one table that maps failures to HTTP statuses, and the handlers that use it."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from geo_grid.core.errors import (
    Conflict,
    Denied,
    GeoGridError,
    Gone,
    InputError,
    NotFound,
    Outdated,
    Refusal,
    SignInNeeded,
    TooMany,
    Unavailable,
)
from geo_grid.http.allowed_methods import allowed_methods
from geo_grid.http.problems import problem

#: The first class that fits decides.
STATUS: Mapping[type[GeoGridError], int] = {
    InputError: 422,
    Refusal: 422,
    NotFound: 404,
    Gone: 410,
    Outdated: 412,
    Conflict: 409,
    Unavailable: 503,
    SignInNeeded: 401,
    TooMany: 429,
    Denied: 403,
    GeoGridError: 400,
}

#: Codes of files that are too much once they are unpacked, as bodies are that come so.
_TOO_LARGE = frozenset(
    {"archive_bomb", "file_too_large", "photo_too_large", "photo_too_many_pixels", "upload_over_limit"}
)

#: Codes of what the framework itself refuses, by status.
_REFUSED: Mapping[int, str] = {
    400: "request_unreadable",
    404: "address_unknown",
    405: "method_not_allowed",
    413: "upload_too_large",
}

#: Fields of bodies whose content is told to nobody.
_SECRET = frozenset({"password", "current", "new", "token"})

#: Seconds after which it makes sense to try again.
_RETRY_AFTER_S = "5"

#: pydantic's error types and the code that says the same to a person; the rest is ``value_invalid``.
_REASONS: Mapping[str, str] = {
    "missing": "value_missing",
    "int_parsing": "value_not_number",
    "int_type": "value_not_number",
    "float_parsing": "value_not_number",
    "float_type": "value_not_number",
    "finite_number": "value_not_number",
    "greater_than_equal": "value_too_small",
    "less_than_equal": "value_too_large",
    "too_long": "value_too_long",
    "too_short": "value_too_short",
    "string_too_long": "value_too_long",
    "string_too_short": "value_too_short",
    "json_invalid": "body_not_json",
}


def add_handlers(app: FastAPI) -> None:
    """Have every failure of a route answered as a problem."""
    app.add_exception_handler(GeoGridError, _geo_grid_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_exception)


def status_of(error: GeoGridError) -> int:
    """HTTP status of an error that a person can act on."""
    if error.code in _TOO_LARGE:
        return 413
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def _geo_grid_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, GeoGridError):
        raise error
    status = status_of(error)
    headers = {"Retry-After": _RETRY_AFTER_S} if status == 503 else None
    if isinstance(error, TooMany):
        headers = {"Retry-After": str(error.params["seconds"])}
    elif status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return problem(request.scope, status, error.code, error.params, headers)


def _invalid_request(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [_fault(fault) for fault in error.errors()]
    first = faults[0]
    if first["params"]["name"] == first["params"]["in"] == "body" and first["code"] != "body_not_json":
        # Nothing in the body is wrong, but all of it: what is wanted says more than what is not.
        first = {"code": "body_expected", "params": {"example": _example_of(request), **first["params"]}}
    return problem(request.scope, 422, first["code"], {**first["params"], "errors": faults})


def _example_of(request: Request) -> str | None:
    """The example of the body that a route documents."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = getattr(getattr(field, "field_info", None), "annotation", None)
    extra = getattr(model, "model_config", {}).get("json_schema_extra")
    return json.dumps(extra["examples"][0]) if extra else None


def _fault(fault: Mapping[str, Any]) -> dict[str, Any]:
    place, *path = fault["loc"]
    context = fault.get("ctx") or {}
    limit = next(
        (context[name] for name in ("ge", "le", "max_length", "min_length") if name in context), None
    )
    params: dict[str, Any] = {"name": ".".join(str(part) for part in path) or place, "in": place}
    if limit is not None:
        params["limit"] = limit
    # A password that is not accepted is still somebody's password: it is not repeated.
    if isinstance(fault.get("input"), (str, int, float)) and not _SECRET.intersection(path):
        params["given"] = str(fault["input"])[:100]
    return {"code": _REASONS.get(fault["type"], "value_invalid"), "params": params}


def _http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = _REFUSED.get(error.status_code, "request_unreadable")
    params = {"path": request.url.path, "method": request.method}
    headers = error.headers
    if error.status_code == 405:
        headers = {**(headers or {}), "Allow": allowed_methods(request.app, request.url.path)}
    return problem(request.scope, error.status_code, code, params, headers)
