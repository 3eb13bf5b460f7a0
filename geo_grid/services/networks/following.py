"""Keeping networks in step with the grids: what an edition ends is left, what it begins takes its place.

A cell is made of grids, not of ground: when their borders move, so does the cell's, without anything to do.
Only where an edition begins or ends a grid must somebody say whose it is. A new grid belongs to the cell of
the grid that most of its ground was of; a grid that ends leaves its cell; a cell that has none left ends.
"""

from collections import defaultdict
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.networks.heirs import heirs
from geo_grid.store import network_writing as writing
from geo_grid.store.audit_writing import note
from geo_grid.store.people_writing import instant_of
from geo_grid.store.queries.network_followers import (
    Upheaval,
    grids_above,
    later_editions,
    memberships,
    upheaval,
)
from geo_grid.store.queries.networks import locked_network


def follow_edition(session: Session, edition: int, effective: datetime) -> None:
    """Have every network follow an edition; the caller commits.

    Parameters
    ----------
    effective
        Its instant, from which the cells change; where that has passed they change now, and what is on record
        of the time before stays.
    """
    at = max(effective, instant_of(session))
    what = upheaval(session, edition, at)
    if not (what.begun or what.ended):
        return
    joining = _joining(session, what, at)
    leaving: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for member in memberships(session, what.ended, at):
        leaving[member.network][member.cell].append(member.grid)
    for network in sorted({*joining, *leaving}):
        locked_network(session, network)
        _change(session, network, joining.get(network, {}), leaving.get(network, {}), edition, at)


def follow_later(session: Session) -> None:
    """Have networks follow the editions that are published and have not taken effect yet."""
    for edition, effective in later_editions(session):
        follow_edition(session, edition, effective)


def _joining(session: Session, what: Upheaval, at: datetime) -> dict[int, dict[int, list[int]]]:
    """Network → cell → grids that take a place in it."""
    came_from = heirs(what.begun, what.before)
    above = grids_above(session, sorted(came_from), at)
    related = sorted({*came_from, *came_from.values(), *(grid for found in above.values() for grid in found)})
    cells: dict[int, dict[int, int]] = defaultdict(dict)
    for member in memberships(session, related, at):
        cells[member.network][member.grid] = member.cell
    found: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for network, cell_of in cells.items():
        for grid, source in came_from.items():
            # What lies in a grid that is in a cell as a whole is in that cell already.
            if source in cell_of and not cell_of.keys() & {grid, *above.get(grid, ())}:
                found[network][cell_of[source]].append(grid)
    return found


def _change(
    session: Session,
    network: int,
    joining: dict[int, list[int]],
    leaving: dict[int, list[int]],
    edition: int,
    at: datetime,
) -> None:
    for cell, grids in leaving.items():
        writing.remove_grids(session, cell, grids, at)
    for cell, grids in joining.items():
        writing.add_grids(session, network, cell, grids, at)
    empty = writing.cells_without_grids(session, sorted(leaving), at)
    writing.close_cells(session, [cell for cell, _ in empty], at)
    writing.raise_version(session, network)
    note(
        session,
        "network.follow",
        f"network:{network}",
        after={
            "edition": edition,
            "grids_joined": sum(len(grids) for grids in joining.values()),
            "grids_left": sum(len(grids) for grids in leaving.values()),
            "cells_ended": [name for _, name in empty],
        },
    )
