"""Sheets of people from the command line: tried, marked, taken over, and written again."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from geo_grid.cli.app import run
from geo_grid.settings import settings
from tests.conftest import Database
from tests.http.city import publish_city

pytestmark = pytest.mark.database


def test_a_sheet_is_tried_marked_taken_over_and_written_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    engine = database.engine()
    publish_city(engine)
    engine.dispose()

    def said(line: str) -> tuple[int, str]:
        code = run(line.split())
        told = capsys.readouterr()
        return code, told.out + told.err

    assert said("people import no.xlsx") == (
        2,
        "找不到文件 no.xlsx：请检查路径。 / There is no file no.xlsx: check the path.\n",
    )
    assert said("people export --empty -o people.xlsx")[0] == 0
    book = openpyxl.load_workbook("people.xlsx")
    page = book.worksheets[0]
    assert isinstance(page, Worksheet)
    titles = {str(cell.value): at for at, cell in enumerate(page[1], 1)}
    for title, value in {"姓名": "李敏", "网格编码": "10020010001", "岗位": "村长"}.items():
        page.cell(2, titles[title]).value = value
    book.save("people.xlsx")
    code, told = said("people import people.xlsx --commit --marked marked.xlsx")
    assert code == 1
    assert "第 2 行 岗位" in told and "Row 2 Role" in told and "none was taken over" in told
    marked = openpyxl.load_workbook("marked.xlsx").worksheets[0]
    assert "村长" in str(marked.cell(2, marked.max_column).value)
    page.cell(2, titles["岗位"]).value = "网格长"
    book.save("people.xlsx")
    code, told = said("people import people.xlsx")
    assert code == 0 and "1 people would be added" in told
    code, told = said("people import people.xlsx --commit")
    assert code == 0 and "Took 1 rows over: 1 people added" in told
    assert said("people export -o out.xlsx")[0] == 0
    code, told = said("people import out.xlsx --commit")
    assert code == 0 and "0 people added, 0 changed, 1 unchanged, 0 duties" in told
