"""Vector tiles: seamless between neighbours at every zoom."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.tile import EXTENT, tile
from geo_grid.store.queries.whole_edition import whole_edition
from tests.store.queries.conftest import NOW

pytestmark = pytest.mark.database


def address(lon: float, lat: float, z: int) -> tuple[int, int]:
    """The XYZ tile of a point."""
    x = (lon + 180) / 360
    y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2
    return int(x * 2**z), int(y * 2**z)


def decode(made: bytes, layer: str, folder: Path) -> dict[str, shapely.Geometry]:
    """Code → shape in tile units, y up, by GDAL's own reader."""
    path = folder / "tile.mvt"
    path.write_bytes(made)
    _, _, shapes, columns = pyogrio.raw.read(path, layer=layer, columns=["code"])
    found: dict[str, shapely.Geometry] = dict(zip(columns[0], shapely.from_wkb(shapes), strict=True))
    return found


def edges(shape: shapely.Geometry) -> Counter[tuple[tuple[float, float], tuple[float, float]]]:
    """Directed edges with the shell counter-clockwise."""
    found: Counter[tuple[tuple[float, float], tuple[float, float]]] = Counter()
    for part in shapely.get_parts(shapely.orient_polygons(shape)):
        for ring in shapely.get_rings(part):
            corners = [tuple(corner) for corner in shapely.get_coordinates(ring).tolist()]
            found.update((a, b) for a, b in pairwise(corners) if a != b)
    return found


@pytest.fixture
def middle(city: Session) -> tuple[float, float]:
    lon, lat = whole_edition(city, NOW, levels=(0,))[0].label
    return lon, lat


@pytest.mark.parametrize("z", [3, 6, 8, 9, 10])
def test_villages_and_their_towns_have_the_same_edges_in_a_tile(
    city: Session, middle: tuple[float, float], z: int, tmp_path: Path
) -> None:
    """The sum of all villages' edges is the sum of the towns': no seam, at zooms that show the whole city."""
    x, y = address(*middle, z)
    sums = []
    for level in (3, 2):
        total: Counter[frozenset[tuple[float, float]]] = Counter()
        for shape in decode(tile(city, level, z, x, y, NOW), "grids", tmp_path).values():
            for (a, b), times in edges(shape).items():
                total[frozenset((a, b))] += times if a < b else -times
        sums.append({edge for edge, times in total.items() if times})
    assert sums[0] == sums[1]
    assert sums[0]


@pytest.mark.parametrize("z", [8, 12, 14, 16, 18, 22])
def test_inside_the_outline_nothing_is_bare(
    city: Session, middle: tuple[float, float], z: int, tmp_path: Path
) -> None:
    x, y = address(*middle, z)
    frame = shapely.box(0, 0, EXTENT, EXTENT)
    outline = shapely.union_all(
        [shape.buffer(0) for shape in decode(tile(city, 0, z, x, y, NOW), "grids", tmp_path).values()]
    ).intersection(frame)
    villages = shapely.union_all(
        [shape.buffer(0) for shape in decode(tile(city, 3, z, x, y, NOW), "grids", tmp_path).values()]
    )
    assert outline.area > 0
    # Half a unit beside the outer border and at rings that rounding has pinched is nothing to see.
    assert outline.difference(villages).buffer(-0.75).is_empty


def test_properties_and_labels(city: Session, middle: tuple[float, float], tmp_path: Path) -> None:
    x, y = address(*middle, 11)
    path = tmp_path / "tile.mvt"
    path.write_bytes(tile(city, 3, 11, x, y, NOW))
    for layer in ("grids", "labels"):
        frame = pyogrio.read_dataframe(path, layer=layer)
        assert set(frame.columns) - {"geometry", "mvt_id"} == {
            "code", "name", "kind", "special", "hue", "level", "parent", "area_m2",
        }  # fmt: skip
        assert set(frame["level"]) == {3}
        assert not frame["special"].any()
    shapes = decode(path.read_bytes(), "grids", tmp_path)
    labels = decode(path.read_bytes(), "labels", tmp_path)
    assert set(labels) <= set(shapes)
    assert sum(shapes[code].buffer(0).covers(point) for code, point in labels.items()) > 0.95 * len(labels)


def test_where_nothing_is_the_tile_is_empty(city: Session) -> None:
    assert tile(city, 3, 12, 0, 0, NOW) == b""


@pytest.mark.parametrize("corner", [(0, 0), (1, 1)])
def test_the_whole_world(city: Session, corner: tuple[int, int]) -> None:
    assert tile(city, 1, 0, 0, 0, NOW) != b""
    assert isinstance(tile(city, 1, 1, *corner, NOW), bytes)


def test_shells_run_as_the_specification_says(city: Session, middle: tuple[float, float]) -> None:
    """Positive area by the surveyor's formula with y down: read from the encoded commands themselves."""
    x, y = address(*middle, 10)
    made = tile(city, 1, 10, x, y, NOW)
    # The same shape by PostGIS's own ST_AsMVTGeom has the same sign of its first ring.
    reference = city.scalar(
        text(
            "SELECT ST_AsMVT(shape.*, 'grids', 4096, 'geom') FROM (SELECT code, ST_AsMVTGeom("
            "ST_Transform(geom, 3857), ST_TileEnvelope(10, :x, :y), 4096, 64) AS geom FROM grid_row"
            " WHERE level = 1) AS shape"
        ),
        {"x": x, "y": y},
    )
    assert first_ring_area(made) > 0
    assert first_ring_area(bytes(reference)) > 0


def first_ring_area(made: bytes) -> float:
    """Twice the signed area, y down, of the first ring of the first feature."""
    layer = next(value for field, value in fields(made) if field == 3)
    feature = next(value for field, value in fields(layer) if field == 2)
    packed = next(value for field, value in fields(feature) if field == 4)
    numbers, at = [], 0
    while at < len(packed):
        number, at = varint(packed, at)
        numbers.append(number)
    points, x, y, at = [], 0, 0, 0
    while numbers[at] & 7 != 7:
        command, count, at = numbers[at] & 7, numbers[at] >> 3, at + 1
        assert command in (1, 2)
        for _ in range(count):
            x += (numbers[at] >> 1) ^ -(numbers[at] & 1)
            y += (numbers[at + 1] >> 1) ^ -(numbers[at + 1] & 1)
            points.append((x, y))
            at += 2
    xy = np.array([*points, points[0]], dtype=float)
    return float(np.sum(xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1]))


def varint(data: bytes, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at


def fields(data: bytes) -> list[tuple[int, bytes]]:
    """The length-delimited fields of a protocol buffer message."""
    found, at = [], 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 2:
            length, at = varint(data, at)
            found.append((key >> 3, data[at : at + length]))
            at += length
        else:
            _, at = varint(data, at)
    return found
