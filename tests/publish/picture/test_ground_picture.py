"""The picture of a grid: sound XML whatever things are called, the same bytes each time, true to scale."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.publish.ground_picture import Style, ground_picture
from geo_grid.publish.picture.furniture import round_length
from geo_grid.publish.picture.ground import GridShape, NamedGround, StationPlace, Street, short_name
from geo_grid.publish.picture.svg import UNITS_PER_MM
from tests.publish.picture.grounds import grid, ground, square

SVG = "{http://www.w3.org/2000/svg}"
#: All that a picture is made of; nothing of it runs, loads or styles.
ELEMENTS = {"svg", "title", "g", "rect", "path", "circle", "text"}

STYLES: tuple[Style, ...] = ("screen", "dark", "print")


def texts(svg: str) -> list[str]:
    # Halos say each name a second time.
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text") if "stroke" not in each.attrib]


@pytest.mark.parametrize("style", STYLES)
def test_the_same_ground_gives_the_same_bytes(style: Style) -> None:
    assert ground_picture(ground(), 120, 90, style=style) == ground_picture(ground(), 120, 90, style=style)


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_name_stays_text(name: str, other: str) -> None:
    shown = ground(
        name,
        parent_name=other,
        neighbours=(grid("2", other, square(-2, 0)),),
        streets=(Street(name, "arterial", shapely.LineString([(119.99, 30.0002), (120.01, 30.0002)])),),
        compounds=(NamedGround(other, "park", square(0.1, 0.4, 1.8, 0.9)),),
        stations=(StationPlace(name, other, 120.0016, 30.0008),),
    )
    for language in ("zh", "en"):
        root = ET.fromstring(ground_picture(shown, 120, 90, language=language))
        assert {each.tag.removeprefix(SVG) for each in root.iter()} <= ELEMENTS
        attributes = {name for each in root.iter() for name in each.attrib}
        assert not {each for each in attributes if each.startswith("on") or "href" in each or each == "style"}


def test_markup_in_a_name_is_shown_as_it_is() -> None:
    svg = ground_picture(ground('<b>甲</b>&"乙"'), 120, 90)
    assert '<b>甲</b>&"乙"' in texts(svg)
    assert "<b>" not in svg


def test_characters_that_xml_cannot_hold_or_that_turn_the_text_are_left_out() -> None:
    svg = ground_picture(ground("甲\x00\x0b\ufffe\u202e乙"), 120, 90)
    assert "甲乙" in texts(svg)


def test_names_are_said_without_the_parents() -> None:
    said = texts(ground_picture(ground(), 160, 120))
    assert "第3网格" in said
    assert "第2网格" in said
    assert "西城社区第1网格" in said
    assert short_name("东城社区", "东城社区") == "东城社区"


def test_grids_that_only_lie_about_are_not_named() -> None:
    assert not any("第9网格" in said for said in texts(ground_picture(ground(), 160, 120)))


def test_streets_water_compounds_and_stations_are_named() -> None:
    said = "".join(texts(ground_picture(ground(), 160, 120)))
    assert all(name in said for name in ("人民路", "北河", "桂花苑", "第3网格工作站"))


def test_the_scale_is_true_and_the_same_in_both_directions() -> None:
    svg = ground_picture(ground(), 160, 120)
    data = next(each.attrib["d"] for each in ET.fromstring(svg).iter() if each.get("class") == "gp-own")
    numbers = [int(each) for each in re.findall(r"-?\d+", data)]
    steps = list(zip(numbers[2::2], numbers[3::2], strict=True))
    width = max(abs(dx) for dx, _ in steps)
    height = max(abs(dy) for _, dy in steps)
    # 0.002 degrees of longitude at 30 N are 192.96 m, 0.0015 of latitude 166.28 m.
    assert width / height == pytest.approx(192.96 / 166.28, rel=2e-3)
    bar = [each for each in ET.fromstring(svg).iter() if each.get("class") == "gp-bar"]
    end = next(text for text in texts(svg) if text.endswith(" m"))
    length = sum(int(each.attrib["width"]) for each in bar)
    assert length / int(end.split()[0]) == pytest.approx(width / 192.96, rel=0.01)
    assert width < 160 * UNITS_PER_MM


@pytest.mark.parametrize(("most", "length"), [(1, 1), (4.9, 2), (5, 5), (99, 50), (1234, 1000), (0.3, 0.2)])
def test_the_bar_has_a_round_length(most: float, length: float) -> None:
    assert round_length(most) == pytest.approx(length)


def test_special_grids_are_hatched() -> None:
    own = grid("3", "云溪中学网格", square(0, 0), special=True)
    assert "gp-special" in ground_picture(ground(grid=own), 120, 90)
    assert "gp-special" not in ground_picture(ground(), 120, 90)


def test_an_overview_names_its_children_and_hatches_the_special_ones() -> None:
    children: tuple[GridShape, ...] = (
        grid("31", "东城社区第3网格甲", square(0, 0, 1)),
        grid("32", "中心小学", square(1, 0, 1), special=True, hue=2),
    )
    said = ground_picture(ground(children=children), 160, 120)
    assert {"甲", "中心小学"} <= set(texts(said))
    assert "gp-special" in said


@pytest.mark.parametrize(
    "shape",
    [
        square(0, 0, 0.02, 0.02),  # a kiosk
        square(0, 0, 30, 0.05),  # a street
        shapely.union(square(0, 0, 1, 1), square(3, 3, 1, 1)),  # an exclave
        shapely.difference(square(0, 0, 3, 3), square(1, 1, 1, 1)),  # around another
    ],
)
def test_grids_of_any_form_are_drawn_with_their_name(shape: shapely.Geometry) -> None:
    shown = replace(ground(), grid=grid("3", "东城社区第3网格", shape))
    for width, height in ((200, 60), (90, 160)):
        assert "第3网格" in "".join(texts(ground_picture(shown, width, height)))


def test_nothing_but_the_grid_is_enough() -> None:
    bare = ground(
        parent_name=None,
        neighbours=(),
        around=(),
        above=(),
        outline=None,
        streets=(),
        water=(),
        compounds=(),
        buildings=(),
        stations=(),
    )
    assert "第3网格" in "".join(texts(ground_picture(bare, 120, 90, style="print")))


def test_no_two_names_stand_in_one_place() -> None:
    crowd = tuple(
        NamedGround(f"小区{number}", "residential", square(0.1 + number * 0.01, 0.4, 0.9, 0.6))
        for number in range(30)
    )
    said = texts(ground_picture(ground(compounds=crowd), 160, 120))
    assert 1 <= sum(text.startswith("小区") for text in said) <= 6
