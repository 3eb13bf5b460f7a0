"""``geo-grid holidays``: what is known of a year, and what a file says instead."""

from pathlib import Path

import pytest

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database

pytestmark = pytest.mark.database

SAID = "日期,名称,类型\n2031-01-01,元旦,放假\n2031-01-04,元旦,上班\n"


def test_a_year_is_tried_loaded_shown_and_listed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    file = tmp_path / "2031.csv"
    file.write_text(SAID, encoding="gb18030")

    def says(*asked: str, code: int = 0) -> str:
        assert run(["holidays", *asked]) == code
        told = capsys.readouterr()
        return told.err if code else told.out

    assert "2031" in says("load", str(file))
    assert says("show", "2031").splitlines() == ["date,name,kind,name_en"]
    says("load", str(file), "--commit", "--unconfirmed", "--source", "估计")
    assert says("show", "2031").splitlines()[1:] == [
        "2031-01-01,元旦,holiday,元旦",
        "2031-01-04,元旦,work,元旦",
    ]
    [line] = [line for line in says("list").splitlines() if line.startswith("2031")]
    assert line.endswith("2  估计")
    guessed = line
    says("load", str(file), "--commit", "--source", "国办发明电")
    [line] = [line for line in says("list").splitlines() if line.startswith("2031")]
    assert line.split()[1] != guessed.split()[1]

    # What is shown can be loaded again, and a day that is nothing is told with its row.
    shown = tmp_path / "shown.csv"
    shown.write_text(says("show", "2031"), encoding="utf-8")
    assert "2031" in says("load", str(shown))
    file.write_text(SAID + "2031-02-30,春节,放假\n", encoding="utf-8")
    assert "4" in says("load", str(file), "--commit", code=2)
    assert len(says("show", "2031").splitlines()) == 3
    settings.cache_clear()
