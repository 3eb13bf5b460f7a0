"""Faults of the tiling: no edit makes one, so none should appear; they are looked for all the same."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.chain import edges_of, join, sum_chain
from geo_grid.core.crs import WGS84
from geo_grid.core.edits.grid import Grid
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.core.plan_rules.ground import PlanGround, box_of, called, place_of, rings_of
from geo_grid.core.plan_rules.item import Cure, RuleItem
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Wholes, prove

#: Neighbours that a gap is offered to.
_OFFERED = 2


def check_faults(ground: PlanGround) -> list[RuleItem]:
    """``fault_gap``, ``fault_overlap`` … as the proof names them, and ``fault_invalid_geometry``.

    Every checked grid is a valid polygon, and Σ∂(children) = ∂(parent) for every parent whose family is here.
    """
    found = [
        RuleItem("fault_invalid_geometry", "error", (grid.key,), *place_of(grid.geometry.envelope))
        for grid in ground.grids
        if not shapely.is_valid(grid.geometry) or grid.geometry.is_empty
    ]
    for parent, family in sorted(ground.families.items()):
        whole = ground.hierarchy.grid(parent)
        if family and not _tiles(family, whole):
            found += [_item(problem, whole, family) for problem in _located(whole, family)]
    return found


def _tiles(family: Sequence[Grid], whole: Grid) -> bool:
    """Whether Σ∂(children) − ∂(parent) leaves nothing."""
    sides = [
        edges_of(as_array([grid.geometry for grid in grids]), np.zeros(len(grids), dtype=np.int32), weight)
        for grids, weight in ((family, 1), ([whole], -1))
    ]
    return len(sum_chain(join(sides)).remains) == 0


def _located(parent: Grid, family: Sequence[Grid]) -> tuple[Problem, ...]:
    children = _entered(family)
    at = np.zeros(len(family), dtype=np.int32)
    return prove(children, Wholes(_entered([parent])), at).problems


def _entered(grids: Sequence[Grid]) -> Entered:
    shapes = geometries_to_degrees(as_array([grid.geometry for grid in grids]))
    return enter(Source(shapes, WGS84), [grid.key for grid in grids])


def _item(problem: Problem, parent: Grid, family: Sequence[Grid]) -> RuleItem:
    where = problem.geometry
    at, box = place_of(parent.geometry)
    cures: tuple[Cure, ...] = ()
    if where is not None:
        face = geometries_to_units(as_array([where]))[0]
        at, box = place_of(face) if shapely.get_dimensions(face) == 2 else (_first(face), box_of(face))
        cures = _cures(problem, face, parent, family)
    params = {"parent": called(parent), "area_m2": round(problem.area_m2, 2)}
    return RuleItem(f"fault_{problem.code}", "error", problem.grids or (parent.key,), at, box, params, cures)


def _first(face: shapely.Geometry) -> tuple[int, int]:
    x, y = shapely.get_coordinates(face)[0].tolist()
    return int(x), int(y)


def _cures(
    problem: Problem, face: shapely.Geometry, parent: Grid, family: Sequence[Grid]
) -> tuple[Cure, ...]:
    names = {grid.key: called(grid) for grid in family}
    if problem.code == "overlap" and len(problem.grids) == 2:
        return tuple(
            Cure(
                "cure_overlap",
                "resolve_overlap",
                {"grids": list(problem.grids), "to": key},
                {"to": names.get(key, key)},
            )
            for key in problem.grids
        )
    if problem.code == "gap" and face.geom_type == "Polygon":
        gap = {"parent": parent.key, "piece": rings_of(face)}
        return tuple(
            Cure("cure_gap", "assign_gap", {"gap": gap, "to": grid.key}, {"to": called(grid)})
            for grid in _around(face, family)[:_OFFERED]
        )
    return ()


def _around(face: shapely.Geometry, family: Sequence[Grid]) -> list[Grid]:
    """Grids that share a border with a face, the longest first."""
    grids = [grid for grid in family if not grid.is_void]
    borders = shapely.boundary(as_array([grid.geometry for grid in grids]))
    shared: list[float] = shapely.length(shapely.intersection(borders, shapely.boundary(face))).tolist()
    order = sorted(
        (at for at in range(len(grids)) if shared[at] > 0), key=lambda at: (-shared[at], grids[at].key)
    )
    return [grids[at] for at in order]
