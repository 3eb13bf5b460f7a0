"""A million addresses in one box: the 95th percentile of what people type."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.backend import Stopwatch, percentiles
from bench.measuring import Measured
from geo_grid.core.search.pinyin import reading
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.services.search import search
from geo_grid.services.search_question import Question
from geo_grid.store.queries.state import state
from geo_grid.store.search_indexing import index_layer
from geo_grid.store.session import make_engine, session_scope

ADDRESSES = 1_000_000
STREETS = 10_000
ORGANISATIONS = 50_000
QUESTIONS = 400
WITHIN_MS = 50.0

#: Characters that streets are named with; two of them and an ending make a name.
_CHARACTERS = (
    "人民中山解放建设和平幸福新华长安东风胜利光明文化青年朝阳红旗前进团结友谊云溪松泾青禾枫林竹溪莲浦柳塘梅湾荷荡白鹭石桥杏花"
    "金银铜铁江河湖海春夏秋冬梅兰竹菊"
)
_ENDINGS = ("路", "街", "巷", "大道")

_ADDRESSES = text(
    """
    INSERT INTO address (load_id, text, street, number, households, people, geom)
    SELECT :load, names[place] || number, names[place], number, 1, 3, ST_SetSRID(ST_MakePoint(
        floor((lons[place] + at * 0.00002) * 1e7 + 0.5) / 1e7, floor(lats[place] * 1e7 + 0.5) / 1e7), 4326)
    FROM (
        SELECT CAST(:names AS text[]) AS names, CAST(:lons AS float8[]) AS lons,
               CAST(:lats AS float8[]) AS lats
    ) AS street
    CROSS JOIN generate_series(1, cardinality(names)) AS place
    CROSS JOIN generate_series(1, :each) AS at
    CROSS JOIN LATERAL (
        SELECT CASE WHEN at % 3 = 0 THEN at || '号' ELSE (at / 8 + 1) || '号' || (at % 8 + 1) || '幢' END
            AS number
    ) AS door
    """
)


def measure(url: str) -> Iterator[Measured]:
    """In the database of the example city, whose grids every answer names."""
    engine = make_engine(url)
    random = np.random.default_rng(1)
    names = _names(random, STREETS)
    with session_scope(engine) as session:
        _lay(session, random, names)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE address"))
    began = time.perf_counter()
    with session_scope(engine) as session:
        for layer in ("streets", "addresses", "organisations"):
            index_layer(session, layer)
    yield Measured(
        "indexing for the search", f"{ADDRESSES:,} addresses", f"{time.perf_counter() - began:.0f} s"
    )
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    now = datetime.now(UTC)
    with session_scope(engine) as session:
        index = build_index(session, now, state(session, now))
        for name, typed in _questions(random, names).items():
            took = _took(session, index, now, typed)
            middle, most = percentiles(took)
            target = f"≤ {WITHIN_MS:g} ms"
            yield Measured(
                f"search: {name}",
                f"{ADDRESSES:,} addresses, {len(took)} questions such as {typed[0]}",
                f"95 of 100 within {most:.1f} ms (median {middle:.1f} ms)",
                target,
                most <= WITHIN_MS,
            )
    engine.dispose()


def _took(session: Session, index: LocateIndex, now: datetime, typed: list[str]) -> list[float]:
    watch = Stopwatch(session)
    here = (120.9, 30.6)
    search(session, index, Question(typed[0], here=here), now)
    took = []
    for text_typed in typed:
        began = watch.ms()
        search(session, index, Question(text_typed, here=here), now)
        took.append(watch.ms() - began)
    return took


def _names(random: np.random.Generator, count: int) -> list[str]:
    found: set[str] = set()
    while len(found) < count:
        middle = "".join(random.choice(list(_CHARACTERS), 2 if random.random() < 0.7 else 3))
        found.add(f"{middle}{random.choice(_ENDINGS)}")
    return sorted(found)


def _lay(session: Session, random: np.random.Generator, names: list[str]) -> None:
    """In place of the city's own addresses, streets and shops."""
    for statement in ("DELETE FROM address", "DELETE FROM street", "DELETE FROM organisation"):
        session.execute(text(statement))
    load = session.scalar(text("SELECT id FROM base_load WHERE layer = 'addresses' AND replaced_at IS NULL"))
    lons, lats = random.uniform(120.83, 120.96, len(names)), random.uniform(30.55, 30.65, len(names))
    asked = {"load": load, "names": names, "lons": lons.tolist(), "lats": lats.tolist()}
    session.execute(_ADDRESSES, {**asked, "each": ADDRESSES // len(names)})
    session.execute(
        text(
            "INSERT INTO street (load_id, name, class, length_m, geom)"
            " SELECT :load, street, 'branch', 200, ST_Multi(ST_SetSRID(ST_MakeLine("
            " ST_MakePoint(min(ST_X(geom)), min(ST_Y(geom))),"
            " ST_MakePoint(max(ST_X(geom)), max(ST_Y(geom)))), 4326))"
            " FROM address GROUP BY street"
        ),
        {"load": load},
    )
    shops = [f"{name[:2]}{random.choice(['饭店', '超市', '药店', '理发店', '五金店'])}" for name in names]
    session.execute(
        text(
            "INSERT INTO organisation (load_id, name, trade, geom)"
            " SELECT :load, shop || n || '分店', '零售', ST_SetSRID(ST_MakePoint(lon, lat), 4326)"
            " FROM unnest(CAST(:shops AS text[]), CAST(:lons AS float8[]), CAST(:lats AS float8[]))"
            " AS it (shop, lon, lat) CROSS JOIN generate_series(1, :each) AS n"
        ),
        {"load": load, "shops": shops, "lons": np.round(lons, 7).tolist(), "lats": np.round(lats, 7).tolist(),
         "each": ORGANISATIONS // len(names)},
    )  # fmt: skip


def _questions(random: np.random.Generator, names: list[str]) -> dict[str, list[str]]:
    """What people type, a kind of typing each; a quarter of all that was asked is mixed of them at last."""
    some = [names[place] for place in random.choice(len(names), QUESTIONS // 4)]
    numbers = random.integers(1, 100, len(some)).tolist()
    wrong = [name[:-2] + random.choice(list(_CHARACTERS)) + name[-1] for name in some]
    kinds = {
        "address": [f"{name}{number}号" for name, number in zip(some, numbers, strict=True)],
        "beginning of an address": [
            f"{name}{number % 10}" for name, number in zip(some, numbers, strict=True)
        ],
        "name": list(some),
        "two characters": [name[:2] for name in some],
        "one character": [name[0] for name in some],
        "initials": [reading(name).initials for name in some],
        "pinyin with a number": [
            f"{reading(name).pinyin}{number}" for name, number in zip(some, numbers, strict=True)
        ],
        "wrong character": wrong,
        "wrong pinyin": [reading(name).pinyin.replace("a", "e", 1) for name in some],
        "shop": [f"{name[:2]}超市" for name in some],
        "nothing": [f"没有{name[0]}这个地方{number}" for name, number in zip(some, numbers, strict=True)],
    }
    mixed = [typed for kind in kinds.values() for typed in kind]
    kinds["all kinds mixed"] = [mixed[place] for place in random.permutation(len(mixed))[:QUESTIONS]]
    return kinds
