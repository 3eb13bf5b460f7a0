"""Schools, factories, the hospital, the market, offices, the station."""

from typing import Any

import numpy as np

from geo_grid.example_town.building import Building, Door
from geo_grid.example_town.curves import Random
from geo_grid.example_town.layouts.rows import Slab, rows, southern


def _plain(slab: Slab, use: str, storeys: int, name: str | None = None) -> Building:
    return Building(slab.ring, use, storeys, [Door(slab.ring.mean(axis=0), 0)], name)


def _even(size: float, gap: float) -> Any:
    """As many rectangles of a size as a row holds, evenly apart."""

    def lengths(free: float) -> list[tuple[float, float]]:
        count = max(1, int((free + gap) // (size + gap)))
        length = min(size, free)
        if length < size * 0.45:
            return []
        step = (free - count * length) / (count + 1)
        return [(step + place * (length + step), length) for place in range(count)]

    return lengths


def _fill(area: Any, depth: float, pitch: float, size: float, gap: float) -> list[Slab]:
    """Rows that face south, else east; smaller ones where there is no room for these."""
    for share in (1.0, 0.7, 0.5):
        for turn in (0.0, np.pi / 2):
            lengths = _even(size * share, gap)
            found = rows(area, southern(area) + turn, depth * share, pitch * (0.5 + share / 2), lengths)
            if found:
                return found
    return []


def school(area: Any, rng: Random) -> list[Building]:
    """Teaching wings in the north, a hall; the south is the sports ground."""
    found = _fill(area, 13.0, 30.0, 56.0, 14.0)
    last = max((slab.row for slab in found), default=0)
    kept = [slab for slab in found if slab.row <= max(1, (last + 1) // 2 - (last > 2))]
    made = [_plain(slab, "school", int(rng.choice([3, 4, 4, 5]))) for slab in kept]
    hall = [slab for slab in found if slab.row == last and last > 2]
    if hall:
        made.append(_plain(hall[0], "school", 2))
    if made:
        made[0].name = "教学楼"
    return made


def factory(area: Any, rng: Random) -> list[Building]:
    """Halls side by side, an office at the gate."""
    deep = float(rng.choice([30.0, 38.0, 46.0]))
    size = float(rng.choice([60.0, 84.0, 110.0]))
    found = _fill(area, deep, deep + float(rng.uniform(13, 18)), size, 12.0)
    made = [
        _plain(slab, "industrial", int(rng.choice([1, 1, 2, 3]))) for slab in found if rng.random() > 0.08
    ]
    if made:
        made[-1].use, made[-1].storeys, made[-1].name = "office", 4, "办公楼"
    return made


def hospital(area: Any, rng: Random) -> list[Building]:
    """Wards in wide rows."""
    found = _fill(area, 17.0, 37.0, 62.0, 18.0)
    names = ["门诊楼", "住院楼", "医技楼"]
    made = [_plain(slab, "hospital", int(rng.choice([4, 6, 9]))) for slab in found]
    for building, name in zip(reversed(made), names, strict=False):
        building.name = name
    return made


def market(area: Any, rng: Random) -> list[Building]:
    """Two or three long halls full of stalls."""
    found = _fill(area, 21.0, 30.0, 75.0, 10.0)
    made = [_plain(slab, "commercial", int(rng.choice([1, 2]))) for slab in found]
    for building in made:
        building.shops = max(4, int(np.hypot(*(building.ring[1] - building.ring[0])) // 5))
    return made


def government(area: Any, rng: Random) -> list[Building]:
    """A main building with wings, a square in front."""
    found = _fill(area, 16.0, 36.0, 64.0, 16.0)
    made = [_plain(slab, "office", int(rng.choice([4, 5, 6])), None) for slab in found]
    if len(made) > 3:
        made.pop()
    if made:
        made[0].name = "办公楼"
    return made


def station(area: Any, _rng: Random) -> list[Building]:
    """One long hall."""
    found = _fill(area, 24.0, 60.0, 80.0, 40.0)[:1]
    return [_plain(slab, "public", 2, "站房") for slab in found]


def pavilions(area: Any, rng: Random) -> list[Building]:
    """A few small roofs in a park."""
    found = rows(area, southern(area) + 0.3, 7.0, 70.0, _even(9.0, 80.0))
    return [_plain(slab, "public", 1) for slab in found if rng.random() < 0.5][:3]
