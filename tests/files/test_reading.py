"""Every format by its real files: rows, attributes, reference system, layers."""

import socket
import sqlite3
import struct
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio.raw
import pytest
import shapely

from geo_grid.core.errors import UnreadableFile
from geo_grid.files.features import Note
from geo_grid.files.reading import list_layers, read
from geo_grid.files.writing import write
from tests.files.zoo import (
    ENDINGS,
    SQUARE,
    attributes,
    code_of,
    collection,
    coverage,
    feature,
    geojson,
    squares,
)

#: Written by GDAL, as other people's files are.
BY_GDAL = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".gml": "GML", ".kml": "LIBKML", ".tab": "MapInfo File"}


def frame(crs: int | None = 4326) -> geopandas.GeoDataFrame:
    table = attributes().rename(columns={"名称": "title"})
    return geopandas.GeoDataFrame(table, geometry=squares(), crs=crs)


def gpkg_of(path: Path, *names: str, crs: int | None = 4326) -> Path:
    for name in names:
        frame(crs).to_file(path, layer=name, driver="GPKG")
    return path


@pytest.mark.parametrize("ending", BY_GDAL)
def test_what_gdal_writes_is_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    frame().to_file(path, driver=BY_GDAL[ending])
    before = sorted(tmp_path.iterdir())
    found = read(path)
    assert sorted(map(str, found.ids()[0])) == ["001", "002", "003", "004"]  # FlatGeobuf sorts by place
    assert found.crs.is_identity
    assert found.notes == ()
    assert sorted(tmp_path.iterdir()) == before  # nothing is left beside the user's file
    order = np.argsort(shapely.get_coordinates(shapely.centroid(found.geometry))[:, 0])
    assert shapely.equals(found.geometry[order], squares()).all()


@pytest.mark.parametrize("ending", ENDINGS)
def test_identifiers_and_gaps_survive_every_format(tmp_path: Path, ending: str) -> None:
    write(tmp_path / f"a{ending}", coverage())
    found = read(tmp_path / f"a{ending}")
    assert found.ids() == (["001", "002", "003", "004"], "code")
    assert found.column("households") == ["300", None, "302", "303"]
    assert found.column("名称") == ["第1网格", "第2网格", None, "第4网格"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", "file_missing"),
        ("folder", "file_is_folder"),
        ("empty", "file_empty"),
        ("pdf", "not_spatial"),
        ("png", "not_spatial"),
        ("xml", "not_spatial"),
        ("html", "not_spatial"),
        ("binary.shp", "shapefile_incomplete"),
        ("sqlite", "not_spatial"),
        ("list.json", "not_spatial"),
        ("vrt", "not_spatial"),
        ("wfs", "not_spatial"),
        ("plain.csv", "not_spatial"),
        ("ragged.csv", "table_broken"),
        ("nul.csv", "not_spatial"),
        ("entities.kml", "xml_entities"),
        ("empty.kml", "not_spatial"),
        ("plain.parquet", "not_spatial"),
        ("fake.parquet", "file_broken"),
        ("fake.gpkg", "file_broken"),
        ("fake.fgb", "not_spatial"),
    ],
)
def test_what_is_no_spatial_file_is_told_from_one(tmp_path: Path, kind: str, code: str) -> None:
    path = tmp_path / (kind if "." in kind else f"a.{kind}")
    contents: dict[str, bytes] = {
        "empty": b"",
        "pdf": b"%PDF-1.4\n" + b"x" * 100,
        "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        "xml": b"<?xml version='1.0'?><project><name>x</name></project>",
        "html": b"<!DOCTYPE html><html><body>404</body></html>",
        "binary.shp": bytes(range(1, 256)),
        "list.json": b"[1, 2]",
        "vrt": b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
        b"</OGRVRTLayer></OGRVRTDataSource>",
        "wfs": b"<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>",
        "plain.csv": "编号,名称\n1,甲\n".encode(),
        "ragged.csv": b"wkt,code\nPOINT(0 0)\n",
        "nul.csv": b"wkt,code\n\0,1\n",
        "entities.kml": b'<!DOCTYPE k [<!ENTITY a "b">]><kml><Document><Placemark/></Document></kml>',
        "empty.kml": b"<kml><Document/></kml>",
        "fake.parquet": b"PAR1" + b"x" * 100,
        "fake.gpkg": b"SQLite format 3\0" + b"x" * 1000,
        "fake.fgb": b"fgb\x03fgb\x01" + b"x" * 100,
    }
    if kind == "folder":
        path.mkdir()
    elif kind == "sqlite":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE people (name TEXT)")
        connection.close()
    elif kind == "plain.parquet":
        pq.write_table(pa.table({"code": ["1"]}), path)
    elif kind != "missing":
        path.write_bytes(contents[kind])
    assert code_of(lambda: read(path)) == code


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", collection(feature(SQUARE)))
    with pytest.raises(UnreadableFile) as caught:
        read(path, limit_bytes=50)
    assert caught.value.code == "file_too_large"
    assert caught.value.params == {"file": "a.geojson", "size": path.stat().st_size, "limit": 50}
    assert len(read(path, limit_bytes=path.stat().st_size)) == 1


