"""The folium map: one file that needs no network and shows text as text."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo_grid.core.problem import Problem
from geo_grid.publish.folium_map import MapLayer, grid_map

HOSTILE = "<script>window.broken=1</script><img src=x onerror='window.broken=2'>"


def wording(problem: Problem, language: str) -> str:
    return f"{language}: {problem.code} </script>{HOSTILE}"


def squares(names: tuple[str, str] = ("东格", "西格"), level: int | None = 3) -> MapLayer:
    # +---+---+
    # | a | b |
    # +---+---+
    shapes = np.array(
        [shapely.box(120, 23, 120.01, 23.01), shapely.box(120.01, 23, 120.02, 23.01)], dtype=object
    )
    return MapLayer(
        level, ("a", "b"), names, ("p", None), shapes, np.array([1e6, 2e6]), np.array([0, 1], dtype=np.int8)
    )


def fault(code: str, shape: shapely.Geometry | None, area: float = 0.0) -> Problem:
    return Problem(code, ("a", "b"), "p", area, shape)


PROBLEMS = (
    fault("overlap", shapely.box(120.005, 23.002, 120.012, 23.008), 12345.0),
    fault("gap", shapely.box(120.0100000, 23.005, 120.0100002, 23.0050002), 0.0005),
    fault("unmatched_vertex", shapely.Point(120.01, 23.009)),
    fault("missing_id", None),
)


def page(**changed: Any) -> str:
    given: dict[str, Any] = {"layers": [squares()], "problems": PROBLEMS, "title": "grids.geojson"} | changed
    layers, problems = given.pop("layers"), given.pop("problems")
    return grid_map(layers, problems, wording=wording, **given)


def test_the_same_input_gives_the_same_page() -> None:
    assert page() == page()


def test_nothing_is_referred_to_outside_the_page() -> None:
    text = page()
    assert not re.findall(r"<script[^>]+src|<link|@import|url\((?!#)", text)
    assert "default-src 'none'" in text


def test_text_from_files_cannot_become_markup() -> None:
    text = page(layers=[squares((HOSTILE, "b"))], title=HOSTILE)
    assert "<script>window.broken" not in text
    assert "<img" not in text


def test_a_grid_that_cannot_be_drawn_leaves_a_page() -> None:
    layer = squares()
    layer.geometry[:] = None
    assert "geoGridMap(" in page(layers=[layer], problems=())


def open_page(browser: Any, path: Path, width: int) -> tuple[Any, list[str]]:
    """The page, opened without a network, with every request it makes and every error it has."""
    context = browser.new_context(viewport={"width": width, "height": 850}, offline=True)
    opened = context.new_page()
    seen: list[str] = []
    opened.on("request", lambda request: seen.append(request.url))
    opened.on("pageerror", lambda error: seen.append(f"error: {error}"))
    opened.on("console", lambda message: seen.append(f"console: {message.text}"))
    opened.goto(path.as_uri())
    opened.wait_for_selector("[data-ready=yes]", timeout=20_000)
    return opened, seen


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
def test_it_opens_without_a_network(browser: Any, tmp_path: Path, width: int) -> None:
    path = tmp_path / "map.html"
    path.write_text(page(layers=[squares(level=2), squares((HOSTILE, "b"))], title=HOSTILE), encoding="utf-8")
    opened, seen = open_page(browser, path, width)
    assert seen == [path.as_uri()]
    assert opened.evaluate("window.broken") is None
    assert opened.locator(".gg-title").inner_text() == HOSTILE
    assert opened.locator("html").get_attribute("lang") == "zh-CN"
    assert opened.locator(".gg-list li").count() == len(PROBLEMS)
    opened.locator(".gg-list button").nth(1).click()
    popup = opened.locator(".leaflet-popup-content").inner_text()
    assert "空白" in popup
    assert "处理办法" in popup
    opened.locator(".gg-lang").click()
    assert "Overlap" in opened.locator(".gg-list").inner_text()
    assert opened.evaluate("window.broken") is None
    assert seen == [path.as_uri()]


@pytest.mark.browser
def test_a_fault_too_small_to_see_has_a_pin(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text(page(), encoding="utf-8")
    opened, _ = open_page(browser, path, 1440)
    assert opened.locator("path.gg-pin.gg-gap").count() == 1
    assert opened.locator("path.gg-pin.gg-overlap").count() == 0
    assert opened.locator("path.gg-pin.gg-unmatched_vertex").count() == 1
    assert opened.locator(".gg-label").all_inner_texts() == ["东格", "西格"]


@pytest.mark.browser
def test_a_click_names_the_grid_of_the_finest_level_in_view(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    upper = MapLayer(
        2, ("p",), ("上级",), (None,), np.array([shapely.box(120, 23, 120.02, 23.01)], dtype=object),
        np.array([3e6]), np.array([2], dtype=np.int8),
    )  # fmt: skip
    path.write_text(page(layers=[upper, squares()], problems=()), encoding="utf-8")
    opened, _ = open_page(browser, path, 1440)
    opened.mouse.click(700, 350)
    assert "东格" in opened.locator(".leaflet-popup-content").inner_text()
    assert "上级(p)" in opened.locator(".leaflet-popup-content").inner_text()
    opened.keyboard.press("Escape")
    opened.locator(".leaflet-control-layers-overlays input").nth(1).uncheck()
    opened.mouse.click(700, 350)
    opened.locator(".gg-pop-name", has_text="上级").wait_for(timeout=5000)
