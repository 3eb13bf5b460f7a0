"""``import`` and ``export`` on the command line: dry unless told, one sentence when something is wrong."""

from pathlib import Path

import pytest

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database

CITY = Path(__file__).parents[2] / "data" / "real_city"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()


@pytest.fixture
def stored(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The settings point at a fresh database."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    return database


@pytest.fixture(autouse=True)
def _fresh_settings() -> object:
    yield
    settings.cache_clear()


IMPORT = ["import", str(CITY / "grids.geojson"), "--outline", str(CITY / "outline.geojson")]


@pytest.mark.usefixtures("nowhere")
def test_a_dry_run_needs_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(IMPORT) == 0
    shown = capsys.readouterr().out
    assert "84" in shown
    assert "--commit" in shown


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("command", [[*IMPORT, "--commit"], ["export", "x.geojson"]])
def test_a_database_that_is_down_is_one_sentence(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(command) == 2
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told


def test_faults_stop_it_with_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (CITY / "level3.geojson").read_text(encoding="utf-8").splitlines(keepends=True)
    broken = tmp_path / "broken.geojson"
    broken.write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    levels = ["--level2", str(CITY / "level2.geojson"), "--level3", str(broken), "--commit"]
    assert run(["import", *levels]) == 1
    assert "gap" in capsys.readouterr().out
    assert run(["import"]) == 2


@pytest.mark.database
@pytest.mark.usefixtures("stored")
def test_import_export_and_import_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*IMPORT, "--commit", "--effective", "2024-01-01"]) == 0
    out = tmp_path / "out.gpkg"
    assert run(["export", str(out), "--edition", "1"]) == 0
    assert run(["export", str(tmp_path / "l2.shp"), "--level", "2", "--encoding", "GBK"]) == 0
    assert "2" in capsys.readouterr().out
    assert run(["import", str(out), "--commit"]) == 1  # nothing to publish
    assert run(["export", str(out), "--as-of", "2023-12-31"]) == 2  # nothing was in force
    assert run(["export", str(out), "--as-of", "2024-01-01", "--edition", "1"]) == 2


@pytest.mark.usefixtures("stored")
@pytest.mark.database
def test_a_day_without_grids_is_named_as_it_was_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # In 1900 Shanghai kept local mean time, +08:05:43.
    assert run(["export", str(tmp_path / "a.geojson"), "--as-of", "1900-01-01"]) == 2
    told = capsys.readouterr().err
    assert told.count("1900-01-01") == 2
    assert "08:05" not in told
