"""What does an edition do to grids that are in the cells of networks?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import geometries_to_units
from geo_grid.core.networks.heirs import Held
from geo_grid.store.network_records import Membership

#: Rows that an edition closed, of a level at which a grid begins with it.
_BEFORE = text(
    """
    SELECT r.grid_id, r.level, ST_AsBinary(r.geom) AS shape FROM grid_row r
    WHERE r.edition_to = :edition AND r.grid_id IN (
        SELECT m.grid_id FROM network_cell_grid m JOIN network n ON n.id = m.network_id
        WHERE m.valid @> CAST(:at AS timestamptz) AND n.closed_at IS NULL)
    ORDER BY r.grid_id
    """
)
#: A grid begins where no row of it ended at this instant.
_BEGUN = text(
    """
    SELECT r.grid_id, r.level, ST_AsBinary(r.geom) AS shape FROM grid_row r
    WHERE r.edition_from = :edition AND NOT EXISTS (
        SELECT FROM grid_row b WHERE b.grid_id = r.grid_id AND upper(b.valid) = lower(r.valid))
    ORDER BY r.grid_id
    """
)
_ENDED = text(
    """
    SELECT r.grid_id FROM grid_row r WHERE r.edition_to = :edition AND NOT EXISTS (
        SELECT FROM grid_row a WHERE a.grid_id = r.grid_id AND lower(a.valid) = upper(r.valid))
    ORDER BY r.grid_id
    """
)
_ABOVE = text(
    """
    WITH RECURSIVE above AS (
        SELECT r.grid_id AS below, r.parent_id AS grid_id FROM grid_row r
        WHERE r.grid_id = ANY(:grids) AND r.valid @> CAST(:at AS timestamptz)
        UNION
        SELECT above.below, r.parent_id FROM above
        JOIN grid_row r ON r.grid_id = above.grid_id AND r.valid @> CAST(:at AS timestamptz)
    )
    SELECT below, grid_id FROM above WHERE grid_id IS NOT NULL
    """
)
_MEMBERS = text(
    """
    SELECT m.network_id, m.cell_id, m.grid_id FROM network_cell_grid m JOIN network n ON n.id = m.network_id
    WHERE m.grid_id = ANY(:grids) AND m.valid @> CAST(:at AS timestamptz) AND n.closed_at IS NULL
    ORDER BY m.network_id, m.cell_id, m.grid_id
    """
)
_LATER = text("SELECT number, effective FROM edition WHERE effective > now() ORDER BY effective, number")


@dataclass(frozen=True, slots=True)
class Upheaval:
    """Grids that an edition changes while they are in a cell, that begin with it, and that end with it."""

    before: Sequence[Held]
    begun: Sequence[Held]
    ended: Sequence[int]


def upheaval(session: Session, edition: int, at: datetime) -> Upheaval:
    """What an edition does, as far as networks are concerned.

    Parameters
    ----------
    at
        The instant at which grids are in cells: that from which the networks follow.
    """
    asked = {"edition": edition, "at": at}
    before = _held(session.execute(_BEFORE, asked).all())
    if not before:
        return Upheaval((), (), ())
    return Upheaval(before, _held(session.execute(_BEGUN, asked).all()), list(session.scalars(_ENDED, asked)))


def memberships(session: Session, grids: Sequence[int], at: datetime) -> list[Membership]:
    """In which cells some grids are at an instant."""
    rows = session.execute(_MEMBERS, {"grids": list(grids), "at": at})
    return [Membership(row.network_id, row.cell_id, row.grid_id) for row in rows]


def grids_above(session: Session, grids: Sequence[int], at: datetime) -> dict[int, set[int]]:
    """Grid → everything above it at an instant."""
    found: dict[int, set[int]] = {}
    for row in session.execute(_ABOVE, {"grids": list(grids), "at": at}):
        found.setdefault(row.below, set()).add(row.grid_id)
    return found


def later_editions(session: Session) -> list[tuple[int, datetime]]:
    """Number and effective instant of the editions that have not taken effect, in order."""
    return [(row.number, row.effective) for row in session.execute(_LATER)]


def _held(rows: Sequence[Any]) -> list[Held]:
    shapes = geometries_to_units(as_array([shapely.from_wkb(bytes(row.shape)) for row in rows]))
    return [Held(row.grid_id, row.level, shape) for row, shape in zip(rows, shapes, strict=True)]
