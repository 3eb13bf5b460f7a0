"""Estates: slabs in rows, or towers, behind a wall."""

from typing import Any

import numpy as np

from geo_grid.example_town.building import Building, Door
from geo_grid.example_town.curves import Random
from geo_grid.example_town.layouts.rows import Slab, rows, southern

#: Length of one unit (单元) of a slab along its front, metres.
_UNIT = 15.5
#: Least distance between two slabs of a row, metres.
_GAP = 9.5
#: How many households a slab estate is to hold if its storeys can make it so.
_WANTED = 310


def slabs(area: Any, rng: Random, *, wanted: int = _WANTED) -> list[Building]:
    """Rows of slabs, four to eleven storeys."""
    depth = float(rng.choice([11.5, 12.5, 13.5]))
    pitch = depth + float(rng.uniform(17, 23))
    most = int(rng.choice([3, 4, 5]))

    def lengths(free: float) -> list[tuple[float, float]]:
        count = max(1, round((free + _GAP) / (most * _UNIT + _GAP)))
        length = int(((free + _GAP) / count - _GAP) // _UNIT) * _UNIT
        if length <= 0:
            return []
        step = (free - count * length) / max(count - 1, 1) if count > 1 else 0.0
        start = (free - length) / 2 if count == 1 else 0.0
        return [(start + place * (length + step), length) for place in range(count)]

    found = rows(area, southern(area) + rng.normal(0, 0.01), depth, pitch, lengths)
    units = sum(round(slab.length / _UNIT) for slab in found)
    storeys = int(np.clip(round(wanted / max(units, 1) / 2), 4, 11))
    return [_slab(slab, storeys + int(rng.integers(0, 2)) * (slab.row == 0), rng) for slab in found]


def _slab(slab: Slab, storeys: int, rng: Random) -> Building:
    units = max(1, round(slab.length / _UNIT))
    left, right = slab.ring[3], slab.ring[2]
    front = slab.ring[0]
    doors = []
    for unit in range(units):
        back = left + (right - left) * (unit + 0.5) / units
        inward = (front - left) * 0.25
        flats = storeys * 2
        doors.append(Door(back + inward, flats - int(rng.binomial(flats, 0.06))))
    return Building(slab.ring, "residential", storeys, doors)


def towers(area: Any, rng: Random) -> list[Building]:
    """Towers of 11 to 26 storeys, far apart."""
    depth, length = 17.0, float(rng.uniform(24, 30))
    gap = float(rng.uniform(20, 26))

    def lengths(free: float) -> list[tuple[float, float]]:
        count = int((free + gap) // (length + gap))
        step = (free - count * length) / (count + 1) if count else 0.0
        return [(step + place * (length + step), length) for place in range(count)]

    found = rows(area, southern(area), depth, float(rng.uniform(46, 54)), lengths)
    storeys = int(np.clip(round(330 / max(len(found), 1) / 4), 9, 26))
    made = []
    for slab in found:
        a, b, _, d = slab.ring
        along, up = (b - a) / slab.length, (d - a) / slab.depth
        # Bays in front and behind: a plus rather than a box.
        w, n = slab.length, slab.depth
        bays = [
            (0.12 * w, 0), (0.88 * w, 0), (0.88 * w, 3), (w, 3), (w, n - 3), (0.64 * w, n - 3),
            (0.64 * w, n), (0.36 * w, n), (0.36 * w, n - 3), (0, n - 3), (0, 3), (0.12 * w, 3),
        ]  # fmt: skip
        ring = np.array([a + along * x + up * y for x, y in bays])
        height = storeys + int(rng.integers(-1, 2))
        flats = height * 4
        door = Door(a + along * (w / 2) + up * (n - 4), flats - int(rng.binomial(flats, 0.08)))
        made.append(Building(ring, "residential", height, [door]))
    return made


def town_houses(area: Any, rng: Random) -> list[Building]:
    """Rows of houses built wall to wall, three storeys, a household or two each."""
    depth = float(rng.uniform(10.5, 12))
    width = float(rng.uniform(7.2, 9.5))
    most = int(rng.integers(5, 9))

    def lengths(free: float) -> list[tuple[float, float]]:
        found, at = [], 0.0
        while free - at >= 2 * width:
            count = int(min(most, (free - at) // width))
            found += [(at + place * width, width) for place in range(count)]
            at += count * width + 5.0
        return found

    found = rows(area, southern(area), depth, depth + float(rng.uniform(8.5, 12)), lengths)
    made = []
    for slab in found:
        inner = slab.ring.mean(axis=0) * 0.35 + (slab.ring[2] + slab.ring[3]) / 2 * 0.65
        households = int(rng.choice([0, 1, 1, 1, 2]))
        made.append(
            Building(slab.ring, "residential", int(rng.choice([2, 3, 3, 4])), [Door(inner, households)])
        )
    return made
