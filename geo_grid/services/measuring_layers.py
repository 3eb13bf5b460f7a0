"""What lies in pieces of ground, of one layer: sums of measures inside each, and at places on its border."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries, to_units
from geo_grid.core.ledger.counts import (
    BETWEEN,
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

#: Measure → sum.
Sums = dict[str, int]
#: Of each piece of ground by its position, and of each of its places on the border, packed.
Measured = tuple[dict[int, Sums], dict[tuple[int, int], Sums]]


def measure_layer(layer: str, polygons: Geometries, found: Sequence[Sequence[Any]]) -> Measured:
    """Measure what a layer has in pieces of ground.

    Parameters
    ----------
    layer
        One of `COUNTED`.
    polygons
        (n,) EPSG:4326 degrees.
    found
        (position among the polygons, place, what is measured) for every feature that may lie in it, as
        `store.queries.ledger_ground` has them.

    Returns
    -------
    Position → sums of what lies strictly inside; (position, place) → sums of what lies on the border.
    """
    inside: dict[int, Sums] = defaultdict(lambda: defaultdict(int))
    on_border: dict[tuple[int, int], Sums] = defaultdict(lambda: defaultdict(int))
    if found:
        owner = np.array([each[0] for each in found], dtype=np.int64)
        if layer == "streets":
            lines = shapely.from_wkb([bytes(each[1]) for each in found])
            own = own_millimetres(polygons, owner, lines)
            for each, millimetres in zip(found, own.tolist(), strict=True):
                if millimetres:
                    inside[each[0]][f"{MILLIMETRES}{each[2] or ''}"] += millimetres
        else:
            _add_points(_ADDERS.get(layer, _nothing_more), polygons, owner, found, inside, on_border)
    return inside, on_border


def _add_points(
    add: Callable[[Sums, Sequence[Any]], None],
    polygons: Geometries,
    owner: np.ndarray[Any, Any],
    found: Sequence[Sequence[Any]],
    inside: dict[int, Sums],
    on_border: dict[tuple[int, int], Sums],
) -> None:
    points = np.array([(each[1], each[2]) for each in found], dtype=np.float64).reshape(-1, 2)
    within, between = lies(polygons, owner, points)
    for place in np.flatnonzero(within).tolist():
        _count(inside[found[place][0]], add, found[place])
    units = to_units(points)
    for place in np.flatnonzero(between).tolist():
        packed = (int(units[place, 0]) << 32) + int(units[place, 1]) + 900_000_000
        _count(on_border[found[place][0], packed], add, found[place])


def _count(sums: Sums, add: Callable[[Sums, Sequence[Any]], None], row: Sequence[Any]) -> None:
    sums[NUMBER] += 1
    add(sums, row[3:])


def _add_address(sums: Sums, said: Sequence[Any]) -> None:
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


def _add_organisation(sums: Sums, said: Sequence[Any]) -> None:
    sums[f"{TRADE}{said[0] or ''}"] += 1


def _add_facility(sums: Sums, said: Sequence[Any]) -> None:
    code, name = said
    sums[f"{FACILITY}{code or ''}{BETWEEN}{name or ''}"] += 1


def _nothing_more(_: Sums, __: Sequence[Any]) -> None:
    """Only the number counts."""


_ADDERS: Mapping[str, Callable[[Sums, Sequence[Any]], None]] = {
    "addresses": _add_address,
    "organisations": _add_organisation,
    "facilities": _add_facility,
}
