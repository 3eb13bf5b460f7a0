"""The ground on which somebody may do something."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Decision, permitted
from geo_grid.core.permissions.roles import ACTIONS
from geo_grid.store.queries.scope import grid_in_force, grids_on_ground, place_of


def permitted_on(session: Session, actor: Actor, action: Action, code: str) -> Decision:
    """Whether the actor may do this on the grid with this code, at this instant.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_in_force(session, code)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    return permitted(actor, action, place_of(session, grid))


def ground_of(
    session: Session, actor: Actor, actions: Sequence[Action], after: str | None, limit: int
) -> list[tuple[str, str, int]]:
    """Code, name and level of the grids on which the actor may do one of these, by code; filtered in SQL."""
    allowed = [action for action in actions if actor.limit is None or action in actor.limit]
    able = [held for held in actor.grants if ACTIONS[held.role] & frozenset(allowed)]
    return grids_on_ground(
        session,
        [held.grid for held in able if held.grid is not None],
        [held.office for held in able if held.grid is None and held.office is not None],
        everything=any(held.grid is None and held.office is None for held in able),
        after=after,
        limit=limit,
    )
