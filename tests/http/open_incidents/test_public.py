"""What everybody may know of incidents, and nothing else: field by field."""

import json
import re
from typing import Any

import pytest

from tests.http.open_incidents.conftest import SECRET, Known

pytestmark = pytest.mark.database

FIELDS = {
    "number", "category", "category_zh", "category_en", "state", "state_zh", "state_en", "open",
    "reported_at", "closed_at", "near", "place", "lon", "lat", "grid",
}  # fmt: skip
SHOWN = {"20261101-000001", "20261102-000002", "20261103-000003", "20261106-000006"}


def public(known: Known, **params: Any) -> dict[str, dict[str, Any]]:
    answer = known.get("/incidents/public", since="2026-01-01T00:00:00Z", **params)
    assert answer.status_code == 200, answer.text
    return {each["number"]: each for each in answer.json()["incidents"]}


def leaks(known: Known, text: str) -> list[str]:
    """What of the incidents stands in a text and may not: anybody's words, or where one really is."""
    places = [f"{value:.7f}".rstrip("0")[:10] for place in known.places.values() for value in place]
    return [each for each in (SECRET, *places) if each in text]


def test_a_list_has_these_fields_and_no_others(known: Known) -> None:
    found = public(known)
    assert set(found) == SHOWN
    for each in found.values():
        assert set(each) == FIELDS
        assert set(each["grid"]) == {"code", "name"}
    assert leaks(known, json.dumps(found, ensure_ascii=False)) == []


def test_a_place_is_the_buildings_or_the_streets_and_of_a_dispute_only_the_grid(known: Known) -> None:
    found = public(known)
    inside, street, dispute = (found[f"2026110{n}-00000{n}"] for n in (1, 2, 3))
    assert (inside["near"], inside["place"]) == ("building", "一号楼")
    assert (inside["lon"], inside["lat"]) == (round(known.own.lon, 5), round(known.own.lat, 5))
    assert (street["near"], street["place"]) == ("street", "中山路")
    assert (dispute["near"], dispute["place"]) == ("grid", None)
    assert (dispute["lon"], dispute["lat"]) == pytest.approx((known.own.lon, known.own.lat), abs=1e-7)
    assert dispute["grid"] == {"code": known.own.code, "name": known.own.name}


def test_a_list_is_narrowed_and_paged_without_losing_or_doubling(known: Known) -> None:
    assert set(public(known, state="open")) == SHOWN - {"20261102-000002"}
    assert set(public(known, state="closed,handling")) == {"20261101-000001", "20261102-000002"}
    lon, lat = known.own.lon, known.own.lat
    # The box is held against the place that is told, not against the one that is not.
    box = f"{lon - 0.00003},{lat - 0.00003},{lon + 0.00003},{lat + 0.00003}"
    assert set(public(known, bbox=box)) == {"20261101-000001", "20261103-000003"}
    seen: list[str] = []
    after = None
    while True:
        asked = {"since": "2026-01-01T00:00:00Z", "limit": 1} | ({"after": after} if after else {})
        page = known.get("/incidents/public", **asked).json()
        seen += [each["number"] for each in page["incidents"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(SHOWN)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"state": "declined"}, "incident_state_unknown"),
        ({"after": "WyJ4IiwieSJd"}, "cursor_invalid"),
        ({"bbox": "1,2,3"}, "bbox_invalid"),
        ({"since": "1700000000"}, "value_invalid"),
    ],
)
def test_what_cannot_be_asked(known: Known, params: dict[str, str], code: str) -> None:
    answer = known.get("/incidents/public", **params)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_a_grid_tells_how_many_and_the_latest_by_the_borders_of_then_and_of_today(known: Known) -> None:
    then = known.get(f"/grids/{known.own.code}/incidents").json()
    assert (then["open"], then["ended"]) == (2, 1)
    assert then["states"] == {"handling": 1, "closed": 1, "reported": 1}
    assert [each["number"][-1] for each in then["latest"]] == ["3", "2", "1"]
    assert leaks(known, json.dumps(then, ensure_ascii=False)) == []
    whole = known.get(f"/grids/{known.community}/incidents").json()
    assert (whole["open"], whole["ended"]) == (3, 1)
    today = known.get(f"/grids/{known.own.code}/incidents", borders="today").json()
    assert today["states"] == then["states"]
    # Somebody says that it happened in the grid beside: then it counts there, and its place lies here still.
    number = "20261101-000001"
    try:
        known.write(
            "UPDATE incident SET grid_id = :grid, grids = CAST(:grids AS bigint[]) WHERE number = :number",
            grid=known.beside.id, grids=list(known.beside.chain), number=number,
        )  # fmt: skip
        counts = [
            known.get(f"/grids/{code}/incidents", borders=borders).json()["open"]
            for code in (known.own.code, known.beside.code)
            for borders in ("then", "today")
        ]
        assert counts == [1, 2, 2, 1]
    finally:
        known.write(
            "UPDATE incident SET grid_id = :grid, grids = CAST(:grids AS bigint[]) WHERE number = :number",
            grid=known.own.id, grids=list(known.own.chain), number=number,
        )  # fmt: skip
    assert known.get("/grids/404/incidents").status_code == 404


