"""What happened in a plan since somebody looked last."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.holding import live_hold
from geo_grid.store.plan_records import HoldRecord, PlanRecord, StepRecord
from geo_grid.store.queries.plan_counts import PlanCounts, plan_counts
from geo_grid.store.queries.plan_steps import steps_after

#: Steps that are told at once; who is further behind is told the rest next.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """How far somebody has followed a plan."""

    version: int
    revision: int
    counts: PlanCounts
    hold: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class News:
    """What is new; what is None or empty is not.

    Parameters
    ----------
    counts
        Where comments or unlocks came, or were settled.
    is_behind
        There are more steps than were told now.
    """

    seen: Seen
    steps: Sequence[StepRecord]
    plan: PlanRecord | None
    counts: PlanCounts | None
    is_hold_new: bool
    is_behind: bool
    hold: HoldRecord | None


def look(
    session: Session, actor: Actor | None, plan: int, since: Seen | None = None, version: int | None = None
) -> News:
    """What happened since.

    Parameters
    ----------
    since
        None for who looks for the first time.
    version
        The last step that they know, where they look for the first time; None for the present one.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    hold = live_hold(session, plan)
    counts = plan_counts(session, plan)
    held = None if hold is None else (hold.by.id, str(hold.holder))
    known = since.version if since is not None else record.version if version is None else version
    steps = steps_after(session, plan, known, _AT_ONCE) if record.version > known else []
    now = Seen(steps[-1].number if steps else known, record.revision, counts, held)
    return News(
        now,
        steps,
        record if since is None or since.revision != record.revision else None,
        counts if since is None or since.counts != counts else None,
        since is None or since.hold != held,
        now.version < record.version,
        hold,
    )
