"""``geo-grid plan``: what there is, how it stands, what was done."""

import pytest
from sqlalchemy import Engine

from geo_grid.cli.app import run
from geo_grid.services.plans.moving_on import withdraw
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.publish_edition import publish
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.services.draft_ground import FIRST

pytestmark = pytest.mark.database


def test_plans_are_listed_and_shown_with_how_they_came_there(
    engine: Engine,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with session_scope(engine) as session:
        publish(session, FIRST)
        first = open_plan(session, None, "南边", "户数太多", "sw")
        second = open_plan(session, None, "北边", "沿街", "nw")
        withdraw(session, None, first, "不需要了")
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()
    assert run(["plan", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [str(second), str(first)]
    assert run(["plan", "list", "--state", "withdrawn"]) == 0
    assert "南边" in capsys.readouterr().out
    assert run(["plan", "show", str(first)]) == 0
    said = capsys.readouterr().out
    assert "不需要了" in said and "已撤回 / withdrawn" in said
    assert run(["plan", "steps", str(second)]) == 0
    assert capsys.readouterr().out == ""
    assert run(["plan", "show", "999"]) == 2
    assert "999" in capsys.readouterr().err
    settings.cache_clear()
