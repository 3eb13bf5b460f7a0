"""Which blocks are the town's: its limit follows the lanes and ditches nearest to an uneven ring."""

from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.curves import Random, Warp
from geo_grid.example_town.frame import Floats, Ints, array_of
from geo_grid.example_town.regions import regions
from geo_grid.example_town.sizes import Plan

#: A block with less than this share of its edge towards the town is left out, one with more is taken in.
_LOOSE, _ENCLOSED = 0.31, 0.53


def draw_limit(plan: Plan, warp: Warp, rng: Random) -> Any:
    """An uneven closed curve about the town, metres."""
    angle = np.linspace(0, 2 * np.pi, 181)[:-1]
    size = np.ones_like(angle)
    for waves, share in ((2, 0.07), (3, 0.09), (5, 0.055), (8, 0.03)):
        size += share * np.sin(waves * angle + rng.uniform(0, 2 * np.pi))
    # Rounder than a rectangle, squarer than an ellipse.
    shape = (np.abs(np.cos(angle)) ** 2.6 + np.abs(np.sin(angle)) ** 2.6) ** (-1 / 2.6)
    xy: Floats = np.stack([np.cos(angle), np.sin(angle)], axis=1) * (size * shape)[:, None]
    return shapely.Polygon(warp(xy * np.array(plan.limit)))


def within_limit(limit: Any, blocks: Geometries, pairs: Ints, lengths: Floats) -> list[int]:
    """Blocks of the town: connected, without holes.

    Parameters
    ----------
    limit
        The curve, metres.
    blocks
        (n,) blocks, metres.
    pairs, lengths
        (k, 2) neighbours and the length of their common border, each pair once.
    """
    inside = np.asarray(shapely.contains(limit, shapely.point_on_surface(blocks)))
    around = shapely.length(shapely.boundary(blocks))
    for _ in range(6):
        shared = np.zeros(len(blocks))
        np.add.at(shared, pairs[:, 0], lengths * inside[pairs[:, 1]])
        np.add.at(shared, pairs[:, 1], lengths * inside[pairs[:, 0]])
        share = shared / around
        inside = np.where(inside, share > _LOOSE, share > _ENCLOSED)
    beside: list[list[int]] = [[] for _ in range(len(blocks))]
    for a, b in pairs.tolist():
        beside[a].append(b)
        beside[b].append(a)
    largest = max(
        regions(np.flatnonzero(inside).tolist(), beside), key=lambda region: float(around[region].sum())
    )
    taken = np.zeros(len(blocks), dtype=bool)
    taken[largest] = True
    # What the town encloses is the town's.
    for region in regions(np.flatnonzero(~taken).tolist(), beside):
        whole = shapely.coverage_union_all(blocks[region])
        ground = shapely.Polygon(shapely.get_exterior_ring(_outline(blocks[taken])))
        if shapely.contains(ground, shapely.point_on_surface(whole)):
            taken[region] = True
    return [int(at) for at in np.flatnonzero(taken)]


def _outline(blocks: Geometries) -> Any:
    parts = shapely.get_parts(shapely.coverage_union_all(array_of(list(blocks))))
    return parts[int(np.argmax(shapely.area(parts)))]
