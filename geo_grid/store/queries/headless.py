"""Which grids did an edition open without a head?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.people_records import NamedGrid

_HEADLESS = text(
    """
    SELECT r.code, r.name, r.level
    FROM edition_headless h JOIN grid_row r ON r.grid_id = h.grid_id AND r.edition_from = h.edition
    WHERE h.edition = :edition AND (CAST(:after AS text) IS NULL OR r.code > :after)
    ORDER BY r.code LIMIT :limit
    """
)


def headless(session: Session, edition: int, *, after: str | None, limit: int) -> list[NamedGrid]:
    """Code, name and level of the grids that an edition opened without a head, by code.

    Parameters
    ----------
    after
        Only codes behind this one: the last of the page before.
    """
    found = session.execute(_HEADLESS, {"edition": edition, "after": after, "limit": limit})
    return [(row.code, row.name, row.level) for row in found]
