"""Limits and doors of the whole service."""

from pathlib import Path

import pytest

from geo_grid.core.permissions.roles import Role
from geo_grid.http.buckets import Buckets
from geo_grid.settings import Settings
from tests.http.accounts.conftest import Town, opened
from tests.http.conftest import serving


def test_an_address_that_asks_too_often_waits_and_is_told_what_is_left(built: Path) -> None:
    with serving(Settings(database_url=None, rate_limit_per_minute=20), built) as served:
        far = {"X-Forwarded-For": "192.0.2.7"}
        first = served.http.get("/healthz", headers=far)
        assert first.headers["RateLimit-Policy"] == '"address";q=20;w=60'
        assert first.headers["RateLimit"] == '"address";r=19;t=0'
        answers = [served.http.get("/healthz", headers=far) for _ in range(25)]
        assert answers[-1].status_code == 429
        assert answers[-1].json()["code"] == "too_many_requests"
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 4
        assert served.http.get("/healthz", headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 200
        assert served.http.get("/healthz").status_code == 200


def test_a_bucket_fills_again_evenly() -> None:
    now = 0.0
    buckets = Buckets(60, lambda: now)
    assert all(buckets.take("a").is_enough for _ in range(60))
    assert buckets.take("a").wait_s == 1
    now = 10.0
    assert [buckets.take("a", 5).is_enough for _ in range(3)] == [True, True, False]


def test_a_host_that_is_not_ours_is_refused(built: Path) -> None:
    settings = Settings(database_url=None, allowed_hosts="grids.example, 127.0.0.1")
    with serving(settings, built) as served:
        assert served.http.get("/healthz").status_code == 200
        assert served.http.get("/healthz", headers={"Host": "GRIDS.example:8000"}).status_code == 200
        refused = served.http.get("/healthz", headers={"Host": "elsewhere.example"})
        assert (refused.status_code, refused.json()["code"]) == (400, "host_unknown")


def test_only_files_and_points_may_be_large(town: Town) -> None:
    body = b'{"login": "' + b"x" * 300_000 + b'"}'
    headers = {"Content-Type": "application/json"}
    answer = opened(town.served).post("/api/v1/session", content=body, headers=headers)
    assert answer.status_code == 413
    assert opened(town.served).post("/api/v1/check", content=body, headers=headers).status_code == 422


def test_the_metrics_are_for_those_who_may_read_them(town: Town) -> None:
    assert opened(town.served).get("/metrics").status_code == 401
    assert town.people[Role.PLANNER].signed_in().get("/metrics").status_code == 403
    told = town.people[Role.ADMINISTRATOR].signed_in().get("/metrics").text
    assert 'geo_grid_requests_total{operation="signIn",status="200"}' in told


def test_signing_out_everywhere_ends_this_session_too(town: Town) -> None:
    client = town.people[Role.DISPATCHER].signed_in()
    assert client.delete("/api/v1/me/sessions").json()["items"] == []
    assert client.get("/api/v1/me/sessions").status_code == 401


@pytest.mark.parametrize("path", ["/", "/api/v1/session", "/no/such/page"])
def test_every_answer_has_the_headers_that_keep_a_browser_safe(town: Town, path: str) -> None:
    headers = opened(town.served).get(path).headers
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
