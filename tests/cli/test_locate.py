"""``geo-grid locate``: every point gets the id of its grid, and keeps everything else."""

import csv
import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from geo_grid.cli.app import run

CITY = Path(__file__).parents[2] / "data" / "real_city" / "level3.geojson"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    return dict(shapely.geometry.mapping(shapely.box(west, south, east, north)))


def collection(folder: Path, *grids: tuple[str | None, dict[str, Any]]) -> Path:
    path = folder / "grids.geojson"
    features = [{"type": "Feature", "properties": {"code": code}, "geometry": each} for code, each in grids]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text("地址,lon,lat\n甲,120.4521,23.4812\n乙,121.5,23.5\n丙,,\n", encoding="utf-8")
    return path


def test_points_of_a_table_get_their_grid(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "located.csv"
    assert run(["locate", str(CITY), "--points", str(points), "-o", str(out)]) == 0
    located = rows(out)
    assert [row["地址"] for row in located] == ["甲", "乙", "丙"]
    assert [row["lon"] for row in located] == ["120.4521", "121.5", ""]
    grids = geopandas.read_file(CITY)
    (expected,) = grids[grids.covers(shapely.Point(120.4521, 23.4812))].code
    assert [row["grid"] for row in located] == [expected, "", ""]
    told = capsys.readouterr().out
    assert "3" in told
    assert str(out) in told


def test_agrees_with_covers_on_thousands_of_points(tmp_path: Path) -> None:
    grids = geopandas.read_file(CITY)
    west, south, east, north = grids.total_bounds
    xy = np.random.default_rng(4).uniform((west, south), (east, north), (3000, 2))
    points = geopandas.GeoDataFrame({"n": range(3000)}, geometry=shapely.points(xy), crs=4326)
    points.to_parquet(tmp_path / "points.parquet")
    out = tmp_path / "located.geojson"
    assert run(["locate", str(CITY), "--points", str(tmp_path / "points.parquet"), "-o", str(out)]) == 0
    located = [feature["properties"] for feature in json.loads(out.read_text())["features"]]
    assert [each["n"] for each in located] == list(range(3000))
    for point, each in zip(points.geometry, located, strict=True):
        covering = sorted(grids[grids.covers(point)].code)
        assert each["grid"] == (covering[0] if covering else None)


def test_points_in_metres_are_found_in_grids_in_degrees(tmp_path: Path) -> None:
    grids = geopandas.read_file(CITY)
    inner = geopandas.GeoSeries(grids.representative_point(), crs=4326)
    points = geopandas.GeoDataFrame({"code": grids.code}, geometry=inner).to_crs(3857)
    points.to_file(tmp_path / "points.gpkg")
    out = tmp_path / "located.csv"
    assert run(["locate", str(CITY), "--points", str(tmp_path / "points.gpkg"), "-o", str(out)]) == 0
    assert all(row["code"] == row["grid"] for row in rows(out))


def test_ids_can_come_from_another_field(points: Path, tmp_path: Path) -> None:
    out = tmp_path / "located.csv"
    assert run(["locate", str(CITY), "--points", str(points), "-o", str(out), "--id", "name"]) == 0
    assert rows(out)[0]["grid"].endswith("里")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"--points": "none.csv"}, "找不到"), ({"--id": "nope"}, "nope"), ({"-o": "points.csv"}, "points.csv")],
)
def test_bad_input_is_one_sentence_and_exit_2(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, str], code: str
) -> None:
    options = {"--points": "points.csv", "-o": "out.csv"} | change
    given = [
        part
        for name, value in options.items()
        for part in (name, value if name == "--id" else str(tmp_path / value))
    ]
    before = points.read_bytes()
    assert run(["locate", str(CITY), *given]) == 2
    told = capsys.readouterr().err
    assert code in told
    assert told.count("\n") == 1
    assert points.read_bytes() == before


