"""The description of the interface: completed, and written to docs/openapi.json.

``python -m geo_grid.http.openapi`` writes the file; a test fails when it is out of date.
"""

import json
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from geo_grid.http.responses import failures
from geo_grid.http.schemas.problem import ProblemDetails

#: The description in the repository, from which the web client's types are generated.
WRITTEN = Path(__file__).parents[2] / "docs" / "openapi.json"

DESCRIPTION = """\
Grids are patches of ground with a code, a name and somebody who answers for them; at each of three levels
they tile the ground edge to edge. Boundaries change by dated editions, and every question can be asked
`as_of` a day.

Geometry is GeoJSON (RFC 7946) in EPSG:4326, coordinates are whole multiples of 1e-7 degree. Times carry their
UTC offset. Lists are paged by key: send `next` as `after`. Answers carry strong ETags; ask again with
`If-None-Match`. Failures are `application/problem+json` (RFC 9457) with a stable `code`, worded by
`Accept-Language` in Chinese or English.

Whoever is signed in has a session in a cookie. A request with that cookie which changes anything carries the
session's `csrf_token` as `X-CSRF-Token`. Machines send `Authorization: Bearer` and a token instead.
"""

TAGS = [
    {"name": "levels", "description": "The levels of the hierarchy."},
    {"name": "editions", "description": "Dated, approved states of the boundaries."},
    {"name": "grids", "description": "Grids and their family."},
    {"name": "locate", "description": "From points to grids."},
    {"name": "people", "description": "Who answers for which ground."},
    {"name": "search", "description": "From words to places."},
    {"name": "ledger", "description": "What is in each grid."},
    {"name": "check", "description": "Proof of an uploaded file."},
    {"name": "tiles", "description": "Vector tiles for maps."},
    {"name": "map", "description": "The base map, and what a map is opened with."},
    {"name": "session", "description": "Signing in and out."},
    {"name": "me", "description": "One's own account."},
    {"name": "persons", "description": "People and their duties, for those who assign them."},
    {"name": "accounts", "description": "People with accounts, for administrators."},
    {"name": "grants", "description": "Roles on ground."},
    {"name": "boards", "description": "Notice boards, contact cards and overviews, and where boards hang."},
    {"name": "plans", "description": "Drafts of changed boundaries, from drawing to approval."},
    {"name": "incidents", "description": "What was reported, who handles it, and what became of it."},
    {"name": "networks", "description": "Professional networks over the grids, for services of their own."},
    {"name": "offices", "description": "District, towns, communities and departments."},
    {"name": "audit", "description": "Who did what, for administrators."},
    {"name": "health", "description": "For those who run the server."},
]


def describe(app: FastAPI) -> None:
    """Give the application a description in which every failure is a problem, and none is promised twice."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema


def _described(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        license_info=app.license_info,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    schemas = schema["components"]["schemas"]
    schemas[ProblemDetails.__name__] = ProblemDetails.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operations in schema["paths"].values():
        for operation in operations.values():
            _promise_what_all_do(operation)
            for status in ("200", "201"):
                for media, content in operation["responses"].get(status, {}).get("content", {}).items():
                    if "json" in media:
                        content["example"] = _example(content["schema"], schemas)
            if "304" in operation["responses"]:
                ok = operation["responses"]["200"]
                if len(ok["content"]) > 1:
                    # FastAPI adds its own kind of JSON to the one that is sent.
                    del ok["content"]["application/json"]
                ok["headers"] = {
                    "ETag": {"description": "Strong tag of this body.", "schema": {"type": "string"}}
                }
    return schema


def _promise_what_all_do(operation: dict[str, Any]) -> None:
    """Name what stands before every route: the limits of rate and of size, the hosts, what cannot be read."""
    statuses = (400, 429) if "requestBody" not in operation else (400, 413, 429)
    for status, failure in failures(*statuses).items():
        operation["responses"].setdefault(str(status), failure)
    if "application/json" in operation["responses"].get("422", {}).get("content", {}):
        # FastAPI promises its own body, which our handlers replace.
        operation["responses"]["422"] = failures(422)[422]


def _example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """A value of a schema: its own example, else one of its parts' examples put together."""
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "examples" in schema:
        return schema["examples"][0]
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)]
    if schema.get("type") == "object":
        return {name: _example(part, schemas) for name, part in schema.get("properties", {}).items()}
    # What is left is a cursor or a number beside the items.
    return {"number": 2116.12}.get(schema.get("type", ""))


def written_form(schema: dict[str, Any]) -> str:
    """The description as the repository keeps it."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def main() -> None:
    """Write docs/openapi.json."""
    # Imported here: app imports this module.
    from geo_grid.http.app import create_app
    from geo_grid.settings import Settings

    WRITTEN.write_text(written_form(create_app(Settings()).openapi()), encoding="utf-8")


if __name__ == "__main__":
    main()
