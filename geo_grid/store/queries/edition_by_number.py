"""Which edition has this number?"""

from sqlalchemy.orm import Session

from geo_grid.store.queries.editions import read_editions
from geo_grid.store.records import EditionRecord
from geo_grid.store.tables import Edition


def edition_by_number(session: Session, number: int) -> EditionRecord | None:
    """One edition, or None where no such number was published."""
    found = read_editions(session, [Edition.number == number], [], 1)
    return found[0] if found else None
