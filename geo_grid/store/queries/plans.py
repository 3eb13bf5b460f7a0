"""Which plans are there, who made them, and how do they stand?"""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.plan_records import Maker, PlanRecord, PlanState, StateChangeRecord
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

_PLAN = f"""
    p.*, g.code, g.name AS ground_name, g.level, a.login, a.name AS maker, s.done_top, s.redo_top,
           coalesce(e.effective, p.effective) AS holds_from
    FROM plan p
    LEFT JOIN edition e ON e.number = p.published_edition
    JOIN {GRID_NAME.format("p.ground_id", "g")} ON true
    LEFT JOIN account a ON a.id = p.made_by
    LEFT JOIN plan_step s ON s.plan_id = p.id AND s.number = p.version
"""
_BY_ID = text(f"SELECT {_PLAN} WHERE p.id = :plan")
_LIST = text(
    f"""
    WITH RECURSIVE {REACH}
    SELECT {_PLAN}
    WHERE (CAST(:before AS bigint) IS NULL OR p.id < :before)
      AND (CAST(:state AS text) IS NULL OR p.state = :state)
      AND (:everything OR p.ground_id IN (SELECT grid_id FROM reach))
    ORDER BY p.id DESC LIMIT :limit
    """  # noqa: S608 - constants of the store
)
_GROUND = text("SELECT ground_id FROM plan WHERE id = :plan")
_LOCK = text("SELECT id FROM plan WHERE id = :plan FOR UPDATE")
# The ground's last edition decides from when on a plan can hold; the whole of what is published is its base.
_BASE = text(
    """
    WITH RECURSIVE below AS (
        SELECT CAST(:ground AS bigint) AS grid_id
        UNION
        SELECT r.grid_id FROM below JOIN grid_row r ON r.parent_id = below.grid_id AND upper_inf(r.valid)
    )
    SELECT (SELECT max(number) FROM edition), greatest(now(), (
        SELECT max(greatest(lower(r.valid), upper(r.valid)))
        FROM below JOIN grid_row r ON r.grid_id = below.grid_id))
    """
)
_STATES = text(
    """
    SELECT c.*, a.login, a.name AS maker FROM plan_state_change c LEFT JOIN account a ON a.id = c.made_by
    WHERE c.plan_id = :plan ORDER BY c.number
    """
)
_HAS_DRAWN = text(
    """
    SELECT EXISTS (SELECT FROM plan WHERE id = :plan AND made_by = :account)
        OR EXISTS (SELECT FROM plan_step WHERE plan_id = :plan AND made_by = :account)
    """
)


def plan_by_id(session: Session, plan: int) -> PlanRecord | None:
    """One plan."""
    row = session.execute(_BY_ID, {"plan": plan}).one_or_none()
    return None if row is None else _record(row)


def ground_of_plan(session: Session, plan: int) -> int | None:
    """Identity of the grid whose ground a plan is for; None where there is no such plan."""
    found: int | None = session.scalar(_GROUND, {"plan": plan})
    return found


def locked_plan(session: Session, plan: int) -> PlanRecord | None:
    """One plan, which nobody else changes until the transaction ends."""
    if session.scalar(_LOCK, {"plan": plan}) is None:
        return None
    return plan_by_id(session, plan)


def list_plans(
    session: Session,
    reach: Reach,
    *,
    state: PlanState | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[PlanRecord]:
    """Plans of some ground, the newest first.

    Parameters
    ----------
    before
        Id: only those that were opened before it.
    """
    asked = {**reach.params(), "state": state, "before": before, "limit": limit}
    return [_record(row) for row in session.execute(_LIST, asked)]


def base_of_ground(session: Session, ground: int) -> tuple[int, Any]:
    """The last edition, and the instant from which all that touched some ground has taken effect."""
    edition, at = session.execute(_BASE, {"ground": ground}).one()
    return edition, at


def state_changes(session: Session, plan: int) -> list[StateChangeRecord]:
    """Who brought a plan into which state, in order."""
    return [
        StateChangeRecord(row.number, row.state, row.why, row.version, maker_of(row), row.made_at)
        for row in session.execute(_STATES, {"plan": plan})
    ]


def has_drawn(session: Session, plan: int, account: int) -> bool:
    """Whether a plan is, at least in part, an account's own making."""
    return bool(session.scalar(_HAS_DRAWN, {"plan": plan, "account": account}))


def maker_of(row: Row[Any]) -> Maker | None:
    """The account in the columns ``made_by``, ``login`` and ``maker``."""
    return None if row.made_by is None else Maker(row.made_by, row.login, row.maker)


def _record(row: Row[Any]) -> PlanRecord:
    return PlanRecord(
        id=row.id,
        title=row.title,
        reason=row.reason,
        ground_id=row.ground_id,
        ground=(row.code, row.ground_name, row.level),
        base_edition=row.base_edition,
        base_at=row.base_at,
        effective=row.holds_from,
        state=row.state,
        version=row.version,
        revision=row.revision,
        made_by=maker_of(row),
        made_at=row.made_at,
        changed_at=row.changed_at,
        published_edition=row.published_edition,
        done_top=row.done_top,
        redo_top=row.redo_top,
    )
