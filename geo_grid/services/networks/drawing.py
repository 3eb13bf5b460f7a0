"""Opening a network, changing what it is called, and drawing its cells."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound, Outdated, Refusal
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import require_on
from geo_grid.services.networks.cells import Cell, GivenCell, cells_of, faults_of, in_degrees, resolved
from geo_grid.services.networks.following import follow_later
from geo_grid.services.networks.reading import found_network
from geo_grid.store import network_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.network_records import CellGrid, CellRecord, NetworkRecord
from geo_grid.store.people_writing import instant_of
from geo_grid.store.queries.networks import cells_at, locked_network
from geo_grid.store.queries.scope import grid_in_force

DRAW = Action.PLANS_DRAW
_WORDS = ("name_zh", "name_en", "purpose", "whole")
#: Names of cells in one message.
_NAMED = 5


def open_network(session: Session, actor: Actor | None, under: str, values: Mapping[str, Any]) -> int:
    """Open a network without cells on the ground of a grid; its id. The caller commits.

    Parameters
    ----------
    under
        Code of the grid.
    values
        ``name_zh``, ``name_en``, ``purpose``, ``whole``.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    Denied
        ``not_on_this_ground``.
    """
    ground = grid_in_force(session, under)
    if ground is None:
        raise NotFound("grid_not_found", grid=under)
    require_on(session, actor, DRAW, ground)
    opened = writing.open_network(session, {**values, "ground_id": ground})
    note(session, "network.open", f"network:{opened}", after={**values, "grid": under})
    return opened


def change_network(
    session: Session, actor: Actor | None, network: int, version: int | None, changes: Mapping[str, Any]
) -> None:
    """Change what is given: names, purpose, ``whole``, ``closed``. The caller commits.

    Raises
    ------
    Refusal
        ``network_not_tiled``: it is to cover all its ground from now on, and does not.
    NotFound, Denied, Outdated
        ``network_not_found``, ``not_on_this_ground``, ``changed_meanwhile``.
    """
    before = _to_change(session, actor, network, version)
    former = {name: getattr(before, name) for name in _WORDS}
    values = {**former, **{name: changes[name] for name in _WORDS if name in changes}}
    was_closed = before.closed_at is not None
    closed = bool(changes.get("closed", was_closed))
    writing.change_network(session, network, values, closed=closed)
    if not closed:
        at = instant_of(session)
        _require_tiled(session, found_network(session, network), cells_of(session, network, at), at)
    note(
        session,
        "network.change",
        f"network:{network}",
        before={**former, "closed": was_closed},
        after={**values, "closed": closed},
    )


def replace_cells(
    session: Session, actor: Actor | None, network: int, version: int | None, given: Sequence[GivenCell]
) -> None:
    """Say what the cells of a network are from now on. The caller commits.

    A cell that keeps its name is the same cell. Editions that are published and still to come are followed.

    Raises
    ------
    Refusal
        ``network_closed``, ``network_not_tiled``; as `resolved` and `faults_of` besides.
    NotFound, Denied, Outdated
        ``network_not_found``, ``not_on_this_ground``, ``changed_meanwhile``.
    """
    record = _to_change(session, actor, network, version)
    if record.closed_at is not None:
        raise Refusal("network_closed")
    at = instant_of(session)
    cells = resolved(session, given, at)
    _require_tiled(session, record, cells, at)
    before = {cell.name: cell for cell in cells_at(session, network, at)}
    writing.forget_later(session, network, at)
    kept = {cell.name: cell for cell in cells if _is_same(before.get(cell.name), cell)}
    # All that leaves goes first: a grid is in one cell of a network at a time.
    for name, former in before.items():
        wanted = _ids(kept[name].grids) if name in kept else set()
        writing.remove_grids(session, former.id, sorted(_ids(former.grids) - wanted), at)
    writing.close_cells(session, [former.id for name, former in before.items() if name not in kept], at)
    for cell in cells:
        _put(session, network, cell, before[cell.name] if cell.name in kept else None, at)
    writing.raise_version(session, network)
    note(session, "network.cells", f"network:{network}", before=_told(before.values()), after=_told(cells))
    follow_later(session)


def _put(session: Session, network: int, cell: Cell, former: CellRecord | None, at: datetime) -> None:
    if former is None:
        shape = in_degrees(cell.ground) if cell.is_drawn else None
        opened = writing.open_cell(session, network, cell.name, shape, at)
        writing.add_grids(session, network, opened, sorted(_ids(cell.grids)), at)
    else:
        writing.add_grids(session, network, former.id, sorted(_ids(cell.grids) - _ids(former.grids)), at)


def _ids(grids: Sequence[CellGrid]) -> set[int]:
    return {grid.id for grid in grids}


def _is_same(former: CellRecord | None, cell: Cell) -> bool:
    """Whether a cell of this name goes on: made of grids as it was, or with the same shape."""
    if former is None:
        return False
    if not cell.is_drawn:
        return former.shape is None
    return former.shape is not None and shapely.to_wkb(former.shape) == shapely.to_wkb(
        in_degrees(cell.ground)
    )


def _to_change(session: Session, actor: Actor | None, network: int, version: int | None) -> NetworkRecord:
    require_on(session, actor, DRAW, found_network(session, network).ground_id)
    record = locked_network(session, network)
    if record is None:
        raise NotFound("network_not_found", given=network)
    if version is not None and version != record.version:
        raise Outdated("changed_meanwhile")
    return record


def _require_tiled(session: Session, network: NetworkRecord, cells: Sequence[Cell], at: datetime) -> None:
    faults = faults_of(session, network, cells, at)
    if faults:
        raise Refusal(
            "network_not_tiled",
            faults=len(faults),
            kinds=sorted({fault.code for fault in faults}),
            cells=sorted({name for fault in faults for name in fault.grids})[:_NAMED] or [network.ground[0]],
        )


def _told(cells: Iterable[Cell | CellRecord]) -> dict[str, Any]:
    return {"cells": {cell.name: [grid.code for grid in cell.grids] for cell in cells}}
