"""The shape of every failure, once for all: RFC 9457, a stable code, words in two languages, an id."""

import httpx
import pytest

from geo_grid.http.schemas.problem import ProblemDetails
from geo_grid.settings import Settings
from tests.http.conftest import Served, serving

pytestmark = pytest.mark.database

#: method, address, status, code
FAILURES = [
    ("GET", "/api/v1/grids/999", 404, "grid_not_found"),
    ("GET", "/api/v1/grids/999/children", 404, "grid_not_found"),
    ("GET", "/api/v1/grids/999/ancestors", 404, "grid_not_found"),
    ("GET", "/api/v1/grids/999/neighbours", 404, "grid_not_found"),
    ("GET", "/api/v1/grids/10020?as_of=2020-01-01", 404, "grid_not_found"),
    ("GET", "/api/v1/grids/10020?as_of=yesterday", 422, "date_invalid"),
    ("GET", "/api/v1/grids/10020?as_of=2026-02-30", 422, "date_invalid"),
    ("GET", "/api/v1/grids/10020?as_of=9999-12-31", 422, "date_invalid"),
    ("GET", "/api/v1/grids?parent=999", 404, "grid_not_found"),
    ("GET", "/api/v1/grids?level=7", 422, "value_too_large"),
    ("GET", "/api/v1/grids?limit=0", 422, "value_too_small"),
    ("GET", "/api/v1/grids?limit=x", 422, "value_not_number"),
    ("GET", "/api/v1/grids?q=", 422, "value_too_short"),
    ("GET", "/api/v1/grids?q=%00", 422, "value_invalid"),
    ("GET", "/api/v1/grids/%00", 422, "value_invalid"),
    ("GET", "/api/v1/grids?bbox=1,2,3", 422, "bbox_invalid"),
    ("GET", "/api/v1/grids?bbox=3,2,1,4", 422, "bbox_invalid"),
    ("GET", "/api/v1/grids?bbox=nan,0,1,1", 422, "bbox_invalid"),
    ("GET", "/api/v1/grids?after=nonsense", 422, "cursor_invalid"),
    ("GET", "/api/v1/grids?after=WzFd", 422, "cursor_invalid"),
    ("GET", "/api/v1/editions?after=WyIxIl0", 422, "cursor_invalid"),
    ("GET", "/api/v1/editions/99", 404, "edition_not_found"),
    ("GET", "/api/v1/editions/0", 422, "value_too_small"),
    ("GET", "/api/v1/locate?lon=120", 422, "value_missing"),
    ("GET", "/api/v1/locate?lon=x&lat=1", 422, "value_not_number"),
    ("GET", "/api/v1/locate?lon=23.4&lat=120.4", 422, "position_swapped"),
    ("GET", "/api/v1/locate?lon=500&lat=120.4", 422, "position_out_of_range"),
    ("GET", "/api/v1/locate?lon=nan&lat=23", 422, "position_out_of_range"),
    ("GET", "/api/v1/locate?lon=inf&lat=23", 422, "position_out_of_range"),
    ("POST", "/api/v1/locate", 422, "body_expected"),
    ("GET", "/api/v1/tiles/9.json", 422, "value_too_large"),
    ("GET", "/api/v1/tiles/3.json?as_of=2020-01-01", 404, "level_empty"),
    ("GET", "/api/v1/tiles/3/2/4/0.mvt", 422, "tile_outside_scheme"),
    ("GET", "/api/v1/tiles/3/2/0/-1.mvt", 422, "value_too_small"),
    ("GET", "/api/v1/tiles/3/99/0/0.mvt", 422, "value_too_large"),
    ("GET", "/api/v1/tiles/3/x/0/0.mvt", 422, "value_not_number"),
    ("POST", "/api/v1/check", 422, "value_missing"),
    ("GET", "/api/v1/nothing", 404, "address_unknown"),
    ("GET", "/nothing", 404, "address_unknown"),
    ("DELETE", "/api/v1/grids", 405, "method_not_allowed"),
    ("GET", "/api/v1/check", 405, "method_not_allowed"),
    ("POST", "/", 405, "method_not_allowed"),
    ("POST", "/nothing", 405, "method_not_allowed"),
]


