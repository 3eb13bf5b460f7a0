"""Lanes inside estates: a ring within the wall, lanes between the rows, and the way to the gate."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.building import Building
from geo_grid.example_town.frame import Floats, Ints
from geo_grid.example_town.layouts.rows import southern
from geo_grid.example_town.settle import INSIDE_WALL, Settled
from geo_grid.example_town.street_layer import Streets

#: A lane is cut off before it comes nearer to a building than this, metres.
_CLEAR = 2.2
#: Shorter lanes are not drawn, metres.
_LEAST = 25.0


def lay_lanes(blocks: Blocks, settled: Sequence[Settled], streets: Streets) -> list[Floats]:
    """Lanes of all estates, metres; each begins and ends at a vertex of a street or of another lane.

    Parameters
    ----------
    blocks, settled
        The blocks and what stands on them.
    streets
        Where gates may be: at a vertex of a street of the town.
    """
    named = [edge for edge in range(len(streets.metres)) if streets.inside[edge]]
    gates, of = shapely.get_coordinates(streets.metres[named], return_index=True)
    larger = np.array([streets.kinds[edge] != "path" for edge in named])[of]
    gates = gates[larger]
    tree = shapely.STRtree(shapely.points(gates))
    lanes: list[Floats] = []
    for land, each in zip(blocks.land, settled, strict=True):
        if each.compound == "residential" and each.buildings:
            near = tree.query(land, predicate="dwithin", distance=0.05)
            lanes += _of_estate(each, gates, np.sort(near))
    return lanes


def _of_estate(estate: Settled, gates: Floats, near: Ints) -> list[Floats]:
    inner = estate.free.buffer(-INSIDE_WALL / 2, join_style="mitre")
    if inner.geom_type != "Polygon" or not len(near):
        return []
    ring = inner.exterior
    crossing = _between_rows(inner, estate.buildings)
    away = shapely.distance(shapely.points(gates[near]), ring)
    gate = gates[near[int(np.argmin(away))]]
    foot = shapely.line_locate_point(ring, shapely.points(gate))
    ends = np.array([lane[end] for lane in crossing for end in (0, -1)]).reshape(-1, 2)
    along = np.concatenate([[foot], shapely.line_locate_point(ring, shapely.points(ends))])
    around = _with_points(shapely.get_coordinates(ring), along, ring)
    start = shapely.get_coordinates(shapely.line_interpolate_point(ring, foot))[0]
    return [around, np.stack([gate, start]), *crossing]


def _with_points(xy: Floats, along: Any, ring: Any) -> Floats:
    """A closed ring with further vertices at distances along it."""
    own = np.r_[0, np.cumsum(np.hypot(*np.diff(xy, axis=0).T))]
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, along))
    merged, position = np.concatenate([xy, points]), np.r_[own, along]
    order = np.argsort(position, kind="stable")
    found: Floats = merged[order]
    return found


def _between_rows(inner: Any, buildings: Sequence[Building]) -> list[Floats]:
    """Lanes right across an estate in the middle of the gaps between its rows."""
    angle = (
        southern(shapely.polygons(buildings[0].ring[:4])) if len(buildings[0].ring) == 4 else southern(inner)
    )
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    reach = np.array([(b.ring @ turn)[:, 1].min() for b in buildings])
    top = np.array([(b.ring @ turn)[:, 1].max() for b in buildings])
    order = np.argsort(reach)
    low, high, gaps = reach[order], top[order], []
    highest = high[0]
    for at in range(1, len(order)):
        if low[at] - highest > 2 * _CLEAR:
            gaps.append((low[at] + highest) / 2)
        highest = max(highest, high[at])
    west, _, east, _ = shapely.bounds(shapely.transform(inner, lambda xy: xy @ turn)).tolist()
    lanes: list[Floats] = []
    for y in gaps:
        line = shapely.linestrings(np.array([[west - 9, y], [east + 9, y]]) @ turn.T)
        parts = shapely.get_parts(shapely.intersection(line, inner))
        lanes += [shapely.get_coordinates(part) for part in parts if part.length > _LEAST]
    return lanes
