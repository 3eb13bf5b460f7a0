"""Who sees which incidents, page by page, counted, on the map, and one with all that belongs to it."""

import math
from typing import Any

import pytest

from tests.http.incidents.conftest import API, Field

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def numbers(field: Field) -> list[str]:
    """Seven on the own ground, then one beyond it."""
    own = [field.report(category=("0101", "0203")[each % 2])["number"] for each in range(7)]
    return [*own, field.report(field.beyond)["number"]]


def listed(field: Field, **asked: Any) -> list[str]:
    """All pages."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        answer = field.dispatcher.get(f"{API}/incidents", params={**asked, **after, "limit": 3})
        assert answer.status_code == 200, answer.text
        found += [each["number"] for each in answer.json()["incidents"]]
        if answer.json()["next"] is None:
            return found
        after = {"after": answer.json()["next"]}


@pytest.mark.parametrize("sort", ["newest", "due", "changed"])
def test_the_pages_hold_each_once_and_only_those_of_the_ground(
    field: Field, numbers: list[str], sort: str
) -> None:
    found = listed(field, sort=sort)
    assert sorted(found) == sorted(numbers[:7])
    if sort == "newest":
        assert found == sorted(found, reverse=True)


def test_filters_and_counts_agree(field: Field, numbers: list[str]) -> None:
    assert sorted(listed(field, category="0203")) == sorted(numbers[1:7:2])
    assert sorted(listed(field, category=["01"])) == sorted(numbers[:7:2])
    assert listed(field, q=numbers[3]) == [numbers[3]]
    assert len(listed(field, q="垃圾")) == 7
    assert listed(field, q="没有这样的") == []
    assert len(listed(field, grid=field.town.ground.leaf)) == 7
    assert listed(field, outside=True) == []
    assert listed(field, open=False) == []
    assert listed(field, mine=True) == []
    counted = field.dispatcher.get(f"{API}/incidents/counts").json()
    assert counted["total"] == 7
    assert counted["category"] == {"0101": 4, "0203": 3}
    soon = counted["due"].pop("soon", 0)
    assert sum(counted["due"].values()) == 7
    assert soon == len(listed(field, due="soon"))


def test_who_deals_with_none_sees_none(field: Field, numbers: list[str]) -> None:
    assert field.anybody.get(f"{API}/incidents").status_code == 401
    assert field.dispatcher.get(f"{API}/incidents/{numbers[0]}").status_code == 200
    hidden = field.dispatcher.get(f"{API}/incidents/{numbers[7]}")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "incident_not_found")


def test_one_incident_has_its_history_people_and_what_can_be_done(field: Field, numbers: list[str]) -> None:
    answer = field.dispatcher.get(f"{API}/incidents/{numbers[0]}")
    told = answer.json()
    assert answer.headers["etag"] == f'"{told["version"]}"'
    assert told["history"][0]["act"] == "report"
    assert [grid["code"] for grid in told["chain"]][-1] == field.town.ground.leaf
    assert {each["stage"] for each in told["dues"]} >= {"total", "accept"}
    assert told["can"]
    assert told["reporter"] == {"has_contact": False, "erased_at": None}
    again = field.dispatcher.get(
        f"{API}/incidents/{numbers[0]}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_the_service_reports_too_and_logs_what_is_done(field: Field) -> None:
    lon, lat = field.inside
    body = {"category": "0101", "text": "已清理", "lon": lon, "lat": lat}
    made = field.member.post(f"{API}/incidents", json={**body, "log": True}).json()
    assert (made["state"], made["channel"]) == ("closed", "member")
    called = field.dispatcher.post(f"{API}/incidents", json={**body, "dispatch": False}).json()
    assert (called["state"], called["channel"]) == ("reported", "hotline")
    assert field.inspector.post(f"{API}/incidents", json=body).status_code == 403


def test_tiles_hold_what_the_list_holds(field: Field, numbers: list[str]) -> None:
    def tile(zoom: int) -> bytes:
        lon, lat = field.inside
        side = 2**zoom
        x = int((lon + 180) / 360 * side)
        y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side)
        answer = field.dispatcher.get(f"{API}/tiles/incidents-desk/{zoom}/{x}/{y}.mvt?category=0203")
        assert answer.status_code == 200, answer.text
        return answer.content

    one_by_one, gathered = tile(14), tile(6)
    assert [each for each in numbers if each.encode() in one_by_one] == numbers[1:7:2]
    assert not [each for each in numbers if each.encode() in gathered]
    assert b"overdue_n" in gathered
    nowhere = field.dispatcher.get(f"{API}/tiles/incidents-desk/14/0/0.mvt")
    assert nowhere.status_code == 204


def test_saved_filters_are_ones_own(field: Field) -> None:
    body = {"name": "紧急", "query": {"urgency": ["emergency"]}}
    assert field.dispatcher.post(f"{API}/incident-views", json=body).status_code == 200
    field.dispatcher.post(f"{API}/incident-views", json={**body, "query": {"open": ["true"]}})
    found = field.dispatcher.get(f"{API}/incident-views").json()["views"]
    assert [each["query"] for each in found] == [{"open": ["true"]}]
    assert field.member.get(f"{API}/incident-views").json()["views"] == []
    assert field.member.delete(f"{API}/incident-views/{found[0]['id']}").status_code == 404
    left = field.dispatcher.delete(f"{API}/incident-views/{found[0]['id']}").json()
    assert left == {"views": []}
