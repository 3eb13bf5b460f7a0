"""The script that writes the made-up town to files."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from geo_grid.files.features import Features
from geo_grid.files.reading import list_layers, read
from tests.example_town.towns import town_of

SCRIPT = Path(__file__).parents[2] / "data" / "example_town" / "generate.py"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "new"
    script().generate(town_of(1), folder)
    return folder


def layer(folder: Path, file: str, name: str) -> Features:
    return read(folder / file, layer=name)


def test_grids_are_written_level_by_level_as_they_are(folder: Path) -> None:
    assert list_layers(folder / "grids.gpkg") == ["level0", "level1", "level2", "level3"]
    for number in range(4):
        mine = [grid for grid in town_of(1).grids if grid.level == number]
        found = layer(folder, "grids.gpkg", f"level{number}")
        assert found.table["code"].tolist() == [grid.code for grid in mine]
        assert found.table["name"].tolist() == [grid.name for grid in mine]
        assert [shape.wkb for shape in found.geometry] == [grid.geometry.wkb for grid in mine]


def test_every_base_layer_is_written_with_its_fields(folder: Path) -> None:
    town = town_of(1)
    assert sorted(list_layers(folder / "layers.gpkg")) == sorted(town.layers)
    for name, made in town.layers.items():
        found = layer(folder, "layers.gpkg", name)
        assert len(found) == len(made)
        assert set(made.columns) <= set(found.fields)


def test_what_is_unknown_stays_unknown_and_counts_stay_counts(folder: Path) -> None:
    columns = town_of(1).layers["addresses"].columns
    table = layer(folder, "layers.gpkg", "addresses").table
    assert table["households"].isna().tolist() == [value is None for value in columns["households"]]
    assert table["households"].dropna().astype(int).tolist() == [
        value for value in columns["households"] if value is not None
    ]
    given = [value for value in columns["services"] if value is not None]
    assert [json.loads(text) for text in table["services"].dropna()] == given
