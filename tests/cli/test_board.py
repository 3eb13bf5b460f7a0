"""``geo-grid board``: sheets, the register and what must be printed again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from geo_grid.cli.app import run
from geo_grid.services.boards.register import add_board, mark_printed
from geo_grid.services.publish_edition import publish
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.publish.sheets.samples import pages, size_mm
from tests.services.draft_ground import FIRST
from tests.services.made_layers import at

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def _published(engine: Engine, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with session_scope(engine) as session:
        publish(session, FIRST)
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_a_board_is_printed_registered_and_found_when_it_no_longer_holds(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "board.pdf"
    assert run(["board", "pdf", "sw", "-o", str(out), "--size", "A4", "--kind", "member"]) == 0
    assert [size_mm(page) for page in pages(out.read_bytes())] == [(210, 297)]
    assert run(["board", "list"]) == 0
    assert "没有登记的公示牌" in capsys.readouterr().out
    lon, lat = at(0.5, 0.5)
    now = datetime.now(UTC)
    with session_scope(engine) as session:
        told = {"kind": "office", "size": "A4", "lon": lon, "lat": lat, "place": "村口"}
        board = add_board(session, None, "sw", told)
        mark_printed(session, None, board, settings(), now)
    assert run(["board", "reprint"]) == 0
    assert "没有需要重印" in capsys.readouterr().out
    with session_scope(engine) as session:
        session.execute(
            text("INSERT INTO office (kind, name_zh, phone) VALUES ('community', '居委会', '05-1')")
        )
        session.execute(
            text(
                "INSERT INTO office_grid (office_id, grid_id) "
                "SELECT office.id, grid_id FROM office, grid_row WHERE code = 'sw'"
            )
        )
    assert run(["board", "reprint", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "村口  联系方式" in said
    assert "共 1 块" in said
    assert len(list(pages(out.read_bytes()))) == 1


def test_a_grid_that_is_not_there_and_a_grid_without_households(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["board", "pdf", "nowhere", "-o", "x.pdf"]) == 2
    assert run(["board", "pdf", "sw", "--sheet", "cards", "-o", "x.pdf"]) == 2
    assert "没有可打印的内容" in capsys.readouterr().err
    assert not Path("x.pdf").exists()
