"""What the user declares of a file is believed only where it can be."""

import json
from pathlib import Path

import pytest

from geo_grid.core.errors import CrsError
from geo_grid.services.check import check_files

_SQUARE = [[120.0, 23.0], [120.01, 23.0], [120.01, 23.01], [120.0, 23.01], [120.0, 23.0]]


@pytest.fixture
def degrees(tmp_path: Path) -> Path:
    path = tmp_path / "degrees.geojson"
    geometry = {"type": "Polygon", "coordinates": [_SQUARE]}
    path.write_text(json.dumps({"type": "Feature", "properties": {"code": "a"}, "geometry": geometry}))
    return path


def test_degrees_are_not_metres_because_somebody_says_so(degrees: Path) -> None:
    with pytest.raises(CrsError) as caught:
        check_files(degrees, crs="EPSG:4547")
    assert caught.value.code == "crs_looks_lonlat"
    assert caught.value.params == {"file": "degrees.geojson", "declared": "EPSG:4547"}


@pytest.mark.parametrize("crs", ["EPSG:4490", "GCJ-02", "EPSG:3824"])
def test_a_declared_system_in_degrees_is_believed(degrees: Path, crs: str) -> None:
    assert check_files(degrees, crs=crs).ok
