"""Measuring what lies in each grid: only rows that have not been measured, or whose ground has changed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.lattice import to_units
from geo_grid.core.ledger.counts import (
    BETWEEN,
    COUNTED,
    FACILITY,
    HOUSEHOLDS,
    HOUSEHOLDS_UNKNOWN,
    MILLIMETRES,
    NUMBER,
    PEOPLE,
    PEOPLE_UNKNOWN,
    SERVICE,
    TRADE,
)
from geo_grid.core.ledger.ground import lies, own_millimetres
from geo_grid.store.ledger_writing import lock_ledger, set_measured, write_measures
from geo_grid.store.queries.ledger_ground import candidates, layer_versions, row_shapes, stale_rows

#: Rows of grids that are measured in one go: bounds the memory of what may lie in them.
_AT_ONCE = 500

#: Sums by measure.
_Sums = dict[str, int]


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
    position = {row: place for place, row in enumerate(shapes)}
    polygons = np.empty(len(shapes), dtype=object)
    polygons[:] = list(shapes.values())
    found = candidates(session, layer, rows)
    inside: dict[int, _Sums] = defaultdict(lambda: defaultdict(int))
    on_border: dict[tuple[int, int], _Sums] = defaultdict(lambda: defaultdict(int))
    if found:
        owner = np.array([position[each[0]] for each in found], dtype=np.int64)
        if layer == "streets":
            lines = shapely.from_wkb([bytes(each[1]) for each in found])
            own = own_millimetres(polygons, owner, lines)
            for each, millimetres in zip(found, own.tolist(), strict=True):
                if millimetres:
                    inside[each[0]][f"{MILLIMETRES}{each[2] or ''}"] += millimetres
        else:
            _add_points(_ADDERS.get(layer, _nothing_more), polygons, owner, found, inside, on_border)
    write_measures(session, layer, version, rows, inside, on_border)


def _add_points(
    add: Callable[[_Sums, Sequence[Any]], None],
    polygons: np.ndarray[Any, Any],
    owner: np.ndarray[Any, Any],
    found: Sequence[Sequence[Any]],
    inside: dict[int, _Sums],
    on_border: dict[tuple[int, int], _Sums],
) -> None:
    points = np.array([(each[1], each[2]) for each in found], dtype=np.float64).reshape(-1, 2)
    within, between = lies(polygons, owner, points)
    for place in np.flatnonzero(within).tolist():
        _count(inside[found[place][0]], add, found[place])
    units = to_units(points)
    for place in np.flatnonzero(between).tolist():
        packed = (int(units[place, 0]) << 32) + int(units[place, 1]) + 900_000_000
        _count(on_border[found[place][0], packed], add, found[place])


def _count(sums: _Sums, add: Callable[[_Sums, Sequence[Any]], None], row: Sequence[Any]) -> None:
    sums[NUMBER] += 1
    add(sums, row[3:])


def _add_address(sums: _Sums, said: Sequence[Any]) -> None:
    households, people, services = said
    if households is None:
        sums[HOUSEHOLDS_UNKNOWN] += 1
    else:
        sums[HOUSEHOLDS] += households
    if people is None:
        sums[PEOPLE_UNKNOWN] += 1
    else:
        sums[PEOPLE] += people
    for service, count in (services or {}).items():
        sums[f"{SERVICE}{service}"] += int(count)


def _add_organisation(sums: _Sums, said: Sequence[Any]) -> None:
    sums[f"{TRADE}{said[0] or ''}"] += 1


def _add_facility(sums: _Sums, said: Sequence[Any]) -> None:
    code, name = said
    sums[f"{FACILITY}{code or ''}{BETWEEN}{name or ''}"] += 1


def _nothing_more(_: _Sums, __: Sequence[Any]) -> None:
    """Only the number counts."""


_ADDERS: Mapping[str, Callable[[_Sums, Sequence[Any]], None]] = {
    "addresses": _add_address,
    "organisations": _add_organisation,
    "facilities": _add_facility,
}
