"""Who answers for a place, found by a resident: on a phone in two touches, on the map, at a touch screen."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.axe import violations
from tests.browser.conftest import OpenPage, overflow, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.database]

#: Brotli bytes that may travel before the text of the first page is usable, and in all, tiles excluded.
MOST_BEFORE_TEXT = 120_000
MOST_IN_ALL = 560_000


def _where(page: Page, town: str) -> dict[str, Any]:
    """Find a place whose person publishes a number: the place, the grid and the answer for it."""
    grids = page.request.get(f"{town}/api/v1/grids?level=3&limit=60").json()["items"]
    for grid in grids:
        lon, lat = grid["label"]
        located = page.request.get(f"{town}/api/v1/locate?lon={lon}&lat={lat}&people=true").json()
        answer = located["people"][-1]["answer"]
        person = answer["person"]
        if person and person["name"] and (person["mobile"] or person["phone"]):
            return {"lon": lon, "lat": lat, "grid": grid, "person": person, "hotline": located["hotline"]}
    raise AssertionError("nobody in the town publishes a number")


def _dialled(person: dict[str, Any]) -> str:
    return "tel:" + re.sub(r"\D", "", person["mobile"] or person["phone"])


def test_on_a_phone_the_right_number_is_two_touches_away(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town, phone=True)
    here = _where(page, town)
    ask = page.get_by_role("button", name="我在哪个网格")

    # Refused, then outside of everything: friendly, and the way back is in view.
    ask.tap()
    expect(page.get_by_role("alert")).to_contain_text("直接点地图")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 100.0, "latitude": 10.0, "accuracy": 20})
    ask.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("您不在辖区范围内")

    page.context.set_geolocation({"longitude": here["lon"], "latitude": here["lat"], "accuracy": 12})
    page.goto(f"{town}/")
    wait_for_map(page)
    assert _in_window(page, ".overview .button.main")
    ask.tap()
    card = page.locator("[data-answer]")
    expect(card.locator("[data-name]")).to_have_text(here["person"]["name"]["zh"])
    call = card.locator("[data-call]").first
    expect(call).to_have_attribute("href", _dialled(here["person"]))
    assert _in_window(page, "[data-answer] [data-call]")
    assert overflow(page) == []
    assert violations(page) == []
    page.locator(".handle").tap()
    expect(page.locator("aside.full")).to_be_visible()
    expect(page.locator(".chain [data-call]")).to_have_count(3)
    expect(page.locator("[data-others]")).to_be_visible()
    # Nothing that could be called is bare text.
    bare = r"(?<![\d.:–])(?:0\d{2,3}-?\d{4}-?\d{4}|1\d{10})(?!\d)"
    text = page.evaluate(
        """() => { const all = document.querySelector('aside').cloneNode(true)
            all.querySelectorAll('a[href^="tel:"], .copy').forEach((one) => one.remove())
            return all.textContent }"""
    )
    assert re.findall(bare, text) == []


def _in_window(page: Page, selector: str) -> bool:
    """Whether the first such element is wholly seen and touched where it is, without scrolling."""
    page.wait_for_timeout(400)  # the sheet has come to rest
    seen: bool = page.locator(selector).first.evaluate(
        """(element) => {
            const box = element.getBoundingClientRect()
            const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
            return box.top >= 0 && box.bottom <= window.innerHeight && element.contains(hit)
        }"""
    )
    return seen


def _faces_stand(page: Page) -> None:
    """Wait for more than three faces; asked from outside, since the page forbids scripts made of text."""
    for _ in range(100):
        shown = page.evaluate(
            "document.querySelector('[data-map]').map.queryRenderedFeatures({layers: ['people']}).length"
        )
        if shown > 3:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{shown} faces after ten seconds")


def test_faces_stand_on_the_map_clear_of_names_and_lead_to_their_grid(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town, wait=False)
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/people/in-view" in request.url:
            asked.append(request.url)

    page.on("request", note)
    here = _where(page, town)
    page.goto(f"{town}/?map={here['lon']},{here['lat']},15.6")
    wait_for_map(page)
    _faces_stand(page)
    wait_for_map(page)
    before = len(asked)
    assert before <= 2
    # A movement of many steps is one question.
    page.evaluate("""() => {
        const { map } = document.querySelector('[data-map]')
        for (let step = 0; step < 4; step += 1) map.panBy([30, 0], { animate: false })
    }""")
    page.wait_for_timeout(1200)
    assert len(asked) - before == 1
    wait_for_map(page)
    crossed = page.evaluate(
        """() => {
            const map = document.querySelector('[data-map]').map
            const layers = map.getStyle().layers.map(({ id }) => id).filter((id) => id.startsWith('label-'))
            return map.queryRenderedFeatures({ layers: ['people'] }).filter((face) => {
                const { x, y } = map.project(face.geometry.coordinates)
                return map.queryRenderedFeatures([[x - 19, y - 19], [x + 19, y + 19]], { layers }).length
            }).map((face) => face.properties.code)
        }"""
    )
    assert crossed == []
    face = page.evaluate(
        """() => {
            const map = document.querySelector('[data-map]').map
            const box = map.getCanvas().getBoundingClientRect()
            const found = map.queryRenderedFeatures({ layers: ['people'] }).map((one) => ({
                code: one.properties.code, ...map.project(one.geometry.coordinates) }))
                .find(({ x, y }) => x > 460 && x < box.width - 120 && y > 80 && y < box.height - 120)
            return { code: found.code, x: found.x + box.x, y: found.y + box.y }
        }"""
    )
    page.mouse.click(face["x"], face["y"])
    expect(page.locator(f"[data-answer][data-grid='{face['code']}']")).to_be_visible()
    assert f"grid={face['code']}" in urlsplit(page.url).query
    # The same by keyboard, through the list of what is in view.
    page.locator("[data-tab=here]").focus()
    page.keyboard.press("ArrowRight")
    row = page.locator("#pane-view .row", has=page.locator(".face")).first
    row.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer] [data-name]")).not_to_be_empty()


@pytest.mark.parametrize(
    ("language", "dark"), [("zh-CN", False), pytest.param("en-US", True, marks=pytest.mark.long)]
)
def test_a_touch_screen_asks_one_question_at_a_time(
    open_page: OpenPage, town: str, language: str, dark: bool
) -> None:
    page = open_page("/check", at=town, wait=False, language=language, dark=dark)
    here = _where(page, town)
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.clock.install()
    page.goto(f"{town}/kiosk?lon={here['lon']}&lat={here['lat']}")
    expect(page.locator("[data-hotline] strong")).to_have_text(here["hotline"])
    page.wait_for_timeout(300)  # colours have come to rest
    assert violations(page) == []
    assert _too_small(page) == []

    page.locator("[data-way=search]").click()
    for key in "RM":
        page.locator(".pad button", has_text=re.compile(f"^{key}$")).click()
    page.clock.run_for(1000)
    expect(page.locator("[data-found]").first).to_contain_text("人民")
    assert violations(page) == []
    assert _too_small(page) == []

    page.locator("[data-start]").click()
    page.locator("[data-way=here]").click()
    name = here["person"]["name"]
    said = name["zh"] if language == "zh-CN" else name["en"] or name["zh"]
    expect(page.locator("[data-kiosk-answer] [data-name]")).to_have_text(said)
    digits = re.sub(r"\D", "", page.locator("[data-number]").inner_text())
    assert f"tel:{digits}" == _dialled(here["person"])
    code = page.locator("[data-kiosk-report] img")
    assert code.get_attribute("src") == f"/report/qr.svg?lon={here['lon']}&lat={here['lat']}"
    assert code.evaluate("image => image.naturalWidth") > 0
    assert page.locator("a[href]").count() == 0, "nothing leads away, and nothing dials"
    assert violations(page) == []
    assert _too_small(page) == []

    # Nobody is there any more: it counts, and begins anew.
    page.mouse.move(500, 500)
    page.clock.run_for(53_000)
    expect(page.locator("[data-countdown]")).to_contain_text(re.compile(r"\d"))
    page.clock.run_for(10_000)
    expect(page.locator("[data-way=here]")).to_be_visible()


def _too_small(page: Page) -> list[str]:
    """What cannot be read from an arm's length or touched with a thumb"""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('.kiosk *')].filter((element) => {
            const box = element.getBoundingClientRect()
            if (!box.width || element.closest('.where, .only-read, svg')) return false
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
            const small = own && parseFloat(getComputedStyle(element).fontSize) < 28
            return small || (element.matches('button, a, input') && Math.min(box.width, box.height) < 72)
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    return found


