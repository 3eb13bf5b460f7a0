"""Standing water: fish ponds among the fields, a lake in a park."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.building import Building
from geo_grid.example_town.curves import Random
from geo_grid.example_town.layouts.lots import lots
from geo_grid.example_town.settle import Settled

#: The share of field blocks that is a pond.
_PONDS = 0.1


def dig(settled: Sequence[Settled], rng: Random) -> list[tuple[str, str | None, Any]]:
    """Kind, name and surface (metres) of ponds and lakes."""
    found: list[tuple[str, str | None, Any]] = []
    largest = max((float(each.free.area) for each in settled if each.use == "park"), default=0.0)
    for each in settled:
        if each.use == "park" and each.free.area > 0.6 * largest:
            lake = _lake(each.free, each.buildings, rng)
            if lake is not None:
                found.append(("lake", "镜湖" if each.free.area >= largest else None, lake))
        elif each.use == "field" and each.free is not None and rng.random() < _PONDS:
            bank = each.free.buffer(-9.0, join_style="mitre")
            if bank.geom_type == "Polygon" and 1_500 < bank.area < 38_000:
                found += [("pond", None, pond) for pond in _fish_ponds(bank, rng)]
    return found


def _fish_ponds(field: Any, rng: Random) -> list[Any]:
    """A field laid out in ponds with dams between them."""
    ring = np.asarray(shapely.get_coordinates(field.simplify(1.0).exterior)[:-1])
    ponds = [shapely.Polygon(lot).buffer(-4.5, join_style="mitre") for lot in lots(ring, 5_200.0, rng)]
    ponds = [pond.buffer(-2.0).buffer(2.0, quad_segs=2) for pond in ponds if field.covers(pond)]
    return [pond for pond in ponds if pond.geom_type == "Polygon" and pond.area > 600]


def _lake(park: Any, pavilions: Sequence[Building], rng: Random) -> Any:
    """A blob about the middle of a park, clear of its edge and its roofs."""
    middle = shapely.get_coordinates(shapely.point_on_surface(park))[0]
    angle = np.linspace(0, 2 * np.pi, 49)[:-1]
    reach = np.sqrt(park.area) * 0.33
    size = 1 + 0.2 * np.sin(2 * angle + rng.uniform(0, 6)) + 0.13 * np.sin(3 * angle + rng.uniform(0, 6))
    ring = middle + reach * (size + 0.06 * np.sin(5 * angle))[:, None] * np.stack(
        [np.cos(angle), np.sin(angle)], axis=1
    )
    lake = shapely.Polygon(ring).intersection(park.buffer(-12.0))
    for roof in pavilions:
        lake = lake.difference(shapely.Polygon(roof.ring).buffer(6.0, quad_segs=3))
    return lake if lake.geom_type == "Polygon" and lake.area > 1_000 else None
