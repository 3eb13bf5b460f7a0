"""Which professional networks are there, and what are their cells at an instant?"""

from collections import defaultdict
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from geo_grid.store.network_records import CellGrid, CellRecord, NetworkRecord
from geo_grid.store.queries.standing_ground import GRID_NAME, REACH, Reach

_NETWORK = f"""
    n.*, g.code, g.name AS ground_name, g.level,
    (SELECT count(*) FROM network_cell c WHERE c.network_id = n.id AND c.valid @> now()) AS cells
    FROM network n JOIN {GRID_NAME.format("n.ground_id", "g")} ON true
"""  # noqa: S608 - constants of the store
# What is on one's ground, and what is on ground that one's own is a part of: its cells reach there too.
_LIST = text(
    f"""
    WITH RECURSIVE {REACH}, above AS (
        SELECT grid_id FROM ground
        UNION
        SELECT r.parent_id FROM above a JOIN grid_row r ON r.grid_id = a.grid_id AND r.valid @> now()
        WHERE r.parent_id IS NOT NULL
    )
    SELECT {_NETWORK}
    WHERE (n.closed_at IS NULL OR :closed)
      AND (:everything OR n.ground_id IN (SELECT grid_id FROM reach UNION SELECT grid_id FROM above))
    ORDER BY n.id
    """  # noqa: S608 - constants of the store
)
_BY_ID = text(f"SELECT {_NETWORK} WHERE n.id = :network")
_LOCK = text("SELECT id FROM network WHERE id = :network FOR UPDATE")
_CELLS = text(
    """
    SELECT id, name, ST_AsBinary(geom) AS shape FROM network_cell
    WHERE network_id = :network AND valid @> CAST(:at AS timestamptz) ORDER BY id
    """
)
_GRIDS = text(
    """
    SELECT m.cell_id, r.grid_id, r.code, r.name, r.level, ST_AsBinary(r.geom) AS shape
    FROM network_cell_grid m
    JOIN grid_row r ON r.grid_id = m.grid_id AND r.valid @> CAST(:at AS timestamptz)
    WHERE m.network_id = :network AND m.valid @> CAST(:at AS timestamptz) ORDER BY r.code
    """
)
_GRIDS_OF_CODES = text(
    """
    SELECT r.grid_id, r.code, r.name, r.level, ST_AsBinary(r.geom) AS shape
    FROM grid_row r WHERE r.code = ANY(:codes) AND r.valid @> CAST(:at AS timestamptz)
    """
)
_SHAPE = text(
    "SELECT ST_AsBinary(geom) FROM grid_row WHERE grid_id = :grid AND valid @> CAST(:at AS timestamptz)"
)


def list_networks(session: Session, reach: Reach, *, closed: bool = False) -> list[NetworkRecord]:
    """Networks that have to do with some ground, by id; those that are closed too where asked for."""
    return [_record(row) for row in session.execute(_LIST, {**reach.params(), "closed": closed})]


def network_by_id(session: Session, network: int) -> NetworkRecord | None:
    """One network."""
    row = session.execute(_BY_ID, {"network": network}).one_or_none()
    return None if row is None else _record(row)


def locked_network(session: Session, network: int) -> NetworkRecord | None:
    """One network, which nobody else changes until the transaction ends."""
    if session.scalar(_LOCK, {"network": network}) is None:
        return None
    return network_by_id(session, network)


def cells_at(session: Session, network: int, at: datetime) -> list[CellRecord]:
    """Cells of a network at an instant, with their grids as they are then, in the order they were made."""
    grids: dict[int, list[CellGrid]] = defaultdict(list)
    for row in session.execute(_GRIDS, {"network": network, "at": at}):
        grids[row.cell_id].append(_grid(row))
    return [
        CellRecord(
            row.id, row.name, grids[row.id], None if row.shape is None else shapely.from_wkb(bytes(row.shape))
        )
        for row in session.execute(_CELLS, {"network": network, "at": at})
    ]


def grids_of_codes(session: Session, codes: list[str], at: datetime) -> dict[str, CellGrid]:
    """Code → grid in force at an instant; those that are not are left out."""
    return {row.code: _grid(row) for row in session.execute(_GRIDS_OF_CODES, {"codes": codes, "at": at})}


def ground_at(session: Session, grid: int, at: datetime) -> shapely.Geometry | None:
    """Shape of a grid at an instant, EPSG:4326 degrees; None where it is not in force."""
    shape = session.scalar(_SHAPE, {"grid": grid, "at": at})
    return None if shape is None else shapely.from_wkb(bytes(shape))


def _grid(row: Row[Any]) -> CellGrid:
    return CellGrid(row.grid_id, row.code, row.name, row.level, shapely.from_wkb(bytes(row.shape)))


def _record(row: Row[Any]) -> NetworkRecord:
    return NetworkRecord(
        row.id,
        row.name_zh,
        row.name_en,
        row.purpose,
        row.ground_id,
        (row.code, row.ground_name, row.level),
        row.whole,
        row.version,
        row.made_at,
        row.closed_at,
        row.cells,
    )
