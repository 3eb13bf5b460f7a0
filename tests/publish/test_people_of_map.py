"""A map with who answers, as one file: popups name the people, and no request leaves."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo_grid.publish.folium_map import grid_map
from geo_grid.publish.pages.grid_page_data import AnswerView, PeopleView, PersonView
from geo_grid.publish.people_of_map import PeopleOfMap, people_on_map
from tests.publish.test_folium_map import open_page, squares, wording

HEAD = PersonView("head", 0, "李<b>敏", "Min Li", post="社区主任", phone="0573-8600 1234", hours="上午")
MEMBER = PersonView("member", 0, None, specialty="夜间")


def people() -> PeopleView:
    answer = AnswerView("head", HEAD, None, None, vacant=False, office=None, until=None)
    hidden = PersonView("liaison", 0, "联系人甲", phone="1")
    return PeopleView(
        answer,
        HEAD,
        head_away=False,
        partner=None,
        members=(MEMBER,),
        others=(hidden,),
        stations=(),
        offices=(),
    )


def page() -> str:
    layer = squares()
    shown = PeopleOfMap({layer.codes[0]: people_on_map(people())}, 7, date(2026, 11, 22), "12345")
    return grid_map([layer], [], title="东城", wording=wording, people=shown)


def test_only_heads_and_members_are_on_the_map() -> None:
    made = page()
    assert "联系人甲" not in made
    assert "<b>敏" not in made
    assert '"dialled":"057386001234"' in made


@pytest.mark.browser
def test_a_click_names_who_answers_without_a_network(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(page(), encoding="utf-8")
    opened, complaints = open_page(browser, file, 1440)
    assert "第 7 版" in opened.text_content(".gg-sub")
    assert "12345" in opened.text_content(".gg-sub")
    assert opened.is_hidden(".gg-verdict")
    opened.mouse.click(700, 350)
    popup = opened.wait_for_selector(".leaflet-popup-content")
    text = popup.inner_text()
    assert all(said in text for said in ("李<b>敏", "网格长 · 社区主任", "上午", "网格员 · 夜间"))
    call = opened.locator(".gg-call")
    assert call.get_attribute("href") == "tel:057386001234"
    assert call.bounding_box()["height"] >= 44
    assert complaints == [file.as_uri()]
