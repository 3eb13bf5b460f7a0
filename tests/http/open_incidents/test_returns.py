"""Borders and offices that incidents go back and forth over."""

import httpx
import pytest

from geo_grid.core.permissions.roles import Role
from tests.http.open_incidents.conftest import Known

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def offices(known: Known) -> tuple[int, int]:
    """Two departments; the first sent one on to the second and one back, and both crossed the border."""
    made = tuple(
        known.write(
            "INSERT INTO office (kind, name_zh, name_en) VALUES ('department', :zh, :en) RETURNING id",
            zh=zh,
            en=en,
        )
        for zh, en in (("城管中队", "Enforcement"), ("环卫站", "Sanitation"))
    )
    add = (
        "INSERT INTO incident_transfer (incident_id, act, from_grid, to_grid, from_office, to_office,"
        " reason_code, at) VALUES (:incident, :act, :a, :b, :one, :other, :reason, CAST(:at AS timestamptz))"
    )
    rows = (
        # Over it in words, by the place of the incident, against it; long ago; and nobody getting rid of it.
        ("hand_on", known.own.id, known.beside.id, made[0], made[1], "other_ground", "2026-11-02T01:00Z"),
        ("return", known.own.id, None, made[0], None, "other_ground", "2026-11-03T01:00Z"),
        ("move", known.beside.id, known.own.id, None, None, None, "2026-11-04T01:00Z"),
        ("return", known.own.id, None, made[0], None, "other_ground", "2026-01-03T01:00Z"),
        ("escalate", known.own.id, known.beside.id, made[0], made[1], None, "2026-11-05T01:00Z"),
    )
    for act, a, b, one, other, reason, at in rows:
        known.write(
            add, incident=known.ids["20261101-000001"], act=act, a=a, b=b, one=one, other=other,
            reason=reason, at=at,
        )  # fmt: skip
    return made[0], made[1]


def asked(
    known: Known, path: str = "/returns", first: str = "2026-11-01", last: str = "2026-11-30"
) -> httpx.Response:
    client = known.clients[Role.PLANNER if first < "2026-11" else Role.DISPATCHER]
    return client.get(f"/api/v1{path}", params={"from": first, "to": last})


def test_a_border_counts_what_went_over_it_either_way_and_why(known: Known, offices: tuple[int, int]) -> None:
    found = asked(known).json()
    (border,) = found["borders"]
    assert {grid["code"] for grid in border["grids"]} == {known.own.code, known.beside.code}
    assert (border["count"], border["acts"]) == (3, {"hand_on": 1, "return": 1, "move": 1})
    assert border["reasons"] == [{"reason": "other_ground", "count": 2}, {"reason": None, "count": 1}]
    assert border["last_at"] == "2026-11-04T09:00:00+08:00"
    beside = known.get(f"/grids/{known.own.code}/neighbours").json()["items"]
    shared = next(each["shared_m"] for each in beside if each["grid"]["code"] == known.beside.code)
    assert border["length_m"] == pytest.approx(shared, abs=0.01)


def test_departments_are_counted_by_whom_it_came_from_and_to_whom_it_went(
    known: Known, offices: tuple[int, int]
) -> None:
    found = asked(known).json()["offices"]
    pairs = {
        (each["from_office"]["id"], (each["to_office"] or {}).get("id")): each["count"] for each in found
    }
    assert pairs == {(offices[0], offices[1]): 1, (offices[0], None): 1}


def test_the_map_has_the_very_edges_that_both_grids_have(known: Known, offices: tuple[int, int]) -> None:
    (feature,) = asked(known, "/returns.geojson").json()["features"]
    assert feature["properties"]["count"] == 3
    own, beside = (
        {
            tuple(point)
            for part in known.get(f"/grids/{code}").json()["geometry"]["coordinates"]
            for ring in part
            for point in ring
        }
        for code in (known.own.code, known.beside.code)
    )
    points = [tuple(point) for line in feature["geometry"]["coordinates"] for point in line]
    assert points
    assert all(point in own and point in beside for point in points)


def test_a_period_and_who_may_ask(known: Known, offices: tuple[int, int]) -> None:
    assert asked(known, first="2026-01-01", last="2026-01-31").json()["borders"][0]["count"] == 1
    assert asked(known, first="2025-01-01", last="2025-01-31").json()["borders"] == []
    backwards = asked(known, first="2026-02-01", last="2026-01-31")
    assert (backwards.status_code, backwards.json()["code"]) == (422, "period_backwards")
    assert known.get("/returns").status_code == 401
