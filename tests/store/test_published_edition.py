"""An edition is closed when its transaction is: nothing is slipped into it afterwards."""

import pytest
from sqlalchemy import Engine, text

from tests.store.ground import DAY_1, DAY_2, EAST, Writer, lay, refused

pytestmark = pytest.mark.database


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    """The small ground, committed; edition 2, of DAY_2, is published and empty."""
    with engine.begin() as connection:
        ids = lay(connection).ids
    with engine.begin() as connection:
        assert Writer(connection).edition(DAY_2) == 2
    return ids


def test_a_row_is_added_to_it(engine: Engine, ids: dict[str, int]) -> None:
    with engine.connect() as connection, refused("edition_mismatch", "I5", table="grid_row", edition=1):
        Writer(connection, ids).row("e", 3, "E", EAST, 1, DAY_1)


def test_a_row_is_closed_by_it(engine: Engine, ids: dict[str, int]) -> None:
    with engine.connect() as connection, refused("edition_mismatch", "I5", table="grid_row", edition=2):
        Writer(connection, ids).close("sw", 2)


def test_a_void_or_an_exception_is_added_to_it(engine: Engine, ids: dict[str, int]) -> None:
    with engine.connect() as connection, refused("edition_mismatch", "I5", table="void", edition=1):
        Writer(connection, ids).void("E", EAST, 1)
    with engine.connect() as connection, refused("edition_mismatch", "I5", table="grid_exception", edition=1):
        Writer(connection, ids).exception("E", 1)


def test_its_time_of_publishing_is_the_databases(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO edition (effective, title, reason, published_by, published_at)"
                " VALUES (:at, '', '', '', :at)"
            ),
            {"at": DAY_1},
        )
        assert connection.scalar(text("SELECT published_at = transaction_timestamp() FROM edition")) is True
