"""The proof that the cells of a network are a coverage of its own area."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Entered, Source
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Wholes, prove

#: A vertex in the middle of a neighbour's edge has no ground: a cell that was drawn beside grids need not
#: have the vertices that their borders get later.
_NO_GROUND = "unmatched_vertex"


def prove_network(
    names: Sequence[str], grounds: Sequence[shapely.Geometry], whole: tuple[str, shapely.Geometry] | None
) -> tuple[Problem, ...]:
    """Say where cells overlap, leave a gap, or go beyond what they are to cover.

    Parameters
    ----------
    names
        (n,) unique.
    grounds
        (n,) valid polygons in lattice units.
    whole
        Name and ground that the cells must tile; None where they only must not overlap or enclose a gap.

    Returns
    -------
    The faults, the largest first; empty where the network is a coverage.
    """
    if not grounds:
        return ()
    wholes = None if whole is None else Wholes(_entered([whole[0]], [whole[1]]))
    proof = prove(_entered(names, grounds), wholes)
    return tuple(problem for problem in proof.problems if problem.is_error and problem.code != _NO_GROUND)


def _entered(names: Sequence[str], grounds: Sequence[shapely.Geometry]) -> Entered:
    shapes = as_array(grounds)
    unmoved = np.zeros(len(shapes), dtype=bool)
    return Entered(
        ids=tuple(names),
        geometry=shapes,
        snapped=shapes,
        source=Source(geometries_to_degrees(shapes), WGS84),
        invalid=unmoved,
        replaced=unmoved,
        problems=(),
    )
