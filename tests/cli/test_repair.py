"""``geo-grid repair``: exit codes, options, the preview, and what a person reads."""

import json
from pathlib import Path
from typing import Any

import pytest

from geo_grid.cli.app import run
from tests.cases import Case, cases

REAL = Path(__file__).parents[2] / "data" / "real_city"

BY_NAME = {case.name: case for case in cases()}


def repair(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = run(["repair", *map(str, arguments), "--format", "json"])
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, json.loads(captured.out)


def grids_of(name: str, folder: Path) -> list[str]:
    """The arguments that name a case's files."""
    case: Case = BY_NAME[name]
    grids, parent = case.write(folder)
    named = [("--parent-id", case.options["parent_id"]), ("--crs", case.options["crs"])]
    options = [word for option, value in named if value for word in (option, value)]
    return [str(grids), *([] if parent is None else ["--parent", str(parent)]), *options]


@pytest.mark.parametrize(
    "name",
    [
        "tiled", "gap_enclosed", "gap_in_outline", "overlap", "three_on_one_spot", "outside_outline",
        "t_junction", "duplicate", "three_duplicates", "bow_tie", "gauss_kruger", "slanting_gap_and_overlap",
        "whole_numbers",
    ],
)  # fmt: skip
def test_these_end_in_a_proof(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, parent_out = tmp_path / "out.geojson", tmp_path / "parent-out.geojson"
    arguments = grids_of(name, tmp_path)
    more = ["--parent-output", parent_out] if "--parent" in arguments else []
    code, answer = repair(capsys, *arguments, "-o", out, *more)
    expected = 1 if name == "whole_numbers" else 0  # an id is missing there, which no repair can know
    assert (code, answer["ok"]) == (expected, expected == 0)
    assert json.loads((tmp_path / "out.geojson.changes.json").read_text(encoding="utf-8")) == answer
    left = {problem["code"] for problem in answer["after"]["problems"]}
    assert left <= {"multipart", "missing_id"}
    parent = ["--parent", str(parent_out)] if more else []
    again = (
        [str(out), *parent, *arguments[arguments.index("--crs") :]]
        if "--crs" in arguments
        else [str(out), *parent]
    )
    assert run(["check", *again]) == expected


@pytest.mark.parametrize("name", ["misfiled", "unknown_parent", "duplicate_id", "not_polygon"])
def test_these_need_a_person(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = repair(capsys, *grids_of(name, tmp_path), "-o", tmp_path / "out.geojson")
    assert (code, answer["ok"]) == (1, False)


def test_a_preview_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = grids_of("overlap", tmp_path)
    before = sorted(tmp_path.iterdir())
    assert run(["repair", *arguments]) == 0
    told = capsys.readouterr().out
    assert sorted(tmp_path.iterdir()) == before
    assert "-o" in told
    assert "a" in told
    assert "b" in told


def test_strategies_are_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = grids_of("overlap", tmp_path)

    def keepers(*options: str) -> list[str | None]:
        _, answer = repair(capsys, *arguments, *options)
        return [change["to"] for change in answer["changes"] if change["action"] == "resolve_overlap"]

    assert keepers("--overlap", "smaller") == ["b"]
    assert keepers("--overlap", "larger") == ["a"]
    assert keepers("--overlap", "a") == ["a"]
    assert keepers("--overlap", "keep") == []
    assert keepers("--grid", "b", "--grid", "a") == ["b"]
    assert keepers("--max-area", "2112") == []
    assert keepers("--max-area", "2113") == ["b"]


def test_vertices_are_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = grids_of("t_junction", tmp_path)
    assert repair(capsys, *arguments)[0] == 0
    assert repair(capsys, *arguments, "--match", "0")[0] == 0
    code, answer = repair(capsys, *arguments, "--no-match")
    assert code == 1
    assert [each["reason"] for each in answer["unrepaired"]] == ["kept"]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--match", "1.5"], "tolerance_too_large"),
        (["--match", "-1", "--force"], "tolerance_negative"),
        (["--match", "nan"], "tolerance_negative"),
        (["--gap", "nobody"], "grid_not_in_file"),
        (["--grid", "nobody"], "grid_not_in_file"),
        (["--outside", "perhaps"], "usage"),
        (["--max-area", "much"], "usage"),
        (["--parent-output", "p.geojson"], "parent_output_alone"),
        (["-o", "out.txt"], "file_format_unknown"),
        (["-o", "/nowhere/out.geojson"], "folder_missing"),
        (["--id", "kode"], "field_missing"),
        (["--crs", "EPSG:0"], "crs_unknown"),
    ],
)
def test_bad_input_ends_with_two(
    options: list[str], error: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = repair(capsys, *grids_of("overlap", tmp_path), *options)
    assert (code, answer["ok"], answer["error"]["code"]) == (2, False, error)


def test_the_input_is_never_the_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = grids_of("overlap", tmp_path)
    kept = Path(arguments[0]).read_bytes()
    code, answer = repair(capsys, *arguments, "-o", arguments[0])
    assert (code, answer["error"]["code"]) == (2, "file_is_input")
    assert Path(arguments[0]).read_bytes() == kept


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = grids_of("overlap", tmp_path)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    code, answer = repair(capsys, *arguments, "-o", blocked / "out.geojson")
    assert code == 2
    assert answer["error"]["code"] in {"folder_missing", "file_unwritable"}


def test_a_person_reads_what_changed_and_what_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = grids_of("misfiled", tmp_path)
    assert run(["repair", *arguments, "-o", str(tmp_path / "out.geojson")]) == 1
    told = capsys.readouterr().out
    assert "out.geojson.changes.json" in told
    assert "✗" in told
    assert "–" not in told


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.shp"])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # Nobody may make files in /proc, not even the superuser.
    assert run(["repair", str(REAL / "level3.geojson"), "-o", f"/proc/{name}"]) == 2
    told = capsys.readouterr().err
    assert name in told
    assert "/." not in told
    assert f".{name[0]}." not in told


@pytest.mark.parametrize("option", ["--max-area", "--match"])
def test_a_limit_is_a_number(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["repair", str(REAL / "level3.geojson"), option, "nan"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
