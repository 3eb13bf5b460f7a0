"""How many households are at which door of a grid? Counts only; nobody's name is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

#: An address belongs to the building that it stands in or next to, degrees (about 30 m).
_BESIDE = 0.0003

_COUNTS = text(
    """
    WITH door AS (
        SELECT a.text, a.compound, a.number, a.street, coalesce(a.households, 1) AS households, b.id, b.name,
               a.geom
        FROM grid_row r
        JOIN address a ON r.geom && a.geom AND ST_Intersects(r.geom, a.geom)
        LEFT JOIN LATERAL (
            SELECT b.id, b.name FROM building b
            WHERE b.geom && ST_Expand(a.geom, :beside) ORDER BY b.geom <-> a.geom LIMIT 1
        ) b ON true
        WHERE r.grid_id = :grid AND r.valid @> :at AND coalesce(a.households, 1) > 0
    )
    SELECT coalesce(
               min(name), min(compound || coalesce(number, '')), min(street || number), min(text), '–'
           ) AS building,
           sum(households)::int AS households
    FROM door GROUP BY coalesce(id::text, text, ST_AsEWKT(geom))
    ORDER BY min(compound) NULLS LAST, min(street) NULLS LAST, min(length(number)) NULLS LAST, min(number), 1
    """
)


@dataclass(frozen=True, slots=True)
class CardCount:
    """Households at a building; one where nobody has counted."""

    building: str
    count: int


def card_counts(session: Session, grid: int, at: datetime) -> list[CardCount]:
    """Cards that a grid needs, building by building as one walks: by compound or street, and number."""
    rows = session.execute(_COUNTS, {"grid": grid, "at": at, "beside": _BESIDE})
    return [CardCount(row.building, row.households) for row in rows]
