"""The ground on which somebody may do something."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from geo_grid.core.errors import Denied, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Decision, permitted
from geo_grid.core.permissions.roles import ACTIONS
from geo_grid.store.queries.scope import grid_in_force, grids_on_ground, place_of
from geo_grid.store.queries.standing_ground import Reach, standing_place


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


def reach_of(actor: Actor | None, action: Action) -> Reach:
    """The ground on which the actor may do this, for lists that are filtered in SQL.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself: everything.
    """
    if actor is None:
        return Reach(everything=True)
    if actor.limit is not None and action not in actor.limit:
        return Reach()
    able = [held for held in actor.grants if action in ACTIONS[held.role]]
    return Reach(
        tuple(held.grid for held in able if held.grid is not None),
        tuple(held.office for held in able if held.grid is None and held.office is not None),
        everything=any(held.grid is None and held.office is None for held in able),
    )


def require_on(session: Session, actor: Actor | None, action: Action, *grids: int) -> None:
    """Refuse what the actor may not do on all of some grids; one that has ended is its parent's ground.

    Parameters
    ----------
    actor
        None for whoever works at the machine itself, who may do everything.
    grids
        Identities.

    Raises
    ------
    Denied
        ``not_permitted``, ``not_on_this_ground``, ``token_limited``.
    """
    for grid in dict.fromkeys(grids if actor is not None else ()):
        decision = permitted(actor or Actor(), action, standing_place(session, grid))
        if not decision.allowed:
            raise Denied(decision.reason, action=str(action), who=[str(role) for role in decision.who])
