"""Writing professional networks. What has been so stays on record: bounds are only closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

_OPEN = text(
    """
    INSERT INTO network (name_zh, name_en, purpose, ground_id, whole)
    VALUES (:name_zh, :name_en, :purpose, :ground_id, :whole) RETURNING id
    """
)
_CHANGE = text(
    """
    UPDATE network SET name_zh = :name_zh, name_en = :name_en, purpose = :purpose, whole = :whole,
        closed_at = CASE WHEN :closed THEN coalesce(closed_at, now()) END, version = version + 1
    WHERE id = :network
    """
)
_RAISE = text("UPDATE network SET version = version + 1 WHERE id = :network")
_OPEN_CELL = text(
    """
    INSERT INTO network_cell (network_id, name, geom, valid)
    VALUES (:network, :name, ST_GeomFromWKB(:shape, 4326), tstzrange(CAST(:since AS timestamptz), NULL))
    RETURNING id
    """
)
_OPEN_GRIDS = text(
    """
    INSERT INTO network_cell_grid (network_id, cell_id, grid_id, valid)
    SELECT :network, :cell, unnest(CAST(:grids AS bigint[])), tstzrange(CAST(:since AS timestamptz), NULL)
    """
)
_CLOSE_CELLS = text(
    """
    UPDATE network_cell SET valid = tstzrange(lower(valid), CAST(:until AS timestamptz))
    WHERE id = ANY(:cells) AND valid @> CAST(:until AS timestamptz)
    """
)
_CLOSE_GRIDS = text(
    """
    UPDATE network_cell_grid SET valid = tstzrange(lower(valid), CAST(:until AS timestamptz))
    WHERE cell_id = :cell AND grid_id = ANY(:grids) AND valid @> CAST(:until AS timestamptz)
    """
)
_FORGET_LATER = text(
    "DELETE FROM network_cell_grid WHERE network_id = :network AND lower(valid) > CAST(:at AS timestamptz)"
)
_REOPEN = """
    UPDATE {0} SET valid = tstzrange(lower(valid), NULL)
    WHERE network_id = :network AND valid @> CAST(:at AS timestamptz) AND NOT upper_inf(valid)
"""
_REOPEN_GRIDS, _REOPEN_CELLS = text(_REOPEN.format("network_cell_grid")), text(_REOPEN.format("network_cell"))
_EMPTY = text(
    """
    SELECT c.id, c.name FROM network_cell c
    WHERE c.id = ANY(:cells) AND c.geom IS NULL AND c.valid @> CAST(:at AS timestamptz) AND NOT EXISTS (
        SELECT FROM network_cell_grid m WHERE m.cell_id = c.id AND m.valid @> CAST(:at AS timestamptz))
    ORDER BY c.id
    """
)


def open_network(session: Session, values: Mapping[str, Any]) -> int:
    """Open a network; its id.

    Parameters
    ----------
    values
        ``name_zh``, ``name_en``, ``purpose``, ``ground_id``, ``whole``.
    """
    opened: int = session.execute(_OPEN, values).scalar_one()
    return opened


def change_network(session: Session, network: int, values: Mapping[str, Any], *, closed: bool) -> None:
    """Change all of a network but its ground and its cells; values as for `open_network`."""
    session.execute(_CHANGE, {**values, "network": network, "closed": closed})


def raise_version(session: Session, network: int) -> None:
    """Say that a network is not what it was."""
    session.execute(_RAISE, {"network": network})


def open_cell(
    session: Session, network: int, name: str, shape: shapely.Geometry | None, since: datetime
) -> int:
    """Open a cell; its id.

    Parameters
    ----------
    shape
        MultiPolygon, EPSG:4326 degrees; None for a cell of whole grids.
    """
    told = {
        "network": network,
        "name": name,
        "shape": None if shape is None else shapely.to_wkb(shape),
        "since": since,
    }
    opened: int = session.execute(_OPEN_CELL, told).scalar_one()
    return opened


def close_cells(session: Session, cells: Sequence[int], until: datetime) -> None:
    """End cells."""
    session.execute(_CLOSE_CELLS, {"cells": list(cells), "until": until})


def add_grids(session: Session, network: int, cell: int, grids: Sequence[int], since: datetime) -> None:
    """Put grids into a cell."""
    session.execute(_OPEN_GRIDS, {"network": network, "cell": cell, "grids": list(grids), "since": since})


def remove_grids(session: Session, cell: int, grids: Sequence[int], until: datetime) -> None:
    """Take grids out of a cell."""
    session.execute(_CLOSE_GRIDS, {"cell": cell, "grids": list(grids), "until": until})


def forget_later(session: Session, network: int, at: datetime) -> None:
    """Take back what is only to come: of editions that take effect after an instant."""
    asked = {"network": network, "at": at}
    session.execute(_FORGET_LATER, asked)
    session.execute(_REOPEN_GRIDS, asked)
    session.execute(_REOPEN_CELLS, asked)


def cells_without_grids(session: Session, cells: Sequence[int], at: datetime) -> list[tuple[int, str]]:
    """Id and name of those of some cells that are made of grids and have none at an instant."""
    return [(row.id, row.name) for row in session.execute(_EMPTY, {"cells": list(cells), "at": at})]
