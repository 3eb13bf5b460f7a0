"""The application's own proof of an edition, before anything is written."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Entered, Source
from geo_grid.core.errors import CoverageBroken
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.problem import Problem
from geo_grid.core.proof import Wholes, prove
from geo_grid.services.edition_change import EditionChange
from geo_grid.services.edition_pieces import NAMED, After


def prove_edition(change: EditionChange) -> tuple[Problem, ...]:
    """Prove I1 and I2 of everything that a change touches.

    Parameters
    ----------
    change
        As compared.

    Returns
    -------
    The faults; empty when the edition may be published. Voids are called by their names.

    Raises
    ------
    CoverageBroken
        ``geometry_not_valid`` or ``exclave_unrecorded`` (I1).
    """
    _check_shapes(change.after)
    problems: list[Problem] = []
    grids = [piece for piece in change.after if not piece.is_void]
    for level in (1, 2, 3):
        children = [piece for piece in change.after if piece.level == level]
        touched = {piece.parent for piece in children if piece.changed} | change.gone
        touched |= {piece.code for piece in grids if piece.level == level - 1 and piece.changed}
        children = [piece for piece in children if piece.parent in touched]
        parents = {piece.parent for piece in children}
        wholes = [piece for piece in grids if piece.level == level - 1 and piece.code in parents]
        if not children:
            continue
        position = {piece.code: index for index, piece in enumerate(wholes)}
        # The subtree's own root has its parent outside what was loaded; it does not change.
        inside = [piece for piece in children if piece.parent in position]
        at = np.array([position[str(piece.parent)] for piece in inside], dtype=np.int32)
        problems += prove(_entered(inside), Wholes(_entered(wholes)), at).problems
    return tuple(problem for problem in problems if problem.is_error)


def require_proof(change: EditionChange) -> None:
    """Refuse a change that leaves a fault.

    Raises
    ------
    CoverageBroken
        ``edition_not_tiled`` with the number of faults, their codes, grids and parents; or as above.
    """
    problems = prove_edition(change)
    if problems:
        raise CoverageBroken(
            "edition_not_tiled",
            invariant="I2",
            faults=len(problems),
            kinds=sorted({problem.code for problem in problems}),
            grids=sorted({grid for problem in problems for grid in problem.grids})[:NAMED],
            parents=sorted({problem.parent for problem in problems if problem.parent is not None})[:NAMED],
        )


def _check_shapes(after: Sequence[After]) -> None:
    changed = [piece for piece in after if piece.changed]
    shapes = as_array([piece.geometry for piece in changed])
    broken = [changed[i].code for i in np.flatnonzero(~shapely.is_valid(shapes) | shapely.is_empty(shapes))]
    if broken:
        raise CoverageBroken("geometry_not_valid", invariant="I1", grids=broken[:NAMED])
    apart = [
        piece.code
        for piece in changed
        if not piece.exclave and shapely.get_num_geometries(piece.geometry) > 1
    ]
    if apart:
        raise CoverageBroken("exclave_unrecorded", invariant="I1", grids=apart[:NAMED], parent=apart[0])


def _entered(pieces: Sequence[After]) -> Entered:
    shapes = as_array([piece.geometry for piece in pieces])
    unmoved = np.zeros(len(pieces), dtype=bool)
    return Entered(
        ids=tuple(piece.code for piece in pieces),
        geometry=shapes,
        snapped=shapes,
        source=Source(geometries_to_degrees(shapes), WGS84),
        invalid=unmoved,
        replaced=unmoved,
        problems=(),
    )
