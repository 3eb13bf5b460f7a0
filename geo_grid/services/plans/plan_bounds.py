"""The written bounds (四至) of a grid as a plan has it."""

from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.bounds import Beside, ToldBounds, told_bounds
from geo_grid.services.plans.found import found_plan
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.plan_scene import grids_in_box, grids_named


def plan_bounds(
    session: Session, actor: Actor | None, plan: int, key: str, within_m: float
) -> tuple[PlanRecord, Grid, ToldBounds]:
    """The plan, a grid of it, and the bounds that it would have.

    Raises
    ------
    NotFound
        ``plan_not_found``, ``grid_not_in_plan``.
    Denied
        ``not_on_this_ground``.
    """
    record = found_plan(session, actor, plan)
    named = grids_named(session, record.base, [key])
    if not named:
        raise NotFound("grid_not_in_plan", grid=key)
    grid = named[0].grid
    west, south, east, north = (int(edge) for edge in grid.geometry.bounds)
    # Those of its own level come last and win: a coarser one is the neighbour where nothing divides it.
    around = grids_in_box(session, record.base, (west, south, east, north), range(1, grid.level + 1))
    beside = [
        Beside(each.grid.key, each.grid.code, each.grid.name, each.grid.geometry, is_void=each.grid.is_void)
        for each in around
        if each.grid.key != key
    ]
    return record, grid, told_bounds(session, grid.geometry, beside, grid.attributes, within_m)
