"""A small town for the rules, in metres: a community C of six grids, each 200 m wide.

+---+---+---+
| d | e | f |
+---+---+---+
| a | b | c |
+---+---+---+
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.crs.plane import Plane
from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.lattice import to_units
from geo_grid.core.ledger.counts import Counts, Said
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.ground import PlanGround
from geo_grid.core.plan_rules.item import Cure, RuleItem
from geo_grid.core.streets.lines import Lines
from geo_grid.words.plan_rules import cure_title, rule_message

_HERE = Plane(121.4, 31.2)
_SIDE = 200


def units(geometry: shapely.Geometry) -> shapely.Geometry:
    """A shape in metres on the lattice."""
    moved = shapely.transform(geometry, lambda xy: to_units(_HERE.to_degrees(xy)).astype(float))
    return canonical(as_array([moved]))[0] if moved.geom_type.endswith("Polygon") else moved


def block(x0: int, y0: int, x1: int, y1: int) -> shapely.Polygon:
    """Metres, with a vertex at every corner of a square."""
    south = [(x, y0) for x in range(x0, x1, _SIDE)]
    east = [(x1, y) for y in range(y0, y1, _SIDE)]
    north = [(x, y1) for x in range(x1, x0, -_SIDE)]
    west = [(x0, y) for y in range(y1, y0, -_SIDE)]
    return shapely.Polygon([*south, *east, *north, *west])


def leaf(key: str, ground: shapely.Geometry, **more: Any) -> Grid:
    return Grid(key, 3, "C", units(ground), code=f"C{key}", name=f"网格{key}", **more)


SQUARES = {name: (at % 3 * _SIDE, at // 3 * _SIDE) for at, name in enumerate("abcdef")}
LEAVES = [leaf(name, block(x, y, x + _SIDE, y + _SIDE)) for name, (x, y) in SQUARES.items()]
ABOVE = [
    replace(LEAVES[0], key=key, level=level, parent=parent, code=key, name=key, statutory=level > 0,
            geometry=units(block(0, 0, 600, 400)))
    for key, level, parent in (("O", 0, None), ("T", 1, "O"), ("C", 2, "T"))
]  # fmt: skip
TOWN = Hierarchy([*ABOVE, *LEAVES])


def said(households: int | None, unknown: int = 0) -> Counts:
    return Counts(None, Said(households, unknown), None, None, None, None, None, None, (), None)


def ground(hierarchy: Hierarchy = TOWN, checked: Sequence[str] = "abcdef", **more: Any) -> PlanGround:
    return PlanGround(hierarchy, tuple(checked), **more)


def after(cure: Cure, hierarchy: Hierarchy = TOWN) -> Hierarchy:
    """What a cure makes of the town."""
    return hierarchy.after(edit(hierarchy, Operation(cure.verb, cure.arguments), EditRules(step=1)))


def doors(amounts: Mapping[tuple[float, float], float]) -> Doors:
    places = np.array(list(amounts), dtype=np.float64)
    return Doors(to_units(_HERE.to_degrees(places)), np.array(list(amounts.values()), dtype=np.float64))


def streets(*drawn: tuple[str | None, list[tuple[float, float]]]) -> Lines:
    shapes = as_array([units(shapely.LineString(points)) for _, points in drawn])
    names = tuple(name for name, _ in drawn)
    return Lines(shapes, ("street",) * len(drawn), names, (None,) * len(drawn))


def worded(items: Sequence[RuleItem]) -> list[str]:
    """Codes of items, each of which can be said in both languages, and so can its cures."""
    for item in items:
        for language in ("zh", "en"):
            sentences = [rule_message(item, language), *(cure_title(cure, language) for cure in item.cures)]
            assert all(sentence and "{" not in sentence for sentence in sentences)
    return [item.code for item in items]
