"""Convenient shape: how compact a grid is, by the measure of Polsby and Popper."""

import math

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import area_m2, length_m
from geo_grid.core.lattice import Geometries, geometries_to_degrees
from geo_grid.core.plan_rules.ground import PlanGround, called, place_of
from geo_grid.core.plan_rules.item import RuleItem

#: Below this a grid is long, thin or ragged; a square has 0.785, a rectangle 1 by 5 has 0.436.
LEAST_COMPACT = 0.25


def polsby_popper(degrees: Geometries) -> list[float]:
    """4πA/P² of polygons: 1 for a circle, near 0 for a thread.

    Geodesic area and length on the WGS 84 ellipsoid. D. D. Polsby, R. D. Popper, *The Third Criterion:
    Compactness as a Procedural Safeguard against Partisan Gerrymandering*, Yale Law & Policy Review 9 (1991).

    Parameters
    ----------
    degrees
        (n,) EPSG:4326.
    """
    sizes, lengths = area_m2(degrees).tolist(), length_m(degrees).tolist()
    return [
        4 * math.pi * size / length**2 if length else 0.0 for size, length in zip(sizes, lengths, strict=True)
    ]


def check_compactness(ground: PlanGround) -> list[RuleItem]:
    """``not_compact``: grids below `LEAST_COMPACT`."""
    if not ground.leaves:
        return []
    degrees = geometries_to_degrees(as_array([grid.geometry for grid in ground.leaves]))
    return [
        RuleItem(
            "not_compact",
            "notice",
            (grid.key,),
            *place_of(grid.geometry),
            {
                "grid": called(grid), "measure": "Polsby–Popper",
                "value": round(value, 3), "least": LEAST_COMPACT,
            },
        )
        for grid, value in zip(ground.leaves, polsby_popper(degrees), strict=True)
        if value < LEAST_COMPACT
    ]  # fmt: skip
