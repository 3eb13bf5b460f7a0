"""Cuts that divide a grid that is too large into two of fitting size."""

import math
from collections.abc import Sequence

import shapely

from geo_grid.core.plan_rules.best_cuts import best_cuts
from geo_grid.core.plan_rules.cut import Cut, inside
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.core.streets.lines import Lines


def balanced_splits(
    ground: shapely.Geometry, lines: Lines, doors: Doors, rule: SizeRule, features: Sequence[Feature] = ()
) -> list[Cut]:
    """Cuts of a grid in exactly two, the best first; neither side is too small.

    A cut is good where each side can in the end be divided into grids of fitting size, where the sides are
    alike, and where it is straight and turns into few streets.

    Parameters
    ----------
    ground
        The grid, lattice units.
    lines
        What it may be divided along; those outside do no harm.
    doors
        What is counted, wherever it lies.
    rule
        The size that is wanted.
    features
        Buildings and compounds, which are not to be cut.
    """

    def judge(cut: Cut) -> float | None:
        return None if min(cut.amounts) < (rule.least or 1.0) else _badness(cut, rule)

    half = float(inside(doors, ground).amounts.sum()) / 2
    return best_cuts(ground, lines, doors, features, [half], judge)


def _badness(cut: Cut, rule: SizeRule) -> float:
    """How far the sides are from what can be divided into grids of fitting size, and from each other."""
    larger, smaller = cut.larger_first
    total = max(larger + smaller, 1.0)
    return unfitting(larger, rule) + unfitting(smaller, rule) + (larger - smaller) / total


def unfitting(amount: float, rule: SizeRule) -> float:
    """0 where some number of grids of fitting size make it up; else how far it is, in shares of the aim."""
    least, most = rule.least or 0.0, math.inf if rule.most is None else rule.most
    most_grids = max(1, math.ceil(amount / rule.aim) + 1)
    off = min(max(least * grids - amount, amount - most * grids, 0.0) for grids in range(1, most_grids + 1))
    return off / max(rule.aim, 1.0)
