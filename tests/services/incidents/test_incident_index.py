"""What memory answers is what the database answers: any filter, any sight, after any change."""

import math
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from geo_grid.services.incidents.index.choosing import is_overdue
from geo_grid.services.incidents.index.gathering import gathered
from geo_grid.services.incidents.index.incident_index import IncidentIndex
from geo_grid.services.incidents.index.mercator import interleaved, stretch, world
from geo_grid.services.incidents.index.ordering import Sort
from geo_grid.services.incidents.listing import counts_of, page_of
from geo_grid.services.incidents.tile import make_incident_tile
from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.incident_filter import filtered
from geo_grid.store.session import session_scope
from tests.conftest import Database, named

pytestmark = pytest.mark.database

SEED = 20261122
WEST, SOUTH = 120.4, 23.4
STATES = ("reported", "handling", "suspended", "closed", "declined")
CATEGORIES = ("0101", "0102", "0201", "1101")
WORDS = ("垃圾桶满了", "路灯 坏了", 'Manhole, "open"', "100%_sure", "换\n行")

_PUT = text(
    """
    INSERT INTO incident (number, state, kind, urgency, channel, category, catalogue_version, title, place,
        geom, edition, grid_id, grids, nearest_grid, level, assignee_person, assignee_office, co_offices,
        reporter_account, reported_at, changed_at, due_at, warn_at, made_up)
    VALUES (:number, :state, :kind, :urgency, :channel, :category, 0, :title, :place,
        ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), 1, :grid, :grids, :nearest, :level, :person, :office, :co,
        :account, :reported, :reported, :due, :warn, :made_up)
    """
)

#: Grids, people and offices are only numbers here.
_ALONE = text(
    """
    DO $$
    DECLARE name text;
    BEGIN
        FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'incident'::regclass AND contype = 'f'
        LOOP EXECUTE format('ALTER TABLE incident DROP CONSTRAINT %I', name); END LOOP;
    END $$
    """
)


class Town:
    """A database with incidents that nobody reported."""

    def __init__(self, engine: Engine, owner: Engine) -> None:
        self.engine = engine
        self.owner = owner
        self.chance = random.Random(SEED)
        self.now = datetime.now(UTC)
        self.n = 0

    def put(self, count: int, **fixed: object) -> None:
        with self.owner.begin() as connection:
            connection.execute(_PUT, [{**self._one(), **fixed} for _ in range(count)])

    def change(self, statement: str) -> None:
        with self.owner.begin() as connection:
            connection.execute(text(statement))

    def _one(self) -> dict[str, object]:
        self.n += 1
        chance = self.chance
        leaf = chance.choice((None, 31, 32, 33))
        # Several at one moment, so that identities have to decide.
        reported = self.now - timedelta(hours=chance.randrange(60))
        due = chance.choice((None, self.now + timedelta(hours=chance.randrange(-30, 30))))
        return {
            "number": f"202611{chance.randrange(10, 20)}-{self.n:06}",
            "state": chance.choice(STATES),
            "kind": chance.choice(("general", "emergency")),
            "urgency": chance.choice(("normal", "urgent", "emergency")),
            "channel": chance.choice(("resident", "hotline")),
            "category": chance.choice(CATEGORIES),
            "title": chance.choice(WORDS),
            "place": chance.choice((None, "延平老街", "Main Street")),
            "lon": round(WEST + chance.random() * 0.1, 7),
            "lat": round(SOUTH + chance.random() * 0.1, 7),
            "grid": leaf,
            "grids": [] if leaf is None else [1, 10 + leaf % 2, leaf],
            "nearest": chance.choice((31, 32)) if leaf is None else None,
            "level": chance.choice((None, 1, 2, 3)),
            "person": chance.choice((None, 7, 8)),
            "office": chance.choice((None, 5, 6)),
            "co": chance.choice(([], [5], [5, 6])),
            "account": chance.choice((None, 9)),
            "reported": reported,
            "due": due,
            "warn": None if due is None else due - timedelta(hours=4),
            "made_up": False,
        }


@pytest.fixture(scope="module")
def town(template: Database, server_url: str, administer: Callable[[str], None]) -> Iterator[Town]:
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    database = named(server_url, name)
    engine, owner = database.engine(), database.owner_engine()
    try:
        made = Town(engine, owner)
        with owner.begin() as connection:
            connection.execute(_ALONE)
        made.put(400)
        yield made
    finally:
        engine.dispose()
        owner.dispose()
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def memory(town: Town) -> IncidentIndex:
    """Asked before anything changes, and followed from then on."""
    found = IncidentIndex()
    with session_scope(town.engine) as session:
        assert len(found.look(session)) == 400
    return found


def few(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=2).map(tuple))