def test_the_text_comes_before_the_map_and_all_of_it_is_little(open_page: OpenPage, town: str) -> None:
    page = open_page("/check", at=town, wait=False)
    page.wait_for_selector("main h1")
    page.add_init_script(
        """new MutationObserver((_, observer) => {
            if (!document.querySelector('.overview .button.main')) return
            window.usableAt = performance.now()
            observer.disconnect()
        }).observe(document, { childList: true, subtree: true })"""
    )
    # Nothing of it is kept from the page before.
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(f"{town}/")
    wait_for_map(page)
    page.wait_for_timeout(500)
    arrived: list[tuple[str, int, bool]] = page.evaluate(
        """() => ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind)).map((one) =>
            [new URL(one.name).pathname, one.transferSize, one.responseEnd <= window.usableAt])"""
    )
    counted = [one for one in arrived if not re.search(r"/(tiles|basemap)/", one[0])]
    text = [one for one in counted if one[2]]
    late = {path for path, _, early in counted if not early}
    assert any("maplibre-gl" in path for path in late), "the map library comes after the text"
    assert not any("element" in path for path, _, _ in counted)
    assert sum(size for _, size, _ in text) <= MOST_BEFORE_TEXT, text
    assert sum(size for _, size, _ in counted) <= MOST_IN_ALL, counted
