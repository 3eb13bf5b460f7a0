"""Lists, counts and tiles of a million incidents."""

import math
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from bench.measuring import Measured
from bench.storing import fresh_database
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.incidents.index.incident_index import IncidentIndex
from geo_grid.services.incidents.listing import counts_of, page_of
from geo_grid.services.incidents.tile import make_incident_tile
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.state import state
from geo_grid.store.session import Session, make_engine, session_scope

#: How many incidents are made; fewer are enough to see that it runs.
ROWS = int(os.environ.get("GEO_GRID_BENCH_INCIDENTS", "1000000"))
ASKED = 40
LIMIT_MS = 100.0

_MADE = text(
    """
    INSERT INTO incident (number, state, kind, urgency, channel, category, catalogue_version, title, place,
        geom, edition, grid_id, grids, level, reported_at, stage_since, due_at, stage_due_at)
    SELECT to_char(t.at, 'YYYYMMDD') || '-9' || lpad(n::text, 7, '0'),
        CASE WHEN n % 20 = 0 THEN 'handling' ELSE 'closed' END, 'general',
        CASE WHEN n % 50 = 0 THEN 'emergency' ELSE 'normal' END, 'resident',
        (ARRAY['0101', '0102', '0203', '0402', '0701', '1101', '1102'])[1 + n % 7], 0,
        (ARRAY['垃圾桶满了', '路灯坏了', '井盖翘起', '占道经营', '楼道堆物'])[1 + n % 5] || n % 997,
        '延平老街' || n % 300,
        ST_SetSRID(ST_MakePoint(
            floor((ST_X(g.label) + (random() - 0.5) * 0.008) * 1e7 + 0.5) / 1e7,
            floor((ST_Y(g.label) + (random() - 0.5) * 0.008) * 1e7 + 0.5) / 1e7), 4326),
        1, g.grid_id, ARRAY[g.l1, g.l2, g.grid_id], 3, t.at, t.at, t.at + interval '7 days',
        t.at + interval '5 days'
    FROM generate_series(1, :rows) n
    CROSS JOIN LATERAL (SELECT now() - (:rows - n) * interval '30 seconds' AS at) t
    JOIN (
        SELECT r.grid_id, r.label, c.grid_id AS l2, c.parent_id AS l1,
               row_number() OVER (ORDER BY r.code) - 1 AS k, count(*) OVER () AS m
        FROM grid_row r JOIN grid_row c ON c.grid_id = r.parent_id WHERE r.level = 3
    ) g ON g.k = (n::bigint * 7919) % g.m
    """
)


def measure(server: str) -> list[Measured]:
    """On the example town, in a database that is dropped afterwards."""
    with fresh_database(server) as url:
        engine = make_engine(url)
        try:
            with session_scope(engine) as session:
                load_demo(session, make_example(ZoneInfo("Asia/Shanghai")), datetime.now(UTC))
                index = build_index(session, datetime.now(UTC), state(session, datetime.now(UTC)))
            return _looking(engine, index)
        finally:
            engine.dispose()


def _looking(engine: Engine, index: LocateIndex) -> list[Measured]:
    with session_scope(engine) as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(_MADE, {"rows": ROWS})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE incident"))
    memory = IncidentIndex()
    began = time.perf_counter()
    with session_scope(engine) as session:
        memory.look(session)
    read = time.perf_counter() - began
    everything = Sight(everything=True)
    leaf = next(grid for grid in index.grids.values() if grid.level == 3)
    some = Sight(grids=frozenset({leaf.id}))
    filters = [
        IncidentFilter(),
        IncidentFilter(is_open=True),
        IncidentFilter(states=("handling",), urgencies=("emergency",)),
        IncidentFilter(categories=("01",)),
        IncidentFilter(grid=leaf.id),
        IncidentFilter(words="井盖"),
        IncidentFilter(words="路灯坏了99", categories=("07",), is_open=True),
        IncidentFilter(due="overdue"),
    ]
    asked = [(memory, each, sight) for each in filters for sight in (everything, some)]
    lon, lat = leaf.label
    tiles: list[Callable[[Session], object]] = [
        partial(_drawn, memory, _tile(zoom, lon, lat), each, everything)
        for zoom in (8, 11, 13, 14, 15, 16)
        for each in (IncidentFilter(is_open=True), IncidentFilter())
    ]
    return [
        Measured("reading all incidents into memory", f"{ROWS:,} incidents", f"{read:.1f} s"),
        _measured("list of incidents, 95th percentile", engine, [partial(_listed, *each) for each in asked]),
        _measured(
            "counts of incidents, 95th percentile", engine, [partial(_counted, *each) for each in asked]
        ),
        _measured("tile of incidents, 95th percentile", engine, tiles),
    ]


def _listed(memory: IncidentIndex, asked: IncidentFilter, sight: Sight, session: Session) -> object:
    return page_of(session, memory.look(session), asked, sight, "newest", None, 50)


def _counted(memory: IncidentIndex, asked: IncidentFilter, sight: Sight, session: Session) -> object:
    return counts_of(memory.look(session), asked, sight)


def _drawn(
    memory: IncidentIndex,
    tile: tuple[int, int, int],
    asked: IncidentFilter,
    sight: Sight,
    session: Session,
) -> object:
    return make_incident_tile(session, memory.look(session), tile, asked, sight)


def _measured(what: str, engine: Engine, asks: list[Callable[[Session], object]]) -> Measured:
    taken = []
    for number in range(max(ASKED, 2 * len(asks))):
        with session_scope(engine) as session:
            began = time.perf_counter()
            asks[number % len(asks)](session)
            taken.append(1000 * (time.perf_counter() - began))
    value = statistics.quantiles(taken, n=20)[-1]
    median = statistics.median(taken)
    told = f"{value:.0f} ms (median {median:.0f} ms, worst {max(taken):.0f} ms)"
    return Measured(what, f"{ROWS:,} incidents", told, f"≤ {LIMIT_MS:.0f} ms", value <= LIMIT_MS)


def _tile(zoom: int, lon: float, lat: float) -> tuple[int, int, int]:
    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * side
    return zoom, int((lon + 180) / 360 * side), int(row)
