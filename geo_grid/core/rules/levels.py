"""The level above is proved as a coverage of its own."""

import numpy as np
import shapely

from geo_grid.core.entry import Entered
from geo_grid.core.lattice import geometries_to_units
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Wholes, prove


def prove_levels(levels: list[Entered], parents: list[list[int]], outline: Entered | None) -> list[Problem]:
    """Prove a whole hierarchy: the top level against the outline, each other level against the one above.

    Parameters
    ----------
    levels
        Grids of each level, the top first.
    parents
        Per level, the position of each grid's parent in the level above (-1: none); ignored for the top.
    outline
        What the top level must tile; None: its own outer boundary.
    """
    problems: list[Problem] = []
    for depth, level in enumerate(levels):
        if depth == 0:
            whole = None if outline is None else Wholes(outline, named=False)
            problems += prove(level, whole).problems
        else:
            at = np.array(parents[depth], dtype=np.int32)
            problems += prove(level, Wholes(levels[depth - 1]), at).problems
    return problems


def prove_parents(parents: Entered) -> list[Problem]:
    """Faults among the parents themselves.

    An enclosed gap counts where two or more parents border it; the hole of a single parent is that
    parent's own shape (an enclave), and its children follow it.
    """
    found = []
    for problem in prove(parents).problems:
        if problem.code == "gap" and _is_hole_of_one(problem.geometry, parents):
            continue
        found.append(
            Problem(
                problem.code,
                problem.grids,
                None,
                problem.area_m2,
                problem.geometry,
                {**problem.params, "of": "parents"},
            )
        )
    return found


def _is_hole_of_one(gap: shapely.Geometry | None, parents: Entered) -> bool:
    face = geometries_to_units(np.array([gap], dtype=object))[0]
    present = parents.geometry[~shapely.is_missing(parents.geometry)]
    near = present[shapely.STRtree(present).query(face, predicate="dwithin", distance=1.0)]
    shared = shapely.length(shapely.intersection(shapely.boundary(near), shapely.boundary(face)))
    return int((shared > 0).sum()) == 1