NOW = datetime.now(UTC)
INSTANTS = st.none() | st.integers(-60, 5).map(lambda hours: NOW + timedelta(hours=hours))
FILTERS = st.builds(
    IncidentFilter,
    states=few(STATES),
    is_open=st.none() | st.booleans(),
    categories=few((*CATEGORIES, "01", "11", "99")),
    kinds=few(("general", "emergency")),
    urgencies=few(("normal", "urgent", "emergency")),
    channels=few(("resident", "hotline")),
    level=st.none() | st.integers(1, 3),
    grid=st.sampled_from((None, None, 1, 10, 31, 77)),
    person=st.sampled_from((None, None, 7, 77)),
    office=st.sampled_from((None, None, 5)),
    due=st.sampled_from((None, None, "overdue", "today", "soon")),
    day_ends=st.just(NOW + timedelta(hours=9)),
    outside=st.none() | st.booleans(),
    words=st.sampled_from(
        (
            None,
            None,
            "垃圾",
            "灯 坏",
            "OPEN",
            '"open"',
            "100%_",
            "%",
            "20261112",
            "20261112-0001",
            "老街",
            "行",
        )
    ),
    box=st.none() | st.just((WEST + 0.02, SOUTH + 0.03, WEST + 0.06, SOUTH + 0.09)),
    since=INSTANTS,
    until=INSTANTS,
)
SIGHTS = st.one_of(
    st.just(Sight(everything=True)),
    st.builds(
        Sight,
        grids=st.frozensets(st.sampled_from((10, 31, 32, 99)), max_size=2),
        ground=st.frozensets(st.sampled_from((31, 99)), max_size=1),
        offices=st.frozensets(st.sampled_from((5, 6, 99)), max_size=2),
        person=st.sampled_from((None, 7)),
        account=st.sampled_from((None, 9)),
    ),
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def truth(session: Session, asked: IncidentFilter, sight: Sight, order: str = "i.id") -> list[int]:
    """As the database has it."""
    where, params = filtered(asked, sight)
    if asked.box is not None:
        # Indexes round boxes up to single precision, to a metre.
        where += " AND ST_Intersects(i.geom, ST_MakeEnvelope(:west, :south, :east, :north, 4326))"
    statement = f"SELECT i.id FROM incident i WHERE {where} ORDER BY {order}"
    return list(session.scalars(text(statement), params))


@MANY
@given(FILTERS, SIGHTS)
def test_a_filter_means_the_same_in_memory(
    town: Town, memory: IncidentIndex, asked: IncidentFilter, sight: Sight
) -> None:
    with session_scope(town.engine) as session:
        look = memory.look(session)
        found = sorted(i for columns, at in look.wanted(asked, sight) for i in columns.id[at].tolist())
        assert found == truth(session, asked, sight)
        counted = counts_of(look, asked, sight)
        assert counted.total == len(found)
        soon = counted.by["due"].pop("soon", 0)
        if asked.due is None:
            assert soon == len(truth(session, replace(asked, due="soon"), sight))
        assert all(sum(each.values()) == len(found) for each in counted.by.values())


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("newest", "i.reported_at DESC, i.id DESC"),
        ("changed", "i.changed_at DESC, i.id DESC"),
        ("due", "i.due_next, i.id"),
    ],
)
def test_pages_follow_each_other_as_the_database_sorts(
    town: Town, memory: IncidentIndex, sort: Sort, order: str
) -> None:
    everything = Sight(everything=True)
    with session_scope(town.engine) as session:
        asked = IncidentFilter(is_open=True) if sort == "due" else IncidentFilter()
        expected = truth(session, asked, everything, order)
        if sort == "due":
            dated = session.scalars(text("SELECT id FROM incident WHERE due_next IS NOT NULL"))
            timed = set(dated)
            expected = [each for each in expected if each in timed]
        found, after = [], None
        while True:
            page = page_of(session, memory.look(session), IncidentFilter(), everything, sort, after, 37)
            found += [row.id for row in page.rows]
            if page.next is None:
                break
            after = page.next
    assert len(expected) > 100
    assert found == expected


def test_what_changes_is_seen_by_the_next_look(town: Town, memory: IncidentIndex) -> None:
    everything = Sight(everything=True)

    def agrees() -> int:
        with session_scope(town.engine) as session:
            kept, fresh = memory.look(session), IncidentIndex().look(session)
            for asked in (IncidentFilter(), IncidentFilter(is_open=True), IncidentFilter(words="搬")):
                assert counts_of(kept, asked, everything) == counts_of(fresh, asked, everything)
            for x, y in ((3418, 1772), (3419, 1773)):
                tile = (12, x, y)
                told = [
                    gathered(each.wanted(IncidentFilter(), everything, tile), tile, 0)
                    for each in (kept, fresh)
                ]
                assert np.array_equal(told[0].n, told[1].n)
            return len(kept)

    before = agrees()
    town.put(7)
    assert agrees() == before + 7
    town.change("UPDATE incident SET state = 'closed', title = '搬走了' WHERE id % 5 = 0")
    town.change("UPDATE incident SET geom = ST_SetSRID(ST_MakePoint(120.5, 23.5), 4326) WHERE id % 7 = 0")
    assert agrees() == before + 7
    town.change("UPDATE incident SET title = '又搬' WHERE id % 5 = 0")
    assert agrees() == before + 7


