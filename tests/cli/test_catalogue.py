"""``geo-grid catalogue``: shown, changed, tried and set; categories are retired, never taken out."""

import json
from pathlib import Path

import pytest

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database

pytestmark = pytest.mark.database


def test_the_catalogue_is_shown_changed_tried_and_set(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    file = tmp_path / "catalogue.json"

    def says(*asked: str, code: int = 0) -> str:
        assert run(["catalogue", *asked]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    content = json.loads(says("show"))
    assert content == json.loads(says("show", "--version", "0"))
    renamed, retired = content["categories"][1], content["categories"][-1]
    renamed["name_zh"] = "改了名的"
    retired["retired"] = True
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    says("set", str(file))
    assert "改了名的" not in says("show")
    says("set", str(file), "--commit")
    now = {each["code"]: each for each in json.loads(says("show"))["categories"]}
    assert now[renamed["code"]]["name_zh"] == "改了名的"
    assert now[retired["code"]]["retired"]
    before = {each["code"]: each for each in json.loads(says("show", "--version", "0"))["categories"]}
    assert before[renamed["code"]]["name_zh"] != "改了名的"

    # Incidents have it: it is retired, and not taken out.
    content["categories"].remove(retired)
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert retired["code"] in says("set", str(file), "--commit", code=2)
    assert retired["code"] in {each["code"] for each in json.loads(says("show"))["categories"]}
    file.write_text("{", encoding="utf-8")
    assert "catalogue.json" in says("set", str(file), "--commit", code=2)
    says("show", "--version", "99", code=2)
    settings.cache_clear()
