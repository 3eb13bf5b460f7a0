"""A small coverage in every format, and hands to break files with."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import GeoGridError
from geo_grid.files.features import Features
from geo_grid.files.output import Output
from geo_grid.files.reading import read

#: Ending of every format that is written, and whether it holds more than one layer.
ENDINGS = {
    ".geojson": False,
    ".gpkg": True,
    ".shp": False,
    ".zip": True,
    ".kml": True,
    ".topojson": True,
    ".parquet": False,
    ".fgb": False,
}


def squares(count: int = 4, *, west: float = 120.0, south: float = 30.0, side: float = 0.01) -> Any:
    """(n,) squares in a row, sharing their upright edges, on the lattice."""
    units = np.arange(count + 1) * round(side * 1e7) + round(west * 1e7)
    low, high = round(south * 1e7) / 1e7, (round(south * 1e7) + round(side * 1e7)) / 1e7
    boxes = [shapely.box(units[i] / 1e7, low, units[i + 1] / 1e7, high) for i in range(count)]
    return np.array(boxes, dtype=object)


def attributes(count: int = 4) -> pd.DataFrame:
    """Texts with leading zeros, Chinese, whole numbers with gaps, and fractions."""
    return pd.DataFrame(
        {
            "code": [f"{row + 1:03d}" for row in range(count)],
            "名称": pd.Series(
                [None if row == 2 else f"第{row + 1}网格" for row in range(count)], dtype=object
            ),
            "households": pd.array([None if row == 1 else 300 + row for row in range(count)], dtype="Int64"),
            "share": np.arange(count) / 8,
        }
    )


def coverage(layer: str = "网格", *, count: int = 4, crs: Crs = WGS84, verbatim: bool = True) -> Output:
    return Output(layer, squares(count), attributes(count), crs, verbatim)


def code_of(call: Callable[[], Any]) -> str:
    """Code of the error that a call ends in; any other exception passes, and none is a failure."""
    try:
        result = call()
    except GeoGridError as error:
        return error.code
    raise AssertionError(f"no error, but {result!r}")


def geojson(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read_geojson(folder: Path, text: str, **options: Any) -> Features:
    return read(geojson(folder / "a.geojson", text), **options)


def collection(*features: str, extra: str = "") -> str:
    return '{"type":"FeatureCollection",' + extra + '"features":[' + ",".join(features) + "]}"


def feature(geometry: str, properties: str = "{}", extra: str = "") -> str:
    return f'{{"type":"Feature",{extra}"properties":{properties},"geometry":{geometry}}}'


SQUARE = '{"type":"Polygon","coordinates":[[[120,30],[120.5,30],[120.5,30.5],[120,30.5],[120,30]]]}'
