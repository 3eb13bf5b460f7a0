"""Points to be located: the columns people use, and the same table with one field more."""

import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from geo_grid.files.output import Output
from geo_grid.files.points import read_points, write_points
from geo_grid.files.reading import read
from geo_grid.files.writing import write
from tests.files.zoo import code_of, collection, feature, geojson

GRIDS = ["g1", None, "g3"]
LONLAT = np.array([[120.1234567, 30.5], [120.2, 30.6], [121.0, 31.0]])


def sheet(path: Path, header: str = "code,lon,lat", *, separator: str = ",", encoding: str = "utf-8") -> Path:
    rows = [f"{row:03d},{x!r},{y!r}" for row, (x, y) in enumerate(LONLAT.tolist())]
    path.write_bytes("\n".join([header, *rows, ""]).replace(",", separator).encode(encoding))
    return path


@pytest.mark.parametrize(
    "header",
    [
        "code,lon,lat",
        "编号,经度,纬度",
        "编号,經度,緯度",
        "id,LNG,LAT",
        "id,Longitude,Latitude",
        "n,x,y",
        "n,X,Y",
    ],
)
def test_the_usual_names_of_columns_are_known(tmp_path: Path, header: str) -> None:
    points = read_points(sheet(tmp_path / "p.csv", header))
    np.testing.assert_array_equal(points.lonlat, LONLAT)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_goes_back_in_its_own_dress(tmp_path: Path, separator: str, encoding: str) -> None:
    path = sheet(tmp_path / "p.csv", "编号,lon,lat", separator=separator, encoding=encoding)
    write_points(tmp_path / "o.csv", read_points(path), GRIDS)
    lines = path.read_bytes().decode(encoding).splitlines()
    wanted = [lines[0] + f"{separator}grid"]
    wanted += [line + separator + (grid or "") for line, grid in zip(lines[1:], GRIDS, strict=True)]
    assert (tmp_path / "o.csv").read_bytes().decode(encoding).splitlines() == wanted


def test_cells_with_commas_quotes_and_lines_survive(tmp_path: Path) -> None:
    table = pd.DataFrame({"note": ['a,b "c"', "two\nlines", ""], "lon": LONLAT[:, 0], "lat": LONLAT[:, 1]})
    table.to_csv(tmp_path / "p.csv", index=False)
    write_points(tmp_path / "o.csv", read_points(tmp_path / "p.csv"), GRIDS)
    again = pd.read_csv(tmp_path / "o.csv", keep_default_na=False)
    assert again["note"].tolist() == table["note"].tolist()
    assert again["grid"].tolist() == ["g1", "", "g3"]


