"""Every operation that the interface describes, with what fits and what does not, as everybody who may ask.

No list of routes: what is added is tried too. `GEO_GRID_EXPLORE=1` makes new examples each time, and
`GEO_GRID_EXAMPLES=100` so many of them for an operation.
"""

import itertools
import json
import os
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import make_url

from geo_grid.http.app import create_app
from geo_grid.http.routes.people_sheet import MEDIA_TYPE
from geo_grid.settings import Settings
from tests.http.accounts.conftest import PASSWORD, Town
from tests.http.accounts.interface_callers import CALLERS, Callers

# A workbook is sent as whatever bytes; schemathesis knows no way to make one.
schemathesis.serializer.alias(MEDIA_TYPE, "application/octet-stream")

DESCRIPTION = create_app(Settings(database_url=None)).openapi()
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION, config=schemathesis.Config())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]

EXPLORING = "GEO_GRID_EXPLORE" in os.environ
#: Made-up calls of an operation that fit, and as many that do not.
EXAMPLES = int(os.environ.get("GEO_GRID_EXAMPLES", "1"))
#: Calls of an operation at the limits of its schema, at most.
LIMITS = 5 * EXAMPLES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

#: What only the inside of the server holds.
INSIDE = (
    "Traceback (most recent call last)",
    "psycopg",
    "sqlalchemy",
    "SELECT ",
    "$argon2",
    "password_hash",
    "token_hash",
    str(Path(__file__).parents[3]),
    sysconfig.get_paths()["purelib"],
)


class _NoCookies(DefaultCookiePolicy):
    """What answers set is not sent along: each call says itself who calls."""

    def set_ok(self, *_: Any) -> bool:
        return False


@pytest.fixture(scope="module")
def callers(town: Town) -> Iterator[Callers]:
    made = Callers(town)
    url = make_url(town.database.owner_url)
    made.secrets |= {PASSWORD, str(url.database), *(each for each in (url.password,) if each)}
    yield made
    made.close()


@pytest.fixture(scope="module")
def wire() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.cookies.set_policy(_NoCookies())
        yield opened


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_an_operation_answers_as_it_says_whoever_asks_whatever(
    operation: Any, town: Town, callers: Callers, wire: requests.Session
) -> None:
    faults: list[str] = []
    base = str(town.served.http.base_url).rstrip("/")
    others = itertools.cycle([each for each in CALLERS if each != "administrator"])
    for number, case in enumerate(cases(operation)):
        point_at_what_there_is(case, number)
        # Each as one who may nearly everything, and every other one as somebody else too.
        for caller in ("administrator", next(others))[: 1 + number % 2]:
            answer = case.call(base_url=base, session=wire, headers=callers.headers[caller])
            faults += [f"{caller}: {each}" for each in found_in(case, answer, callers)]
            if answer.status_code == 401 and caller != "anonymous":
                callers.admit()
    assert faults == []


def cases(operation: Any) -> list[Case[Any]]:
    """Made-up ones and those at the limits of the schema, those that fit and those that do not."""
    made: list[Case[Any]] = []
    for mode in GenerationMode:

        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            derandomize=not EXPLORING,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def collect(case: Case[Any]) -> None:
            made.append(case)

        # To an operation without parameters everything fits.
        with suppress(Unsatisfiable):
            collect()
    limits = list(
        SCHEMA.iter_coverage_cases(
            operation, generation_modes=list(GenerationMode), generation_config=GenerationConfig()
        )
    )
    expected = [case for case in limits if case.method.upper() == operation.method.upper()]
    unexpected = [case for case in limits if case.method.upper() != operation.method.upper()]
    step = max(1, -(-len(expected) // LIMITS))
    return [*made, *expected[::step], *unexpected[:1]]


def point_at_what_there_is(case: Case[Any], number: int) -> None:
    """Every other time, ids and codes of what exists: nobody guesses them. No stream is listened to."""
    if case.operation.path.endswith("/events") and _is_fit(dict(case.query or {}).get("seconds", 1)):
        case.query = {**(case.query or {}), "seconds": 0}
    if number % 2:
        return
    for name, value in dict(case.path_parameters or {}).items():
        if name == "id" and isinstance(value, int):
            case.path_parameters[name] = 1 + number % 12


def _is_fit(seconds: object) -> bool:
    return str(seconds).isdecimal() and int(str(seconds)) <= 300


def found_in(case: Case[Any], answer: schemathesis.Response, callers: Callers) -> list[str]:
    """What is wrong with an answer."""
    text = answer.content.decode(errors="replace")
    told = [f"leaks {each}" for each in (*INSIDE, *callers.secrets) if each in text]
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as group:
        told += [f"{each}" for each in group.exceptions]
    except Failure as failure:
        told.append(str(failure))
    if told:
        told = [f"{each}\n{answer.status_code} {text[:300]}\n{asked(answer)}" for each in told]
    return told


def asked(answer: schemathesis.Response) -> str:
    """The request, so that it can be sent again."""
    return f"{answer.request.method} {answer.request.url} {str(answer.request.body)[:500]}"


#: Texts that are no text, numbers that are none, and depths that nobody means.
_ODD_BODIES = (
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"\\ud800"',
    b'{"\\ud800": 1}',
    b"{" + b'"a":[' * 5000,
    b"NaN",
)
_ODD_FIELDS: tuple[Any, ...] = ("\x00", "\ud800", 2**70, -1, True, 1e308, {}, [[]], "x" * 300, None)
_ODD_VALUES = (
    "%00",
    "%ED%A0%80",
    "%FF",
    "1e999",
    "9" * 30,
    "-1",
    "%F0%9F%98%80" * 200,
    "' OR 1=1 --",
    "../../etc",
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
def test_what_is_no_text_no_number_or_no_json_is_refused_plainly(
    operation: Any, town: Town, callers: Callers, wire: requests.Session
) -> None:
    address = str(town.served.http.base_url).rstrip("/") + operation.path
    described = DESCRIPTION["paths"][operation.path][operation.method]
    parameters = described.get("parameters", [])
    fields = sorted(_fields(described))
    calls: list[tuple[str, bytes | None]] = []
    for odd in _ODD_VALUES:
        path = address
        for each in parameters:
            path = path.replace(f"{{{each['name']}}}", odd.replace("../", ""))
        query = "&".join(f"{each['name']}={odd}" for each in parameters if each["in"] == "query")
        calls.append((f"{path}?{query}", None))
    if "application/json" in described.get("requestBody", {}).get("content", {}):
        path = address.replace("{id}", "1")
        calls += [(path, body) for body in _ODD_BODIES]
        for value in _ODD_FIELDS:
            calls.append((path, json.dumps(dict.fromkeys(fields, value)).encode()))
            calls.append((path, json.dumps({name: [value] for name in fields}).encode()))
    faults = []
    for url, body in calls:
        headers = {**callers.headers["administrator"], "Content-Type": "application/json"}
        answer = wire.request(operation.method, url, data=body, headers=headers)
        declared = described["responses"]
        if answer.status_code >= 500 or str(answer.status_code) not in declared:
            faults.append(f"{answer.status_code} {url[:200]} {(body or b'')[:80]!r} {answer.text[:200]}")
        if answer.status_code == 401:
            callers.admit()
    assert faults == []


def _fields(described: dict[str, Any]) -> set[str]:
    content = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return set(DESCRIPTION["components"]["schemas"].get(name, {}).get("properties", ()))