def test_all_parts_of_a_shapefile_count_against_the_limit(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", coverage())
    largest = max(part.stat().st_size for part in tmp_path.iterdir())
    assert code_of(lambda: read(tmp_path / "a.shp", limit_bytes=largest)) == "file_too_large"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (None, "EPSG:4326"),
        ("4549", "EPSG:4549"),
        ("EPSG:4490", "EPSG:4490"),
        ("GCJ-02", "GCJ-02"),
        ("bd09", "BD-09"),
    ],
)
def test_a_declaration_replaces_the_default_of_geojson(
    tmp_path: Path, declared: str | None, expected: str
) -> None:
    path = geojson(tmp_path / "a.geojson", collection(feature(SQUARE)))
    assert read(path, crs=declared).crs.name == expected


@pytest.mark.parametrize(
    ("stated", "declared", "expected"),
    [
        (4326, None, "EPSG:4326"),
        (4326, "4490", "EPSG:4326"),
        (4326, "GCJ-02", "GCJ-02"),
        (4490, "BD-09", "BD-09"),
        (4549, "4549", "EPSG:4549"),
        (4549, "4550", "crs_conflict"),
        (4549, "GCJ-02", "crs_conflict"),
        (4326, "4549", "crs_conflict"),
        (None, "4549", "EPSG:4549"),
        (None, None, "crs_missing"),
        (4326, "nonsense", "crs_unknown"),
    ],
)
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_stated_system_holds_and_a_contradiction_is_refused(
    tmp_path: Path, stated: int | None, declared: str | None, expected: str
) -> None:
    path = gpkg_of(tmp_path / "a.gpkg", "grids", crs=stated)
    if expected.startswith("crs_"):
        assert code_of(lambda: read(path, crs=declared)) == expected
    else:
        assert read(path, crs=declared).crs.name == expected


def test_a_shapefile_without_prj_asks_for_its_system(tmp_path: Path) -> None:
    write(tmp_path / "a.shp", coverage())
    (tmp_path / "a.prj").unlink()
    assert code_of(lambda: read(tmp_path / "a.shp")) == "crs_missing"
    assert read(tmp_path / "a.shp", crs="CGCS2000").crs.name == "EPSG:4490"


def test_geoparquet_says_its_system_or_asks(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame(4549).to_parquet(path)
    assert read(path).crs.name == "EPSG:4549"
    frame(None).to_parquet(path)
    assert code_of(lambda: read(path)) == "crs_missing"
    frame().to_parquet(path, geometry_encoding="geoarrow")
    assert shapely.equals(read(path).geometry, squares()).all()


def test_of_several_layers_the_one_with_polygons_is_read(tmp_path: Path) -> None:
    path = gpkg_of(tmp_path / "a.gpkg", "grids")
    points = frame()
    points.geometry = shapely.centroid(squares())
    points.to_file(path, layer="labels", driver="GPKG")
    assert list_layers(path) == ["grids", "labels"]
    assert read(path).layer == "grids"
    assert read(path, layer="LABELS").layer == "labels"
    assert code_of(lambda: read(path, layer="towns")) == "layer_missing"


def test_two_layers_of_polygons_have_to_be_told_apart(tmp_path: Path) -> None:
    path = gpkg_of(tmp_path / "a.gpkg", "towns", "villages")
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    assert caught.value.code == "layer_ambiguous"
    assert caught.value.params["layers"] == ["towns", "villages"]
    assert len(read(path, layer="villages")) == 4


def test_an_empty_layer_is_told(tmp_path: Path) -> None:
    frame().iloc[:0].to_file(tmp_path / "a.gpkg", driver="GPKG", layer="grids")
    assert code_of(lambda: read(tmp_path / "a.gpkg")) == "no_features"


def test_points_lines_and_nothing_are_passed_on_as_they_are(tmp_path: Path) -> None:
    shapes: list[Any] = [squares()[0], shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)]), None]
    mixed = geopandas.GeoDataFrame(attributes(), geometry=shapes, crs=4326)
    mixed.to_file(tmp_path / "a.gpkg", driver="GPKG")
    found = read(tmp_path / "a.gpkg")
    assert [getattr(shape, "geom_type", None) for shape in found.geometry] == [
        "Polygon",
        "Point",
        "LineString",
        None,
    ]
    assert found.notes == ()