@pytest.mark.parametrize(("method", "address", "status", "code"), FAILURES)
def test_every_failure_has_one_shape(
    http: httpx.Client, method: str, address: str, status: int, code: str
) -> None:
    answer = http.request(method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = ProblemDetails.model_validate_json(answer.content)
    assert (problem.status, problem.code) == (status, code)
    assert problem.type == f"urn:geo-grid:problem:{code}"
    assert problem.detail not in ("", code)
    assert problem.title
    assert "{" not in problem.detail.replace(str(problem.params.get("example")), "")
    assert problem.instance == f"urn:geo-grid:request:{answer.headers['x-request-id']}"


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [
        (None, "zh", "没有编码为 999 的网格"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh", "没有编码为 999 的网格"),
        ("en-GB,en;q=0.9", "en", "There is no grid with the code 999"),
        ("fr,en;q=0.4,zh;q=0.2", "en", "There is no grid with the code 999"),
        ("fr", "zh", "没有编码为 999 的网格"),
    ],
)
def test_the_client_chooses_the_language(
    http: httpx.Client, accepted: str | None, language: str, words: str
) -> None:
    answer = http.get("/api/v1/grids/999", headers={"accept-language": accepted} if accepted else {})
    assert answer.headers["content-language"] == language
    assert answer.json()["detail"].startswith(words)


def test_a_fault_of_ours_carries_only_an_id(city: Served, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise RuntimeError("a secret of the inside")

    city.app.router.add_api_route("/api/v1/broken-for-a-test", broken, methods=["GET"])
    answer = city.http.get("/api/v1/broken-for-a-test")
    assert answer.status_code == 500
    problem = ProblemDetails.model_validate_json(answer.content)
    assert problem.code == "failed_inside"
    assert problem.params == {"id": answer.headers["x-request-id"]}
    assert "secret" not in answer.text
    logged = [record.message for record in caplog.records if record.name == "geo_grid.error"]
    assert any("a secret of the inside" in line and problem.params["id"] in line for line in logged)


def test_a_database_that_is_down_is_a_503_with_its_reason(tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = Settings(database_url="postgresql://nobody@127.0.0.1:1/none")
    with serving(nowhere, tmp_path_factory.mktemp("none")) as served:
        assert served.http.get("/healthz").json() == {"status": "ok"}
        for address in (
            "/readyz",
            "/api/v1/levels",
            "/api/v1/locate?lon=120&lat=23",
            "/api/v1/tiles/3/0/0/0.mvt",
        ):
            answer = served.http.get(address)
            assert answer.status_code == 503
            assert ProblemDetails.model_validate_json(answer.content).code == "database_down"
            assert answer.headers["retry-after"] == "5"
            assert "127.0.0.1" not in answer.text


def test_a_database_without_our_tables_is_a_503_that_says_so(
    server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(Settings(database_url=server_url), tmp_path_factory.mktemp("none")) as served:
        answer = served.http.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["code"] == "database_not_migrated"


def test_no_database_at_all_still_checks_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(Settings(database_url=None), tmp_path_factory.mktemp("none")) as served:
        assert served.http.get("/readyz").json()["code"] == "database_unset"
        square = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'
        answer = served.http.post("/api/v1/check", files={"file": ("one.geojson", square)})
        assert answer.json()["ok"] is True


@pytest.mark.parametrize("body", [b'{"login": "\\ud800", "password": "x"}', b'"\\ud800"', b'{"\\ud800": 1}'])
def test_half_a_character_is_refused_and_not_a_fault_of_ours(http: httpx.Client, body: bytes) -> None:
    answer = http.post("/api/v1/session", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["status"] == 422


def test_a_password_that_is_refused_is_not_repeated(http: httpx.Client) -> None:
    body = {"login": "a\x00", "password": 808080808080}
    answer = http.post("/api/v1/session", json=body)
    assert answer.status_code == 422
    assert [each["params"]["name"] for each in answer.json()["params"]["errors"]] == ["login", "password"]
    assert "808080808080" not in answer.text


def test_an_address_names_all_its_methods(http: httpx.Client) -> None:
    answer = http.options("/api/v1/session")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "DELETE, GET, POST")
    assert http.delete("/api/v1/grids/10020").headers["Allow"] == "GET"


@pytest.mark.parametrize("point", [[True, 23.0], ["120.4", 23.0], [None, 23.0]])
def test_what_is_no_number_is_no_place(http: httpx.Client, point: list[object]) -> None:
    answer = http.post("/api/v1/locate", json={"points": [point]})
    assert (answer.status_code, answer.json()["params"]["name"]) == (422, "points.0.0")