def test_a_tile_says_no_more(known: Known) -> None:
    found = []
    for z in (10, 14, 18):
        x, y = _tile(z, round(known.own.lon, 5), round(known.own.lat, 5))
        answer = known.get(f"/tiles/incidents/{z}/{x}/{y}.mvt")
        assert answer.status_code == 200
        assert leaks(known, answer.content.decode("utf-8", "replace")) == []
        found.append(set(re.findall(rb"[a-z]{4,}|20261\d+-\d+", answer.content)))
    assert b"grid" in found[0]
    assert b"20261101-000001" in found[2]
    assert not any(b"20261104-000004" in each or b"20261105-000005" in each for each in found)
    assert known.get("/tiles/incidents/18/0/0.mvt").status_code == 204
    assert known.get("/tiles/incidents/3/9/0.mvt").json()["code"] == "tile_outside_scheme"


def test_where_too_many_are_to_be_drawn_grids_tell_how_many(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    def names(z: int) -> set[bytes]:
        x, y = _tile(z, round(known.own.lon, 5), round(known.own.lat, 5))
        answer = known.get(f"/tiles/incidents/{z}/{x}/{y}.mvt")
        return set(re.findall(rb"[a-z]{4,}", answer.content))

    assert (b"number" in names(15), b"grid" in names(15)) == (True, False)
    monkeypatch.setattr("geo_grid.services.incidents.public_results.MOST_SINGLE", 0)
    # Another zoom: tiles are kept for a moment.
    assert (b"number" in names(16), b"grid" in names(16)) == (False, True)


def _tile(z: int, lon: float, lat: float) -> tuple[int, int]:
    import math

    side = 2**z
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side
    return int((lon + 180) / 360 * side), int(y)


def test_the_page_of_a_grid_says_how_many_and_names_the_latest_coarsely(known: Known) -> None:
    page = known.served.http.get(f"/grid/{known.own.code}", headers={"Accept-Language": "zh"}).text
    card = page.partition('id="incidents"')[2].partition("</section>")[0]
    assert [re.sub("<[^>]*>", "", each) for each in re.findall(r"<dd[^>]*>(.*?)</dd>", card)] == ["2", "1"]
    assert card.count("<li>") == 3
    assert all(each in card for each in ("邻里纠纷", "已结案", "中山路", "2026年11月2日", "一号楼"))
    assert leaks(known, page) == []
    assert "declined" not in card and "不予受理" not in card
    empty = known.served.http.get("/grid/404")
    assert (empty.status_code, 'id="incidents"' in empty.text) == (404, False)
