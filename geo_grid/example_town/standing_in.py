"""AB posts: pairs of true neighbours, longest common border first."""

from collections.abc import Sequence

from geo_grid.core.coverage import Coverage, coverage_of
from geo_grid.core.lattice import geometries_to_units
from geo_grid.example_town.frame import array_of
from geo_grid.example_town.town import TownGrid


def coverage_of_grids(grids: Sequence[TownGrid]) -> Coverage:
    """Grids of one level as a coverage."""
    shapes = geometries_to_units(array_of([grid.geometry for grid in grids]))
    return coverage_of([grid.code for grid in grids], shapes, [grid.parent for grid in grids])


def pair_up(coverage: Coverage) -> list[tuple[str, str]]:
    """Neighbours with the same parent in pairs; no grid is in two, and a few are in none."""
    inside = [
        border
        for border in coverage.shared_borders
        if coverage.parents[border.first] == coverage.parents[border.second]
    ]
    taken: set[int] = set()
    pairs = []
    for border in sorted(inside, key=lambda border: (-border.length_m, border.first, border.second)):
        if not taken & {border.first, border.second}:
            taken |= {border.first, border.second}
            pairs.append((coverage.ids[border.first], coverage.ids[border.second]))
    return sorted(pairs)


def strangers(coverage: Coverage, codes: Sequence[str]) -> tuple[str, str] | None:
    """The first two of some grids that have one parent and no common border."""
    at = {code: position for position, code in enumerate(coverage.ids)}
    touching = {(border.first, border.second) for border in coverage.shared_borders}
    for one in codes:
        for other in codes:
            first, second = sorted((at[one], at[other]))
            same = coverage.parents[first] == coverage.parents[second]
            if first != second and same and (first, second) not in touching:
                return one, other
    return None
