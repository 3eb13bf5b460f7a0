"""Drawing in a plan over 100,000 grids: one step, saved, against proving all of them."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.backend import Stopwatch, percentiles
from bench.made_coverage import MadeCoverage, made_coverage
from bench.measuring import Measured
from bench.storing import fresh_database
from geo_grid.core.canonical import canonical
from geo_grid.core.crs import WGS84, area_m2
from geo_grid.core.entry import Entered, Source
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.core.proof import Wholes, prove
from geo_grid.services.accounts import add_account
from geo_grid.services.grants import make_grant
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.plans.stepping import Turn, make_step
from geo_grid.settings import Settings
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord
from geo_grid.store.session import Engine, make_engine, session_scope
from geo_grid.store.writing import NewRow, open_edition, open_identities, open_rows, prove_now

COLUMNS, ROWS = 400, 250
#: Side of a community and of a town, in grids.
COMMUNITY, TOWN = 20, 100
STEPS = 200
WITHIN_MS, TIMES = 50.0, 100.0
EFFECTIVE = datetime(2026, 1, 1, tzinfo=UTC)
OUTLINE = "outline"
#: How far a border is moved or bulges, lattice units: a few metres, and about a tenth of a grid.
_NUDGE, _BULGE = 300, 1_200
#: Where grids are that no two steps share, within a community; the last column borders on the next community.
_PLACES, _LAST = (2, 6, 10, 14), 19

Operation = tuple[str, dict[str, Any]]

_HOLDER = uuid4()
_SETTINGS = Settings()


def measure(server: str) -> Iterator[Measured]:
    """In a database of its own, dropped afterwards."""
    city = made_coverage(COLUMNS, ROWS, block=COMMUNITY)
    with fresh_database(server) as url:
        engine = make_engine(url)
        _publish(engine, city)
        with session_scope(engine) as session:
            actor = _planner(session)
            plan = open_plan(session, actor, "bench", "bench", OUTLINE)
        all_ms = _prove_all(engine)
        took: dict[str, list[float]] = {}
        for number, (verb, arguments) in enumerate(operations(city)):
            took.setdefault(verb, []).append(_step(engine, actor, plan, number, verb, arguments))
        engine.dispose()
    size = f"{len(city.grids):,} grids, {STEPS} steps"
    every = [each for times in took.values() for each in times]
    median, most = percentiles(every)
    by_verb = ", ".join(f"{verb} {percentiles(times)[0]:.0f}" for verb, times in took.items())
    yield Measured(
        "a step of a plan: seen, drawn, proved and saved, 95th percentile",
        size,
        f"{most:.0f} ms (median {median:.0f} ms: {by_verb})",
        f"≤ {WITHIN_MS:g} ms",
        most <= WITHIN_MS,
    )
    yield Measured(
        "a step of a plan against proving all",
        size,
        f"{all_ms / median:.0f}× ({median:.0f} ms against {all_ms / 1e3:.1f} s)",
        f"≥ {TIMES:g}×",
        all_ms / median >= TIMES,
    )


def operations(city: MadeCoverage) -> Iterator[Operation]:
    """Steps of all sorts, each on grids that no other touches; a fifth on the border of two communities."""
    chance = np.random.default_rng(7)
    across, up = COLUMNS // COMMUNITY, ROWS // COMMUNITY
    sites = [
        (a, u, x, y) for a in range(across - 1) for u in range(up) for x in (*_PLACES, _LAST) for y in _PLACES
    ]
    verbs = (_move_vertex, _reshape, _split, _merge, _transfer)
    for number, at in enumerate(chance.permutation(len(sites))[:STEPS].tolist()):
        a, u, x, y = sites[at]
        # Grids of two communities are not merged, and none of one is divided by what belongs to another.
        make = _move_vertex if x == _LAST else verbs[number % len(verbs)]
        yield make(city, a * COMMUNITY + x, u * COMMUNITY + y)


def _corners(grids: MadeCoverage, x: int, y: int) -> list[list[int]]:
    """The ring of a grid: corners at 0, 3, 6, 9 from the south-west, two vertices between each."""
    xy = shapely.get_coordinates(grids.grids[x * ROWS + y])[:-1]
    return [[int(px), int(py)] for px, py in xy.tolist()]


def _code(x: int, y: int) -> str:
    return f"G{x * ROWS + y:06}"


def _move_vertex(grids: MadeCoverage, x: int, y: int) -> Operation:
    at = _corners(grids, x, y)[4]
    return "move_vertex", {"at": at, "to": [at[0] + _NUDGE, at[1] + _NUDGE]}


def _reshape(grids: MadeCoverage, x: int, y: int) -> Operation:
    ring = _corners(grids, x, y)
    south, north = ring[4], ring[5]
    bulge = [(south[0] + north[0]) // 2 + _BULGE, (south[1] + north[1]) // 2]
    return "reshape", {"grid": _code(x, y), "line": [south, bulge, north]}


def _split(grids: MadeCoverage, x: int, y: int) -> Operation:
    ring = _corners(grids, x, y)
    east, west = ring[4], ring[11]
    middle = [(east[0] + west[0]) // 2, (east[1] + west[1]) // 2 + _NUDGE]
    return "split", {"grid": _code(x, y), "line": [west, middle, east], "name": "new"}


def _merge(_: MadeCoverage, x: int, y: int) -> Operation:
    return "merge", {"grids": [_code(x, y), _code(x + 1, y)], "into": _code(x, y)}


def _transfer(grids: MadeCoverage, x: int, y: int) -> Operation:
    ring = _corners(grids, x, y)
    south, north = ring[4], ring[5]
    piece = [
        [south[0] - _BULGE, south[1]], [south[0] + _BULGE, south[1]],
        [north[0] + _BULGE, north[1]], [north[0] - _BULGE, north[1]],
    ]  # fmt: skip
    return "transfer", {"to": _code(x, y), "piece": [piece]}


def _step(
    engine: Engine, actor: Actor, plan: int, number: int, verb: str, arguments: dict[str, Any]
) -> float:
    """Milliseconds of one step in a transaction of its own, its commit included."""
    with session_scope(engine) as session:
        watch = Stopwatch(session)
        began = watch.ms()
        turn = Turn(actor.account or 0, number, uuid4(), _HOLDER)
        make_step(session, actor, plan, turn, verb, arguments, None, _SETTINGS)
        session.commit()
        return watch.ms() - began


def _prove_all(engine: Engine) -> float:
    """Milliseconds of reading all grids and proving them, level by level."""
    with session_scope(engine) as session:
        watch = Stopwatch(session)
        began = watch.ms()
        grids = whole_edition(session, datetime.now(UTC))
        for level in (1, 2, 3):
            children = [grid for grid in grids if grid.level == level]
            wholes = [grid for grid in grids if grid.level == level - 1]
            position = {grid.id: at for at, grid in enumerate(wholes)}
            parent = np.array([position[grid.parent_id or 0] for grid in children], dtype=np.int32)
            entered = _entered(children)
            sound = bool(shapely.is_valid(entered.geometry).all())
            if not (prove(entered, Wholes(_entered(wholes)), parent).ok and sound):
                raise RuntimeError(f"the made coverage does not tile at level {level}")
        return watch.ms() - began


def _entered(grids: Sequence[GridRecord]) -> Entered:
    given = np.array([grid.geometry for grid in grids], dtype=object)
    shapes = geometries_to_units(given)
    unmoved = np.zeros(len(grids), dtype=bool)
    ids = tuple(grid.code for grid in grids)
    return Entered(ids, shapes, shapes, Source(given, WGS84), unmoved, unmoved, ())


def _planner(session: Session) -> Actor:
    """Somebody who draws plans on all the ground."""
    account = add_account(session, f"planner{secrets.token_hex(4)}", "Planner").id
    make_grant(session, account, Role.PLANNER, grid=OUTLINE)
    ground = session.scalar(text("SELECT grid_id FROM grid_row WHERE level = 0"))
    return Actor(account, (Held(Role.PLANNER, grid=ground),))


def _publish(engine: Engine, city: MadeCoverage) -> None:
    """All levels as one edition, written as the store writes them and proved by the database."""
    blocks = -(-ROWS // COMMUNITY)
    towns = made_coverage(COLUMNS, ROWS, block=TOWN).parents
    outline = made_coverage(COLUMNS, ROWS, block=max(COLUMNS, ROWS)).parents
    per_column = -(-ROWS // TOWN)
    at = np.arange(len(city.parents))
    town_of = (at // blocks * COMMUNITY // TOWN) * per_column + at % blocks * COMMUNITY // TOWN
    levels: list[tuple[NDArray[np.object_], list[str], list[str | None]]] = [
        (outline, [OUTLINE], [None]),
        (towns, [f"T{i:02}" for i in range(len(towns))], [OUTLINE] * len(towns)),
        (city.parents, [f"C{i:03}" for i in range(len(at))], [f"T{i:02}" for i in town_of.tolist()]),
        (
            city.grids,
            [f"G{i:06}" for i in range(len(city.grids))],
            [f"C{i:03}" for i in city.parent_of.tolist()],
        ),
    ]
    with session_scope(engine) as session:
        edition = open_edition(session, EFFECTIVE, "bench", "bench", "bench", sets_outline=True)
        ids = open_identities(
            session, [(code, level) for level, (_, codes, _) in enumerate(levels) for code in codes]
        )
        for level, (shapes, codes, parents) in enumerate(levels):
            degrees = geometries_to_degrees(canonical(shapes))
            areas = area_m2(degrees).tolist()
            labels = shapely.get_coordinates(shapely.point_on_surface(degrees)).tolist()
            rows = [
                NewRow(
                    grid_id=ids[code], level=level, parent_id=None if parent is None else ids[parent],
                    code=code, name=code, kind="comprehensive", ground=None, class_=None, setting=None,
                    statutory=False, noding=False, geometry=shape, label=(x, y), area_m2=area,
                    hue=number % 6, attributes={},
                )
                for number, (code, parent, shape, (x, y), area) in enumerate(
                    zip(codes, parents, degrees, labels, areas, strict=True)
                )
            ]  # fmt: skip
            open_rows(session, rows, edition, EFFECTIVE)
        prove_now(session)
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
