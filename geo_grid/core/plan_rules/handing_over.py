"""Ground that a grid hands over to its neighbour, so that both are of fitting size."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from geo_grid.core.edits.grid import Grid
from geo_grid.core.plan_rules.best_cuts import best_cuts
from geo_grid.core.plan_rules.cut import Cut
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.core.streets.lines import Lines

#: The two have at least this much border in common, of the border of what changes hands.
_LEAST_SHARED = 0.08


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A part of a grid that goes to another.

    Parameters
    ----------
    piece
        What goes, lattice units.
    amount
        How much is counted in it.
    cut
        The border that there would be between the two.
    """

    piece: shapely.Polygon
    amount: float
    cut: Cut


def room_between(
    gives: float, takes: float, gives_rule: SizeRule, takes_rule: SizeRule
) -> tuple[float, float] | None:
    """The least and the most that may change hands so that both fit; None where nothing may.

    Parameters
    ----------
    gives, takes
        What the two have now.
    """
    least, most = 1.0, gives - (gives_rule.least or 0.0)
    if gives_rule.most is not None:
        least = max(least, gives - gives_rule.most)
    if takes_rule.least is not None:
        least = max(least, takes_rule.least - takes)
    if takes_rule.most is not None:
        most = min(most, takes_rule.most - takes)
    return (least, most) if least <= most else None


def handed_over(
    giver: Grid,
    taker: Grid,
    room: tuple[float, float],
    lines: Lines,
    doors: Doors,
    features: Sequence[Feature],
) -> list[HandedOver]:
    """Parts of a grid beside its neighbour with an amount that may change hands, the best first.

    Parameters
    ----------
    room
        The least and the most that may.
    lines, doors, features
        As `best_cuts`.
    """
    least, most = room
    wanted = (least + most) / 2
    border = shapely.boundary(taker.geometry)
    pieces: dict[int, tuple[shapely.Polygon, float]] = {}

    def judge(cut: Cut) -> float | None:
        best: tuple[float, shapely.Polygon, float] | None = None
        for side, amount in zip(cut.sides, cut.amounts, strict=True):
            if not least <= amount <= most:
                continue
            shared = shapely.length(shapely.intersection(shapely.boundary(side), border))
            share = float(shared) / float(shapely.length(side))
            if share >= _LEAST_SHARED:
                off = abs(amount - wanted) / max(most, 1.0) + (1 - share)
                if best is None or off < best[0]:
                    best = off, side, amount
        if best is None:
            return None
        pieces[id(cut.sides)] = best[1:]
        return best[0]

    cuts = best_cuts(giver.geometry, lines, doors, features, [wanted], judge)
    return [HandedOver(*pieces[id(cut.sides)], cut) for cut in cuts]
