"""The best of all cuts through a grid: along streets, else between buildings."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import Geometries
from geo_grid.core.plan_rules.cut import Cut, crossed, inside
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.free_cuts import free_cuts
from geo_grid.core.plan_rules.street_cuts import street_cuts
from geo_grid.core.streets.lines import Lines

#: What one share of detour weighs, one turn into another street, and one bend of a cut that follows none.
_DETOUR_WEIGHT, _TURN_WEIGHT, _BEND_WEIGHT = 0.2, 0.03, 0.01
#: What it weighs that a cut follows no street, and each building and compound that it divides.
_FREE_WEIGHT, _BUILDING_WEIGHT, _COMPOUND_WEIGHT = 0.3, 0.5, 0.15
#: A cut along streets as good as this is enough: no others are looked for.
_GOOD = 0.45
#: A compound that holds more than this share of a grid's ground cannot be left whole.
_MOST_OF_IT = 0.4

#: How bad a cut is; None where it is out of the question.
Judge = Callable[[Cut], float | None]


def best_cuts(
    ground: shapely.Geometry,
    lines: Lines,
    doors: Doors,
    features: Sequence[Feature],
    wanted: Sequence[float],
    judge: Judge,
) -> list[Cut]:
    """Cuts that a judge lets pass, the best first.

    Where streets offer none that is good, cuts between buildings are looked for: first past all compounds,
    and only where none is found, through the one that the grid is.

    Parameters
    ----------
    ground
        The grid, lattice units.
    lines
        What it may be divided along; those outside do no harm.
    doors
        What is counted, wherever it lies.
    features
        Buildings and compounds; those outside do no harm.
    wanted
        Amounts that one side should have.
    """
    if shapely.get_num_geometries(ground) != 1:
        return []
    mine = inside(doors, ground)
    buildings, compounds = (_of(features, layer, ground) for layer in ("building", "compound"))
    found: list[tuple[float, Cut]] = []

    def weigh(cuts: Sequence[Cut]) -> None:
        for cut in cuts:
            judged = judge(cut)
            if judged is not None:
                drawn = as_array([shapely.LineString(cut.line)])[0]
                through = replace(cut, cuts=(crossed(drawn, buildings), crossed(drawn, compounds)))
                found.append((judged + _weight(through), through))

    if len(lines):
        weigh(street_cuts(ground, lines, mine, wanted))
    if not _is_good(found):
        small = compounds[shapely.area(shapely.intersection(compounds, ground)) < _MOST_OF_IT * ground.area]
        for obstacles in ([*buildings, *small], list(buildings)):
            weigh(free_cuts(ground, as_array(obstacles), mine, wanted))
            if found or len(small) == 0:
                break
    # Through a building only where there is no other way.
    whole = [each for each in found if each[1].cuts[0] == 0]
    return [cut for _, cut in sorted(whole or found, key=lambda each: (each[0], each[1].line))]


def _is_good(found: Sequence[tuple[float, Cut]]) -> bool:
    return any(badness <= _GOOD and cut.cuts == (0, 0) for badness, cut in found)


def _of(features: Sequence[Feature], layer: str, ground: shapely.Geometry) -> Geometries:
    shapes = as_array([feature.geometry for feature in features if feature.layer == layer])
    return shapes[shapely.intersects(shapes, ground)] if len(shapes) else shapes


def _weight(cut: Cut) -> float:
    if cut.free:
        turns = _FREE_WEIGHT + _BEND_WEIGHT * (len(cut.line) - 2)
    else:
        turns = _TURN_WEIGHT * max(0, len(cut.along) - 1)
    buildings, compounds = cut.cuts
    through = _BUILDING_WEIGHT * buildings + _COMPOUND_WEIGHT * compounds
    return turns + through + _DETOUR_WEIGHT * (cut.detour - 1)
