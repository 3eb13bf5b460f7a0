"""What every answer carries, what the logs hold, and how the web client's files are served."""

import json
import re
from pathlib import Path

import httpx
import pytest

from geo_grid.settings import Settings
from tests.http.conftest import serving

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "address", ["/", "/healthz", "/api/v1/levels", "/api/v1/nothing", "/assets/index-abc123.js"]
)
def test_scripts_come_from_our_own_files_only(http: httpx.Client, address: str) -> None:
    headers = http.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    for what in ("script", "worker", "connect", "style", "img", "font"):
        assert policy[f"{what}-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers or "uvicorn" in headers["server"]


def test_every_answer_has_an_id_and_a_harmless_one_is_kept(http: httpx.Client) -> None:
    assert re.fullmatch("[0-9a-f]{32}", http.get("/healthz").headers["x-request-id"])
    assert http.get("/healthz", headers={"x-request-id": "proxy-7"}).headers["x-request-id"] == "proxy-7"
    hostile = http.get("/healthz", headers={"x-request-id": "a\tb" + "x" * 100}).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", hostile)


def test_the_access_log_is_json_without_the_question(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="geo_grid.access"):
        answer = http.get("/api/v1/locate?lon=120.45&lat=23.48")
        # The line is written after the answer was sent.
        http.get("/healthz")
    lines = [json.loads(record.message) for record in caplog.records if record.name == "geo_grid.access"]
    (line,) = [each for each in lines if each["id"] == answer.headers["x-request-id"]]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/locate", 200)
    assert line["bytes"] == len(answer.content)
    assert "120.45" not in json.dumps(line)


@pytest.mark.parametrize("address", ["/", "/check", "/admin/people"])
def test_the_clients_addresses_are_its_page(http: httpx.Client, address: str) -> None:
    answer = http.get(address)
    assert (answer.status_code, answer.text) == (200, "<!doctype html><title>map</title>\n")
    assert answer.headers["cache-control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_others_are_asked_for(http: httpx.Client) -> None:
    asset = http.get("/assets/index-abc123.js")
    assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in asset.headers["content-type"]
    icon = http.get("/favicon.svg")
    assert icon.headers["cache-control"] == "no-cache"
    assert http.get("/favicon.svg", headers={"if-none-match": icon.headers["etag"]}).status_code == 304


def test_an_unknown_address_is_a_page_to_a_browser_and_a_problem_to_a_program(http: httpx.Client) -> None:
    browser = {"accept": "text/html,application/xhtml+xml"}
    page = http.get("/nowhere", headers=browser)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert http.get("/api/v1/nowhere", headers=browser).headers["content-type"] == "application/problem+json"
    assert http.get("/assets/none.js", headers=browser).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["/../pyproject.toml", "/%2e%2e/index.html/../../x", "/assets/..%2f..%2findex.html"]
)
def test_nothing_outside_the_folder_is_served(http: httpx.Client, address: str) -> None:
    assert http.get(address).status_code == 404


def test_an_unbuilt_client_says_how_to_build_it(tmp_path: Path) -> None:
    with serving(Settings(database_url=None), tmp_path / "dist") as served:
        answer = served.http.get("/")
        assert answer.status_code == 503
        assert "script/up" in answer.text
        assert served.http.get("/favicon.ico").status_code == 404
