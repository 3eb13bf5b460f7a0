"""The check page: a planner drops a file and learns whether it tiles."""

import json
import re
from pathlib import Path

import geopandas
import pytest
import shapely
from playwright.sync_api import Page, expect

from tests.browser.conftest import BUILT, OpenPage, colours, overflow, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.database]

CITY = Path(__file__).parents[2] / "data" / "real_city"


def _drop(page: Page, name: str, text: str) -> None:
    """Drop a file on the page, as from a folder on the desktop."""
    transfer = page.evaluate_handle(
        """([name, text]) => {
            const transfer = new DataTransfer()
            transfer.items.add(new File([text], name))
            return transfer
        }""",
        [name, text],
    )
    page.dispatch_event("main", "dragover", {"dataTransfer": transfer})
    page.dispatch_event("main", "drop", {"dataTransfer": transfer})


def _squares(columns: int, rows: int, size: float, wide: float) -> str:
    """A field of squares, each `wide` wider than its place, so that all neighbours overlap."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"{row:02d}{column:02d}"},
            "geometry": json.loads(
                shapely.to_geojson(
                    shapely.box(
                        120 + column * size,
                        30 + row * size,
                        120 + (column + 1) * size + wide,
                        30 + (row + 1) * size,
                    )
                )
            ),
        }
        for row in range(rows)
        for column in range(columns)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_a_broken_file_dropped_in_is_judged_listed_drawn_and_explained(open_page: OpenPage) -> None:
    page = open_page("/check")
    # Three squares: the second overlaps the first, and a strip is missing before the third.
    squares = [(0.0, 0.0102), (0.01, 0.02), (0.0201, 0.03)]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": json.loads(shapely.to_geojson(shapely.box(120 + west, 30, 120 + east, 30.01))),
        }
        for code, (west, east) in zip("ABC", squares, strict=True)
    ]
    # A frame around them makes the strip an enclosed gap.
    frame = shapely.box(119.99, 29.99, 120.04, 30.02) - shapely.box(120, 30, 120.03, 30.01)
    features.append(
        {"type": "Feature", "properties": {"code": "D"}, "geometry": json.loads(shapely.to_geojson(frame))}
    )
    _drop(page, "broken.geojson", json.dumps({"type": "FeatureCollection", "features": features}))

    expect(page.locator("[data-verdict=bad] h1")).to_have_text(re.compile(r"有 \d+ 处问题"))
    expect(page.locator("[data-group=overlap]")).to_contain_text("重叠 1 处")
    expect(page.locator("[data-group=gap]")).to_contain_text("空白 1 处")
    wait_for_map(page)
    scale = page.locator(".scale").inner_text()
    page.locator("[data-problem=overlap]").click()
    card = page.locator("[data-explains=overlap]")
    expect(card).to_contain_text("怎么改")
    expect(card).to_contain_text("公顷")
    expect(page.locator("[data-problem=overlap]")).to_have_attribute("aria-current", "true")
    expect(page.locator(".scale")).not_to_have_text(scale)
    wait_for_map(page)
    # Paper, ground, the magenta hatch and its outline.
    assert colours(page, 420, 70, 400, 640) >= 4
    # The arrow keys go on to the next problem.
    page.locator("[data-problem=overlap]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-explains]")).to_have_count(1)


@pytest.mark.long
def test_a_file_that_tiles_is_told_so_with_its_outline(open_page: OpenPage) -> None:
    page = open_page("/check")
    page.locator("summary").click()
    page.locator("details input[type=file]").set_input_files(CITY / "outline.geojson")
    page.locator("[data-file]").set_input_files(CITY / "level3.geojson")
    expect(page.locator("[data-verdict=ok] h1")).to_have_text("严丝合缝")
    expect(page.locator("[data-verdict=ok]")).to_contain_text("84 个网格")


@pytest.mark.long
def test_the_example_needs_one_click(open_page: OpenPage) -> None:
    page = open_page("/check", language="en-US")
    page.locator("[data-example]").click()
    expect(page.locator("[data-verdict=bad] h1")).to_have_text(re.compile(r"\d+ problems found"))
    for code in ("overlap", "gap", "unmatched_vertex", "duplicate_id"):
        expect(page.locator(f"[data-group={code}]")).to_be_attached()
    assert (BUILT / "example-broken.geojson").is_file()


@pytest.mark.long
def test_a_missing_coordinate_system_is_asked_for(open_page: OpenPage, tmp_path: Path) -> None:
    path = tmp_path / "grids.gpkg"
    frame = geopandas.read_file(CITY / "level2.geojson")
    frame.set_crs(None, allow_override=True).to_file(path)
    page = open_page("/check")
    page.locator("[data-file]").set_input_files(path)
    expect(page.get_by_role("alert")).to_contain_text("没有说明坐标系")
    field = page.locator("[data-crs]")
    expect(field).to_be_focused()
    expect(field.locator("option")).to_contain_text(["CGCS2000", "GCJ-02", "BD-09"])
    field.select_option("EPSG:4490")
    page.locator("[data-run]").click()
    expect(page.locator("[data-verdict=ok] h1")).to_have_text("严丝合缝")


def test_what_is_no_map_is_refused_in_words_with_an_id(open_page: OpenPage) -> None:
    page = open_page("/check")
    _drop(page, "letter.geojson", "Dear planner")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("这个文件没有检查成")
    expect(alert).to_contain_text("letter")
    expect(alert).to_contain_text("编号")
    expect(alert).not_to_contain_text("Traceback")


@pytest.mark.long
@pytest.mark.long
def test_thousands_of_problems_stay_quick(open_page: OpenPage) -> None:
    page = open_page("/check")
    _drop(page, "many.geojson", _squares(60, 60, 0.002, 0.0001))
    expect(page.locator("[data-group=overlap]")).to_contain_text(re.compile(r"3,\d{3} 处"))
    assert page.locator("[data-row]").count() < 80
    last = page.evaluate(
        """() => {
            const scroller = document.querySelector('aside .body')
            scroller.scrollTop = scroller.scrollHeight
            return scroller.scrollTop
        }"""
    )
    assert last > 100_000
    rows = page.locator("[data-problem=overlap]")
    expect(rows.first).to_be_visible()
    rows.last.click()
    expect(page.locator("[data-explains=overlap]")).to_be_visible()


@pytest.mark.long
def test_a_phone_shows_the_verdict_and_explains_above_the_list(open_page: OpenPage) -> None:
    page = open_page("/check", phone=True)
    page.locator("[data-example]").click()
    expect(page.locator("[data-verdict=bad]")).to_be_visible()
    assert overflow(page) == []
    page.locator("[data-problem=gap]").first.click()
    expect(page.locator("[data-explains=gap]")).to_be_visible()
    assert overflow(page) == []
