"""The description of the interface: complete, and the same as the file the web client is generated from."""

from typing import Any

import pytest

from geo_grid.http.app import create_app
from geo_grid.http.openapi import WRITTEN, written_form
from geo_grid.settings import Settings


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return create_app(Settings(database_url=None)).openapi()


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in description["paths"].values() for operation in path.values()]


def test_the_written_description_is_this_one(description: dict[str, Any]) -> None:
    # Out of date? Run: python -m geo_grid.http.openapi
    assert WRITTEN.read_text(encoding="utf-8") == written_form(description)


def test_it_is_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")


def test_operations_have_short_unique_names_and_are_described(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(description)]
    assert len(set(names)) == len(names)
    for operation in operations(description):
        assert operation["operationId"].isalpha()
        assert operation["summary"]
        assert operation["description"]
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (operation["operationId"], parameter["name"])


def test_every_operation_shows_an_example_of_its_answer(description: dict[str, Any]) -> None:
    for operation in operations(description):
        done = [
            operation["responses"][each] for each in ("200", "201", "204") if each in operation["responses"]
        ]
        assert done, operation["operationId"]
        for ok in done:
            assert ok["description"]
            for media, content in ok.get("content", {}).items():
                if "json" in media:
                    assert content["example"], operation["operationId"]


def test_every_failure_is_a_problem(description: dict[str, Any]) -> None:
    for operation in operations(description):
        assert "500" in operation["responses"]
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_no_reference_leads_nowhere(description: dict[str, Any]) -> None:
    def references(node: Any) -> list[str]:
        if isinstance(node, dict):
            here = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return here + [each for value in node.values() for each in references(value)]
        return [each for value in node for each in references(value)] if isinstance(node, list) else []

    for reference in references(description):
        assert reference.removeprefix("#/components/schemas/") in description["components"]["schemas"]
