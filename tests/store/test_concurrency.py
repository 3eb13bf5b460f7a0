"""Two sessions at the same time: each alone is right, both together would not be."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from geo_grid.core.errors import Conflict, CoverageBroken, GeoGridError
from geo_grid.store.errors import translated
from tests.store.ground import ALL, DAY_2, EAST, Writer, lay

pytestmark = pytest.mark.database

#: Seconds after which a session that hangs is a failure, and that one waits for the other to have written.
PATIENCE, TURN = 20, 1

Act = Callable[[Writer, int], None]


def fill_east(code: str) -> Act:
    """One child tiles E, which has none."""

    def act(writer: Writer, edition: int) -> None:
        writer.row(code, 3, "E", EAST, edition, DAY_2)

    return act


def west_takes_all(writer: Writer, edition: int) -> None:
    """E ends, W takes its ground."""
    for code in ("nw", "sw", "W", "E"):
        writer.close(code, edition)
    writer.row("W", 2, "A", ALL, edition, DAY_2)


#: Pairs that touch no row in common; together they overlap, or leave a child without a parent.
PAIRS = [
    pytest.param(fill_east("one"), fill_east("other"), id="two children on one ground"),
    pytest.param(west_takes_all, fill_east("other"), id="a child for a parent that ends"),
    pytest.param(fill_east("one"), west_takes_all, id="a parent ends under a new child"),
]


def race(
    engine: Engine,
    isolation: str,
    ids: dict[str, int],
    acts: tuple[Act, Act],
    *,
    numbered: bool,
    early: bool = False,
) -> list[GeoGridError]:
    """Run two acts in two sessions that have both read before either writes; what was refused.

    Both write before either commits, and prove where `early` asks for it, unless one has to wait for a lock
    of the other.
    """
    refused: list[GeoGridError] = []
    read, wrote = threading.Barrier(2, timeout=PATIENCE), threading.Barrier(2)

    def run(act: Act, number: int) -> None:
        try:
            with translated(), engine.connect().execution_options(isolation_level=isolation) as connection:
                writer = Writer(connection, dict(ids))
                connection.execute(text("SELECT count(*) FROM grid_row"))
                read.wait()
                edition = writer.edition(DAY_2) if numbered else number
                if not numbered:
                    connection.execute(
                        text(
                            "INSERT INTO edition (number, effective, title, reason, published_by)"
                            " VALUES (:number, :at, '', '', '')"
                        ),
                        {"number": number, "at": DAY_2},
                    )
                act(writer, edition)
                if early:
                    writer.prove_now()
                # Broken when the other one waits for our locks: then we go first.
                wait_for(wrote, PATIENCE if early else TURN)
                connection.commit()
        except GeoGridError as error:
            refused.append(error)

    threads = [threading.Thread(target=run, args=(act, 2 + n)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return refused


def wait_for(barrier: threading.Barrier, seconds: float) -> None:
    try:
        barrier.wait(seconds)
    except threading.BrokenBarrierError:
        return


def faults(engine: Engine) -> int:
    """Parents at DAY_2 that do not exist, or that their children do not tile."""
    with engine.connect() as connection:
        return int(
            connection.scalar(
                text(
                    "SELECT count(*) FROM (SELECT DISTINCT parent_id FROM grid_row"
                    " WHERE valid @> CAST(:at AS timestamptz) AND parent_id IS NOT NULL) AS parent"
                    " CROSS JOIN gg_leftover(parent_id, :at) AS leftover WHERE leftover.edges > 0"
                ),
                {"at": DAY_2},
            )
        )


@pytest.fixture
def ids(engine: Engine) -> dict[str, int]:
    with engine.begin() as connection:
        return lay(connection).ids


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_one_of_two_publishers_is_refused(
    engine: Engine, ids: dict[str, int], isolation: str, first: Act, second: Act
) -> None:
    refused = race(engine, isolation, ids, (first, second), numbered=True)
    # Nobody is told to try again for nothing: under READ COMMITTED it is the fault that is refused.
    kinds = [CoverageBroken] if isolation == "READ COMMITTED" else [Conflict]
    assert [type(error) for error in refused] == kinds
    assert faults(engine) == 0


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_parents_lock_is_enough_without_the_editions(
    engine: Engine, owner_engine: Engine, ids: dict[str, int], isolation: str, first: Act, second: Act
) -> None:
    """Two editions are open at a time here: their trigger, which lets one publisher in, is off."""
    with owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE edition DISABLE TRIGGER edition_number"))
    refused = race(engine, isolation, ids, (first, second), numbered=False)
    # Nobody is told to try again for nothing: under READ COMMITTED it is the fault that is refused.
    kinds = [CoverageBroken] if isolation == "READ COMMITTED" else [Conflict]
    assert [type(error) for error in refused] == kinds
    assert faults(engine) == 0


@pytest.mark.parametrize("isolation", ["READ COMMITTED", "REPEATABLE READ"])
def test_without_any_lock_both_would_commit(
    engine: Engine, owner_engine: Engine, ids: dict[str, int], isolation: str
) -> None:
    """The counter-proof: the race is a real one."""
    with owner_engine.begin() as connection:
        connection.execute(text("ALTER TABLE edition DISABLE TRIGGER edition_number"))
        source = connection.scalar(
            text("SELECT pg_get_functiondef('gg_touch(bigint[], tstzmultirange[])'::regprocedure)")
        )
        lines = str(source).splitlines()
        unlocked = [
            line for line in lines if "FOR NO KEY UPDATE" not in line and "UPDATE grid SET" not in line
        ]
        assert len(lines) - len(unlocked) == 2
        connection.exec_driver_sql("\n".join(unlocked))
    acts = (fill_east("one"), fill_east("other"))
    assert race(engine, isolation, ids, acts, numbered=False, early=True) == []
    assert faults(engine) == 1


def test_publishers_under_different_parents_only_wait_for_each_other(
    engine: Engine, ids: dict[str, int]
) -> None:
    def split_west_anew(writer: Writer, edition: int) -> None:
        writer.close("nw", edition)
        writer.close("sw", edition)

    assert race(engine, "READ COMMITTED", ids, (split_west_anew, fill_east("e")), numbered=True) == []
    assert faults(engine) == 0
