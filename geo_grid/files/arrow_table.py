"""A layer as an Arrow table, for the writers that take one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo_grid.files.columns import as_text, is_text
from geo_grid.files.output import Output


def attributes(table: pd.DataFrame, names: Mapping[str, str] | None = None) -> dict[str, pa.Array]:
    """Each column as Arrow, in the narrowest type that holds it; mixed ones and lists become text.

    Parameters
    ----------
    table
        (n) attributes.
    names
        Field → name it gets; None keeps all.
    """
    found = {}
    for place, column in enumerate(table.columns):
        name = str(column) if names is None else names[str(column)]
        found[name] = _array(table.iloc[:, place])
    return found


def _array(column: "pd.Series[Any]") -> pa.Array:
    if is_text(column):
        values = [None if _is_missing(value) else value for value in column.tolist()]
        if all(value is None for value in values):
            return pa.array(values, type=pa.string())
        if not any(isinstance(value, (list, dict)) for value in values):
            try:
                return pa.array(values)
            except (pa.ArrowException, OverflowError):
                return pa.array([as_text(value) for value in values], type=pa.string())
        return pa.array([as_text(value) for value in values], type=pa.string())
    array = pa.array(column)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _is_missing(value: Any) -> bool:
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))
    )


def geometries(output: Output, *, with_z: bool) -> pa.Array:
    """Geometries as WKB; None stays None."""
    shapes = output.shapes
    dimension = 3 if with_z else 2
    wkb = shapely.to_wkb(shapes, output_dimension=dimension, flavor="iso", include_srid=False)
    return pa.array(wkb, type=pa.binary())


def types_of(output: Output, *, with_z: bool = False) -> list[str]:
    """Names of the geometry types that occur, sorted; with_z tells "Polygon Z" from "Polygon"."""
    kinds = {
        (geometry.geom_type, bool(with_z and geometry.has_z))
        for geometry in output.geometry
        if geometry is not None
    }
    names = {("LineString" if kind == "LinearRing" else kind) + (" Z" if z else "") for kind, z in kinds}
    return sorted(names)
