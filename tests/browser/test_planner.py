"""The planner in a browser: a grid is split by a drawn line, undone, done again, and the plan handed in."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.services.first_accounts import FirstAccount
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: A grid without a statutory border on its west and east.
GRID = "990101001003002"
_PIXEL = """([lon, lat]) => {
    const holder = document.querySelector('[data-map]')
    const { left, top } = holder.getBoundingClientRect()
    const { x, y } = holder.map.project([lon, lat])
    return [left + x, top + y]
}"""


@pytest.fixture(scope="module")
def planner(town_database: Database) -> FirstAccount:
    """Whoever plans the whole example town."""
    return employed(town_database, "plan.desk", "郑方圆", Role.PLANNER)


def _draw_across(page: Page, box: tuple[float, float, float, float]) -> None:
    """Draw a line through the middle of a box in degrees, from beyond its west to beyond its east."""
    west, south, east, north = box
    over = (east - west) / 12
    middle = (south + north) / 2
    for place in ([west - over, middle], [(west + east) / 2, middle], [east + over, middle]):
        x, y = page.evaluate(_PIXEL, place)
        page.mouse.move(x, y, steps=3)
        page.mouse.click(x, y)
    page.keyboard.press("Enter")


def _pick(page: Page, code: str) -> Locator:
    page.locator(".tree input").fill(code)
    page.locator(f"[data-grid='{code}']").click()
    wait_for_map(page)
    return page.locator("[data-picked]")


def test_a_grid_is_split_by_a_drawn_line_undone_done_again_and_handed_in(
    open_page: OpenPage, town: str, planner: FirstAccount
) -> None:
    page = open_page("/sign-in", at=town, wait=False)
    enter(page, town, planner)
    page.goto(town + "/plan")
    page.locator("[data-new-plan]").click()
    page.get_by_label("方案名称").fill("康云社区调整")
    page.get_by_label("缘由").fill("户数超出规定范围")
    page.locator("[data-make-plan]").click()
    wait_for_map(page)
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "draft")

    # Nothing is picked: the tool is off and says why.
    split = page.locator("[data-tool=split]")
    page.keyboard.press("s")
    expect(split).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".rail .why")).to_contain_text("请先选一个网格")
    assert violations(page) == []

    picked = _pick(page, GRID)
    before = picked.locator("[data-households]").inner_text()
    summary = page.request.get(f"{town}/api/v1/grids/{GRID}").json()
    page.keyboard.press("s")
    expect(split).to_have_attribute("aria-pressed", "true")
    _draw_across(page, summary["bbox"])

    # What it would come to is shown before it is kept, and adds up.
    draft = page.locator("[data-draft]")
    expect(draft).to_have_attribute("data-counting", "false")
    households = [int(each) for each in draft.locator("td strong").all_inner_texts()[0::2]]
    assert sum(households) == int(before)
    page.locator("[data-new-name]").fill("康云社区第12网格")
    page.locator("[data-accept]").click()
    saved = page.locator("[data-version]")
    expect(saved).to_have_attribute("data-version", "1")
    expect(picked.locator("[data-households]")).to_have_text(re.compile(rf"^(?!{before}$)\d+$"))

    page.keyboard.press("Control+z")
    expect(saved).to_have_attribute("data-version", "2")
    expect(picked.locator("[data-households]")).to_have_text(before)
    page.keyboard.press("Control+Shift+Z")
    expect(saved).to_have_attribute("data-version", "3")
    expect(picked.locator("[data-households]")).not_to_have_text(before)
    page.locator("[data-tab=history]").click()
    expect(page.locator("[data-step]")).to_have_count(3)

    page.locator("[data-tab=plan]").click()
    page.locator("[data-submit]").click()
    page.locator("[data-confirm]").click()
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "submitted")
    page.keyboard.press("s")
    expect(page.locator(".rail .why")).to_contain_text("只有草稿能改")
    assert not overflow(page)
