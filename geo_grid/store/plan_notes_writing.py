"""Writing what is said of a plan: comments, unlocks, and who is drawing."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_ADD_COMMENT = text(
    """
    INSERT INTO plan_comment (plan_id, number, text, geom, grid, version, made_by)
    SELECT :plan, coalesce((SELECT max(number) FROM plan_comment WHERE plan_id = :plan), 0) + 1, :text,
           ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :grid, version, :account FROM plan WHERE id = :plan
    RETURNING number
    """
)
_RESOLVE = text(
    """
    UPDATE plan_comment SET resolved_at = now(), resolved_by = :account
    WHERE plan_id = :plan AND number = :number AND resolved_at IS NULL
    """
)
_UNLOCK = text(
    """
    INSERT INTO plan_unlock (plan_id, grid, grid_id, reason, made_by)
    VALUES (:plan, :grid, :grid_id, :reason, :account)
    """
)
_HOLD = text(
    """
    INSERT INTO plan_hold (plan_id, account_id, holder) VALUES (:plan, :account, :holder)
    ON CONFLICT (plan_id) DO UPDATE SET seen_at = now(), account_id = excluded.account_id,
        holder = excluded.holder,
        since = CASE WHEN plan_hold.holder = excluded.holder THEN plan_hold.since ELSE now() END
    """
)
_KEEP = text(
    """
    INSERT INTO plan_hold (plan_id, account_id, holder) VALUES (:plan, :account, :holder)
    ON CONFLICT (plan_id) DO UPDATE SET seen_at = now(), account_id = excluded.account_id,
        holder = excluded.holder,
        since = CASE WHEN plan_hold.holder = excluded.holder THEN plan_hold.since ELSE now() END
    WHERE (plan_hold.account_id, plan_hold.holder) = (excluded.account_id, excluded.holder)
       OR plan_hold.seen_at <= now() - make_interval(secs => :seconds)
    RETURNING plan_id
    """
)
_LET_GO = text("DELETE FROM plan_hold WHERE plan_id = :plan AND account_id = :account AND holder = :holder")


def add_comment(
    session: Session,
    plan: int,
    said: str,
    place: tuple[float, float],
    grid: str | None,
    account: int | None,
) -> int:
    """Say something of a place; the comment's number.

    Parameters
    ----------
    place
        Lon, lat, EPSG:4326 degrees.
    """
    lon, lat = place
    asked = {"plan": plan, "text": said, "lon": lon, "lat": lat, "grid": grid, "account": account}
    added: int = session.execute(_ADD_COMMENT, asked).scalar_one()
    return added


def resolve_comment(session: Session, plan: int, number: int, account: int | None) -> None:
    """Settle a comment; one that is settled stays as it is."""
    session.execute(_RESOLVE, {"plan": plan, "number": number, "account": account})


def add_unlock(
    session: Session, plan: int, grid: str, grid_id: int, reason: str, account: int | None
) -> None:
    """Give leave to move a statutory border in a plan."""
    session.execute(
        _UNLOCK,
        {"plan": plan, "grid": grid, "grid_id": grid_id, "reason": reason, "account": account},
    )


def set_hold(session: Session, plan: int, account: int, holder: UUID) -> None:
    """Say who is drawing, and that they were seen now."""
    session.execute(_HOLD, {"plan": plan, "account": account, "holder": holder})


def keep_hold(session: Session, plan: int, account: int, holder: UUID, seconds: int) -> bool:
    """The same, where nobody else was seen drawing within so many seconds; whether that is so."""
    asked = {"plan": plan, "account": account, "holder": holder, "seconds": seconds}
    return session.scalar(_KEEP, asked) is not None


def end_hold(session: Session, plan: int, account: int, holder: UUID) -> None:
    """Let go, where it is still one's own."""
    session.execute(_LET_GO, {"plan": plan, "account": account, "holder": holder})
