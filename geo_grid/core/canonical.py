"""One way of writing each polygon, so that equal ground is equal bytes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray


def canonical(geometries: NDArray[Any]) -> NDArray[Any]:
    """Polygons as multipolygons whose rings start at their smallest vertex, shells counter-clockwise.

    No vertex is added, moved or lost; parts and holes are put in a fixed order.

    Parameters
    ----------
    geometries
        (n,) polygons or multipolygons, any one CRS; None stays None.

    Returns
    -------
    (n,) multipolygons.
    """
    ordered = shapely.orient_polygons(shapely.normalize(geometries), exterior_cw=False)
    multi = np.array(ordered, dtype=object, copy=True)
    single = np.flatnonzero(shapely.get_type_id(multi) == shapely.GeometryType.POLYGON)
    multi[single] = shapely.multipolygons(multi[single], indices=np.arange(len(single)))
    return multi


def as_array(geometries: Sequence[Any]) -> NDArray[Any]:
    """(n,) objects, also where numpy would rather look inside a geometry or there is none."""
    made = np.empty(len(geometries), dtype=object)
    made[:] = geometries
    return made
