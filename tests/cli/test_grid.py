"""``geo-grid grid``: the file of a grid with what an edition changed, and its bounds."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from geo_grid.cli.app import run
from geo_grid.services.publish_edition import publish
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.publish.sheets.samples import pages, size_mm, text
from tests.services.draft_ground import DAY_2, FIRST, NW, SW, block, changed, draft
from tests.services.made_layers import line, load, point

pytestmark = pytest.mark.database


def test_the_file_of_a_grid_tells_its_bounds_counts_and_history(
    engine: Engine, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = tmp_path / "file.pdf"
    with session_scope(engine) as session:
        publish(session, FIRST)
        shorter, longer = (
            replace(SW, name="南网格", geometry=block(0, 0, 1, 2)),
            replace(NW, geometry=block(1, 0, 2, 2)),
        )
        publish(session, draft(DAY_2, changed(shorter, longer)))
        load(session, "addresses", [point(0.5, 0.5)], text=["人民路1号"], households=[321])
        load(session, "streets", [line((1, -1), (1, 3))], name=["中街"], class_=["branch"])
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    assert run(["grid", "bounds", "sw"]) == 0
    assert capsys.readouterr().out.startswith("东至中街，南至辖区界线")
    assert run(["grid", "file", "sw", "-o", str(out), "--lang", "zh"]) == 0
    pdf = out.read_bytes()
    assert {size_mm(page) for page in pages(pdf)} == {(210, 297)}
    said = text(pdf)
    for part in (
        "南网格",
        "至中街",
        "321",
        "支路",
        "设立",
        "界线调整",
        "名称由south-west改为南网格",
        "第2版",
    ):
        assert part in said, part
    assert run(["grid", "file", "nowhere", "-o", str(out)]) == 2
    settings.cache_clear()
