"""Comments on a plan, each pinned to a place."""

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.found import found_plan, held_plan
from geo_grid.services.plans.opening import MOST_REASON, checked_text
from geo_grid.store import plan_notes_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import PlanCommentRecord
from geo_grid.store.queries import plan_notes as queries
from geo_grid.store.queries.plan_scene import grids_named

SEE = Action.GROUND_SEE


def comments(
    session: Session, actor: Actor | None, plan: int, *, resolved: bool, after: int, limit: int
) -> list[PlanCommentRecord]:
    """Comments by number.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    found_plan(session, actor, plan, SEE)
    return queries.comments(session, plan, resolved=resolved, after=after, limit=limit)


def add_comment(
    session: Session,
    actor: Actor | None,
    plan: int,
    said: str,
    place: tuple[float, float],
    grid: str | None,
) -> PlanCommentRecord:
    """Say something of a place; the caller commits.

    Parameters
    ----------
    place
        Lon, lat, EPSG:4326 degrees.
    grid
        Key of a grid of the plan, where one is meant.

    Raises
    ------
    InputError
        ``plan_text_invalid``.
    NotFound
        ``grid_not_found``; as `found_plan`.
    Denied
        As `found_plan`.
    """
    record = held_plan(session, actor, plan, SEE)
    text = checked_text(said, "text", MOST_REASON)
    if grid is not None and not grids_named(session, record.base, [grid]):
        raise NotFound("grid_not_found", grid=grid)
    number = writing.add_comment(session, plan, text, place, grid, _account(actor))
    note(session, "plan.comment", f"plan:{plan}", after={"note": text, "grid": grid})
    return _comment(session, plan, number)


def resolve_comment(session: Session, actor: Actor | None, plan: int, number: int) -> PlanCommentRecord:
    """Settle a comment; one that is settled stays as it is. The caller commits.

    Raises
    ------
    NotFound
        ``plan_comment_not_found``; as `found_plan`.
    Denied
        As `found_plan`.
    """
    held_plan(session, actor, plan, SEE)
    if _comment(session, plan, number).resolved_at is None:
        writing.resolve_comment(session, plan, number, _account(actor))
        note(session, "plan.resolve", f"plan:{plan}", after={"ids": [number]})
    return _comment(session, plan, number)


def _comment(session: Session, plan: int, number: int) -> PlanCommentRecord:
    found = queries.comment_by_number(session, plan, number)
    if found is None:
        raise NotFound("plan_comment_not_found", given=number)
    return found


def _account(actor: Actor | None) -> int | None:
    return None if actor is None else actor.account
