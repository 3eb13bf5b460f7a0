"""GeoJSON: every feature becomes a row, whatever is wrong with it."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo_grid.files.features import Note
from geo_grid.files.reading import read
from tests.files.zoo import SQUARE, code_of, collection, feature, geojson, read_geojson


def rows(folder: Path, *geometries: str) -> tuple[list[shapely.Geometry | None], tuple[Note, ...]]:
    found = read_geojson(folder, collection(*map(feature, geometries)))
    return list(found.geometry), found.notes


def test_coordinates_arrive_as_they_stand(tmp_path: Path) -> None:
    text = '{"type":"Point","coordinates":[120.12345678901234,-1e-7]}'
    (point,), notes = rows(tmp_path, text)
    assert point is not None
    assert (point.x, point.y) == (120.12345678901234, -1e-7)
    assert notes == ()


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (SQUARE, "Polygon"),
        ('{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}', "MultiPolygon"),
        ('{"type":"LineString","coordinates":[[0,0],[1,1]]}', "LineString"),
        ('{"type":"MultiLineString","coordinates":[[[0,0],[1,1]]]}', "MultiLineString"),
        ('{"type":"Point","coordinates":[0,0]}', "Point"),
        ('{"type":"MultiPoint","coordinates":[[0,0],[1,1]]}', "MultiPoint"),
        ('{"type":"GeometryCollection","geometries":[' + SQUARE + "]}", "GeometryCollection"),
        ('{"type":"Polygon","coordinates":[]}', "Polygon"),
        ('{"type":"Polygon","coordinates":[[]]}', "Polygon"),
        ('{"type":"Point","coordinates":[]}', "Point"),
    ],
)
def test_every_kind_of_geometry_is_read(tmp_path: Path, geometry: str, kind: str) -> None:
    (found,), notes = rows(tmp_path, geometry)
    assert found is not None
    assert found.geom_type == kind
    assert notes == ()


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ('{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}', "ring_too_short"),
        ('{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}', "ring_too_short"),
        ('{"type":"Polygon","coordinates":[[[0,0]]]}', "ring_too_short"),
        ('{"type":"Polygon","coordinates":[[[0,0],[1,0],["1",1],[0,0]]]}', "geometry_unreadable"),
        ('{"type":"Polygon","coordinates":[[[0,0],[1,null],[1,1],[0,0]]]}', "geometry_unreadable"),
        ('{"type":"Polygon","coordinates":[[[0],[1],[1],[0]]]}', "geometry_unreadable"),
        ('{"type":"Polygon","coordinates":[[0,0],[1,0],[1,1],[0,0]]}', "geometry_unreadable"),
        ('{"type":"Polygon","coordinates":"none"}', "geometry_unreadable"),
        ('{"type":"Polygon"}', "geometry_unreadable"),
        ('{"type":"Curve","coordinates":[]}', "geometry_unreadable"),
        ('{"type":7,"coordinates":[]}', "geometry_unreadable"),
        ('{"type":["Polygon"],"coordinates":[]}', "geometry_unreadable"),
        ('{"type":"LineString","coordinates":[[0,0]]}', "geometry_unreadable"),
        ('{"type":"GeometryCollection"}', "geometry_unreadable"),
        ('"POLYGON EMPTY"', "geometry_unreadable"),
        ("[]", "geometry_unreadable"),
        ("true", "geometry_unreadable"),
    ],
)
def test_a_geometry_that_cannot_be_read_keeps_its_row_and_says_so(
    tmp_path: Path, geometry: str, code: str
) -> None:
    found = read_geojson(tmp_path, collection(feature(SQUARE), feature(geometry, '{"code":"b"}')))
    assert found.geometry[1] is None
    assert found.notes == (Note(1, code),)
    assert found.unreadable == {1: code}
    assert found.ids()[0] == [None, "b"]


def test_an_unclosed_ring_is_closed_and_noted(tmp_path: Path) -> None:
    (square,), notes = rows(tmp_path, '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}')
    assert square is not None
    assert square.equals(shapely.box(0, 0, 1, 1))
    assert notes == (Note(0, "ring_unclosed"),)


def test_a_number_that_is_none_is_kept_for_the_judge(tmp_path: Path) -> None:
    (square,), notes = rows(tmp_path, '{"type":"Polygon","coordinates":[[[0,0],[1,NaN],[Infinity,1],[0,0]]]}')
    assert square is not None
    assert not np.isfinite(shapely.get_coordinates(square)).all()
    assert notes == ()


def test_heights_are_dropped_and_kept_aside(tmp_path: Path) -> None:
    text = '{"type":"Polygon","coordinates":[[[0,0,5],[1,0,5],[1,1,6,99],[0,0,5]]]}'
    flat_text = '{"type":"Polygon","coordinates":[[[0,0,5],[1,0],[1,1],[0,0]]]}'
    found = read_geojson(tmp_path, collection(feature(flat_text), feature(SQUARE)))
    assert not any(shapely.has_z(found.geometry))
    assert found.original is None
    found = read_geojson(tmp_path, collection(feature(text.replace(",99", "")), feature(SQUARE)))
    assert not any(shapely.has_z(found.geometry))
    assert found.original is not None
    assert shapely.get_coordinates(found.original[0], include_z=True)[2, 2] == 6


def test_what_is_no_feature_is_a_row_too(tmp_path: Path) -> None:
    text = collection(feature(SQUARE), "null", '"text"', "[]", "3", "{}", collection(feature(SQUARE)), SQUARE)
    found = read_geojson(tmp_path, text)
    assert len(found) == 8
    assert [note.row for note in found.notes] == [1, 2, 3, 4, 5, 6]
    assert {note.code for note in found.notes} == {"not_a_feature"}
    assert found.geometry[7] is not None


def test_null_geometry_is_a_row_without_a_note(tmp_path: Path) -> None:
    found = read_geojson(tmp_path, collection(feature("null"), '{"type":"Feature","properties":null}'))
    assert list(found.geometry) == [None, None]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("features", "ids", "field"),
    [
        ([feature(SQUARE, '{"id":1}'), feature(SQUARE, '{"id":2}')], ["1", "2"], "id"),
        ([feature(SQUARE, '{"id":1.0}'), feature(SQUARE, '{"id":2.5}')], ["1", "2.5"], "id"),
        ([feature(SQUARE, '{"id":1}'), feature(SQUARE, '{"id":null}')], ["1", None], "id"),
        ([feature(SQUARE, '{"id":"007"}'), feature(SQUARE, '{"id":" "}')], ["007", None], "id"),
        ([feature(SQUARE, '{"id":9007199254740993}'), feature(SQUARE)], ["9007199254740993", None], "id"),
        ([feature(SQUARE, '{"id":123456789012345678901234}')], ["123456789012345678901234"], "id"),
        (
            [feature(SQUARE, '{"id":1,"code":"a"}'), feature(SQUARE, '{"id":2,"code":"b"}')],
            ["a", "b"],
            "code",
        ),
        ([feature(SQUARE, extra='"id":"x",'), feature(SQUARE, extra='"id":5,')], ["x", "5"], "id"),
        ([feature(SQUARE, '{"id":"own"}', '"id":"x",')], ["own"], "id"),
        ([feature(SQUARE, '{"ID":1}'), feature(SQUARE, '{"Code":2}')], ["1", "2"], ""),
        ([feature(SQUARE, '{"id":true}')], ["true"], "id"),
        ([feature(SQUARE, '{"id":"a"}'), feature(SQUARE, '{"id":"a"}')], ["a", "a"], "id"),
    ],
)
def test_identifiers_are_printed_as_people_see_them(
    tmp_path: Path, features: list[str], ids: list[str | None], field: str
) -> None:
    assert read_geojson(tmp_path, collection(*features)).ids() == (ids, field)


def test_a_named_field_is_found_in_another_case_and_missing_ones_are_told(tmp_path: Path) -> None:
    found = read_geojson(tmp_path, collection(feature(SQUARE, '{"VILLCODE":"001","名称":"甲"}')))
    assert found.ids("villcode") == (["001"], "VILLCODE")
    assert found.ids("名称") == (["甲"], "名称")
    assert code_of(lambda: found.ids("nothing")) == "field_missing"


def test_columns_keep_their_kind(tmp_path: Path) -> None:
    texts = ['{"n":1,"f":1.5,"b":true,"m":1,"o":{"a":1}}', '{"n":null,"f":null,"b":null,"m":"x","o":[1]}']
    table = read_geojson(tmp_path, collection(*(feature(SQUARE, text) for text in texts))).table
    assert str(table["n"].dtype) == "Int64"
    assert str(table["f"].dtype) == "float64"
    assert str(table["b"].dtype) == "boolean"
    assert table["m"].tolist() == [1, "x"]
    assert table["o"].tolist() == [{"a": 1}, [1]]


@pytest.mark.parametrize("text", [SQUARE, feature(SQUARE), feature(SQUARE, extra='"bbox":[0,0,1,1],')])
def test_a_lone_geometry_or_feature_is_one_row(tmp_path: Path, text: str) -> None:
    assert len(read_geojson(tmp_path, text)) == 1


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n\x1e", ""])
def test_a_sequence_of_features_is_one_layer(tmp_path: Path, separator: str) -> None:
    text = separator.join(
        [feature(SQUARE, '{"id":1}'), feature("null", '{"id":2}'), feature(SQUARE, '{"id":3}')]
    )
    path = geojson(tmp_path / "a.geojsonl", text)
    found = read(path)
    assert found.driver == "GeoJSONSeq"
    assert found.ids()[0] == ["1", "2", "3"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_any_unicode_and_gb18030_is_understood(tmp_path: Path, encoding: str) -> None:
    text = collection(feature(SQUARE, '{"名称":"城东社区第三网格"}'))
    path = geojson(tmp_path / "a.geojson", text, encoding)
    assert read(path).table["名称"].tolist() == ["城东社区第三网格"]


def test_a_declared_encoding_is_used_and_a_wrong_one_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", collection(feature(SQUARE, '{"name":"網格"}')), "big5")
    assert read(path, encoding="Big5").table["name"].tolist() == ["網格"]
    assert code_of(lambda: read(path, encoding="utf-8")) == "encoding_wrong"
    assert code_of(lambda: read(path, encoding="klingon")) == "encoding_unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json_broken"),
        ('{"type":"FeatureCollection","features":[', "json_broken"),
        ('{"type":"FeatureCollection","features":[{}', "json_broken"),
        ('{"type":"FeatureCollection","features":[{},]}', "json_broken"),
        ('{"type":"FeatureCollection","features":[]} trailing', "json_broken"),
        ('{"type":"FeatureCollection" "features":[]}', "json_broken"),
        ("{'type':'FeatureCollection'}", "json_broken"),
        ('{"a":' + "9" * 5000 + "}", "json_broken"),
        ('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", "json_too_deep"),
        ('{"type":"FeatureCollection","features":[]}', "no_features"),
        ("{}", "not_spatial"),
        ('{"name":"package","version":"1.0"}', "not_spatial"),
        ('{"type":"FeatureCollection","features":null}', "not_spatial"),
        ('{"a":1}{"b":2}', "not_spatial"),
    ],
)
def test_broken_json_is_refused_with_its_place(tmp_path: Path, text: str, code: str) -> None:
    assert code_of(lambda: read_geojson(tmp_path, text)) == code


def test_the_place_of_the_break_is_told(tmp_path: Path) -> None:
    from geo_grid.core.errors import UnreadableFile

    with pytest.raises(UnreadableFile) as caught:
        read_geojson(tmp_path, '{\n"type": "FeatureCollection",\n"features": [tru]}')
    assert caught.value.params["line"] == 3
    assert caught.value.params["column"] == 14


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    text = collection(feature(SQUARE, '{"名称":"甲"}', '"id":1,'), feature(SQUARE), extra='"name":"x",')
    data = text.encode()
    for end in range(1, len(data)):
        path = tmp_path / "a.geojson"
        path.write_bytes(data[:end])
        assert code_of(lambda path=path: read(path)) in ("json_broken", "encoding_wrong"), end  # type: ignore[misc]


@pytest.mark.parametrize(
    ("member", "crs"),
    [
        ("", "EPSG:4326"),
        ('"crs":null,', "EPSG:4326"),
        ('"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},', "EPSG:4326"),
        ('"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},', "EPSG:4549"),
        ('"crs":{"type":"name","properties":{"name":"EPSG:4490"}},', "EPSG:4490"),
        ('"crs":{"type":"EPSG","properties":{"code":4547}},', "EPSG:4547"),
    ],
)
def test_the_old_crs_member_is_honoured(tmp_path: Path, member: str, crs: str) -> None:
    assert read_geojson(tmp_path, collection(feature(SQUARE), extra=member)).crs.name == crs


@pytest.mark.parametrize(
    "member",
    ['"crs":{"type":"link","properties":{"href":"x"}},', '"crs":{"type":"name","properties":{"name":"no"}},'],
)
def test_a_crs_member_that_nobody_knows_is_refused(tmp_path: Path, member: str) -> None:
    assert code_of(lambda: read_geojson(tmp_path, collection(feature(SQUARE), extra=member))) == "crs_unknown"


def test_the_source_text_is_at_hand_feature_by_feature(tmp_path: Path) -> None:
    texts = [feature(SQUARE, '{"b" : 1 , "a":2}'), feature("null")]
    found = read_geojson(tmp_path, collection(*texts))
    assert found.source is not None
    assert [found.source.text[start:end] for start, end in found.source.spans] == texts


def test_esri_json_is_read_too(tmp_path: Path) -> None:
    ring = [[0, 0], [0, 1], [1, 1], [0, 0]]
    text = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4490},
        "fields": [{"name": "code", "type": "esriFieldTypeString", "length": 10}],
        "features": [{"attributes": {"code": "01"}, "geometry": {"rings": [ring]}}],
    }
    found = read_geojson(tmp_path, json.dumps(text))
    assert (found.driver, found.crs.name, found.ids()[0]) == ("ESRIJSON", "EPSG:4490", ["01"])
