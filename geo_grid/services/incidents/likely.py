"""Incidents that may be the same as one that is being reported: alike, near, and of these days."""

import math
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.crs import between_m
from geo_grid.store.incident_records import IncidentRecord
from geo_grid.store.queries.incident_details import near_by
from geo_grid.store.queries.incidents import incidents_by_id

#: How far and how long ago something may be to be the same.
REACH_M, REACH_HOURS = 150.0, 14 * 24
#: How many are offered.
MOST = 5
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Likely:
    """An incident near by, metres away, and how alike they are, 0 to 1."""

    row: IncidentRecord
    distance_m: float
    likeness: float


def likely_same(
    session: Session, place: tuple[float, float], category: str | None, now: datetime, *, without: int = 0
) -> list[Likely]:
    """Open incidents that may be the same, the most alike first.

    Parameters
    ----------
    place
        Longitude and latitude, EPSG:4326 degrees.
    category
        Only those of its class; None for all near by.
    without
        Identity of the incident itself.
    """
    lat = place[1]
    north = REACH_M / _METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.01)
    parent = category[:2] if category else None
    ids = near_by(session, place, (east, north), hours=REACH_HOURS, categories=parent, without=[without])
    found = []
    for row in incidents_by_id(session, ids):
        away = between_m(place, (row.lon, row.lat))
        alike = likeness(category, row, away, now)
        if away <= REACH_M and alike > 0:
            found.append(Likely(row, away, alike))
    return sorted(found, key=lambda each: (-each.likeness, each.distance_m, each.row.id))[:MOST]


def likeness(category: str | None, row: IncidentRecord, away_m: float, now: datetime) -> float:
    """How alike they are, 0 to 1: the same category, the same spot, the same hour are 1."""
    alike = 1.0 if category is None or row.category == category else 0.6
    hours = max(0.0, (now - row.reported_at).total_seconds() / 3600)
    return alike * math.sqrt(max(0.0, 1 - away_m / REACH_M)) * max(0.0, 1 - hours / REACH_HOURS)
