"""Who answers and what is wrong, from the command line."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from geo_grid.cli.app import run
from geo_grid.services.people.add_person import add_person
from geo_grid.services.people.assign import assign
from geo_grid.settings import settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.http.city import publish_city

pytestmark = pytest.mark.database

LEAF = "10020010001"


def test_people_are_listed_found_to_answer_and_missed(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url)
    settings.cache_clear()

    def said(line: str) -> tuple[int, str]:
        code = run(line.split())
        told = capsys.readouterr()
        return code, told.out + told.err

    assert said("people list") == (0, "没有符合条件的人员。 / Nobody fits.\n")
    engine = database.engine()
    publish_city(engine)
    code, told = said(f"people who {LEAF}")
    assert code == 1 and "nobody answers" in told and "has no head" in told
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    with session_scope(engine) as session:
        made = add_person(session, None, {"name": "陈安", "grid": LEAF, "post": "干事", "valid_from": begin})
        assign(session, None, made.id, LEAF, "head", {"valid_from": begin})
    code, told = said(f"people who {LEAF} --at 2026-03-01T22:00")
    assert code == 0 and "由 陈安 负责" in told and "2026-03-01 22:00+08:00" in told
    assert said("people who 999")[0] == 2
    assert said(f"people who {LEAF} --at yesterday")[0] == 2
    code, told = said("people list 陈 --grid 10020")
    assert (code, told) == (0, f"{made.id}  陈安  干事  {LEAF}  网格长 {LEAF}\n")
    code, told = said(f"people problems --grid {LEAF}")
    assert code == 1 and "no_member" in told and "no_head" not in told
    with session_scope(engine) as session:
        looks = session.scalar(text("SELECT count(*) FROM audit_entry WHERE action = 'person.read'"))
    assert looks == 3
    engine.dispose()
