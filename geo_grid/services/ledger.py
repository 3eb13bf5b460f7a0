"""The ledger of a grid (一个网格一本台账): what is in it, at every level the sum of the level below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.ledger.counts import COUNTED, Counts, counts_of
from geo_grid.services.grids import GridFilter, list_grids
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.ledger import LoadedLayer, is_measured, ledger_sums, loaded_layers
from geo_grid.store.queries.state import state
from geo_grid.store.records import GridRecord


@dataclass(frozen=True, slots=True)
class GridLedger:
    """The ledger of one grid at an instant.

    Parameters
    ----------
    edition
        In force at the instant.
    complete
        Every grid below has been counted for the layers as they are loaded now.
    loads
        Layer → what is loaded of it.
    """

    grid: GridRecord
    edition: int
    complete: bool
    loads: Mapping[str, LoadedLayer]
    counts: Counts


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some grids with their counts, and the key to ask for the next with; None at the end."""

    items: tuple[tuple[GridRecord, Counts], ...]
    next: str | None


def grid_ledger(session: Session, code: str, at: datetime, weights: Mapping[str, float]) -> GridLedger:
    """The ledger of a grid as its border was at an instant, counted over what is loaded now.

    Parameters
    ----------
    weights
        What one of each measure counts in the workload.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    grid = grid_by_code(session, code, at)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    loads = loaded_layers(session)
    sums = ledger_sums(session, at, [grid.id])
    edition = state(session, at).edition
    return GridLedger(
        grid,
        grid.edition if edition is None else edition,
        is_measured(session, at, grid.id, [layer for layer in COUNTED if layer in loads]),
        loads,
        counts_of(sums[grid.id], loads, weights),
    )


def list_ledgers(
    session: Session,
    at: datetime,
    wanted: GridFilter,
    weights: Mapping[str, float],
    *,
    after: str | None,
    limit: int,
) -> LedgerPage:
    """Grids by code with their counts, those after a code.

    Raises
    ------
    NotFound
        ``grid_not_found``: the parent asked for does not exist at that instant.
    """
    page = list_grids(session, at, wanted, after=after, limit=limit)
    loads = loaded_layers(session)
    sums = ledger_sums(session, at, [grid.id for grid in page.items])
    items = tuple((grid, counts_of(sums[grid.id], loads, weights)) for grid in page.items)
    return LedgerPage(items, page.next)