def test_whatever_commits_late_is_not_missed(town: Town, memory: IncidentIndex) -> None:
    """A transaction that began first and ends last is between two looks whose numbers say nothing of it."""
    with town.owner.connect() as slow, slow.begin() as working:
        slow.execute(text("UPDATE incident SET title = '慢慢来' WHERE id = (SELECT min(id) FROM incident)"))
        town.change("UPDATE incident SET title = '快' WHERE id = (SELECT max(id) FROM incident)")
        asked, everything = IncidentFilter(words="慢慢"), Sight(everything=True)
        with session_scope(town.engine) as session:
            assert counts_of(memory.look(session), asked, everything).total == 0
            assert counts_of(memory.look(session), IncidentFilter(words="快"), everything).total == 1
        working.commit()
    with session_scope(town.engine) as session:
        assert counts_of(memory.look(session), asked, everything).total == 1


def test_so_many_changes_that_all_is_sorted_again(
    town: Town, memory: IncidentIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_grid.services.incidents.index.look._MOST_LATER", 20)
    everything = Sight(everything=True)
    with session_scope(town.engine) as session:
        before = len(memory.look(session))
    town.change("UPDATE incident SET level = 2")
    with session_scope(town.engine) as session:
        look = memory.look(session)
        assert (len(look), len(look.later)) == (before, 0)
        assert bool((np.diff(look.ordered.place.astype(object)) >= 0).all())
        assert counts_of(look, IncidentFilter(level=2), everything).total == before
        assert truth(session, IncidentFilter(level=2), everything) == sorted(look.ordered.id.tolist())


def test_a_demo_goes_as_a_whole(town: Town, memory: IncidentIndex) -> None:
    with session_scope(town.engine) as session:
        before = len(memory.look(session))
    town.put(5, made_up=True)
    with session_scope(town.engine) as session:
        assert len(memory.look(session)) == before + 5
    town.change("DELETE FROM incident WHERE made_up")
    with session_scope(town.engine) as session:
        assert len(memory.look(session)) == before


def test_a_tile_has_each_incident_once_and_its_neighbours_have_the_others(
    town: Town, memory: IncidentIndex
) -> None:
    everything = Sight(everything=True)
    with session_scope(town.engine) as session:
        look = memory.look(session)
        for zoom in (0, 5, 11, 14):
            tiles = {(zoom, int(x) >> (32 - zoom), int(y) >> (32 - zoom)) for x, y in _places(session)}
            cells = [
                gathered(look.wanted(IncidentFilter(), everything, each), each, look.stand.at)
                for each in tiles
            ]
            assert sum(int(each.n.sum()) for each in cells) == len(look)
            overdue = sum(
                int(is_overdue(columns, look.stand.at)[at].sum())
                for columns, at in look.wanted(IncidentFilter(), everything)
            )
            assert sum(int(each.overdue.sum()) for each in cells) == overdue
            for each in cells:
                assert bool(((each.x >= 0) & (each.x < 4096) & (each.y >= 0) & (each.y < 4096)).all())
        far = make_incident_tile(session, look, (14, 0, 0), IncidentFilter(), everything)
        near = make_incident_tile(session, look, (0, 0, 0), IncidentFilter(), everything)
        assert (far, b"incidents" in near) == (b"", True)


def test_points_just_outside_a_tile_are_drawn_in_it_too(town: Town, memory: IncidentIndex) -> None:
    zoom = 14
    lon = math.floor((120.45 + 180) / 360 * 2**zoom) / 2**zoom * 360 - 180
    town.put(1, lon=round(lon - 1e-5, 7), lat=23.45, number="20261101-000001")
    with session_scope(town.engine) as session:
        look = memory.look(session)
        x, y = world(np.array([lon + 1e-9]), np.array([23.45]))
        tile = (zoom, int(x[0]) >> (32 - zoom), int(y[0]) >> (32 - zoom))
        asked, everything = IncidentFilter(words="20261101-000001"), Sight(everything=True)
        drawn = make_incident_tile(session, look, tile, asked, everything)
        beyond = make_incident_tile(session, look, (zoom, tile[1] + 1, tile[2]), asked, everything)
    assert (b"20261101-000001" in drawn, beyond) == (True, b"")


@given(st.integers(0, 18), st.floats(-180, 179.9999, allow_nan=False), st.floats(-85, 85, allow_nan=False))
def test_a_tile_is_one_stretch_of_places(zoom: int, lon: float, lat: float) -> None:
    x, y = world(np.array([lon]), np.array([lat]))
    place = interleaved(x, y)[0]
    tile = (zoom, int(x[0]) >> (32 - zoom), int(y[0]) >> (32 - zoom))
    first, last = stretch(*tile)
    assert first <= place <= last
    if zoom:
        first, last = stretch(zoom, tile[1] ^ 1, tile[2])
        assert not first <= place <= last


def _places(session: Session) -> list[tuple[int, int]]:
    rows = session.execute(text("SELECT ST_X(geom) AS lon, ST_Y(geom) AS lat FROM incident")).all()
    x, y = world(np.array([row.lon for row in rows]), np.array([row.lat for row in rows]))
    return list(zip(x.tolist(), y.tolist(), strict=True))
