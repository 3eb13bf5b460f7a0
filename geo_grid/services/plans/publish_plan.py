"""Publishing an approved plan as the next edition."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import Conflict, CoverageBroken, Denied
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.plans.conflicts import MovedGrid, moved_grids
from geo_grid.services.plans.effective import plan_instant
from geo_grid.services.plans.found import held_plan
from geo_grid.services.plans.opening import MOST_REASON, checked_text
from geo_grid.services.plans.since_base import since_base
from geo_grid.services.plans.to_patch import to_patch
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store import plan_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.last_edition import last_edition
from geo_grid.store.queries.offices import nearest_office, office_by_id
from geo_grid.store.queries.plan_scope import ground_of_changes
from geo_grid.store.queries.plans import has_drawn, state_changes
from geo_grid.store.records import EditionRecord

#: How many grids a refusal names.
_NAMED = 20


def publish_plan(
    session: Session,
    actor: Actor | None,
    plan: int,
    why: str,
    settings: Settings,
    *,
    effective: datetime | None = None,
    carry_duties: bool = True,
) -> EditionRecord:
    """Publish a plan that was approved; the caller commits.

    Parameters
    ----------
    effective
        Aware instant; None: the plan's own, else as soon as it can hold.
    carry_duties
        Give those on duty for a grid the same duties for what the plan cuts out of it.

    Raises
    ------
    Conflict
        ``plan_state_wrong``: it is not approved; ``plan_base_moved``: grids that it changes were changed
        since its base, and its steps must be made again; ``edition_not_later``.
    Refusal
        ``plan_codes_missing``, ``nothing_to_publish``, and as `publish`.
    CoverageBroken
        As `publish`.
    NotFound, Denied
        As `found_plan`; ``plan_approval_not_independent``.
    """
    record = held_plan(session, actor, plan, Action.PLANS_APPROVE)
    if record.state != "approved":
        raise Conflict("plan_state_wrong", state=record.state, wanted="published")
    _require_right_approval(session, actor, record)
    said = checked_text(why, "why", MOST_REASON)
    at = plan_instant(session, record, effective, settings.zone)
    since = since_base(session, record, at)
    moved = moved_grids(session, record, since)
    if moved:
        raise _base_moved(moved)
    patch = to_patch(session, record, since, _publisher(session, record), carry_duties=carry_duties)
    try:
        edition = publish(session, patch)
    except CoverageBroken as error:
        # Its own number is the last: where another edition came between, the two do not fit together.
        own = last_edition(session) if error.code == "edition_not_tiled" else 0
        if own > record.base_edition + 1:
            raise _not_fitting(record, own, error) from error
        raise
    writing.set_state(
        session, plan, "published", said, None if actor is None else actor.account, edition.number
    )
    note(
        session,
        "plan.publish",
        f"plan:{plan}",
        after={"edition": edition.number, "effective": at, "why": said, "carry_duties": carry_duties},
    )
    return edition


def _publisher(session: Session, plan: PlanRecord) -> str:
    """Who publishes, as everybody reads it: the office of the ground; who it was there is in the plan."""
    number = nearest_office(session, plan.ground_id)
    office = None if number is None else office_by_id(session, number)
    return plan.ground[1] if office is None else office.name_zh


def _require_right_approval(session: Session, actor: Actor | None, plan: PlanRecord) -> None:
    """By somebody who had no hand in it; another approver publishes only what they could have approved."""
    approvals = [change for change in state_changes(session, plan.id) if change.state == "approved"]
    approver = approvals[-1].made_by if approvals else None
    if approver is not None and has_drawn(session, plan.id, approver.id):
        raise Denied("plan_approval_not_independent")
    if actor is not None and (approver is None or approver.id != actor.account):
        require_on(session, actor, Action.PLANS_APPROVE, *ground_of_changes(session, plan.base))


def _base_moved(moved: Sequence[MovedGrid]) -> Conflict:
    return Conflict(
        "plan_base_moved",
        grids=[grid.code for grid in moved[:_NAMED]],
        count=len(moved),
        editions=sorted({edition for grid in moved for edition in grid.editions}),
    )


def _not_fitting(plan: PlanRecord, own: int, error: CoverageBroken) -> Conflict:
    grids = error.params["grids"]
    between = list(range(plan.base_edition + 1, own))
    return Conflict("plan_base_moved", grids=grids, count=len(grids), editions=between)
