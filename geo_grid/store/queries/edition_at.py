"""Which edition took effect last?"""

from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.store.queries.editions import read_editions
from geo_grid.store.records import EditionRecord
from geo_grid.store.tables import Edition


def edition_at(session: Session, at: datetime) -> EditionRecord | None:
    """The edition that took effect last before or at an instant; None before the first.

    Of several effective at the same instant, the one with the highest number.
    """
    order = [Edition.effective.desc(), Edition.number.desc()]
    found = read_editions(session, [Edition.effective <= at], order, 1)
    return found[0] if found else None
