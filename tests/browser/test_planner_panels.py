"""The planner's panels in a browser: drawing, comments, codes, replaying, reverting, networks and sizes."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from geo_grid.core.permissions.roles import Role
from geo_grid.settings import Settings
from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, employed, enter, overflow, served, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: A grid without a statutory border on its west and east, and the community that it is in.
GRID, COMMUNITY, TOWN = "990101001003002", "990101001003", "990101"
_PIXEL = """([lon, lat]) => {
    const holder = document.querySelector('[data-map]')
    const { left, top } = holder.getBoundingClientRect()
    const { x, y } = holder.map.project([lon, lat])
    return [left + x, top + y]
}"""
_DRAWN = """(source) => document.querySelector('[data-map]').map.querySourceFeatures(source).length"""
Box = tuple[float, float, float, float]


@pytest.fixture
def town_alone(own_town: Database) -> Iterator[str]:
    """Where a town is served that no other test sees: editions are published in it."""
    with served(Settings(database_url=own_town.url)) as url:
        yield url


def _asked(page: Page, at: str, path: str, body: dict[str, object]) -> dict[str, object]:
    """What the interface answers whoever is signed in."""
    token = page.request.get(f"{at}/api/v1/session").json()["csrf_token"]
    said = page.request.post(f"{at}/api/v1{path}", data=body, headers={"X-CSRF-Token": token})
    assert said.ok, said.text()
    answer: dict[str, object] = said.json()
    return answer


def _planned(page: Page, at: str, title: str) -> int:
    found = _asked(page, at, "/plans", {"title": title, "reason": "户数超出规定范围", "under": TOWN})
    return int(str(found["id"]))


def _click(page: Page, lon: float, lat: float) -> None:
    x, y = page.evaluate(_PIXEL, [lon, lat])
    page.mouse.move(x, y, steps=2)
    page.mouse.click(x, y)


def _line(page: Page, *places: tuple[float, float]) -> None:
    for place in places:
        _click(page, *place)
    page.keyboard.press("Enter")


def _pick(page: Page, code: str) -> None:
    page.locator("[data-tab=plan]").click()
    page.locator(".tree input").fill(code)
    page.locator(f"[data-grid='{code}']").click()
    wait_for_map(page)


def _draw_and_lose_the_network(page: Page, box: Box) -> None:
    west, south, east, north = box
    over, middle = (east - west) / 12, (south + north) / 2
    _pick(page, GRID)
    page.keyboard.press("s")
    _line(page, (west - over, middle), ((west + east) / 2, middle))
    here = page.locator("[data-refused-here]")
    expect(here).to_contain_text("停在网格里面")
    page.keyboard.press("Escape")
    expect(page.locator("[data-draft]")).to_have_count(0)
    expect(here).to_be_visible()
    wait_for_map(page)
    assert page.evaluate(_DRAWN, "refused") > 0

    _line(page, (west - over, middle), ((west + east) / 2, middle), (east + over, middle))
    draft = page.locator("[data-draft]")
    expect(draft).to_have_attribute("data-counting", "false")
    expect(here).to_have_count(0)
    stays = draft.locator(f"[data-side='{GRID}'] td").first
    before = stays.inner_text()
    page.locator("[data-swap]").click()
    expect(stays).not_to_have_text(before)
    expect(draft).to_have_attribute("data-counting", "false")

    page.context.set_offline(True)
    page.locator("[data-new-name]").fill("康云社区第19网格")
    page.locator("[data-accept]").click()
    tree = page.locator(".tree input")
    tree.fill("第19网格")
    expect(page.locator("[data-grid^='~?']")).to_have_count(1)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-grid='~1']")).to_be_visible()
    expect(page.locator("[data-grid^='~?']")).to_have_count(0)
    tree.fill("")


def _split_by_children(page: Page) -> None:
    _pick(page, COMMUNITY)
    page.keyboard.press("s")
    page.locator("[data-child]").first.check()
    page.locator("[data-propose-split]").click()
    expect(page.locator("[data-draft] [role=alert]")).to_contain_text("法定界线")
    page.keyboard.press("Escape")
    page.keyboard.press("v")


def _comment(page: Page, box: Box) -> None:
    west, south, east, north = box
    page.locator("[data-tab=comments]").click()
    place = (west + (east - west) * 0.4, south + (north - south) * 0.8)
    for number, at in enumerate((place, (place[0], south + (north - south) * 0.2)), 1):
        page.locator("[data-point]").click()
        _click(page, *at)
        page.locator("[data-comment-text]").fill("这里请沿街走。")
        page.locator("[data-add-comment]").click()
        expect(page.locator(f"[data-comment='{number}']")).to_have_attribute("aria-current", "true")
    wait_for_map(page)
    x, y = page.evaluate(_PIXEL, list(place))
    page.mouse.click(x, y - 12)
    expect(page.locator("[data-comment='1']")).to_have_attribute("aria-current", "true")
    expect(page.locator("[data-comment='2']")).not_to_have_attribute("aria-current", "true")


def _number(page: Page, at: str, plan: int) -> None:
    page.locator("[data-tab=plan]").click()
    page.locator("[data-numbering] summary").click()
    page.locator("[data-look-codes]").click()
    expect(page.locator("[data-numbered='~1']")).to_be_visible()
    page.locator("[data-give-codes]").click()
    expect(page.locator("[data-version]")).to_have_attribute("data-version", "2")
    table = page.request.get(at + str(page.locator("[data-codes-file]").get_attribute("href")))
    assert table.url.endswith(f"/plans/{plan}/codes.csv")
    assert "康云社区第19网格" in table.text()


def _set_sizes(page: Page, at: str) -> None:
    page.goto(f"{at}/plan/sizes")
    most = page.locator("#size-most-0")
    most.fill("90")
    expect(page.locator("[data-size-rule='0'] [role=alert]")).to_be_visible()
    most.fill("420")
    page.locator("[data-save-sizes]").click()
    expect(page.locator("[data-sizes] [role=status]")).to_have_text("已保存")
    assert page.request.get(f"{at}/api/v1/size-rules").json()["rules"][0]["most"] == 420


def _choose_districts(page: Page, at: str) -> None:
    page.locator("[data-section=networks]").click()
    page.locator("[data-new-network]").click()
    page.locator("#network-zh").fill("家庭医生片区")
    page.locator("[data-make-network]").click()
    page.locator("[data-level='1']").click()
    wait_for_map(page)
    page.locator("[data-add-cell]").click()
    west, south, east, north = page.request.get(f"{at}/api/v1/grids/{TOWN}").json()["bbox"]
    middle = ((west + east) / 2, (south + north) / 2)
    _click(page, *middle)
    cell = page.locator("[data-cell='第1片区']")
    expect(cell).to_contain_text("1 格")
    expect(page.locator("[data-proof]")).to_have_attribute("data-proof", "true")
    page.locator("[data-save-cells]").click()
    expect(page.locator("footer [role=status]")).to_have_text("已保存")

    # One more, of its own shape, lies on ground that is another's.
    page.locator("[data-add-cell]").click()
    page.locator("[data-draw-cell]").click()
    side = (east - west) / 20
    _line(page, *[(middle[0] + x * side, middle[1] + y * side) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))])
    expect(page.locator("[data-fault=overlap]")).to_be_visible()
    expect(page.locator("[data-save-cells]")).to_be_disabled()


@pytest.mark.long
def test_what_panels_offer_is_done(open_page: OpenPage, own_town: Database, town_alone: str) -> None:
    at = town_alone
    planner = employed(own_town, "plan.desk", "郑方圆", Role.PLANNER)
    approver = employed(own_town, "plan.chief", "钱守成", Role.APPROVER)
    page = open_page("/sign-in", at=at, wait=False)
    page.set_viewport_size({"width": 1440, "height": 900})
    enter(page, at, planner)
    box: Box = tuple(page.request.get(f"{at}/api/v1/grids/{GRID}").json()["bbox"])
    late, plan = _planned(page, at, "后发布的方案"), _planned(page, at, "康云社区调整")
    page.goto(f"{at}/plan/{plan}")
    wait_for_map(page)
    _draw_and_lose_the_network(page, box)
    _split_by_children(page)
    _comment(page, box)
    _number(page, at, plan)
    assert violations(page) == []
    assert not overflow(page)

    # Published under another plan's feet, which is made again on top of it; and brought back.
    chief = open_page("/sign-in", at=at, wait=False)
    enter(chief, at, approver)
    _asked(page, at, f"/plans/{plan}/submit", {"why": "请审"})
    _asked(chief, at, f"/plans/{plan}/approve", {"why": "同意"})
    _asked(chief, at, f"/plans/{plan}/publish", {"why": "公布"})
    step = {"verb": "rename", "arguments": {"grid": "990101001003001", "name": "康云社区第一网格"}}
    turn = {"version": 0, "id": str(uuid4()), "holder": str(uuid4())}
    _asked(page, at, f"/plans/{late}/steps", {**step, **turn})
    page.goto(f"{at}/plan/{late}")
    page.locator("[data-take-over]").click()
    page.locator("[data-try-replay]").click()
    expect(page.locator("[data-replayed=true]")).to_have_count(1)
    page.locator("[data-keep-replay]").click()
    expect(page.locator("[data-replay]")).to_have_count(0)
    page.goto(f"{at}/plan/{plan}")
    page.locator("[data-revert]").click()
    page.locator("[data-confirm]").click()
    expect(page.locator("h1")).to_have_text("恢复：康云社区调整")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "draft")

    _set_sizes(page, at)
    _choose_districts(page, at)
    assert violations(page) == []
    assert not overflow(page)
