"""The example town: from the whole of it to a doorway, its addresses found and its households read."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.conftest import OpenPage, overflow, wait_for_map
from tests.conftest import Database

pytestmark = [pytest.mark.browser, pytest.mark.database]


@pytest.fixture(scope="session")
def house(town_database: Database) -> tuple[str, str, float, float]:
    """A street of three characters, a house on it whose number is one digit, and where it stands."""
    engine = town_database.engine()
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT street, left(number, 1), ST_X(geom), ST_Y(geom) FROM address"
                " WHERE length(street) = 3 AND number ~ '^[1-9]号$' AND households > 0"
                " ORDER BY street, number"
            )
        ).first()
    engine.dispose()
    assert found is not None
    street, number, lon, lat = found
    return street, number, lon, lat


def _drawn(page: Page, layer: str) -> list[dict[str, Any]]:
    """What the map shows of a layer now: the properties of each feature."""
    wait_for_map(page)
    found: list[dict[str, Any]] = page.evaluate(
        """(layer) => document.querySelector('[data-map]').map
            .queryRenderedFeatures({ layers: [layer] }).map((one) => one.properties)""",
        layer,
    )
    return found


def _view(house: tuple[str, str, float, float], zoom: float) -> str:
    return f"/?map={house[2]:.6f},{house[3]:.6f},{zoom}"


def test_the_page_says_that_it_is_made_up(open_page: OpenPage, town: str) -> None:
    for phone in (False, True):
        page = open_page("/", at=town, phone=phone)
        expect(page.locator(".made-up")).to_have_text("示例数据，纯属虚构")
        assert overflow(page) == []
    page = open_page("/", at=town, language="en-US")
    expect(page.locator(".made-up")).to_have_text("Example data, all made up")
    expect(open_page("/").locator(".made-up")).to_have_count(0)


def test_the_whole_town_comes_with_its_numbers(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town)
    expect(page.locator("[data-households]")).to_contain_text(re.compile(r"[\d,]+ 户\s*·\s*[\d,]+ 人"))
    expect(page.locator("[data-ledger=addresses]")).to_contain_text(re.compile(r"地址\s*[\d,]+"))
    expect(page.locator("[data-ledger=streets]")).to_contain_text("主干路")
    classes = {street["class"] for street in _drawn(page, "base-streets")}
    assert {"arterial", "secondary"} <= classes
    assert _drawn(page, "base-water")
    assert _drawn(page, "base-railways")


def test_streets_and_their_names_are_drawn(
    open_page: OpenPage, town: str, house: tuple[str, str, float, float]
) -> None:
    page = open_page(_view(house, 16), at=town)
    streets = {street.get("name") for street in _drawn(page, "base-streets")}
    names = {street["name"] for street in _drawn(page, "base-street-names")}
    assert house[0] in streets
    assert len(names) >= 3
    assert names <= streets
    assert _drawn(page, "base-buildings")
    # The names of grids stand above them all.
    assert _drawn(page, "label-3")


@pytest.mark.long
def test_a_doorway_has_its_number(
    open_page: OpenPage, town: str, house: tuple[str, str, float, float]
) -> None:
    page = open_page(_view(house, 18.5), at=town, dark=True)
    assert f"{house[1]}号" in {number["name"] for number in _drawn(page, "base-house-numbers")}


def test_four_characters_find_a_house_and_the_pane_tells_its_grids_and_their_households(
    open_page: OpenPage, town: str, house: tuple[str, str, float, float]
) -> None:
    street, number, lon, lat = house
    page = open_page("/", at=town)
    page.keyboard.press("/")
    page.keyboard.type(street + number)
    option = page.get_by_role("option").filter(has_text=f"{street}{number}号").first
    expect(option.locator("[data-kind=address]")).to_be_visible()
    expect(option.locator("mark")).to_have_text(f"{street}{number}")
    for _ in range(12):
        if option.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".eyebrow")).to_contain_text(f"{street}{number}号 属于")
    expect(page.locator(".chain .copy")).to_have_count(3)
    expect(page.locator("[data-households]")).to_contain_text(re.compile(r"[\d,]+ 户\s*·\s*[\d,]+ 人"))
    expect(page.locator(".pin-drop")).to_be_visible()
    wait_for_map(page)
    centre = page.evaluate("document.querySelector('[data-map]').map.getCenter().toArray()")
    assert centre == pytest.approx([lon, lat], abs=1e-5)
    assert page.evaluate("document.querySelector('[data-map]').map.getZoom()") >= 17
    assert "grid=" in urlsplit(page.url).query


@pytest.mark.long
def test_initials_find_a_street_and_show_all_of_it(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town)
    box = page.get_by_role("search").get_by_role("combobox")
    box.fill("rm")
    expect(page.locator("[role=option] [data-kind]").first).to_contain_text("人民")
    page.get_by_role("option").first.click()
    expect(page.locator(".chain .copy")).to_have_count(3)
    box.fill("没有这个地方啊")
    expect(page.locator(".search .say")).to_contain_text("没有找到「没有这个地方啊」")
    box.press("Escape")
    expect(page.locator(".search .say")).to_be_hidden()


@pytest.mark.long
def test_a_grid_lists_what_it_holds_and_says_what_is_unknown(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town)
    top = page.request.get(town + "/api/v1/grids?level=3&limit=100").json()["items"]
    unknown = None
    for grid in top:
        counts = page.request.get(f"{town}/api/v1/grids/{grid['code']}/ledger").json()["counts"]
        if counts["households"]["unknown"] and counts["households"]["value"]:
            unknown = (grid["code"], counts)
            break
    assert unknown is not None, "no grid of the town has an address that does not say"
    code, counts = unknown
    page.goto(f"{town}/?grid={code}")
    said = page.locator("[data-households]")
    expect(said).to_contain_text(f"{counts['households']['value']:,} 户")
    expect(said).to_contain_text(f"另有 {counts['households']['unknown']} 处地址户数未知")
    expect(page.locator("[data-ledger=buildings] td").first).to_have_text(f"{counts['buildings']:,}")


@pytest.mark.long
def test_where_nothing_is_loaded_no_number_is_claimed(open_page: OpenPage) -> None:
    page = open_page("/?grid=10020010062")
    expect(page.locator("#pane-here")).to_contain_text("还没有载入地址、街道等图层")
    expect(page.locator("[data-households]")).to_have_count(0)


@pytest.mark.long
def test_the_list_of_what_was_found_fits_a_phone(open_page: OpenPage, town: str) -> None:
    page = open_page("/", at=town, phone=True)
    page.get_by_role("search").get_by_role("combobox").fill("人民")
    expect(page.get_by_role("option").first).to_be_visible()
    assert overflow(page) == []
    page.get_by_role("option").first.tap()
    expect(page.locator(".eyebrow")).to_contain_text("属于")
