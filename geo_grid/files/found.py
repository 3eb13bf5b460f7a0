"""What a format's reader hands over, before the layer is chosen and the reference system is settled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import Crs
from geo_grid.core.errors import FieldError, NoFeatures, UnreadableFile
from geo_grid.files.features import Note, SourceText

Geometries = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FoundCrs:
    """What a file says about its reference system.

    Parameters
    ----------
    crs
        None where the file says nothing.
    explicit
        True where it stands in the file, False where it is only the format's default.
    """

    crs: Crs | None
    explicit: bool


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of one layer as its reader found them; geometries may still carry Z and M."""

    geometry: Geometries
    table: pd.DataFrame
    crs: FoundCrs
    notes: tuple[Note, ...] = ()
    encoding: str = "UTF-8"
    source: SourceText | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer that a file offers.

    Parameters
    ----------
    name
        As the file has it.
    driver
        Name of the format.
    polygonal
        True where it holds, or may hold, polygons.
    load
        Reads the rows.
    """

    name: str
    driver: str
    polygonal: bool
    load: Callable[[], Content]


def choose(layers: Sequence[Layer], wanted: str | None, *, file: str) -> Layer:
    """The layer to read: the named one, else the only one, else the only one with polygons.

    Raises
    ------
    FieldError
        ``layer_missing`` where no layer has the name.
    UnreadableFile
        ``layer_ambiguous`` where the user has to say which.
    NoFeatures
        ``no_features`` where the file has no layer at all.
    """
    if not layers:
        raise NoFeatures("no_features", file=file, layer=wanted or "")
    names = [layer.name for layer in layers]
    if wanted is not None:
        found = [layer for layer in layers if layer.name == wanted]
        found = found or [layer for layer in layers if layer.name.casefold() == wanted.casefold()]
        found = found or [layer for layer in layers if layer.name.rpartition("/")[2] == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnreadableFile("layer_ambiguous", file=file, layers=names)
        raise FieldError("layer_missing", layer=wanted, layers=names, file=file)
    if len(layers) == 1:
        return layers[0]
    polygonal = [layer for layer in layers if layer.polygonal]
    if len(polygonal) == 1:
        return polygonal[0]
    raise UnreadableFile("layer_ambiguous", file=file, layers=names)


def array_of(geometries: Sequence[shapely.Geometry | None]) -> Geometries:
    """(n,) object array; numpy would look inside a list of geometries."""
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    return array
