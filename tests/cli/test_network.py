"""``geo-grid network``: what there is, whether it tiles, and its cells as a file."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from geo_grid.cli.app import run
from geo_grid.services.networks import drawing
from geo_grid.services.networks.cells import GivenCell
from geo_grid.services.publish_edition import publish
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.services.draft_ground import FIRST

pytestmark = pytest.mark.database


def test_networks_are_listed_checked_and_exported(
    engine: Engine,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    values = {"name_zh": "医疗网", "name_en": None, "purpose": "", "whole": True}
    with session_scope(engine) as session:
        publish(session, FIRST)
        medical = drawing.open_network(session, None, "W", values)
        empty = drawing.open_network(session, None, "W", {**values, "name_zh": "环卫网"})
        cells = [GivenCell("南片", ("sw",)), GivenCell("北片", ("nw",))]
        drawing.replace_cells(session, None, medical, None, cells)
        drawing.change_network(session, None, empty, None, {"closed": True})
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    assert run(["network", "list"]) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["医疗网"]
    assert run(["network", "list", "--closed"]) == 0
    assert "环卫网" in capsys.readouterr().out
    assert run(["network", "check", str(medical)]) == 0
    assert "2 个片区" in capsys.readouterr().out
    out = tmp_path / "medical.geojson"
    assert run(["network", "export", str(medical), "-o", str(out)]) == 0
    told = json.loads(out.read_text())
    assert [each["properties"] for each in told["features"]] == [
        {"name": "南片", "kind": "grids", "grids": "sw"}, {"name": "北片", "kind": "grids", "grids": "nw"},
    ]  # fmt: skip
    assert {each["geometry"]["type"] for each in told["features"]} <= {"Polygon", "MultiPolygon"}
    assert run(["network", "check", "999"]) == 2
    settings.cache_clear()