def test_what_is_no_polygon_is_said_and_covers_nothing(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"type": "LineString", "coordinates": [[120, 23], [121, 24]]}
    grids = collection(tmp_path, ("far", box(1, 1, 2, 2)), ("line", line))
    out = tmp_path / "out.csv"
    assert run(["locate", str(grids), "--points", str(points), "-o", str(out)]) == 0
    assert [row["grid"] for row in rows(out)] == ["", "", ""]
    assert "line（第 2 行）是 LineString，不是面" in capsys.readouterr().err


def test_where_no_grid_can_hold_a_point_nothing_is_written(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"type": "LineString", "coordinates": [[120, 23], [121, 24]]}
    out = tmp_path / "out.csv"
    for grids in (
        collection(tmp_path, ("a", line)),
        collection(tmp_path, ("a", box(500_000, 0, 500_010, 9))),
    ):
        assert run(["locate", str(grids), "--points", str(points), "-o", str(out)]) == 2
        assert "geo-grid check" in capsys.readouterr().err
        assert not out.exists()


def test_grids_that_are_skipped_are_named(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bow = [[120, 23], [121, 24], [121, 23], [120, 24], [120, 23]]
    grids = collection(
        tmp_path,
        ("bow", {"type": "Polygon", "coordinates": [bow]}),
        ("metres", box(500_000, 0, 500_010, 9)),
        ("sound", box(120, 23, 121, 24)),
    )
    out = tmp_path / "out.csv"
    assert run(["locate", str(grids), "--points", str(points), "-o", str(out)]) == 0
    assert [row["grid"] for row in rows(out)] == ["sound", "", ""]
    told = capsys.readouterr().err
    assert "bow（第 1 行）的图形无效" in told
    assert "metres（第 2 行）的坐标" in told
    assert "sound" not in told


def test_ids_that_do_not_tell_grids_apart_are_said(
    points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grids = collection(
        tmp_path, ("a", box(120, 23, 121, 24)), ("a", box(121, 23, 122, 24)), (None, box(122, 23, 123, 24))
    )
    out = tmp_path / "out.csv"
    assert run(["locate", str(grids), "--points", str(points), "-o", str(out)]) == 0
    told = capsys.readouterr().err
    assert "编号 a 出现 2 次" in told
    assert "第 3 行没有编号" in told


@pytest.mark.parametrize("place", ["23.4812,120.4521", "31.2,121.4"])
def test_points_with_latitude_first_are_refused(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = tmp_path / "points.csv"
    points.write_text(f"lon,lat\n,\n{place}\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run(["locate", str(CITY), "--points", str(points), "-o", str(out)]) == 2
    told = capsys.readouterr().err
    assert "第 2 行" in told
    assert told.count("\n") == 1
    assert not out.exists()


def test_single_points_with_latitude_first_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n120.4521,23.4812\n23.4812,120.4521\n500,1\n", encoding="utf-8")
    assert run(["locate", str(CITY), "--points", str(points), "-o", str(tmp_path / "out.csv")]) == 0
    swapped, off_earth = capsys.readouterr().err.strip().split("\n")
    assert "对调" in swapped
    assert "（第 2 行）" in swapped
    assert "2、3" in off_earth


def test_the_points_own_options_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    points = tmp_path / "points.gpkg"
    place = geopandas.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(120.45, 23.48)], crs=4326)
    for layer in ("a", "b"):
        place.to_file(points, layer=layer)
    asked = ["locate", str(CITY), "--points", str(points), "-o", str(tmp_path / "out.csv")]
    assert run(asked) == 2
    assert capsys.readouterr().err.count("--points-layer") == 2
    assert run([*asked, "--points-layer", "a", "--points-crs", "EPSG:4547"]) == 2
    told = capsys.readouterr().err
    assert "--points-crs" in told
    assert "--crs" not in told
    assert run([*asked, "--points-layer", "a"]) == 0


def test_the_grids_are_never_overwritten(points: Path, tmp_path: Path) -> None:
    grids = tmp_path / "grids.geojson"
    grids.write_bytes(CITY.read_bytes())
    assert run(["locate", str(grids), "--points", str(points), "-o", str(grids)]) == 2
    assert grids.read_bytes() == CITY.read_bytes()
