"""Publishing a plan of 200 steps on 1,000 grids: proved twice, written, counted and announced."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import shapely
from sqlalchemy import text

from bench.made_coverage import MadeCoverage, made_coverage
from bench.measuring import Measured
from bench.storing import fresh_database
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account
from geo_grid.services.edition_draft import DraftGrid, EditionDraft
from geo_grid.services.plans.moving_on import approve, submit
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.plans.publish_plan import publish_plan
from geo_grid.services.plans.stepping import Turn, make_step
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store.session import Engine, make_engine, session_scope

#: 40 by 25 grids in communities of 5 by 5.
COLUMNS, ROWS, BLOCK = 40, 25, 5
STEPS, WITHIN_S = 200, 3.0
EFFECTIVE = datetime(2026, 1, 1, tzinfo=UTC)
TOWN, OUTLINE = "town", "outline"

_SETTINGS = Settings()
_HOLDER = uuid4()

Operation = tuple[str, dict[str, Any]]


def measure(server: str) -> Iterator[Measured]:
    """In a database of its own, dropped afterwards."""
    city = made_coverage(COLUMNS, ROWS, block=BLOCK)
    with fresh_database(server) as url:
        engine = make_engine(url)
        lay(engine, city)
        planner, approver = _people(engine)
        plan = _drawn(engine, planner, city)
        with session_scope(engine) as session:
            submit(session, planner, plan, "bench")
            approve(session, approver, plan, "bench")
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
        started = time.perf_counter()
        with session_scope(engine) as session:
            edition = publish_plan(session, approver, plan, "bench", _SETTINGS)
        took = time.perf_counter() - started
        with engine.connect() as connection:
            rows = connection.scalar(
                text("SELECT count(*) FROM grid_row WHERE edition_from = :number"), {"number": edition.number}
            )
        engine.dispose()
    yield Measured(
        "publishing a plan, committed with all triggers",
        f"{STEPS} steps on {len(city.grids):,} grids, {rows:,} rows opened",
        f"{took:.2f} s",
        f"≤ {WITHIN_S:g} s",
        took <= WITHIN_S,
    )


def operations(city: MadeCoverage) -> list[Operation]:
    """Every fifth grid: split across its middle, its border moved a little, or called otherwise."""
    found: list[Operation] = []
    for number in range(0, len(city.grids), len(city.grids) // STEPS):
        key, grid = f"g{number}", city.grids[number]
        if number % 2:
            found.append(("rename", {"grid": key, "name": f"renamed {number}"}))
            continue
        middle = shapely.centroid(grid)
        x, south, north = int(middle.x), int(grid.bounds[1]), int(grid.bounds[3])
        line = [[x, south - 9], [x + 1, int(middle.y)], [x, north + 9]]
        found.append(("split", {"grid": key, "line": line, "name": "half", "code": f"h{number}"}))
    return found


def lay(engine: Engine, city: MadeCoverage) -> None:
    """Publish a made coverage as one town of communities."""
    whole = shapely.union_all(city.parents)
    town = DraftGrid(TOWN, "town", 1, OUTLINE, whole)
    communities = [
        DraftGrid(f"c{number}", "c", 2, TOWN, ground) for number, ground in enumerate(city.parents)
    ]
    grids = [
        DraftGrid(f"g{number}", "g", 3, f"c{city.parent_of[number]}", ground)
        for number, ground in enumerate(city.grids)
    ]
    outline = DraftGrid(OUTLINE, "outline", 0, None, whole)
    with session_scope(engine) as session:
        publish(
            session,
            EditionDraft(
                EFFECTIVE, "bench", "", "bench", {1: [town], 2: communities, 3: grids}, outline=outline
            ),
        )


def _people(engine: Engine) -> tuple[Actor, Actor]:
    with session_scope(engine) as session:
        drawing, approving = (add_account(session, login, login).id for login in ("draws", "approves"))
    return Actor(drawing, (Held(Role.PLANNER),)), Actor(approving, (Held(Role.APPROVER),))


def _drawn(engine: Engine, planner: Actor, city: MadeCoverage) -> int:
    assert planner.account is not None
    with session_scope(engine) as session:
        plan = open_plan(session, planner, "bench", "bench", OUTLINE)
        for number, (verb, arguments) in enumerate(operations(city)):
            turn = Turn(planner.account, number, uuid4(), _HOLDER)
            make_step(session, planner, plan, turn, verb, arguments, None, _SETTINGS)
    return plan
