"""Opening a plan, and changing what it is called, why it is made and when it is to hold."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.plans.found import held_plan
from geo_grid.store import plan_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.plans import base_of_ground
from geo_grid.store.queries.scope import grid_in_force, is_known_code

DRAW = Action.PLANS_DRAW
#: Longest title, and longest reason.
MOST_TITLE, MOST_REASON = 100, 2000


def open_plan(session: Session, actor: Actor | None, title: str, reason: str, under: str) -> int:
    """Open a plan for the ground of a grid and all below it; the caller commits.

    Its base is all that is published now, as it will be once the last edition of this ground is in effect.

    Parameters
    ----------
    under
        Code of the grid.

    Returns
    -------
    Its id.

    Raises
    ------
    InputError
        ``plan_text_invalid``, ``grid_ended``.
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    grid = grid_in_force(session, under)
    if grid is None:
        if is_known_code(session, under):
            raise InputError("grid_ended", grid=under)
        raise NotFound("grid_not_found", grid=under)
    require_on(session, actor, DRAW, grid)
    edition, at = base_of_ground(session, grid)
    values = {
        "title": checked_text(title, "title", MOST_TITLE),
        "reason": checked_text(reason, "reason", MOST_REASON),
        "ground": grid,
        "base_edition": edition,
        "base_at": at,
    }
    opened = writing.open_plan(session, values, None if actor is None else actor.account)
    note(
        session, "plan.open", f"plan:{opened}",
        after={"title": title, "reason": reason, "grid": under, "edition": edition},
    )  # fmt: skip
    return opened


def change_plan(session: Session, actor: Actor | None, plan: int, changes: Mapping[str, Any]) -> None:
    """Change a plan's ``title``, ``reason`` and ``effective``, as far as given; the caller commits.

    Raises
    ------
    InputError
        ``plan_text_invalid``.
    Conflict
        ``plan_over``: it was published or withdrawn.
    NotFound, Denied
        As `found_plan`.
    """
    record = held_plan(session, actor, plan, DRAW)
    if record.state in ("published", "withdrawn"):
        raise Conflict("plan_over", state=record.state)
    before: dict[str, Any] = {
        "title": record.title, "reason": record.reason, "effective": record.effective,
    }  # fmt: skip
    after = {**before, **changes}
    title = checked_text(after["title"], "title", MOST_TITLE)
    reason = checked_text(after["reason"], "reason", MOST_REASON)
    effective: datetime | None = after["effective"]
    writing.change_plan(session, plan, title, reason, effective)
    changed = [name for name in before if after[name] != before[name]]
    note(
        session,
        "plan.change",
        f"plan:{plan}",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def checked_text(given: str, field: str, most: int, least: int = 1) -> str:
    """A text without blanks around it.

    Raises
    ------
    InputError
        ``plan_text_invalid``.
    """
    text = given.strip()
    if not least <= len(text) <= most:
        raise InputError("plan_text_invalid", field=field, most=most)
    return text
