"""A repaired copy: what nothing touched is the same, to the byte where the format is text."""

import json
from pathlib import Path

import geopandas
import pytest
import shapely

from geo_grid.files.reading import read
from geo_grid.files.writing import write_edited
from tests.files.zoo import SQUARE, attributes, code_of, collection, feature, geojson, squares

#: Odd spacing, exponents, superfluous digits, an unknown member: all of it has to survive.
ODD = """{ "type": "FeatureCollection", "generator":"hand",
  "features" : [
    { "type":"Feature", "id":1,
      "geometry": {"type":"Polygon","coordinates":[[[1.2000e2,30],[120.5,30.00],[120.5,30.5],[120,30]]]},
      "properties": {"名称":"\\u7532", "n": 1.0, "big": 12345678901234567890, "nested": {"a": [1, 2]}},
      "extra":null},
    {"type":"Feature","properties":null,"bbox":[120,30,121,31],"geometry":null }
  ,
    {"geometry":{"coordinates":[[[0,0,9],[1,0,9],[1,1,9],[0,0,9]]],"type":"Polygon"},"type":"Feature"}
  ],
  "totals": {"count": 3}
}
"""
NEW = shapely.box(1, 2, 3, 4)


def edited(folder: Path, text: str, *arguments: object, **options: object) -> str:
    found = read(geojson(folder / "in.geojson", text))
    write_edited(folder / "out.geojson", found, *arguments, **options)  # type: ignore[arg-type]
    return (folder / "out.geojson").read_bytes().decode()


def test_without_a_change_the_copy_is_the_same_to_the_byte(tmp_path: Path) -> None:
    assert edited(tmp_path, ODD, {}) == ODD
    assert edited(tmp_path, ODD.replace("\n", "\r\n"), {}) == ODD.replace("\n", "\r\n")


def test_only_the_geometry_of_a_changed_feature_differs(tmp_path: Path) -> None:
    out = edited(tmp_path, ODD, {0: NEW})
    before, after = json.loads(ODD), json.loads(out)
    assert shapely.from_geojson(json.dumps(after["features"][0]["geometry"])).equals(NEW)
    start, end = ODD.index('{"type":"Polygon"'), ODD.index(',\n      "properties"')
    assert out.startswith(ODD[:start])
    assert out.endswith(ODD[end:])
    assert before["features"][1:] == after["features"][1:]


def test_a_bounding_box_follows_its_geometry(tmp_path: Path) -> None:
    out = json.loads(edited(tmp_path, ODD, {1: NEW}))
    assert out["features"][1]["bbox"] == [1, 2, 3, 4]
    assert out["features"][1]["geometry"]["type"] == "Polygon"


def test_a_feature_that_had_no_geometry_member_gets_one(tmp_path: Path) -> None:
    text = collection('{"type":"Feature","properties":{"a":1}}', "{}")
    out = json.loads(edited(tmp_path, text, {0: NEW}))
    assert out["features"][0]["properties"] == {"a": 1}
    assert out["features"][0]["geometry"]["type"] == "Polygon"


def test_a_geometry_may_become_none(tmp_path: Path) -> None:
    assert json.loads(edited(tmp_path, ODD, {0: None}))["features"][0]["geometry"] is None


@pytest.mark.parametrize("removed", [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]])
def test_removed_features_leave_the_others_alone(tmp_path: Path, removed: list[int]) -> None:
    out = edited(tmp_path, ODD, {}, removed=removed)
    kept = [feature for row, feature in enumerate(json.loads(ODD)["features"]) if row not in removed]
    assert json.loads(out)["features"] == kept
    assert json.loads(out)["totals"] == {"count": 3}


def test_added_features_come_last(tmp_path: Path) -> None:
    out = json.loads(edited(tmp_path, ODD, {}, removed=[2], added=[(NEW, {"code": "new", "名称": "乙"})]))
    assert len(out["features"]) == 3
    assert out["features"][2]["properties"] == {"code": "new", "名称": "乙"}


def test_everything_may_be_replaced(tmp_path: Path) -> None:
    out = json.loads(edited(tmp_path, ODD, {}, removed=[0, 1, 2], added=[(NEW, {"code": "new"})]))
    assert [feature["properties"] for feature in out["features"]] == [{"code": "new"}]


@pytest.mark.parametrize("text", [SQUARE, feature(SQUARE, '{"code":"a"}')])
def test_a_lone_feature_can_change_go_and_be_joined(tmp_path: Path, text: str) -> None:
    out = json.loads(edited(tmp_path, text, {0: NEW}))
    assert out["type"] == json.loads(text)["type"]
    joined = json.loads(edited(tmp_path, text, {}, added=[(NEW, {"code": "b"})]))
    assert [feature["properties"].get("code") for feature in joined["features"]][1] == "b"
    assert json.loads(edited(tmp_path, text, {}, removed=[0]))["features"] == []


def test_a_sequence_stays_a_sequence(tmp_path: Path) -> None:
    text = (
        "\n".join([feature(SQUARE, '{"a":1}'), feature(SQUARE, '{"a":2}'), feature(SQUARE, '{"a":3}')]) + "\n"
    )
    out = edited(tmp_path, text, {1: NEW}, added=[(NEW, {"a": 4})])
    lines = out.splitlines()
    assert lines[0] == text.splitlines()[0]
    assert lines[2] == text.splitlines()[2]
    assert [json.loads(line)["properties"]["a"] for line in lines] == [1, 2, 3, 4]


def test_the_input_is_never_written_over(tmp_path: Path) -> None:
    path = geojson(tmp_path / "in.geojson", ODD)
    found = read(path)
    assert code_of(lambda: write_edited(path, found, {0: NEW})) == "file_is_input"
    (tmp_path / "link.geojson").symlink_to(path)
    assert code_of(lambda: write_edited(tmp_path / "link.geojson", found, {0: NEW})) == "file_is_input"
    assert path.read_text() == ODD


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".parquet", ".fgb"])
def test_other_formats_keep_untouched_rows(tmp_path: Path, ending: str) -> None:
    table = attributes().rename(columns={"名称": "title"})
    high = shapely.force_3d(squares(), 12.5)
    given = geopandas.GeoDataFrame(table, geometry=high, crs=4490)
    path = tmp_path / f"in{ending}"
    given.to_parquet(path) if ending == ".parquet" else given.to_file(path)
    found = read(path)
    out = tmp_path / f"out{ending}"
    write_edited(out, found, {1: NEW}, removed=[3], added=[(NEW, {"code": "new"})])
    again = read(out)
    assert again.crs == found.crs
    assert again.ids()[0] == [*found.ids()[0][:3], "new"]
    assert again.original is not None
    for row in (0, 2):
        assert found.original is not None
        assert shapely.normalize(again.original[row]).wkb == shapely.normalize(found.original[row]).wkb
        assert again.table.iloc[row].tolist() == found.table.iloc[row].tolist()
    assert again.geometry[1].equals(NEW)


def test_from_one_format_into_another(tmp_path: Path) -> None:
    found = read(geojson(tmp_path / "in.geojson", ODD))
    write_edited(tmp_path / "out.gpkg", found, {1: NEW})
    again = read(tmp_path / "out.gpkg")
    assert len(again) == 3
    assert again.ids() == (["1", None, None], "id")
    assert again.table["nested"][0] == '{"a": [1, 2]}'
