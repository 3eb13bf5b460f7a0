"""What is written is read back the same, in every format; and it appears whole or not at all."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo_grid.core.crs import GCJ02, WGS84, Crs
from geo_grid.core.lattice import geometries_to_units
from geo_grid.files import geojson_writing
from geo_grid.files.output import Output
from geo_grid.files.reading import list_layers, read
from geo_grid.files.writing import write
from tests.files.zoo import ENDINGS, attributes, code_of, coverage, squares

UNITS = st.tuples(st.integers(-1_800_000_000, 1_799_000_000), st.integers(-900_000_000, 899_000_000))
OFFSETS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
HULLS = st.tuples(UNITS, st.lists(OFFSETS, min_size=3, max_size=6))
Hull = tuple[tuple[int, int], list[tuple[int, int]]]


def polygons(shapes: list[Hull]) -> list[shapely.Geometry]:
    """Convex polygons on the lattice, degrees, out of offsets from a corner."""
    found = []
    for (x, y), offsets in shapes:
        hull = shapely.MultiPoint(offsets).convex_hull
        if hull.geom_type == "Polygon":
            corner = np.array([x, y])
            found.append(shapely.transform(hull, lambda xy, corner=corner: (xy + corner) / 1e7))
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shapes=st.lists(HULLS, min_size=1, max_size=4))
def test_lattice_coordinates_survive_every_format(tmp_path: Path, ending: str, shapes: list[Hull]) -> None:
    given_ones = polygons(shapes)
    if not given_ones:
        return
    geometry = np.array(given_ones, dtype=object)
    table = pd.DataFrame({"code": [f"{row:02d}" for row in range(len(geometry))]})
    path = tmp_path / f"a{ending}"
    write(path, Output("网格", geometry, table))
    found = read(path)
    wanted = shapely.normalize(geometries_to_units(geometry))
    assert shapely.equals_exact(shapely.normalize(geometries_to_units(found.geometry)), wanted).all()
    # Not only after snapping: every format keeps every bit of a lattice coordinate.
    assert shapely.equals_exact(shapely.normalize(found.geometry), shapely.normalize(geometry)).all()
    assert found.ids()[0] == table["code"].tolist()


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != ".shp"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(xy=st.tuples(st.floats(-180, 180), st.floats(-90, 90)))
def test_any_other_coordinate_survives_to_the_last_bit(
    tmp_path: Path, ending: str, xy: tuple[float, float]
) -> None:
    path = tmp_path / f"p{ending}"
    write(path, Output("p", np.array([shapely.Point(xy)], dtype=object), pd.DataFrame({"code": ["1"]})))
    (point,) = read(path).geometry
    assert (point.x, point.y) == xy


@pytest.mark.parametrize("ending", ENDINGS)
def test_holes_parts_nothing_and_rows_keep_their_place(tmp_path: Path, ending: str) -> None:
    one, two, three, _ = squares()
    hole = shapely.Polygon(one.exterior, [shapely.box(120.002, 30.002, 120.008, 30.008).exterior])
    geometry = np.array([hole, None, shapely.MultiPolygon([one, three]), two], dtype=object)
    path = tmp_path / f"a{ending}"
    write(path, Output("a", geometry, attributes()))
    found = read(path)
    assert found.ids()[0] == ["001", "002", "003", "004"]
    assert found.geometry[1] is None
    for row in (0, 2, 3):
        assert shapely.equals(found.geometry[row], geometry[row])
    assert found.notes == ()


@pytest.mark.parametrize("ending", [".gpkg", ".kml", ".topojson", ".zip"])
def test_levels_become_layers(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    write(path, [coverage("level_1", count=1), coverage("level_2", count=2), coverage("level_3")])
    assert list_layers(path) == ["level_1", "level_2", "level_3"]
    assert [len(read(path, layer=name)) for name in list_layers(path)] == [1, 2, 4]


@pytest.mark.parametrize("ending", [".geojson", ".shp", ".parquet", ".fgb"])
def test_a_format_of_one_layer_refuses_two(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    assert code_of(lambda: write(path, [coverage("a"), coverage("b")])) == "layers_unwritable"
    assert code_of(lambda: write(path, [])) == "layers_unwritable"


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp", ".parquet", ".fgb"])
def test_the_reference_system_is_written_and_read_again(tmp_path: Path, ending: str) -> None:
    crs = Crs.parse("EPSG:4549")
    flat = shapely.transform(squares(), crs.from_lonlat)
    path = tmp_path / f"a{ending}"
    write(path, Output("a", flat, attributes(), crs))
    found = read(path)
    assert found.crs.same_as(crs)
    assert shapely.equals_exact(shapely.normalize(found.geometry), shapely.normalize(flat)).all()


@pytest.mark.parametrize("ending", [".kml", ".topojson"])
def test_a_lonlat_format_refuses_metres(tmp_path: Path, ending: str) -> None:
    output = Output("a", squares(), attributes(), Crs.parse("EPSG:4549"))
    assert code_of(lambda: write(tmp_path / f"a{ending}", output)) == "crs_unwritable"


def test_a_shift_that_no_file_can_state_has_to_be_declared_again(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    write(path, Output("a", squares(), attributes(), GCJ02))
    assert code_of(lambda: read(path)) == "crs_missing"
    assert read(path, crs="GCJ-02").crs == GCJ02


@pytest.mark.parametrize("name", ["a", "a.txt", "a.tif", "a.json.bak"])
def test_an_unknown_ending_is_refused(tmp_path: Path, name: str) -> None:
    assert code_of(lambda: write(tmp_path / name, coverage())) == "file_format_unknown"


def test_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    assert code_of(lambda: write(tmp_path / "no" / "a.gpkg", coverage())) == "folder_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.gpkg").mkdir()
    assert code_of(lambda: write(tmp_path / "a.gpkg", coverage())) == "file_is_folder"


@pytest.mark.parametrize("ending", [".geojson", ".kml", ".topojson", ".zip"])
def test_the_same_features_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    write(first, coverage())
    write(second, coverage())
    if ending == ".zip":
        with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
            for name in one.namelist():
                content, again = one.read(name), other.read(name)
                # dBase writes the day into bytes 1 to 3.
                assert content[4:] == again[4:] if name.endswith(".dbf") else content == again
    else:
        assert first.read_bytes() == second.read_bytes()


def test_geojson_has_seven_decimals_and_shells_counter_clockwise(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    geometry = np.array([shapely.Polygon([(120.1234567, 30), (120.1234567, 31), (121, 31)])], dtype=object)
    write(path, Output("a", geometry, attributes(1)))
    written = json.loads(path.read_text())
    ring = written["features"][0]["geometry"]["coordinates"][0]
    assert ring == [[120.1234567, 30], [121, 31], [120.1234567, 31], [120.1234567, 30]]
    assert "crs" not in written
    assert "120.1234567," in path.read_text()


def test_verbatim_output_keeps_the_direction_of_rings(tmp_path: Path) -> None:
    clockwise = shapely.Polygon([(120, 30), (120, 31), (121, 31), (120, 30)])
    output = Output("a", np.array([clockwise], dtype=object), attributes(1), WGS84, verbatim=True)
    for ending in (".geojson", ".gpkg", ".parquet", ".fgb", ".kml"):
        write(tmp_path / f"a{ending}", output)
        assert read(tmp_path / f"a{ending}").geometry[0].equals_exact(clockwise, 0)


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".parquet", ".topojson", ".fgb"])
def test_values_of_many_kinds_are_written(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame(
        {
            "code": pd.array(["01", None], dtype="str"),
            "big": [2**60 + 1, -(2**60) - 1],
            "gap": pd.array([7, None], dtype="Int64"),
            "flag": [True, False],
            "day": pd.to_datetime(["2026-11-21", None]),
            "mixed": pd.Series([1, "x"], dtype=object),
            "list": pd.Series([[1, "甲"], None], dtype=object),
            "float": [0.1, np.nan],
            "none": pd.Series([None, None], dtype=object),
        }
    )
    path = tmp_path / f"a{ending}"
    write(path, Output("a", squares(2), table))
    found = read(path)
    assert found.column("code") == ["01", None]
    assert found.column("big") == [str(2**60 + 1), str(-(2**60) - 1)]
    assert found.column("gap") == ["7", None]
    assert found.column("mixed") == ["1", "x"]
    assert found.column("none") == [None, None]
    assert str(found.column("day")[0]).startswith("2026-11-21")
    assert found.column("day")[1] is None


@pytest.mark.parametrize("ending", [".gpkg", ".fgb", ".parquet"])
def test_names_that_the_format_needs_itself_are_moved_aside(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame({"fid": ["a"], "geom": ["b"], "geometry": ["c"], "Name": ["d"], "name": ["e"]})
    path = tmp_path / f"a{ending}"
    written = write(path, Output("a", squares(1), table))
    found = read(path)
    names = [written.renamed.get(name, name) for name in table.columns]
    assert [found.column(name) for name in names] == [["a"], ["b"], ["c"], ["d"], ["e"]]


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text("old")

    def fail(temporary: Path, output: Any) -> None:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(geojson_writing, "write", fail)
    with pytest.raises(OSError, match="No space"):
        write(path, coverage())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_older_file_is_replaced(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    write(path, coverage(count=2))
    write(path, coverage())
    assert len(read(path)) == 4
    assert all(not part.name.startswith(".") for part in tmp_path.iterdir())


def test_output_is_readable_by_others_as_the_umask_says(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write(tmp_path / "a.geojson", coverage())
    finally:
        os.umask(old)
    assert (tmp_path / "a.geojson").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ['甲 & <乙> "丙"', "bell\x07", "новый", "🏠"])
def test_kml_holds_any_text_that_xml_can(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.kml"
    write(path, Output(name, squares(1), pd.DataFrame({name: [name]})))
    wanted = name.replace("\x07", "")
    found = read(path)
    assert found.fields == [wanted]
    assert found.table.iloc[0, 0] == wanted
