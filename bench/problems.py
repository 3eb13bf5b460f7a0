"""What the rules say of a plan on the example city, the edits that would cure it included."""

from collections.abc import Iterator
from uuid import uuid4

import numpy as np
from sqlalchemy import text

from bench.backend import Stopwatch, percentiles
from bench.measuring import Measured
from geo_grid.core.errors import GeoGridError
from geo_grid.core.permissions.deciding import Actor, Held
from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account
from geo_grid.services.plans.opening import open_plan
from geo_grid.services.plans.plan_problems import PlanProblems, plan_problems
from geo_grid.services.plans.stepping import Turn, make_step
from geo_grid.settings import Settings
from geo_grid.store.session import Engine, make_engine, session_scope

#: A morning's plan, and one that cuts the whole city anew.
FEW_STEPS, STEPS, TIMES = 10, 200, 5
WITHIN_MS = 300.0

_SETTINGS = Settings()
_HOLDER = uuid4()
_GRIDS = text(
    """
    SELECT code, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM grid_row
    WHERE level = 3 AND ground = 'residential' AND valid @> now() ORDER BY md5(code)
    """
)


def measure(url: str) -> Iterator[Measured]:
    """On the example city: grids are cut by straight lines, through whatever stands there."""
    engine = make_engine(url)
    with session_scope(engine) as session:
        ground = session.execute(text("SELECT grid_id, code FROM grid_row WHERE level = 0")).one()
        account = add_account(session, f"planner{uuid4().hex[:8]}", "Planner").id
        actor = Actor(account, (Held(Role.PLANNER, grid=ground.grid_id),))
        plan = open_plan(session, actor, "bench", "bench", ground.code)
    grids = _grids(engine)
    _draw(engine, actor, plan, grids, 0, FEW_STEPS)
    took, few = _asked(engine, actor, plan)
    yield Measured(
        "what the rules say of a plan, with the first cures",
        f"{FEW_STEPS} steps, {few.checked} grids, {len(few.items)} items",
        f"{took:.0f} ms",
        f"≤ {WITHIN_MS:g} ms",
        took <= WITHIN_MS,
    )
    _draw(engine, actor, plan, grids, FEW_STEPS, STEPS)
    took, found = _asked(engine, actor, plan)
    yield Measured(
        "the same of a plan all over the city",
        f"{STEPS} steps, {found.checked} grids, {len(found.items)} items",
        f"{took:.0f} ms, {took / found.checked:.0f} a grid",
    )
    alone: list[float] = []
    for key in [item.grids[0] for item in found.items if item.more_cures][: 4 * TIMES]:
        with session_scope(engine) as session:
            watch = Stopwatch(session)
            began = watch.ms()
            plan_problems(session, actor, plan, _SETTINGS, grid=key, rules=["sizes"])
            alone.append(watch.ms() - began)
    engine.dispose()
    if alone:
        one, most = percentiles(alone)
        yield Measured(
            "all cures of one grid", f"{len(alone)} grids", f"{one:.0f} ms (95 of 100 within {most:.0f})"
        )


def _asked(engine: Engine, actor: Actor, plan: int) -> tuple[float, PlanProblems]:
    """Milliseconds, and what is found."""
    took = []
    for _ in range(TIMES):
        with session_scope(engine) as session:
            watch = Stopwatch(session)
            began = watch.ms()
            found = plan_problems(session, actor, plan, _SETTINGS)
            took.append(watch.ms() - began)
    return percentiles(took)[0], found


def _grids(engine: Engine) -> Iterator[tuple[str, float, float, float, float]]:
    with engine.connect() as connection:
        rows = connection.execute(_GRIDS).all()
    return ((row[0], row[1], row[2], row[3], row[4]) for row in rows)


def _draw(
    engine: Engine,
    actor: Actor,
    plan: int,
    grids: Iterator[tuple[str, float, float, float, float]],
    made: int,
    until: int,
) -> None:
    """Each step cuts a grid somewhere through its middle; those that cannot be cut so are passed over."""
    chance = np.random.default_rng(11)
    for code, west, south, east, north in grids:
        middle = np.array([west + east, south + north]) / 2
        angle = chance.uniform(0, np.pi)
        reach = np.array([np.cos(angle), np.sin(angle)]) * max(east - west, north - south)
        line = [[int(unit) for unit in place * 1e7] for place in (middle - reach, middle + reach)]
        with session_scope(engine) as session:
            turn = Turn(actor.account or 0, made, uuid4(), _HOLDER)
            arguments = {"grid": code, "line": line, "name": f"{made}"}
            try:
                make_step(session, actor, plan, turn, "split", arguments, None, _SETTINGS)
            except GeoGridError:
                session.rollback()
                continue
            session.commit()
        made += 1
        if made == until:
            return
