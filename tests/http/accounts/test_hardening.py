"""Limits and doors of the whole service."""

import re
from pathlib import Path

import pytest

from geo_grid.core.permissions.roles import Role
from geo_grid.http.buckets import Buckets, household
from geo_grid.settings import Settings
from tests.http.accounts.conftest import Town, opened
from tests.http.conftest import serving


def test_an_address_that_asks_too_often_waits_and_is_told_what_is_left(built: Path) -> None:
    with serving(Settings(database_url=None, rate_limit_per_minute=20), built) as served:
        far = {"X-Forwarded-For": "192.0.2.7"}
        first = served.http.get("/healthz", headers=far)
        assert first.headers["RateLimit-Policy"] == '"address";q=20;w=60'
        assert first.headers["RateLimit"] == '"address";r=19;t=3'
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
    assert buckets.take("b", 30).full_s == 30


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("a:name", "a:name"),
    ],
)
def test_all_addresses_of_one_household_are_counted_together(address: str, counted: str) -> None:
    assert household(address) == counted


def test_every_answer_says_what_is_left_of_each_limit_that_judged_it(town: Town) -> None:
    client = town.people[Role.PLANNER].signed_in()
    here = client.get("/api/v1/me/sessions")
    assert here.headers["RateLimit-Policy"] == '"account";q=3000;w=60'
    far = client.get("/api/v1/me/sessions", headers={"X-Forwarded-For": "2001:db8::7"})
    assert far.headers["RateLimit-Policy"] == '"address";q=6000;w=60, "account";q=3000;w=60'
    address, account = far.headers["RateLimit"].split(", ")
    assert address == '"address";r=5999;t=1'
    assert account.startswith('"account";r=29')
    refused = client.patch("/api/v1/me", json={"name": ""}, headers={"X-Forwarded-For": "2001:db8::8"})
    assert refused.status_code == 422
    # The same household, and a change counts as ten; meanwhile a hundred a second flow in.
    assert re.match('"address";r=59(89|90);t=1, "account";r=29', refused.headers["RateLimit"])
    assert "RateLimit" not in client.get("/api/v1/levels").headers


def test_an_account_that_asks_too_often_is_told_in_the_headers_too(built: Path, town: Town) -> None:
    settings = town.served.runtime.settings.model_copy(update={"account_limit_per_minute": 3})
    cookies = dict(town.people[Role.PLANNER].signed_in().cookies)
    with serving(settings, built) as served:
        client = opened(served, cookies=cookies)
        answers = [client.get("/api/v1/me/sessions") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"] for answer in answers] == [
        '"account";r=2;t=20',
        '"account";r=1;t=40',
        '"account";r=0;t=60',
        '"account";r=0;t=60',
    ]
    assert answers[-1].headers["Retry-After"] == "20"


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