def test_a_row_without_a_place_stays_a_row(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("code,lon,lat\n1, 120.5 ,30.5\n2,,\n3,abc,30\n4,121,31\n")
    points = read_points(tmp_path / "p.csv")
    assert np.isfinite(points.xy).all(axis=1).tolist() == [True, False, False, True]
    assert np.isfinite(points.lonlat).all(axis=1).tolist() == [True, False, False, True]
    write_points(tmp_path / "o.geojson", points, ["a", None, None, "b"])
    found = json.loads((tmp_path / "o.geojson").read_text())["features"]
    assert [feature["geometry"] is None for feature in found] == [False, True, True, False]
    assert found[2]["properties"] == {"code": "3", "lon": "abc", "lat": "30", "grid": None}


def test_x_and_y_in_metres_ask_for_their_system(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("code,x,y\n1,40512345.5,3370000.25\n")
    assert code_of(lambda: read_points(tmp_path / "p.csv")) == "crs_missing"
    points = read_points(tmp_path / "p.csv", crs="EPSG:4528")
    assert 120 < points.lonlat[0, 0] < 120.2


def test_declared_gcj02_is_shifted_back(tmp_path: Path) -> None:
    points = read_points(sheet(tmp_path / "p.csv"), crs="GCJ-02")
    assert np.abs(points.lonlat - LONLAT).max() > 1e-3
    np.testing.assert_array_equal(points.xy, LONLAT)


@pytest.mark.parametrize("ending", [".geojson", ".parquet", ".gpkg", ".shp", ".fgb", ".kml"])
def test_points_of_every_format_come_and_go(tmp_path: Path, ending: str) -> None:
    table = pd.DataFrame({"code": ["001", "002", "003"], "n": pd.array([1, None, 3], dtype="Int64")})
    write(tmp_path / f"p{ending}", Output("p", np.asarray(shapely.points(LONLAT)), table))
    points = read_points(tmp_path / f"p{ending}")
    np.testing.assert_array_equal(points.xy, LONLAT)
    for target in (".geojson", ".parquet", ".csv", ".gpkg"):
        write_points(tmp_path / f"o{target}", points, GRIDS)
        again = read_points(tmp_path / f"o{target}")
        np.testing.assert_array_equal(again.xy, LONLAT)
        assert again.table.column("grid").to_pylist() in (GRIDS, ["g1", "", "g3"])
        assert again.table.column("code").to_pylist() == ["001", "002", "003"]
        assert [str(n or "") for n in again.table.column("n").to_pylist()] == ["1", "", "3"]


def test_a_plain_parquet_with_columns_of_coordinates_is_read(tmp_path: Path) -> None:
    pd.DataFrame({"lng": LONLAT[:, 0], "lat": LONLAT[:, 1], "n": [1, 2, 3]}).to_parquet(
        tmp_path / "p.parquet"
    )
    points = read_points(tmp_path / "p.parquet")
    np.testing.assert_array_equal(points.xy, LONLAT)
    write_points(tmp_path / "o.parquet", points, GRIDS)
    found = geopandas.read_parquet(tmp_path / "o.parquet")
    assert found["grid"].tolist()[0] == "g1"
    assert found["n"].tolist() == [1, 2, 3]


def test_a_field_of_that_name_is_kept_under_another(tmp_path: Path) -> None:
    points = read_points(sheet(tmp_path / "p.csv", "grid,lon,lat"))
    written = write_points(tmp_path / "o.csv", points, GRIDS)
    assert dict(written.renamed) == {"grid": "grid_1"}
    assert (tmp_path / "o.csv").read_text().splitlines()[:2] == [
        "grid_1,lon,lat,grid",
        "000,120.1234567,30.5,g1",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("编号,名称\n1,甲\n", "points_missing"),
        ("code,lon,lat\n1,,\n", "points_missing"),
        ("code,lon,lat\n", "no_features"),
        ("code,lon,lat\n1,2\n", "table_broken"),
        ("\n\n", "table_broken"),
    ],
)
def test_a_table_without_points_says_so(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "p.csv").write_text(text)
    assert code_of(lambda: read_points(tmp_path / "p.csv")) == code


def test_polygons_are_no_points_and_mixed_rows_stay(tmp_path: Path) -> None:
    square = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}'
    path = geojson(tmp_path / "p.geojson", collection(feature(square)))
    assert code_of(lambda: read_points(path)) == "points_missing"
    point = '{"type":"Point","coordinates":[120,30,55]}'
    points = read_points(geojson(path, collection(feature(square), feature(point), feature("null"))))
    assert np.isfinite(points.xy).all(axis=1).tolist() == [False, True, False]
    write_points(tmp_path / "o.geojson", points, [None, "g", None])
    again = read(tmp_path / "o.geojson")
    assert again.geometry[0].geom_type == "Polygon"
    assert again.original is not None
    assert again.original[1].z == 55


def test_limits_and_the_input_are_respected(tmp_path: Path) -> None:
    path = sheet(tmp_path / "p.csv")
    assert code_of(lambda: read_points(path, limit_bytes=10)) == "file_too_large"
    points = read_points(path)
    assert code_of(lambda: write_points(path, points, GRIDS)) == "file_is_input"
    assert code_of(lambda: write_points(tmp_path / "o.doc", points, GRIDS)) == "file_format_unknown"


def test_a_grid_that_the_encoding_cannot_hold_is_told(tmp_path: Path) -> None:
    path = sheet(tmp_path / "p.csv", "é,lon,lat", encoding="latin-1")
    points = read_points(path, encoding="latin-1")
    assert (
        code_of(lambda: write_points(tmp_path / "o.csv", points, ["甲", None, None])) == "encoding_unwritable"
    )
    assert sorted(part.name for part in tmp_path.iterdir()) == ["p.csv"]
