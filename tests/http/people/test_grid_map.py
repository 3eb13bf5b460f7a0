"""The map of a grid as one file: everybody who agreed, nobody else, and not a whole town at once."""

import httpx
import pytest

from geo_grid.core.errors import NotFound, Refusal
from geo_grid.services import grid_map
from geo_grid.services.current import now
from geo_grid.services.grid_map import draw_grid_map
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.http.conftest import Served
from tests.http.people.staff import Staff

pytestmark = pytest.mark.database

Staffed = tuple[Served, Staff]
COMMUNITY, GRID = "10020010", "10020010005"


def test_the_file_holds_the_grids_below_and_their_people(staffed: Staffed) -> None:
    served, staff = staffed
    head = staff.person(GRID, "周开", ("name", "phone"), phone="0573-5", mobile="139-HIDDEN", post="秘密")
    staff.duty(GRID, head)
    staff.duty(GRID, staff.person(GRID, "隐名者", (), phone="0573-HIDDEN"), "member")
    answer = served.http.get(f"/api/v1/grids/{COMMUNITY}/map.html?lang=en")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{COMMUNITY}.html"
    children = served.http.get(f"/api/v1/grids/{COMMUNITY}/children").json()["items"]
    assert all(f'"{each["code"]}"' in answer.text for each in children)
    assert "周开" in answer.text
    assert not [hidden for hidden in ("HIDDEN", "隐名者", "秘密") if hidden in answer.text]
    assert served.http.get("/api/v1/grids/nowhere/map.html").status_code == 404


def test_coarse_levels_are_named_first_and_no_level_in_part(staffed: Staffed) -> None:
    _, staff = staffed
    asked: list[int] = []

    def only_one(grids: int) -> int:
        asked.append(grids)
        return 1

    with session_scope(staff.engine) as session:
        made = draw_grid_map(session, "10020", now(), Settings(), "zh", may_name=only_one)
    assert asked == [made.grids]
    assert "镇长" in made.page
    assert "周开" not in made.page


def test_a_map_that_no_telephone_opens_is_refused(staffed: Staffed, monkeypatch: pytest.MonkeyPatch) -> None:
    _, staff = staffed
    monkeypatch.setattr(grid_map, "MOST_GRIDS", 2)
    with session_scope(staff.engine) as session:
        with pytest.raises(Refusal, match="map_too_large"):
            draw_grid_map(session, COMMUNITY, now(), Settings(), "zh")
        with pytest.raises(NotFound, match="grid_not_found"):
            draw_grid_map(session, "nowhere", now(), Settings(), "zh")


def test_the_page_offers_the_file(staffed: Staffed) -> None:
    served, _ = staffed
    page: httpx.Response = served.http.get(f"/grid/{COMMUNITY}")
    assert f'href="/api/v1/grids/{COMMUNITY}/map.html?lang=zh" download' in page.text
