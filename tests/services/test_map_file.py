"""Drawing a file: which layers, which problems, and nothing half-written."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo_grid.cli.app import run
from geo_grid.core.errors import FieldError, InputError
from geo_grid.files.output import Output
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from geo_grid.services.map_file import MapFields, draw_map

CITY = Path(__file__).parents[2] / "data" / "real_city"


def square(west: float, code: str, **properties: Any) -> dict[str, Any]:
    ring = [[west, 23.0], [west + 0.01, 23.0], [west + 0.01, 23.01], [west, 23.01], [west, 23.0]]
    return {
        "type": "Feature",
        "properties": {"code": code} | properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_file_of_three_levels_is_proved_level_by_level(tmp_path: Path) -> None:
    made = draw_map(CITY / "grids.geojson", tmp_path / "map.html")
    assert made.grids == (1, 2, 84)
    assert made.problems == ()
    assert json.dumps("荖藤里") in made.out.read_text(encoding="utf-8")


def test_a_fault_in_one_level_of_several_is_found(tmp_path: Path) -> None:
    # level 2:  +-------+   level 3:  +---+ · · +      the second half is missing
    whole = square(120.0, "1", level=2)
    whole["geometry"]["coordinates"][0][1][0] = whole["geometry"]["coordinates"][0][2][0] = 120.02
    half = square(120.0, "11", level=3, parent="1")
    stray = square(121.0, "12", level=3, parent="9")
    made = draw_map(collection(tmp_path / "two.geojson", whole, half, stray), tmp_path / "map.html")
    assert made.grids == (1, 2)
    assert {problem.code for problem in made.problems} == {"gap", "unknown_parent"}


def test_levels_may_be_layers(tmp_path: Path) -> None:
    layers = []
    for level in (1, 2, 3):
        features = read(CITY / f"level{level}.geojson")
        layers.append(Output(f"level{level}", features.geometry, features.table))
    write(tmp_path / "city.gpkg", layers)
    made = draw_map(tmp_path / "city.gpkg", tmp_path / "map.html")
    assert made.grids == (1, 2, 84)
    assert made.problems == ()


def test_parents_are_a_layer_of_their_own(tmp_path: Path) -> None:
    made = draw_map(
        CITY / "level3.geojson",
        tmp_path / "map.html",
        parent=CITY / "level2.geojson",
        fields=MapFields(parent_id="parent"),
        language="en",
    )
    assert made.grids == (2, 84)
    assert made.problems == ()


def test_overlaps_are_drawn(tmp_path: Path) -> None:
    file = collection(tmp_path / "grids.geojson", square(120.0, "a"), square(120.005, "b"))
    made = draw_map(file, tmp_path / "map.html")
    assert [problem.code for problem in made.problems] == ["overlap"]


def test_a_page_never_replaces_its_input(tmp_path: Path) -> None:
    file = collection(tmp_path / "grids.geojson", square(120.0, "a"))
    before = file.read_bytes()
    with pytest.raises(InputError) as refused:
        draw_map(file, file)
    assert refused.value.code == "map_over_input"
    assert file.read_bytes() == before


def test_a_name_field_that_is_not_there_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(FieldError):
        draw_map(CITY / "level3.geojson", tmp_path / "map.html", fields=MapFields(name="called"))
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_drew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.html"
    assert run(["map", str(CITY / "grids.geojson"), "-o", str(out), "--lang", "en"]) == 0
    assert "87" in capsys.readouterr().out
    assert '"language":"en"' in out.read_text(encoding="utf-8")
    assert run(["map", str(tmp_path / "missing.geojson"), "-o", str(out)]) == 2
    assert run(["map", str(CITY / "grids.geojson"), "-o", str(tmp_path / "no" / "map.html")]) == 2


def test_a_page_is_called_one(tmp_path: Path) -> None:
    for name in ("m.pdf", "m"):
        with pytest.raises(InputError) as refused:
            draw_map(CITY / "level3.geojson", tmp_path / name)
        assert refused.value.code == "map_not_html"
    assert list(tmp_path.iterdir()) == []


def test_a_page_with_nothing_on_it_is_not_drawn(tmp_path: Path) -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [120, 30]}}
    for feature in (point, square(500_000.0, "a")):
        file = collection(tmp_path / "grids.geojson", feature)
        for parent in (None, CITY / "outline.geojson"):
            with pytest.raises(InputError) as refused:
                draw_map(file, tmp_path / "map.html", parent=parent)
            assert refused.value.code == "map_nothing"
    assert not (tmp_path / "map.html").exists()


def test_a_level_field_without_levels_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        draw_map(CITY / "grids.geojson", tmp_path / "map.html", fields=MapFields(level="name"))
    assert refused.value.code == "map_level_unusable"
    assert refused.value.params["field"] == "name"


def test_a_layer_of_no_parent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        draw_map(CITY / "level3.geojson", tmp_path / "map.html", parent_layer="a")
    assert refused.value.code == "parent_option_alone"
