"""The audit: nobody changes it, and whoever did all the same is found."""

import itertools
import random
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, create_engine, make_url, pool, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from geo_grid.store.audit_writing import note, seal
from geo_grid.store.origin import Origin, act_as
from geo_grid.store.queries.audit import AuditSearch, audit_page, verify
from geo_grid.store.session import session_scope
from tests.conftest import Database

pytestmark = pytest.mark.database

BATCHES, PER_BATCH = 6, 5
#: So long ago that the sealer of those days is long gone.
LONG_AGO = "now() - interval '30 days'"


@pytest.fixture
def written(engine: Engine) -> Engine:
    """Thirty entries in six seals."""
    for batch in range(BATCHES):
        with session_scope(engine) as session:
            act_as(session, Origin(f"account:{batch} li", "session", "192.0.2.7", f"request-{batch}"))
            for entry in range(PER_BATCH):
                note(session, "grant.make", f"grant:{entry}", before={"x": 0.1}, after={"角色": "规划员"})
        with session_scope(engine) as session:
            assert seal(session) == (PER_BATCH, (batch + 1) * PER_BATCH)
    return engine


@pytest.fixture
def superuser(database: Database, server_url: str) -> Iterator[Connection]:
    """Who may switch triggers off."""
    name = make_url(database.owner_url).database
    opened = create_engine(make_url(server_url).set(database=name), poolclass=pool.NullPool)
    with opened.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal", "audit_link"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET hash = hash"])
def test_neither_the_application_nor_the_owner_changes_it(
    written: Engine, owner_engine: Engine, table: str, statement: str
) -> None:
    wanted = statement.format(table).replace(
        "hash = hash", "hash = hash" if table != "audit_entry" else "actor = 'x'"
    )
    for engine in (written, owner_engine):
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(text(wanted))


def test_the_database_says_when_it_was(engine: Engine) -> None:
    with session_scope(engine) as session:
        session.execute(
            text("INSERT INTO audit_entry (at, actor, via, action) VALUES ('2001-01-01', 'x', 'cli', 'x')")
        )
        assert session.scalar(text("SELECT at > now() FROM audit_entry"))


def test_what_was_not_touched_is_sound(written: Engine) -> None:
    with Session(written) as session:
        verdict = verify(session)
    assert (verdict.entries, verdict.sealed, verdict.seals) == (30, 30, 6)
    assert verdict.tampering == ()


def test_an_entry_and_its_deed_are_one(engine: Engine) -> None:
    with Session(engine) as session:
        note(session, "x")
        session.rollback()
    with Session(engine) as session:
        assert audit_page(session, AuditSearch()) == []


def _row(chance: random.Random) -> int:
    return chance.randint(1, BATCHES * PER_BATCH)


def _seal(chance: random.Random) -> int:
    return chance.randint(1, BATCHES)


# What somebody may try who owns the database and switches every trigger off.
TRICKS: list[Callable[[random.Random], str]] = [
    lambda chance: f"UPDATE audit_entry SET actor = 'account:9 wang' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET after = '{{}}' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET before = NULL WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET address = '192.0.2.8' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET subject = 'grant:77' WHERE id = {_row(chance)}",
    lambda chance: f"DELETE FROM audit_entry WHERE id = {_row(chance)}",
    lambda chance: (
        f"WITH one AS (DELETE FROM audit_entry WHERE id = {(row := _row(chance))}) "
        f"DELETE FROM audit_link WHERE entry_id = {row}"
    ),
    lambda chance: (
        f"INSERT INTO audit_entry (id, at, actor, via, action) OVERRIDING SYSTEM VALUE "
        f"VALUES ({-_row(chance)}, {LONG_AGO}, 'x', 'cli', 'x')"
    ),
    lambda chance: (
        f"WITH one AS (INSERT INTO audit_entry (id, at, actor, via, action) OVERRIDING SYSTEM VALUE "
        f"VALUES ({100 + _row(chance)}, {LONG_AGO}, 'x', 'cli', 'x') RETURNING id) "
        f"INSERT INTO audit_link SELECT id, {_seal(chance)}, sha256('x') FROM one"
    ),
    lambda chance: f"UPDATE audit_link SET hash = sha256('x') WHERE entry_id = {_row(chance)}",
    lambda chance: f"UPDATE audit_seal SET hash = sha256('x') WHERE number = {_seal(chance)}",
    lambda chance: (
        f"UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE number = {_seal(chance)}"
    ),
    lambda chance: f"DELETE FROM audit_seal WHERE number = {_seal(chance)}",
    lambda chance: f"UPDATE audit_entry SET action = 'grant.revoke' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET request = NULL WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET via = 'token' WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_entry SET id = id + 1000 WHERE id = {_row(chance)}",
    lambda chance: f"UPDATE audit_link SET entry_id = entry_id + 1000 WHERE entry_id = {_row(chance)}",
    lambda chance: f"DELETE FROM audit_link WHERE entry_id = {_row(chance)}",
]


def test_a_hundred_of_a_hundred_tricks_are_found(written: Engine, owner_engine: Engine) -> None:
    chance = random.Random(20261122)
    tried: set[str] = set()
    missed = []
    with owner_engine.connect() as owner:
        for kind in itertools.cycle(TRICKS):
            if len(tried) == 100:
                break
            trick = kind(chance)
            if trick in tried:
                continue
            tried.add(trick)
            with owner.begin() as transaction:
                for table in ("audit_entry", "audit_seal", "audit_link"):
                    owner.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
                owner.execute(text("ALTER TABLE audit_entry ALTER id SET GENERATED BY DEFAULT"))
                assert owner.execute(text(trick)).rowcount == 1, trick
                with Session(owner, join_transaction_mode="create_savepoint") as session:
                    missed += [] if verify(session).tampering else [trick]
                transaction.rollback()
    assert missed == []


def test_the_changed_and_the_missing_entry_are_named(written: Engine, superuser: Connection) -> None:
    superuser.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    superuser.execute(text("UPDATE audit_entry SET actor = 'x' WHERE id = 7"))
    superuser.execute(text("DELETE FROM audit_entry WHERE id = 11"))
    with Session(superuser) as session:
        assert [(fault.kind, fault.number) for fault in verify(session).tampering] == [
            ("changed", 7),
            ("missing", 11),
        ]


def test_a_chain_whose_end_was_cut_off_is_found_by_a_seal_written_down(
    written: Engine, superuser: Connection
) -> None:
    with Session(written) as session:
        last = verify(session).last
    assert last is not None
    for table in ("audit_entry", "audit_seal", "audit_link"):
        superuser.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    superuser.execute(text("DELETE FROM audit_entry WHERE id > 25"))
    superuser.execute(text("DELETE FROM audit_link WHERE entry_id > 25"))
    superuser.execute(text("DELETE FROM audit_seal WHERE number = 6"))
    with Session(superuser) as session:
        assert verify(session).tampering == ()
        faults = verify(session, (last.number, last.hash)).tampering
    assert [(fault.kind, fault.number) for fault in faults] == [("anchor_differs", 6)]


def test_two_sealers_never_seal_the_same_twice(engine: Engine) -> None:
    with session_scope(engine) as session:
        note(session, "x")
    with session_scope(engine) as first:
        assert seal(first) == (1, 1)
        with session_scope(engine) as second:
            assert seal(second) is None
    with session_scope(engine) as session:
        assert seal(session) is None
