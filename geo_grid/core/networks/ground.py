"""The ground of a cell that is made of whole grids."""

from collections.abc import Sequence

import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import Refusal
from geo_grid.core.rings import dissolve


def ground_of(cell: str, grids: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """The union of grids that tile, of whatever levels: their boundary chains added up.

    Parameters
    ----------
    cell
        Its name.
    grids
        Lattice units, at least one.

    Returns
    -------
    A canonical MultiPolygon in lattice units.

    Raises
    ------
    Refusal
        ``cell_counts_ground_twice``: one of them lies within another.
    """
    try:
        union = dissolve(as_array(grids))
    except ValueError as error:
        raise Refusal("cell_counts_ground_twice", cell=cell) from error
    made: shapely.Geometry = canonical(as_array([union]))[0]
    return made
