"""What is said of a plan: comments at places, unlocks, and who is drawing."""

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.plan_records import HoldRecord, Maker, PlanCommentRecord, PlanUnlockRecord
from geo_grid.store.queries.plans import maker_of

_COMMENT = """
    SELECT c.number, c.text, ST_X(c.geom) AS lon, ST_Y(c.geom) AS lat, c.grid, c.version, c.made_by,
           a.login, a.name AS maker, c.made_at, c.resolved_by, b.login AS resolver_login,
           b.name AS resolver, c.resolved_at
    FROM plan_comment c
    LEFT JOIN account a ON a.id = c.made_by LEFT JOIN account b ON b.id = c.resolved_by
    WHERE c.plan_id = :plan
"""
_COMMENTS = text(
    f"""
    {_COMMENT} AND c.number > :after AND (:resolved OR c.resolved_at IS NULL) ORDER BY c.number LIMIT :limit
    """
)
_ONE_COMMENT = text(f"{_COMMENT} AND c.number = :number")
_UNLOCKS = text(
    """
    SELECT u.grid, u.grid_id, u.reason, u.made_by, u.made_at, a.login, a.name AS maker
    FROM plan_unlock u LEFT JOIN account a ON a.id = u.made_by WHERE u.plan_id = :plan ORDER BY u.grid
    """
)
_HOLD = text(
    """
    SELECT h.account_id, h.holder, h.since, h.seen_at, a.login, a.name
    FROM plan_hold h JOIN account a ON a.id = h.account_id
    WHERE h.plan_id = :plan AND h.seen_at > now() - make_interval(secs => :seconds)
    """
)


def comments(
    session: Session, plan: int, *, resolved: bool = True, after: int = 0, limit: int = 100
) -> list[PlanCommentRecord]:
    """Comments of a plan by number.

    Parameters
    ----------
    resolved
        Those that are settled, too.
    """
    asked = {"plan": plan, "after": after, "resolved": resolved, "limit": limit}
    return [_comment(row) for row in session.execute(_COMMENTS, asked)]


def comment_by_number(session: Session, plan: int, number: int) -> PlanCommentRecord | None:
    """One comment."""
    row = session.execute(_ONE_COMMENT, {"plan": plan, "number": number}).one_or_none()
    return None if row is None else _comment(row)


def unlocks(session: Session, plan: int) -> list[PlanUnlockRecord]:
    """The statutory borders that may move in a plan, by key."""
    return [
        PlanUnlockRecord(row.grid, row.grid_id, row.reason, maker_of(row), row.made_at)
        for row in session.execute(_UNLOCKS, {"plan": plan})
    ]


def hold_of(session: Session, plan: int, seconds: int) -> HoldRecord | None:
    """Who is drawing in a plan and was seen within so many seconds."""
    row = session.execute(_HOLD, {"plan": plan, "seconds": seconds}).one_or_none()
    if row is None:
        return None
    return HoldRecord(Maker(row.account_id, row.login, row.name), row.holder, row.since, row.seen_at)


def _comment(row: Row[tuple[object, ...]]) -> PlanCommentRecord:
    return PlanCommentRecord(
        number=row.number,
        text=row.text,
        lon=row.lon,
        lat=row.lat,
        grid=row.grid,
        version=row.version,
        made_by=maker_of(row),
        made_at=row.made_at,
        resolved_by=None
        if row.resolved_by is None
        else Maker(row.resolved_by, row.resolver_login, row.resolver),
        resolved_at=row.resolved_at,
    )
