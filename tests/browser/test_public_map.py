"""The public map: a resident finds the grid of a place."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage, colours, overflow, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: A point inside grid 10020010062, of 10020010, of 10020.
INSIDE = "120.4512,23.4798"
CHAIN = ["10020", "10020010", "10020010062"]


def _codes(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".chain .copy .figures").all_inner_texts()]


def _visible_centre(page: Page) -> tuple[float, float]:
    """The middle of what the panel leaves of the map."""
    box = page.locator("[data-map]").bounding_box()
    panel = page.locator("aside").first.bounding_box()
    assert box is not None
    assert panel is not None
    left = panel["x"] + panel["width"]
    return (left + box["x"] + box["width"]) / 2, box["y"] + box["height"] / 2


def _query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_text_is_there_before_the_map_and_the_map_is_not_blank(open_page: OpenPage) -> None:
    page = open_page("/", wait=False)
    expect(page.locator(".counts strong")).to_have_text(["1", "2", "84"])
    wait_for_map(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # Paper, outside, and the six hues of neighbouring grids.
    assert colours(page, 420, 80, 760, 660) >= 7


def test_a_click_on_a_grid_shows_its_chain_and_the_nearest_border(open_page: OpenPage) -> None:
    page = open_page(f"/?map={INSIDE},14.5")
    page.mouse.click(*_visible_centre(page))
    expect(page.locator(".chain .copy")).to_have_count(3)
    assert _codes(page) == CHAIN
    expect(page.locator("article .border")).to_contain_text(re.compile(r"离最近的边界 [\d.,]+ c?m"))
    assert _query(page)["grid"] == "10020010062"
    expect(page.locator(".pin-drop")).to_be_visible()
    # The level above is one click away; the point stays.
    page.locator(".chain .step").nth(1).click()
    expect(page.locator(".chain li.on .figures")).to_have_text("10020010")
    assert "at" in _query(page)


@pytest.mark.long
def test_an_address_brings_back_the_whole_view(open_page: OpenPage) -> None:
    page = open_page(f"/?grid=10020010062&at={INSIDE}&on=2026-11-21&map={INSIDE},14.25&lang=en")
    expect(page.locator(".chain .copy")).to_have_count(3)
    expect(page.locator(".past")).to_contain_text("21 Nov 2026")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_timeout(300)
    asked = {"at": INSIDE, "on": "2026-11-21", "map": f"{INSIDE},14.25", "lang": "en"}
    assert _query(page) == {"grid": "10020010062", **asked}


@pytest.mark.long
def test_back_and_forward_walk_through_what_was_looked_at(open_page: OpenPage) -> None:
    page = open_page("/?grid=10020010062")
    expect(page.locator("article h1")).to_be_visible()
    first = page.locator("article h1").inner_text()
    page.locator(".rows .row").first.click()
    expect(page.locator("article h1")).not_to_have_text(first)
    second = page.locator("article h1").inner_text()
    page.go_back()
    expect(page.locator("article h1")).to_have_text(first)
    page.go_forward()
    expect(page.locator("article h1")).to_have_text(second)


def test_search_by_code_and_by_name_works_with_the_keyboard_alone(open_page: OpenPage, address: str) -> None:
    page = open_page("/")
    name = page.request.get(address + "/api/v1/grids/10020010062").json()["properties"]["name"]
    page.keyboard.press("/")
    page.keyboard.type("10020010062")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("article h1")).to_have_text(name)
    page.get_by_role("search").get_by_role("combobox").fill(name)
    expect(page.get_by_role("option").first).to_contain_text(name)
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_levels_hand_over_by_zoom(open_page: OpenPage) -> None:
    page = open_page("/?map=120.45,23.48,9.5")
    page.get_by_role("tab").nth(1).click()
    title = page.locator("#pane-view h2")
    expect(title).to_have_text("图上可见 1 个一级网格")
    for words in ("图上可见 2 个二级网格", re.compile(r"图上可见 \d+ 个三级网格")):
        for _ in range(2):
            page.get_by_role("button", name="放大").click()
        expect(title).to_have_text(words)


def test_outside_says_so_and_names_the_nearest_grid(open_page: OpenPage) -> None:
    page = open_page("/?at=120.60,23.48")
    expect(page.get_by_role("heading", level=1)).to_have_text("这里不在辖区范围内")
    expect(page.locator("#pane-here")).to_contain_text(re.compile(r"最近的网格是 .+，相距 [\d.]+ km"))
    page.get_by_role("button", name="看最近的网格").click()
    expect(page.locator("article h1")).to_be_visible()


@pytest.mark.long
def test_the_map_can_be_asked_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(f"/?map={INSIDE},14.5")
    page.locator(".maplibregl-canvas").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chain .copy")).to_have_count(3)
    assert _codes(page) == CHAIN


@pytest.mark.long
def test_the_list_of_what_is_in_view_leads_to_a_grid(open_page: OpenPage) -> None:
    page = open_page(f"/?map={INSIDE},15")
    page.get_by_role("tab").nth(1).click()
    row = page.locator("#pane-view .row", has_text="10020010062")
    row.click()
    expect(page.locator("article h1")).to_be_visible()
    assert _query(page)["grid"] == "10020010062"


@pytest.mark.long
def test_the_language_is_the_browsers_until_one_is_chosen_and_then_remembered(open_page: OpenPage) -> None:
    page = open_page("/", language="en-US")
    expect(page.locator(".counts")).to_contain_text("Level 3")
    page.get_by_role("button", name="Switch to Chinese").click()
    expect(page.locator(".counts")).to_contain_text("三级网格")
    page.goto(page.url.split("?")[0])
    expect(page.locator(".counts")).to_contain_text("三级网格")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_grid_that_does_not_exist_is_said_plainly(open_page: OpenPage) -> None:
    page = open_page("/?grid=nowhere")
    expect(page.locator("#pane-here")).to_contain_text("没有编码为 nowhere 的网格")
    page.get_by_role("button", name="回到全图").click()
    expect(page.locator(".counts")).to_be_visible()


def test_a_lost_server_is_told_and_can_be_tried_again(open_page: OpenPage) -> None:
    page = open_page("/check")

    def lost(route: Route) -> None:
        route.abort()

    page.route("**/api/v1/levels*", lost)
    page.goto(page.url.replace("/check", "/"))
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/api/v1/levels*")
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(".counts strong")).to_have_text(["1", "2", "84"])


@pytest.mark.parametrize("path", ["/", f"/?grid=10020010062&at={INSIDE}", "/?at=120.6,23.48"])
def test_nothing_reaches_out_of_a_phone(open_page: OpenPage, path: str) -> None:
    page = open_page(path, phone=True, dark=True)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert overflow(page) == []
    for height in ("half", "full"):
        page.locator(".handle").click()
        expect(page.locator(f"aside.{height}")).to_be_visible()
    assert overflow(page) == []


@pytest.mark.long
def test_the_panel_is_resized_by_keyboard_folded_and_remembered(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("separator").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("separator")).to_have_attribute("aria-valuenow", "440")
    page.get_by_role("button", name="收起面板").click()
    page.reload()
    expect(page.locator("aside")).to_be_hidden()
    page.get_by_role("button", name="展开面板").click()
    expect(page.get_by_role("separator")).to_have_attribute("aria-valuenow", "440")


def test_the_position_is_found_when_asked_for(open_page: OpenPage) -> None:
    page = open_page("/")
    page.context.grant_permissions(["geolocation"])
    longitude, latitude = (float(part) for part in INSIDE.split(","))
    page.context.set_geolocation({"longitude": longitude, "latitude": latitude, "accuracy": 15})
    page.get_by_role("button", name="我在哪个网格").click()
    expect(page.locator(".eyebrow")).to_have_text("您在")
    assert _codes(page) == CHAIN
    expect(page.locator(".pin-me")).to_be_visible()


@pytest.mark.long
def test_a_refused_position_leaves_the_map_usable(open_page: OpenPage) -> None:
    page = open_page("/")
    page.get_by_role("button", name="我在哪个网格").click()
    expect(page.get_by_role("alert")).to_contain_text("没有得到定位许可")
