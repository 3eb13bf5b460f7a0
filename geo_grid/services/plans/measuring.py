"""Counting what lies in ground that is only planned, as the ledger counts what is published."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.ledger.counts import COUNTED, Counts, counts_of
from geo_grid.services.measuring_layers import Sums, measure_layer
from geo_grid.store.queries.ledger import loaded_layers
from geo_grid.store.queries.ledger_ground import candidates_in

_NO_WEIGHTS: Mapping[str, float] = MappingProxyType({})


def measured(
    session: Session,
    polygons: Sequence[shapely.Geometry],
    weights: Mapping[str, float] = _NO_WEIGHTS,
    *,
    layers: Collection[str] = COUNTED,
) -> list[Counts]:
    """What is in some pieces of ground, counted over what is loaded now.

    A point on the border of several counts for the first of them, so that nothing counts twice: given in the
    order of their codes they agree with the ledger. A street along a border counts half to either side.

    Parameters
    ----------
    polygons
        (n,) lattice units, as a plan has them.
    weights
        What one of each measure counts in the workload; without them there is none.
    layers
        What to count; ``("addresses",)`` is quick and enough for households and people.

    Returns
    -------
    (n,) counts; None in them where a layer is not loaded, or was not asked for.
    """
    if not polygons:
        return []
    session.execute(text("SET LOCAL jit = off"))
    ground = geometries_to_degrees(as_array(polygons))
    boxes = [tuple(box) for box in shapely.bounds(ground).tolist()]
    loaded = [layer for layer in loaded_layers(session) if layer in layers]
    sums: list[dict[str, Sums]] = [{} for _ in polygons]
    for layer in loaded:
        inside, on_border = measure_layer(layer, ground, candidates_in(session, layer, boxes))
        for position, found in inside.items():
            _add(sums[position].setdefault(layer, defaultdict(int)), found)
        for position, found in _first_of_each_place(on_border):
            _add(sums[position].setdefault(layer, defaultdict(int)), found)
    return [counts_of(each, loaded, weights) for each in sums]


def _first_of_each_place(on_border: Mapping[tuple[int, int], Sums]) -> list[tuple[int, Sums]]:
    first: dict[int, int] = {}
    for position, place in on_border:
        first[place] = min(position, first.get(place, position))
    return [(first[place], sums) for (position, place), sums in on_border.items() if first[place] == position]


def _add(total: dict[str, Any], more: Mapping[str, int]) -> None:
    for measure, amount in more.items():
        total[measure] += amount
