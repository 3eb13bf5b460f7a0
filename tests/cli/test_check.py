"""``geo-grid check``: the verdict, the exit code, and one sentence for every file that cannot be used."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from geo_grid import settings
from geo_grid.cli.app import run
from geo_grid.core.crs import Crs
from geo_grid.files.output import Output
from geo_grid.files.writing import write
from tests.cases import Case, cases, named

REAL = Path(__file__).parents[2] / "data" / "real_city"
KEYS = ["code", "severity", "grids", "parent", "area_m2", "geometry", "message"]


def check(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    """Exit code and answer; stdout holds nothing else, and stderr nothing at all."""
    code = run(["check", *map(str, arguments), "--format", "json"])
    captured = capsys.readouterr()
    assert captured.err == ""
    answer = json.loads(captured.out)
    assert captured.out.count("\n") == 1
    return code, answer


def options(case: Case) -> list[str]:
    names = {"id": "--id", "parent_id": "--parent-id", "crs": "--crs"}
    given = [(names[name], value) for name, value in case.options.items() if value is not None]
    return [word for pair in given for word in pair]


@pytest.mark.parametrize("case", cases(failing=False), ids=named)
def test_case(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grids, parent = case.write(tmp_path)
    more = [] if parent is None else ["--parent", parent]
    code, answer = check(capsys, grids, *more, *options(case))
    assert code == (0 if case.expect["ok"] else 1)
    case.assert_answered(answer)
    assert list(answer) == ["ok", "grids", "edges", "seconds", "problems"]
    assert answer["grids"] == len(case.features["features"])
    for problem in answer["problems"]:
        assert list(problem) == KEYS
        assert all(isinstance(name, str) for name in problem["grids"])
        assert problem["parent"] is None or isinstance(problem["parent"], str)
        assert " / " in problem["message"]
        assert "–" not in problem["message"].replace("Gauss–Krüger", "")


@pytest.mark.parametrize("case", cases(failing=True), ids=named)
def test_failing_case(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grids, _ = case.write(tmp_path)
    code, answer = check(capsys, grids, *options(case))
    assert code == 2
    assert answer["ok"] is False
    assert list(answer) == ["ok", "error"]
    assert answer["error"]["code"] == case.expect["error"]
    assert list(answer["error"]) == ["code", "message"]


def square() -> shapely.Polygon:
    return shapely.box(121.47, 31.23, 121.48, 31.24)


def shapefile(folder: Path, crs: str = "EPSG:4490", *, encoding: str = "UTF-8") -> Path:
    path = folder / "网格.shp"
    table = pd.DataFrame({"code": ["甲一"], "名称": ["东风路第一网格"]})
    write(path, Output("网格", np.array([square()]), table, Crs.parse(crs)), encoding=encoding)
    return path


def error_of(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    code, answer = check(capsys, *arguments)
    assert code == 2
    assert answer["ok"] is False
    message = answer["error"]["message"]
    assert "Traceback" not in message
    assert " / " in message
    return str(answer["error"]["code"])


def test_not_a_spatial_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content, code in [
        ("a.geojson", b"hello", "not_spatial"),
        ("a.shp", b"hello", None),
        ("a.gpkg", b"hello", None),
        ("a.geojson", b"", "file_empty"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[', "json_broken"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "not_spatial"),
    ]:
        path = tmp_path / name
        path.write_bytes(content)
        found = error_of(capsys, path)
        assert code is None or found == code
    assert error_of(capsys, tmp_path / "absent.geojson") == "file_missing"
    assert error_of(capsys, tmp_path) in {"file_is_folder", "not_spatial"}


def test_the_crs_is_asked_for_and_never_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".prj").unlink()
    assert error_of(capsys, path) == "crs_missing"
    assert error_of(capsys, path, "--crs", "EPSG:999999") == "crs_unknown"
    code, answer = check(capsys, path, "--crs", "EPSG:4490")
    assert (code, answer["ok"]) == (0, True)


def test_a_declaration_against_the_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert error_of(capsys, shapefile(tmp_path), "--crs", "EPSG:4547") == "crs_conflict"


def test_chinese_attributes_in_gbk_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shapefile(tmp_path, encoding="GBK")
    code, answer = check(capsys, path, "--id", "名称")
    assert (code, answer["grids"]) == (0, 1)


def test_a_wrong_encoding_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = shapefile(tmp_path, encoding="GBK")
    path.with_suffix(".cpg").write_text("UTF-8")
    assert error_of(capsys, path) == "encoding_wrong"
    assert check(capsys, path, "--encoding", "GBK", "--id", "名称")[0] == 0
    text = b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"\xff\xfe"}}]}'
    (tmp_path / "a.geojson").write_bytes(text)
    assert error_of(capsys, tmp_path / "a.geojson") == "encoding_wrong"


def test_swapped_axes_and_metres_say_what_they_look_like(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_name = {case.name: case for case in cases()}
    swapped, _ = by_name["swapped_axes"].write(tmp_path)
    message = check(capsys, swapped)[1]["problems"][0]["message"]
    assert "swapped axes" in message
    metres, _ = by_name["projected_metres"].write(tmp_path)
    message = check(capsys, metres)[1]["problems"][0]["message"]
    assert "--crs" in message
    assert "EPSG:4534…EPSG:4554" in message


def test_hostile_archives_are_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = tmp_path / "hostile.zip"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("../../evil.geojson", "{}")
    assert error_of(capsys, hostile) == "archive_hostile"
    assert not (tmp_path.parent.parent / "evil.geojson").exists()
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", bytes(50_000_000))
    assert error_of(capsys, bomb) == "archive_bomb"
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    assert error_of(capsys, empty) == "archive_no_spatial_file"


def test_a_zipped_shapefile_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "grids.zip"
    write(path, Output("网格", np.array([square()]), pd.DataFrame({"code": ["1"]})))
    assert check(capsys, path)[0] == 0


def test_a_limit_is_a_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEO_GRID_MAX_FILE_BYTES", "1000")
    settings.settings.cache_clear()
    try:
        assert error_of(capsys, REAL / "level3.geojson") == "file_too_large"
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()


def test_a_layer_is_named_where_there_are_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.gpkg"
    outputs = [Output(name, np.array([square()]), pd.DataFrame({"code": ["1"]})) for name in ("一", "二")]
    write(path, outputs)
    assert error_of(capsys, path) == "layer_ambiguous"
    assert error_of(capsys, path, "--layer", "三") == "layer_missing"
    assert check(capsys, path, "--layer", "二")[0] == 0
    assert check(capsys, path, "--layer", "二", "--parent", path, "--parent-layer", "一")[0] == 0


def test_fields_that_are_not_there_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grids = REAL / "level3.geojson"
    assert error_of(capsys, grids, "--id", "kode") == "field_missing"
    assert (
        error_of(capsys, grids, "--parent", REAL / "level2.geojson", "--parent-id", "up") == "field_missing"
    )


def test_the_same_verdict_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shapes = np.array([square(), shapely.box(121.479, 31.23, 121.49, 31.24)])
    areas = set()
    for ending in (".geojson", ".gpkg", ".shp", ".zip", ".kml", ".topojson", ".parquet", ".fgb"):
        path = tmp_path / f"grids{ending}"
        write(path, Output("grids", shapes, pd.DataFrame({"code": ["01", "02"]})))
        code, answer = check(capsys, path)
        assert code == 1, ending
        (problem,) = answer["problems"]
        assert (problem["code"], problem["grids"]) == ("overlap", ["01", "02"])
        areas.add(problem["area_m2"])
    assert len(areas) == 1


def test_people_get_the_verdict_first_and_then_the_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_name = {case.name: case for case in cases()}
    assert run(["check", str(REAL / "level3.geojson")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("严丝合缝") or "84" in told.splitlines()[0]
    grids, _ = by_name["overlap"].write(tmp_path)
    assert run(["check", str(grids)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("overlap" in line for line in lines)
    assert any(line.strip().startswith("- ") and "a、b" in line for line in lines)


def test_a_usage_error_is_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = check(capsys)
    assert code == 2
    assert answer["error"]["code"] == "usage"


@pytest.mark.serial
def test_the_installed_command_says_nothing_but_the_answer(tmp_path: Path) -> None:
    copied = tmp_path / "有 空格.geojson"
    shutil.copy(REAL / "level3.geojson", copied)
    done = subprocess.run(
        [sys.executable, "-m", "geo_grid", "check", str(copied), "--format", "json"],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    assert json.loads(done.stdout)["ok"] is True


def test_a_ring_that_begins_at_no_number_is_a_problem_and_no_bug(tmp_path: Path) -> None:
    path = tmp_path / "nan.geojson"
    ring = "[[NaN,23],[121,23],[121,24],[NaN,23]]"
    path.write_text(f'{{"type":"Polygon","coordinates":[{ring}]}}', encoding="utf-8")
    assert run(["check", str(path)]) == 1


@pytest.mark.parametrize("option", ["--parent-id", "--parent-layer"])
def test_what_is_said_of_a_parent_needs_one(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = check(capsys, REAL / "level3.geojson", option, "parent")
    assert (code, answer["error"]["code"]) == (2, "parent_option_alone")
    assert option in answer["error"]["message"]


def test_the_parents_layer_is_asked_for_by_its_own_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "all.gpkg"
    write(path, [Output(name, np.array([square()]), pd.DataFrame({"code": ["1"]})) for name in "ab"])
    code, answer = check(capsys, path, "--layer", "a", "--parent", path)
    assert (code, answer["error"]["code"]) == (2, "layer_ambiguous")
    assert answer["error"]["message"].count("--parent-layer") == 2


@pytest.mark.parametrize("option", ["--layer", "--crs", "--id", "--encoding"])
def test_an_empty_value_leaves_no_hole_in_the_sentence(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = check(capsys, REAL / "level3.geojson", option, "")
    assert code == 2
    assert answer["error"]["message"].count("“”") == 2


def test_an_empty_geodatabase_is_said_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "d.gdb"
    folder.mkdir()
    assert error_of(capsys, folder) == "geodatabase_without_tables"
