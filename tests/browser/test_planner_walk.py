"""A plan from its first line to the day on which it holds: drawn, approved, published, and seen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.services.plans.size_rules import set_size_rules
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.browser.conftest import BUILT, OpenPage, employed, enter, wait_for_map
from tests.conftest import Database
from tests.http.conftest import Served, serving
from tests.later import Move, moving

pytestmark = [pytest.mark.browser, pytest.mark.database, pytest.mark.serial]

#: Grids of one community: the border between them is to follow two streets, by way of these places.
ONE, OTHER = "990101001003006", "990101001003012"
ALONG = ((120.9002217, 30.6013161), (120.9002785, 30.6009306), (120.9008829, 30.6010252))
#: A grid of 351 households, too many once 300 are the most.
LARGE = "990101001003009"
#: The grid around a school that is no grid of its own, and the codes that are free.
AROUND, SCHOOL, HALF = "990101001002003", "990101001002013", "990101001003014"
SIZES = [SizeRule("城区", 3, "households", 100, 300, 200)]
_PIXEL = """([lon, lat]) => {
    const holder = document.querySelector('[data-map]')
    const { left, top } = holder.getBoundingClientRect()
    const { x, y } = holder.map.project([lon, lat])
    return [left + x, top + y]
}"""


@pytest.fixture
def own(own_town: Database) -> Iterator[Served]:
    """A server of the town of this test, where grids are to be small."""
    engine = own_town.engine()
    with session_scope(engine) as session:
        set_size_rules(session, None, SIZES, None)
    engine.dispose()
    with serving(Settings(database_url=own_town.url), BUILT) as server:
        server.wait_for(1)
        yield server


@pytest.fixture
def five_days_later(monkeypatch: pytest.MonkeyPatch) -> Move:
    """Move the clock of the workers, when called."""
    return moving(monkeypatch, timedelta(days=5))


def _click(page: Page, place: tuple[float, float]) -> None:
    x, y = _at_rest(page, place)
    page.mouse.move(x, y, steps=3)
    page.mouse.click(x, y)


def _at_rest(page: Page, place: tuple[float, float]) -> tuple[float, float]:
    """Where a place is on the screen once the map moves no more: it may be idle before it begins to."""
    before: tuple[float, float] | None = None
    while (now := tuple(page.evaluate(_PIXEL, list(place)))) != before:
        before = now
        page.wait_for_timeout(400)
    return now


def _pick(page: Page, code: str) -> None:
    page.locator("[data-tab=plan]").click()
    page.locator(".tree input").fill(code)
    page.locator(f"[data-grid='{code}']").click()
    wait_for_map(page)


def _accept(page: Page, version: int) -> None:
    expect(page.locator("[data-draft]")).to_have_attribute("data-counting", "false")
    expect(page.locator("[data-refused]")).to_have_count(0)
    page.locator("[data-accept]").click()
    expect(page.locator("[data-version]")).to_have_attribute("data-version", str(version))


def _move_on(page: Page, act: str, state: str) -> None:
    page.locator("[data-tab=plan]").click()
    page.locator(f"[data-{act}]").click()
    page.locator("[data-confirm]").click()
    expect(page.locator("[data-state]")).to_have_attribute("data-state", state)


def _seen(page: Page, at: str, place: tuple[float, float]) -> str:
    """The code that a resident finds at a place, on the map and by the interface alike."""
    lon, lat = place
    page.goto(f"{at}/?at={lon},{lat}&map={lon},{lat},17")
    found = page.locator(".chain .copy .figures").last
    expect(found).to_be_visible()
    located = page.request.get(f"{at}/api/v1/locate?lon={lon}&lat={lat}").json()
    code: str = located["chain"][-1]["code"]
    expect(found).to_have_text(code)
    return code


def _school(page: Page, at: str) -> tuple[float, float]:
    said = page.request.get(f"{at}/api/v1/search?q=云溪幼儿园").json()["items"][0]
    return said["lon"], said["lat"]


def test_borders_are_drawn_along_streets_published_and_seen_on_their_day(
    open_page: OpenPage, own_town: Database, own: Served, five_days_later: Move
) -> None:
    town = str(own.http.base_url).rstrip("/")
    planner = employed(own_town, "plan.desk", "郑方圆", Role.PLANNER)
    approver = employed(own_town, "plan.chief", "钱守成", Role.APPROVER)
    page = open_page("/sign-in", at=town, wait=False)
    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, town, planner)
    page.goto(town + "/plan")
    page.locator("[data-new-plan]").click()
    page.get_by_label("方案名称").fill("云溪调整")
    page.get_by_label("缘由").fill("户数超出规定范围")
    page.locator("[data-make-plan]").click()
    wait_for_map(page)

    # A border is led along streets, by three places.
    _pick(page, OTHER)
    before = int(page.locator("[data-households]").inner_text())
    _pick(page, ONE)
    page.keyboard.press("f")
    _click(page, ALONG[0])
    for place in ALONG[1:]:
        with page.expect_response("**/path"):
            _click(page, place)
    page.keyboard.press("Enter")
    _accept(page, 1)
    _pick(page, OTHER)
    expect(page.locator("[data-households]")).not_to_have_text(str(before))

    # What is too large divides along the street that the list of problems offers.
    _pick(page, LARGE)
    page.locator("[data-tab=problems]").click()
    page.locator(".around input").check()
    large = page.locator("[data-rule=size_large]", has_text="康云社区第9网格")
    large.locator("[data-more-cures]").click()
    large.locator("[data-cure]").first.click()
    page.locator("[data-draft] input").nth(1).fill(HALF)
    _accept(page, 2)
    expect(large).to_have_count(0)

    # A school is carved out of what lies around it, by one click.
    school = _school(page, town)
    _pick(page, AROUND)
    page.keyboard.press("c")
    page.locator("input[name=taking][value=compound]").check()
    _click(page, school)
    page.locator("[data-draft] input").nth(1).fill(SCHOOL)
    _accept(page, 3)
    _move_on(page, "submit", "submitted")

    # Somebody else approves it, and publishes it for a day to come.
    chief = open_page("/sign-in", at=town, wait=False)
    enter(chief, town, approver)
    chief.goto(page.url)
    wait_for_map(chief)
    _move_on(chief, "approve", "approved")
    chief.locator("[data-publish]").click()
    day = (datetime.now(UTC) + timedelta(days=4)).astimezone(Settings().zone)
    field = chief.locator(".day-field input")
    field.fill(f"{day.year}年{day.month}月{day.day}日")
    field.press("Enter")
    field.press("Tab")
    chief.locator("[data-confirm]").click()
    expect(chief.locator("[data-published]")).to_contain_text(f"{day.month}月{day.day}日")

    resident = open_page("/", at=town)
    moved = (120.9003, 30.6011)
    assert [_seen(resident, town, place) for place in (school, moved)] == [AROUND, OTHER]
    five_days_later()
    own.wait_for(2)
    assert [_seen(resident, town, place) for place in (school, moved)] == [SCHOOL, ONE]
