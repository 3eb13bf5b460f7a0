"""Boards: registered, looked at, out of date where something changed, and only on one's own ground."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from geo_grid.core.permissions.roles import Role
from geo_grid.services.sheet_freshness import sheet_freshness
from geo_grid.store.session import session_scope
from tests.http.boards.conftest import Community
from tests.http.city import publish_change, rename
from tests.http.people.staff import SINCE
from tests.publish.sheets.samples import pages, text

pytestmark = [pytest.mark.database, pytest.mark.serial]


def test_a_board_has_a_place_a_picture_and_a_last_check(community: Community) -> None:
    board = community.hang(community.grids[0], place="活动中心门口", hung_on="2026-01-05")
    assert board["stale"] is None
    assert board["printed"]["edition"] == 1
    address = f"/api/v1/boards/{board['id']}"
    target = BytesIO()
    Image.new("RGB", (320, 240), (90, 120, 90)).save(target, "PNG")
    shown = community.manager.put(f"{address}/photo", content=target.getvalue()).json()
    picture = community.manager.get(shown["photo"])
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8")
    seen = community.manager.post(f"{address}/checks", json={"fine": False, "note": "玻璃裂了"}).json()
    assert seen["last_check"]["note"] == "玻璃裂了"
    own = community.manager.get("/api/v1/session").json()["account"]["name"]
    assert seen["last_check"]["by"] == own
    wrong = community.manager.patch(address, json={"removed_on": "2026-01-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "board_dates_wrong")
    gone = community.manager.patch(address, json={"removed_on": "2026-11-01"}).json()
    assert gone["place"] == "活动中心门口"
    listed = [each["id"] for each in community.manager.get("/api/v1/boards").json()["items"]]
    assert board["id"] not in listed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"place": "  "}, "board_text_invalid"),
        ({"lon": 200}, "value_too_large"),
        ({"grid": "0000"}, "grid_not_found"),
        ({"size": "A0"}, "value_invalid"),
    ],
)
def test_what_is_no_board(community: Community, body: dict[str, object], code: str) -> None:
    told = {"grid": community.grids[0], "kind": "office", "size": "A3", "lon": 120, "lat": 23, "place": "x"}
    answer = community.manager.post("/api/v1/boards", json={**told, **body})
    assert answer.json()["code"] == code


def test_changing_one_head_names_exactly_the_boards_where_that_person_is(community: Community) -> None:
    """One person heads both grids; a member of the first only moves, and a third grid has nobody."""
    staff, (first, second) = community.staff, community.grids
    head = staff.person(first, "李敏", ("name", "phone"), phone="05-370")
    for grid in (first, second):
        staff.duty(grid, head)
    member = staff.person(first, "王芳", ("name",), mobile="139")
    staff.duty(first, member, "member")
    third = community.manager.get(f"/api/v1/grids/{community.town.ground.own}/children").json()["items"][2]
    boards = [community.hang(grid)["id"] for grid in (first, second, third["code"])]
    assert community.stale() == {}
    # What is not published changes nothing that was printed.
    staff.run("UPDATE person SET mobile = '138' WHERE id = :id", id=member)
    assert community.stale() == {}
    staff.run("UPDATE person SET phone = '05-371' WHERE id = :id", id=head)
    assert community.stale() == {boards[0]: ["people"], boards[1]: ["people"]}
    community.manager.post(f"/api/v1/boards/{boards[0]}/printed", json={})
    assert community.stale() == {boards[1]: ["people"]}
    staff.run("UPDATE person SET phone = '05-370' WHERE id = :id", id=head)
    assert community.stale() == {boards[0]: ["people"]}
    community.manager.post(f"/api/v1/boards/{boards[0]}/printed", json={})
    office = staff.office("社区居委会", first, phone="05-1")
    assert community.stale() == {boards[0]: ["contact"]}
    staff.run("UPDATE office SET closed_at = now() WHERE id = :id", id=office)
    assert community.stale() == {}


def test_an_edition_counts_unless_it_only_noded(community: Community) -> None:
    first, second = community.grids
    boards = {grid: community.hang(grid)["id"] for grid in (first, second)}
    engine, base = community.staff.engine, SINCE + timedelta(days=30)
    # Noding is proved by the database; a mark without a change of shape is one.
    publish_change(engine, [first], lambda row: replace(row, noding=True), base)
    assert not set(boards.values()) & set(community.stale())
    edition = rename(engine, second, "新名字", base + timedelta(days=1))
    assert community.stale()[boards[second]] == ["border"]
    assert boards[first] not in community.stale()
    at, settings = datetime.now(UTC), community.town.served.runtime.settings
    with session_scope(engine) as session:

        def verdict(grid: str, printed: int, mark: str | None = None) -> str:
            return sheet_freshness(session, grid, printed, mark, at, settings).verdict

        assert verdict(first, 1) == "fresh"
        assert verdict(second, 1) == "border"
        assert verdict(second, edition) == "fresh"
        assert verdict(second, edition, "00000000") == "people"
        assert verdict(second, 999) == "unknown"
    community.manager.post(f"/api/v1/boards/{boards[second]}/printed", json={"edition": 1})
    assert community.stale()[boards[second]] == ["border"]
    wrong = community.manager.post(f"/api/v1/boards/{boards[second]}/printed", json={"edition": 999})
    assert wrong.json()["code"] == "board_printed_wrong"
    listed = community.manager.get("/api/v1/boards/reprint.pdf?lang=zh")
    said = text(listed.content)
    assert "新名字" in said
    assert "边界或名称" in said
    assert len(list(pages(listed.content))) == 1


def test_nobody_prints_or_sees_boards_of_others_ground(community: Community) -> None:
    """The manager of the sibling community, and whoever is no people manager at all."""
    ground = community.town.ground
    board = community.hang(community.grids[0])["id"]
    other = community.town.person("boards.next", Role.PEOPLE_MANAGER, grid=ground.sibling).signed_in()
    board_there = {"grid": ground.leaf, "kind": "office", "size": "A3", "lon": 1, "lat": 1, "place": "x"}
    for method, path, body in (
        ("GET", f"/boards/{board}", None),
        ("PATCH", f"/boards/{board}", {"place": "x"}),
        ("POST", f"/boards/{board}/checks", {"fine": True}),
        ("POST", f"/boards/{board}/printed", {}),
        ("GET", f"/grids/{ground.leaf}/board.pdf", None),
        ("GET", f"/grids/{ground.leaf}/cards.pdf?count=1", None),
        ("GET", f"/grids/{ground.own}/overview.pdf", None),
        ("POST", "/print-jobs", {"grid": ground.own, "what": "boards"}),
        ("POST", "/boards", board_there),
    ):
        answer = other.request(method, f"/api/v1{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_on_this_ground"), path
        assert community.town.served.http.request(method, f"/api/v1{path}", json=body).status_code == 401
    assert other.get("/api/v1/boards").json()["items"] == []
    assert other.get("/api/v1/boards/reprint").json() == {"items": [], "cards": [], "total_m": 0}
    own = other.post(
        "/api/v1/boards",
        json={"grid": ground.other_leaf, "kind": "member", "size": "A4", "lon": 1, "lat": 1, "place": "x"},
    ).json()
    moved = other.patch(f"/api/v1/boards/{own['id']}", json={"grid": ground.leaf})
    assert moved.json()["code"] == "not_on_this_ground"
    member = community.town.people[Role.GRID_HEAD].signed_in()
    assert member.get("/api/v1/boards").status_code == 403
