"""Whose is an identity from outside, and what time is it in the database?"""

from sqlalchemy import text
from sqlalchemy.orm import Session


def account_of_identity(session: Session, issuer: str, subject: str) -> int | None:
    """The account that a subject is bound to."""
    found: int | None = session.scalar(
        text(
            "SELECT account_id FROM account_identity "
            "WHERE issuer = :issuer AND subject = :subject AND removed_at IS NULL"
        ),
        {"issuer": issuer, "subject": subject},
    )
    return found


def clock_s(session: Session) -> int:
    """Seconds since 1970 by the database's clock: one clock judges all workers' sessions and tokens."""
    return int(session.execute(text("SELECT floor(extract(epoch FROM clock_timestamp()))")).scalar_one())
