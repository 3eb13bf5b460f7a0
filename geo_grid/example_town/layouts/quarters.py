"""The old centre, mixed streets with shops, and villages."""

from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.building import Building, Door
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats, polygons_of
from geo_grid.example_town.layouts.lots import area_of, lots, shrunk
from geo_grid.example_town.layouts.rows import rows, southern


def old_town(area: Any, rng: Random) -> list[Building]:
    """Small houses wall to wall, some around a courtyard; shops where the lot lies at the street."""
    made: list[Building] = []
    rings = [shrunk(ring, 0.955) for ring in lots(_open(area), float(rng.uniform(130, 210)), rng)]
    if not rings:
        return made
    shapely.prepare(area)
    shapes = polygons_of(rings)
    fits = shapely.contains(area, shapes) & shapely.is_valid(shapes)
    edge = shapely.distance(shapes, area.exterior) < 1.6
    for ring, shape, inside, at_street in zip(rings, shapes, fits.tolist(), edge.tolist(), strict=True):
        if not inside or rng.random() < 0.05:
            continue
        middle = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        size = area_of(ring)
        if size > 120 and len(ring) == 4 and rng.random() < 0.45:
            ring, middle = _courtyard(ring, rng)
        households = int(rng.choice([1, 1, 1, 2, 2, 3])) + int(size > 190)
        shops = int(at_street and rng.random() < 0.32)
        use = "commercial" if shops and rng.random() < 0.5 else "residential"
        if use == "commercial":
            households = int(rng.choice([0, 1]))
        made.append(
            Building(ring, use, int(rng.choice([1, 2, 2, 2, 3])), [Door(middle, households)], None, shops)
        )
    return made


def _courtyard(ring: Floats, rng: Random) -> tuple[Floats, Floats]:
    """A quadrilateral with a yard cut into one side, and a point in the wing opposite."""
    a, b, c, d = np.roll(ring, int(rng.integers(0, 4)), axis=0)

    def at(u: float, v: float) -> Floats:
        point: Floats = a * (1 - u) * (1 - v) + b * u * (1 - v) + c * u * v + d * (1 - u) * v
        return point

    left, right = (0.34, 0.7) if rng.random() < 0.6 else (0.42, 1.0)
    back = float(rng.uniform(0.4, 0.6))
    cut = [at(left, 0), at(left, back), at(right, back)]
    cut += [at(right, 0), b] if right < 1 else []
    return np.array([a, *cut, c, d]), at(0.5, (1 + back) / 2)


def mixed(area: Any, rng: Random) -> list[Building]:
    """Shop houses along the edges, slabs behind."""
    made = _frontage(area, 12.0, rng)
    inner = area.buffer(-21.0, join_style="mitre")
    if inner.is_empty or inner.geom_type != "Polygon" or inner.area < 900:
        return made
    depth = 11.0

    def lengths(free: float) -> list[tuple[float, float]]:
        count = max(1, int((free + 6) // 46))
        length = (free - (count - 1) * 6) / count
        return [(place * (length + 6), length) for place in range(count)] if length > 12 else []

    storeys = int(rng.integers(3, 7))
    for slab in rows(inner, southern(area), depth, depth + float(rng.uniform(13, 18)), lengths):
        units = max(1, round(slab.length / 15))
        doors = []
        for unit in range(units):
            back = slab.ring[3] + (slab.ring[2] - slab.ring[3]) * (unit + 0.5) / units
            flats = storeys * 2
            doors.append(
                Door(back + (slab.ring[0] - slab.ring[3]) * 0.25, flats - int(rng.binomial(flats, 0.08)))
            )
        made.append(Building(slab.ring, "residential", storeys, doors))
    return made


def _frontage(area: Any, depth: float, rng: Random) -> list[Building]:
    """Shop houses along every edge of a piece of ground that is long enough."""
    ring = shapely.get_coordinates(area.simplify(2.0).exterior)[:-1]
    if shapely.is_ccw(area.exterior) is False or not shapely.is_ccw(shapely.LinearRing(ring)):
        ring = ring[::-1]
    made: list[Building] = []
    placed: list[Any] = []
    shapely.prepare(area)
    for start, end in zip(ring, np.concatenate([ring[1:], ring[:1]]), strict=True):
        length = float(np.hypot(*(end - start)))
        if length < 24:
            continue
        along = (end - start) / length
        inward = np.array([-along[1], along[0]])
        at = float(rng.uniform(1, 4))
        while at + 12 < length:
            size = float(min(rng.choice([14.0, 18.0, 24.0, 32.0]), length - at - 1))
            if size < 10:
                break
            near = start + along * at + inward * 0.4
            deep = depth * float(rng.uniform(0.85, 1.2))
            box = np.array(
                [near, near + along * size, near + along * size + inward * deep, near + inward * deep]
            )
            shape = shapely.polygons(box)
            if area.contains(shape) and not (placed and shapely.dwithin(placed, shape, 0.6).any()):
                placed.append(shape)
                made.append(_shop_house(box, along, inward, size, deep, rng))
                at += size + float(rng.choice([0.7, 0.7, 0.9, 4.5]))
            else:
                at += 5.0
    return made


def _shop_house(
    box: Floats, along: Floats, inward: Floats, size: float, deep: float, rng: Random
) -> Building:
    storeys = int(rng.choice([2, 3, 3, 4, 5, 6]))
    flats = int((storeys - 1) * max(1, size // 11)) if rng.random() < 0.85 else 0
    place = box[0] + along * size * 0.5 + inward * deep * 0.3
    use = "commercial" if flats == 0 or storeys <= 3 else "residential"
    return Building(box, use, storeys, [Door(place, flats)], None, max(1, int(size // 7)))


def village(area: Any, rng: Random) -> list[Building]:
    """Detached houses in loose rows facing south."""
    depth = float(rng.uniform(10, 12))

    def lengths(free: float) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        at = float(rng.uniform(0, 3))
        while True:
            width = float(rng.uniform(9, 13.5))
            if at + width > free:
                return found
            if rng.random() > 0.1:
                found.append((at, width))
            at += width + float(rng.choice([1.2, 2.5, 4.0, 7.0]))

    made = []
    shapely.prepare(area)
    for slab in rows(
        area, southern(area) + rng.normal(0, 0.03), depth, depth + float(rng.uniform(9, 14)), lengths
    ):
        up = (slab.ring[3] - slab.ring[0]) / slab.depth
        ring = slab.ring + up * rng.normal(0, 0.9)
        if rng.random() < 0.4:
            ring = _wing(ring, rng)
        shape = shapely.polygons(ring)
        if not area.contains(shape):
            ring, shape = slab.ring, shapely.polygons(slab.ring)
        households = int(rng.choice([0, 1, 1, 1, 1, 2]))
        place = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
        made.append(
            Building(ring, "residential", int(rng.choice([1, 2, 2, 3, 3])), [Door(place, households)])
        )
    return made


def _wing(ring: Floats, rng: Random) -> Floats:
    """An L: one corner of the front left open."""
    a, b, c, d = ring
    half, deep = float(rng.uniform(0.45, 0.65)), float(rng.uniform(0.25, 0.4))
    corner = a + (b - a) * half
    return np.array([a + (d - a) * deep, corner + (d - a) * deep, corner, b, c, d])


def _open(area: Any) -> Floats:
    return np.asarray(shapely.get_coordinates(area.simplify(0.5).exterior)[:-1])
