"""A point with the people who answer for it, and marks on a map: memory and database say the same."""

from typing import Any

import pytest

from geo_grid.http.middleware.located_people import located_people
from geo_grid.http.routes.locate import _people_from_database
from geo_grid.http.schemas.locate import LocatedOut
from geo_grid.http.schemas.people import MarkerList
from tests.http.conftest import Served
from tests.http.people.staff import Staff
from tests.http.people.test_grid_people import TOWN, wait
from tests.http.test_locate import BOUNDS, places

pytestmark = pytest.mark.database

Staffed = tuple[Served, Staff]
COMMUNITY, A = "10020020", "10020020001"
EVERYWHERE = ",".join(str(bound) for bound in BOUNDS)


@pytest.fixture(scope="module")
def peopled(staffed: Staffed) -> Served:
    """A head for each grid of one chain; that of the smallest is away for long."""
    served, staff = staffed
    for code, name in ((COMMUNITY, "书记"), (A, "组长")):
        head = staff.person(code, name, ("name", "photo"), photo="a" * 64, phone="0573-7")
        staff.duty(code, head)
    staff.leave(head, "long")
    wait(served, A, "leaders")
    return served


def label(served: Served, code: str) -> tuple[float, float]:
    lon, lat = served.http.get(f"/api/v1/grids/{code}").json()["properties"]["label"]
    return lon, lat


def located(served: Served, **asked: Any) -> LocatedOut:
    answer = served.http.get("/api/v1/locate", params=asked)
    assert answer.status_code == 200, answer.text
    return LocatedOut.model_validate_json(answer.content)


def test_each_grid_of_the_chain_comes_with_whoever_answers(peopled: Served) -> None:
    lon, lat = label(peopled, A)
    found = located(peopled, lon=lon, lat=lat, people=True)
    assert found.people is not None
    assert [each.code for each in found.people] == [grid.code for grid in found.chain] == [TOWN, COMMUNITY, A]
    assert [each.answer.because for each in found.people] == ["head", "head", "leaders"]
    last = found.people[-1]
    assert last.answer.person is not None
    assert last.answer.person.name is not None
    assert last.answer.person.name.zh == "书记"
    assert last.answer.instead_of is not None
    assert last.head is not None
    assert last.head.name is not None
    assert last.head.name.zh == "组长"
    assert (found.hotline, found.supervision_phone) == ("96345", "0573-9999999")


def test_without_people_nothing_of_them_is_there(peopled: Served) -> None:
    lon, lat = label(peopled, A)
    told = peopled.http.get("/api/v1/locate", params={"lon": lon, "lat": lat}).json()
    with_people = peopled.http.get("/api/v1/locate", params={"lon": lon, "lat": lat, "people": True}).json()
    assert set(with_people) - set(told) == {"people", "hotline", "supervision_phone"}
    assert {key: with_people[key] for key in told} == told


def test_memory_and_database_say_the_same_everywhere(peopled: Served) -> None:
    for lon, lat in [*places(3), label(peopled, A)]:
        told = located_people(peopled.runtime, lon, lat)
        asked = _people_from_database(peopled.runtime, lon, lat)
        assert told is not None
        ours, theirs = (LocatedOut.model_validate_json(each) for each in (told, asked))
        assert ours.people == theirs.people
        assert ours.chain == theirs.chain
        assert (ours.border is None) is (theirs.border is None)
        assert ours.nearest == theirs.nearest


def test_however_it_is_asked_the_answer_is_the_same(peopled: Served) -> None:
    lon, lat = label(peopled, A)
    ways = (
        f"lon={lon}&lat={lat}&people=true",
        f"people=1&lat={lat}&lon={lon}",
        f"lon={lon}&lat={lat}&%70eople=yes",
    )
    answers = [peopled.http.get(f"/api/v1/locate?{asked}") for asked in ways]
    first = answers[0]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.content == first.content
        hers = {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id")}
        assert hers == {name: first.headers[name] for name in hers}
    for wrong in ("lon=200&lat=1&people=true", "lon=1&lat=100&people=true", "lon=1e2&lat=x&people=true"):
        assert peopled.http.get(f"/api/v1/locate?{wrong}").status_code == 422
    assert peopled.http.post(f"/api/v1/locate?{ways[0]}", json={"points": []}).status_code == 200


def test_people_are_told_for_now_only(peopled: Served) -> None:
    answer = peopled.http.get(
        "/api/v1/locate", params={"lon": 120.4, "lat": 23.4, "people": True, "as_of": "2026-02-01"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "people_only_now")


def marks(served: Served, bbox: str, level: int) -> MarkerList:
    answer = served.http.get("/api/v1/people/in-view", params={"bbox": bbox, "level": level})
    assert answer.status_code == 200, answer.text
    return MarkerList.model_validate_json(answer.content)


def test_marks_have_a_face_and_neither_name_nor_telephone(peopled: Served) -> None:
    found = marks(peopled, EVERYWHERE, 2)
    mark = next(each for each in found.items if each.code == COMMUNITY)
    assert (mark.initial, mark.because, mark.vacant) == ("书", "head", False)
    assert mark.photo == f"/api/v1/photos/{'a' * 64}-small.jpg"
    assert [each.code for each in found.items] == sorted(each.code for each in found.items)
    assert not found.truncated
    body = peopled.http.get("/api/v1/people/in-view", params={"bbox": EVERYWHERE, "level": 2}).text
    assert "书记" not in body
    assert "0573-7" not in body


def test_marks_are_those_within_the_bounds_and_never_many(peopled: Served) -> None:
    lon, lat = label(peopled, A)
    around = f"{lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
    assert [each.code for each in marks(peopled, around, 3).items] == [A]
    assert marks(peopled, "0,0,1,1", 3).items == []
    many = marks(peopled, EVERYWHERE, 3)
    assert len(many.items) <= 200
    assert many.truncated is (len(many.items) == 200)


@pytest.mark.parametrize("asked", [{}, {"bbox": "1,2"}, {"bbox": "1,2,0,3"}, {"bbox": "0,0,1,1", "level": 0}])
def test_marks_for_no_bounds_are_refused(peopled: Served, asked: dict[str, Any]) -> None:
    assert peopled.http.get("/api/v1/people/in-view", params=asked).status_code == 422


def test_crawlers_are_asked_to_leave_people_alone(peopled: Served) -> None:
    answer = peopled.http.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "Disallow: /api/" in answer.text