def test_heights_are_dropped_in_every_format(tmp_path: Path) -> None:
    high = frame()
    high.geometry = shapely.force_3d(squares(), 7.0)
    high.to_file(tmp_path / "a.gpkg", driver="GPKG")
    found = read(tmp_path / "a.gpkg")
    assert not shapely.has_z(found.geometry).any()
    assert found.original is not None
    assert shapely.has_z(found.original).all()


def curved_wkb() -> bytes:
    """A disc of radius 1 around (1, 0) as a CURVEPOLYGON of one CIRCULARSTRING."""
    positions = [(0, 0), (1, 1), (2, 0), (1, -1), (0, 0)]
    ring = struct.pack("<BII", 1, 8, len(positions)) + b"".join(struct.pack("<dd", *p) for p in positions)
    return struct.pack("<BII", 1, 10, 1) + ring


def write_curves(path: Path) -> Path:
    inside = struct.pack("<BII", 1, 7, 1) + curved_wkb()
    wkb = [squares()[0].wkb, curved_wkb(), inside]
    extension = {"ARROW:extension:name": "geoarrow.wkb"}
    schema = pa.schema([pa.field("code", pa.string()), pa.field("geom", pa.binary(), metadata=extension)])
    table = pa.table([pa.array(["a", "b", "c"]), pa.array(wkb, pa.binary())], schema=schema)
    pyogrio.raw.write_arrow(
        table, path, driver="GPKG", geometry_type="Unknown", geometry_name="geom", crs="EPSG:4326"
    )
    return path


def test_curves_are_straightened(tmp_path: Path) -> None:
    found = read(write_curves(tmp_path / "a.gpkg"))
    square, disc, _ = found.geometry
    assert square.equals(squares()[0])
    assert disc.geom_type == "Polygon"
    assert disc.area == pytest.approx(np.pi, rel=0.01)
    # GDAL leaves alone what is inside a collection, and then nobody can read it.
    assert found.notes == (Note(2, "geometry_unreadable"),)


def test_curves_that_nobody_straightens_are_noted(tmp_path: Path) -> None:
    curve = "CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"
    (tmp_path / "a.csv").write_text(f'wkt\n"{curve}"\n"GEOMETRYCOLLECTION({curve})"\nPOINT(0 0)\n')
    found = read(tmp_path / "a.csv", crs="EPSG:4326")
    assert found.notes == (Note(0, "geometry_unreadable"), Note(1, "geometry_unreadable"))


def test_a_key_column_with_a_name_of_its_own_is_an_attribute(tmp_path: Path) -> None:
    frame().drop(columns="code").to_file(tmp_path / "a.gpkg", driver="GPKG", layer_options={"FID": "id"})
    assert read(tmp_path / "a.gpkg").ids() == (["1", "2", "3", "4"], "id")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_with_wkt_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [f'{row:03d},第{row}网格,"{shape.wkt}"' for row, shape in enumerate(squares())]
    lines = ["code,名称,WKT", *rows, '009,坏,"POLYGON((0 0"', "010,空,"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding)
    found = read(tmp_path / "a.csv", crs="4490")
    assert found.ids()[0] == ["000", "001", "002", "003", "009", "010"]
    assert found.table["名称"].tolist()[0] == "第0网格"
    assert found.notes == (Note(4, "geometry_unreadable"),)
    assert code_of(lambda: read(tmp_path / "a.csv")) == "crs_missing"


def test_ewkt_and_hex_state_their_geometry_too(tmp_path: Path) -> None:
    square = squares()[0]
    (tmp_path / "a.csv").write_text(f"geom\nSRID=4549;POINT (1 1)\n{square.wkb_hex}\n")
    found = read(tmp_path / "a.csv")
    assert found.crs.name == "EPSG:4549"
    assert found.geometry[1].equals(square)


def test_a_gml_never_asks_the_internet_for_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "a.gml"
    frame().to_file(path, driver="GML")
    (tmp_path / "a.xsd").unlink()
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        query = "SERVICE=WFS&amp;VERSION=1.1.0&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=x"
        place = f"http://127.0.0.1:{server.getsockname()[1]}/wfs?{query}"
        root = '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs"'
        root += f' xsi:schemaLocation="http://ogr.maptools.org/ {place}"'
        text = path.read_text().replace("xsi:schemaLocation=", "was=")
        text = text.replace("<ogr:FeatureCollection", root)
        path.write_text(text.replace("</ogr:FeatureCollection", "</wfs:FeatureCollection"))

        def answer() -> None:
            server.settimeout(3)
            with suppress(TimeoutError):
                connection, _ = server.accept()
                asked.append(connection.recv(100))
                connection.close()

        listener = threading.Thread(target=answer)
        listener.start()
        assert len(read(path)) == 4
        listener.join()
    assert asked == []
