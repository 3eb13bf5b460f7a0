"""A database that was filled by an older program is searched and counted like any other."""

import pytest
from sqlalchemy import Engine, text

from geo_grid.services.catch_up import catch_up
from geo_grid.services.publish_edition import publish
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.services.draft_ground import FIRST
from tests.services.made_layers import load, point

pytestmark = pytest.mark.database


def test_what_was_there_before_is_indexed_and_counted_once(engine: Engine, database: Database) -> None:
    with session_scope(engine) as session:
        publish(session, FIRST)
        load(session, "addresses", [point(0.5, 0.5)], text=["人民路1号"])
        for table in ("grid_ledger", "ledger_state"):
            session.execute(text(f"DELETE FROM {table}"))
        session.execute(text("DELETE FROM search_place WHERE layer = 'grids'"))
    for _ in range(2):
        catch_up(database.url)
        with session_scope(engine) as session:
            names = session.scalars(
                text("SELECT name FROM search_place WHERE layer = 'grids' ORDER BY 1")
            ).all()
            counted = session.scalar(text("SELECT count(*) FROM grid_ledger"))
        assert names == ["east", "north-west", "south-west", "town", "west"]
        assert counted == 3
