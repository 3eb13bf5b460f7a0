"""How was a grid before, edition by edition?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

_ROWS = text(
    """
    SELECT r.code, r.name, p.code AS parent, r.kind, r.ground, r.class, r.setting, r.statutory, r.noding,
           r.area_m2, md5(ST_AsBinary(r.geom)) AS shape, lower(r.valid) AS begins,
           nullif(upper(r.valid), 'infinity') AS ends, e.number, e.title, e.reason
    FROM grid_row r JOIN edition e ON e.number = r.edition_from
    LEFT JOIN grid_row p ON p.grid_id = r.parent_id AND p.valid @> lower(r.valid)
    WHERE r.grid_id = :grid AND lower(r.valid) <= :at ORDER BY lower(r.valid)
    """
)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A grid as an edition made it.

    Parameters
    ----------
    noding
        It only got vertices on its edges.
    shape
        Digest of its ground: equal is equal.
    begins, ends
        Instants; no end where it is open.
    edition, title, reason
        Of the edition that brought it.
    """

    code: str
    name: str
    parent: str | None
    kind: str
    ground: str | None
    class_: str | None
    setting: str | None
    statutory: bool
    noding: bool
    area_m2: float
    shape: str
    begins: datetime
    ends: datetime | None
    edition: int
    title: str
    reason: str


def grid_history(session: Session, grid_id: int, at: datetime) -> list[HistoryRow]:
    """All that a grid was until an instant, the first first."""
    return [HistoryRow(*row) for row in session.execute(_ROWS, {"grid": grid_id, "at": at})]
