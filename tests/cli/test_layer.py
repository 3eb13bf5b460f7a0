"""``geo-grid layer``: dry unless told, one sentence when something is wrong."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database
from tests.files.osm_extract import small_town

TABLE = """编号,地址,户数,lng,lat,老人
1,云溪镇人民路12号,3,120.1,30.1,2
2,锦绣花园3幢2单元,-3,120.2,30.1,
3,云溪镇人民路12号,3,120.1,30.1,1
"""


@pytest.fixture(autouse=True)
def _fresh_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def stored(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The settings point at a fresh database."""
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    return database


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "门牌.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run(["layer", "list", "--format", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_without_a_subcommand_it_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["layer"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("import", "osm", "list", "remove"))


@pytest.mark.database
@pytest.mark.usefixtures("stored")
def test_dry_then_committed_then_replaced_then_removed(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["layer", "import", "addresses", str(table), "--map", "services.独居老人=老人"]
    assert run(command) == 0
    shown = capsys.readouterr().out
    assert "text ← 地址" in shown
    assert "services.独居老人 ← 老人" in shown
    assert "households = -3" in shown
    assert "--commit" in shown
    assert listed(capsys) == []
    for version in (1, 2):
        assert run([*command, "--commit", "--taken-on", "2026-06-30"]) == 0
        (layer,) = listed(capsys)
        assert (layer["layer"], layer["version"], layer["features"]) == ("addresses", version, 2)
    assert run(["layer", "list"]) == 0
    assert "2/3" in capsys.readouterr().out
    assert run(["layer", "remove", "addresses", "--source", "门牌"]) == 0
    assert len(listed(capsys)) == 1
    assert run(["layer", "remove", "addresses", "--source", "门牌", "--commit"]) == 0
    assert listed(capsys)[0]["features"] == 0
    assert run(["layer", "remove", "addresses", "--source", "门牌"]) == 2


@pytest.mark.usefixtures("nowhere")
def test_a_dry_run_refuses_what_a_load_would_refuse(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nowhere.csv"
    path.write_text("地址,lng,lat\n人民路1号,500,500\n", encoding="utf-8")
    assert run(["layer", "import", "addresses", str(path)]) != 0
    printed = capsys.readouterr()
    assert "500.0, 500.0" in printed.out
    assert "nowhere.csv" in printed.err


@pytest.mark.database
@pytest.mark.usefixtures("stored")
def test_an_extract_gives_all_layers_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_town().write(tmp_path / "town.osm.pbf")
    assert run(["layer", "osm", str(path), "--commit"]) == 0
    assert {str(layer["layer"]): layer["features"] for layer in listed(capsys)} == {
        "streets": 3, "railways": 1, "water": 2, "buildings": 2, "compounds": 2, "addresses": 2,
        "organisations": 2, "facilities": 2,
    }  # fmt: skip


@pytest.mark.database
@pytest.mark.usefixtures("stored")
def test_what_a_newer_extract_no_longer_has_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_town().write(tmp_path / "town.osm.pbf")
    table = tmp_path / "other.csv"
    table.write_text("name,lon,lat\n灯,120.1,30.1\n", encoding="utf-8")
    assert run(["layer", "import", "facilities", str(table), "--commit"]) == 0
    assert run(["layer", "osm", str(path), "--commit"]) == 0
    smaller = ["layer", "osm", str(path), "--bbox", "120,30,120.0025,30.0015"]
    capsys.readouterr()
    assert run(smaller) == 0
    assert "railways" in capsys.readouterr().out
    assert run([*smaller, "--commit"]) == 0
    left = {str(layer["layer"]): layer["features"] for layer in listed(capsys)}
    assert left.pop("streets") == 2
    assert left.pop("facilities") == 1
    assert set(left.values()) == {0}


@pytest.mark.database
@pytest.mark.usefixtures("stored")
def test_an_extract_cut_off_in_the_middle_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_town().write(tmp_path / "town.osm.pbf")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert run(["layer", "osm", str(path), "--commit"]) == 2
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1
    assert listed(capsys) == []


@pytest.mark.usefixtures("nowhere")
def test_a_dry_run_needs_no_database(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["layer", "import", "addresses", str(table)]) == 0
    assert "地址" in capsys.readouterr().out
    assert run(["layer", "import", "addresses", str(table), "--commit"]) == 2


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    "command",
    [
        ["layer", "import", "cats", "TABLE"],
        ["layer", "import", "addresses", "TABLE", "--map", "storeys=户数"],
        ["layer", "import", "addresses", "TABLE", "--map", "text=none"],
        ["layer", "import", "addresses", "TABLE", "--map", "text"],
        ["layer", "import", "addresses", "TABLE", "--taken-on", "yesterday"],
        ["layer", "import", "addresses", "TABLE", "--source", ""],
        ["layer", "import", "addresses", "nothing.csv"],
        ["layer", "osm", "TABLE", "--bbox", "1,2,3"],
        ["layer", "osm", "TABLE", "--bbox", "3,2,1,4"],
        ["layer", "osm", "nothing.osm.pbf"],
        ["layer", "list"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    table: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(table) if each == "TABLE" else each for each in command]) == 2
    told = capsys.readouterr().err
    assert len(told.strip().splitlines()) == 1
    assert "Traceback" not in told
