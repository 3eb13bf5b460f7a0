"""Writing of incidents that a demo made up: nobody is told of them, and they go with it."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def quieten_made_up(session: Session) -> None:
    """Have nobody told of what a demo made up."""
    session.execute(
        text(
            "UPDATE notification SET state = 'skipped' WHERE state = 'waiting' "
            "AND incident_id IN (SELECT id FROM incident WHERE made_up)"
        )
    )


def drop_made_up(session: Session) -> int:
    """Let go of what a demo made up, with all that was said of it; how many incidents."""
    gone = session.execute(text("DELETE FROM incident WHERE made_up RETURNING id"))
    return len(gone.all())
