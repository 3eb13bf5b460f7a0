"""A failure on the command line is one sentence and the right exit code, whatever it was."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from geo_grid import settings
from geo_grid.cli import app
from geo_grid.cli.errors import exit_code, report, wants_json
from geo_grid.core import errors

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.CrsError("crs_missing"), 2),
        (errors.CoverageBroken("gap"), 1),
        (errors.NotFound("x"), 2),
        (errors.Conflict("x"), 1),
        (errors.Unavailable("x"), 2),
    ],
)
def test_exit_codes_follow_the_tree(error: errors.GeoGridError, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["check", "--format", "json"], True),
        (["check", "--format=json", "x"], True),
        (["check", "--format", "text"], False),
        (["check", "json", "--format"], False),
        ([], False),
    ],
)
def test_json_is_recognised_even_in_a_broken_command(arguments: list[str], expected: bool) -> None:
    assert wants_json(arguments) is expected


def test_a_bug_is_one_sentence_with_an_id_that_stays_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        with pytest.raises(RuntimeError) as bug:
            raise RuntimeError("secret detail")
        assert report(bug.value, as_json=False, debug=False) == 70
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert said[0].err.count("\n") == 1
    assert "secret detail" not in said[0].err
    assert said[0].out == ""


def test_debug_shows_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    report(RuntimeError("the detail"), as_json=False, debug=True)
    assert "the detail" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device", "/x/y"),
        PermissionError(errno.EACCES, "Permission denied", "/x/y"),
    ],
)
def test_what_the_system_refuses_names_the_path(error: OSError, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(error, as_json=True, debug=False) == 2
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert set(answer["error"]) == {"code", "message"}
    assert "/x/y" in answer["error"]["message"]


def test_an_interruption_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(KeyboardInterrupt(), as_json=False, debug=False) == 130
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["bogus"], ["--nope"], ["check"], ["check", "x", "--format", "xml"]])
def test_a_command_that_is_not_understood_is_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_a_command_that_is_not_understood_answers_json_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["bogus", "--format", "json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


def test_every_command_can_be_loaded_and_explains_itself_in_both_languages() -> None:
    for name in app.COMMANDS:
        summary = app.load(name).help
        assert " / " in summary, name


def test_no_arguments_show_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in app.COMMANDS)


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        ran = subprocess.run(
            [sys.executable, "-m", "geo_grid", "--help"],
            cwd=ROOT,
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ran.stderr == b""
    assert ran.returncode == 0


def test_a_broken_setting_is_one_sentence(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "geo_grid", "check", str(tmp_path / "none.geojson"), "--format", "json"],
        cwd=ROOT, env={**os.environ, "GEO_GRID_PORT": "eighty"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert json.loads(ran.stdout)["error"]["code"] == "setting_invalid"
    assert ran.stderr == ""


@pytest.mark.parametrize("wanted", ["text", "json"])
def test_ctrl_c_is_one_sentence(
    wanted: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geo_grid.cli.check.check_files", interrupted)
    assert app.run(["check", "a.geojson", "--format", wanted]) == 130
    captured = capsys.readouterr()
    said = captured.out if wanted == "json" else captured.err
    assert said.count("\n") == 1
    assert "已中断" in said
    assert (captured.out + captured.err) == said


def test_a_refused_login_is_one_sentence_without_the_password(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise psycopg.OperationalError('password authentication failed for user "nobody"')

    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:geheim@127.0.0.1:1/none")
    monkeypatch.setattr("psycopg.Connection.connect", refused)
    monkeypatch.setattr("psycopg.connect", refused)
    settings.settings.cache_clear()
    try:
        assert app.run(["export", str(tmp_path / "a.geojson")]) == 2
    finally:
        monkeypatch.undo()
        settings.settings.cache_clear()
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "geheim" not in captured.err
    assert "DATABASE_URL" in captured.err


def test_ctrl_c_while_a_command_is_loading_is_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []

    def loading(_: str) -> None:
        signal.raise_signal(signal.SIGINT)
        loaded.append(True)

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("geo_grid.cli.app.importlib.import_module", loading)
    assert app.run(["check", "a.geojson"]) == 130
    assert loaded == [True]
    assert capsys.readouterr().err.count("\n") == 1
    assert signal.getsignal(signal.SIGINT) is before
