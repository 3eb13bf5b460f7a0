"""``geo-grid ledger`` and ``geo-grid layer outside``: what is in each grid, and what is in none."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from sqlalchemy import Engine

from geo_grid.cli.app import run
from geo_grid.services.publish_edition import publish
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.services.draft_ground import FIRST
from tests.services.made_layers import load, point

pytestmark = pytest.mark.database

SERVICES: dict[str, Any] = {"services.独居老人": [2, None, None, None]}


@pytest.fixture(autouse=True)
def _counted(engine: Engine, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two addresses in sw, one in E, one outside."""
    with session_scope(engine) as session:
        publish(session, FIRST)
        load(
            session,
            "addresses",
            [point(0.5, 0.5), point(0.6, 0.5), point(3, 1), point(4.2, 1)],
            text=["人民路1号", "人民路2号", "中路1号", "滨河路2号"],
            households=[3, None, 5, 7],
            **SERVICES,
        )
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    yield
    settings.cache_clear()


def records(capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, Any]]:
    assert run(["ledger", "--format", "json", *options]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_json_has_a_record_for_each_grid(capsys: pytest.CaptureFixture[str]) -> None:
    found = {record["code"]: record for record in records(capsys)}
    assert {code: record["households"] for code, record in found.items()} == {
        "A": 8, "E": 5, "W": 3, "nw": 0, "sw": 3,
    }  # fmt: skip
    assert found["A"]["households_unknown"] == found["sw"]["households_unknown"] == 1
    assert found["A"]["buildings"] is None


def test_sums_of_services_are_shown_to_who_runs_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    (town,) = records(capsys, "--level", "1")
    assert town["by_service"] == {"独居老人": 2}


def test_one_grid_comes_with_its_children(capsys: pytest.CaptureFixture[str]) -> None:
    assert [record["code"] for record in records(capsys, "--code", "W")] == ["W", "nw", "sw"]
    assert [record["code"] for record in records(capsys, "--code", "E")] == ["E"]


def test_a_table_is_printed_with_unknown_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "--level", "1"]) == 0
    told = capsys.readouterr().out
    assert "town" in told
    assert "8+" in told


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.xlsx"])
def test_a_table_is_written(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / name
    assert run(["ledger", "-o", str(out)]) == 0
    assert str(out) in capsys.readouterr().out
    if name.endswith("csv"):
        with out.open(encoding="utf-8-sig", newline="") as file:
            rows = {row["编号"]: row for row in csv.DictReader(file)}
        assert rows["A"]["户数"] == "8"
        assert rows["nw"]["楼栋"] == ""
    else:
        frame = pyogrio.read_dataframe(out, layer="台账").set_index("编号")
        assert frame.loc["A", "户数"] == 8
        assert frame.loc["W", "名称"] == "west"


def test_a_table_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "-o", str(tmp_path / "ledger.doc")]) == 2
    assert ".xlsx" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_addresses_outside_are_listed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["layer", "outside"]) == 0
    told = capsys.readouterr().out
    assert "滨河路2号" in told
    assert "人民路1号" not in told
    out = tmp_path / "outside.csv"
    assert run(["layer", "outside", "-o", str(out)]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["地址"], row["最近的网格"]) == ("滨河路2号", "E")
