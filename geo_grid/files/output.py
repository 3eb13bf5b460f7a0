"""What a writer is given and what it tells afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import WGS84, Crs


@dataclass(frozen=True)
class Output:
    """One layer to be written.

    Parameters
    ----------
    layer
        Its name, in formats that have layers.
    geometry
        (n,) shapely geometries or None, in `crs`.
    table
        (n) attributes.
    crs
        Reference system of the coordinates.
    verbatim
        True where rings must keep their direction and polygons their type, as far as the format allows; False
        writes what the format's standard asks for (GeoJSON: shells counter-clockwise).
    """

    layer: str
    geometry: NDArray[Any]
    table: pd.DataFrame
    crs: Crs = WGS84
    verbatim: bool = False

    @property
    def shapes(self) -> NDArray[Any]:
        """Geometries as they are to be written."""
        if self.verbatim:
            return self.geometry
        return np.asarray(shapely.orient_polygons(self.geometry, exterior_cw=False), dtype=object)


@dataclass(frozen=True)
class Written:
    """What was written, and what the format could not hold.

    Parameters
    ----------
    paths
        The files, the main one first.
    renamed
        Field → the name it has in the file, where they differ.
    truncated
        Field → number of cells that were cut to the format's longest text.
    """

    paths: tuple[Path, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    truncated: Mapping[str, int] = field(default_factory=dict)
