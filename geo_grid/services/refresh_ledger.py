"""Measuring what lies in each grid: only rows that have not been measured, or whose ground has changed."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.ledger.counts import COUNTED
from geo_grid.services.measuring_layers import measure_layer
from geo_grid.store.ledger_writing import lock_ledger, set_measured, write_measures
from geo_grid.store.queries.ledger_ground import candidates, layer_versions, row_shapes, stale_rows

#: Rows of grids that are measured in one go: bounds the memory of what may lie in them.
_AT_ONCE = 500


def refresh_ledger(session: Session) -> Mapping[str, Sequence[int]]:
    """Bring the whole ledger up to the layers and the grids as this transaction sees them.

    Called at the end of a load and of a publication, in their transaction, so that nobody ever reads counts
    that do not fit. The caller commits.

    Returns
    -------
    Layer → ids of the rows of grids that were measured anew; layers that had none to measure are not there.
    """
    lock_ledger(session)
    refreshed: dict[str, list[int]] = {}
    for layer, version, measured in layer_versions(session):
        if layer not in COUNTED:
            continue
        stale = stale_rows(session, layer, measured)
        for start in range(0, len(stale), _AT_ONCE):
            _measure(session, layer, version, stale[start : start + _AT_ONCE])
        if version != measured:
            set_measured(session, layer, version)
        if stale:
            refreshed[layer] = stale
    return refreshed


def _measure(session: Session, layer: str, version: int, rows: Sequence[int]) -> None:
    shapes = row_shapes(session, rows)
    order = list(shapes)
    position = {row: place for place, row in enumerate(order)}
    found = [(position[each[0]], *each[1:]) for each in candidates(session, layer, rows)]
    inside, on_border = measure_layer(layer, as_array(list(shapes.values())), found)
    write_measures(
        session,
        layer,
        version,
        rows,
        {order[place]: sums for place, sums in inside.items()},
        {(order[place], at): sums for (place, at), sums in on_border.items()},
    )
