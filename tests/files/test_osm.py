"""OpenStreetMap extracts: what becomes of their tags, and what becomes of broken ones."""

import math
from pathlib import Path
from typing import Any

import pytest
import shapely

from geo_grid.core.crs import WGS84
from geo_grid.files.osm import Extract, read_osm
from tests.files.osm_extract import Town, small_town
from tests.files.zoo import code_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_town().write(tmp_path / "town.osm.pbf")


def rows(extract: Extract, layer: str) -> list[dict[str, Any]]:
    """What is said of each feature."""
    table = extract.layers[layer].table
    return [
        {
            name: value
            for name, value in record.items()
            if name != "id" and value is not None and not (isinstance(value, float) and math.isnan(value))
        }
        for record in table.to_dict("records")
    ]


def test_every_layer_of_a_small_town(path: Path) -> None:
    extract = read_osm(path)
    assert rows(extract, "streets") == [
        {"name": "人民路", "class": "primary"},
        {"name": "和平巷", "class": "residential"},
        {"name": "高架路", "class": "trunk", "level": "1", "bridge": "yes"},
    ]
    assert rows(extract, "railways") == [{"name": "云溪线"}]
    assert rows(extract, "water") == [{"name": "云溪", "kind": "river"}, {"name": "莲花塘", "kind": "pond"}]
    assert rows(extract, "compounds") == [
        {"name": "第一小学", "kind": "school"},
        {"name": "锦绣花园", "kind": "residential"},
    ]
    assert rows(extract, "buildings") == [{"use": "apartments", "storeys": "6"}, {"use": "industrial"}]
    assert rows(extract, "addresses") == [
        {"street": "人民路", "number": "14号"},
        {"street": "人民路", "number": "12"},
    ]
    assert rows(extract, "organisations") == [
        {"name": "面包店", "trade": "bakery", "phone": "0571-00000000"},
        {"name": "第一小学", "trade": "school"},
    ]
    assert rows(extract, "facilities") == [
        {"class_name": "路灯", "owner": "市政"},
        {"class_name": "垃圾箱"},
    ]
    assert extract.incomplete == 0
    assert extract.has_ways


def test_shapes_and_names_of_their_sources(path: Path) -> None:
    layers = read_osm(path).layers
    assert all(layer.crs == WGS84 for layer in layers.values())
    street = layers["streets"]
    assert street.geometry[0].equals(shapely.LineString([(120.0, 30.001), (120.004, 30.001)]))
    assert street.table["id"].tolist() == ["way/1", "way/2", "way/3"]
    ring, court = layers["buildings"].geometry
    assert ring.geom_type == "MultiPolygon"
    assert shapely.get_num_interior_rings(shapely.get_parts(court)).tolist() == [1]
    assert layers["buildings"].table["id"].tolist()[1] == "relation/1"


def test_the_address_of_a_building_is_a_point_inside_it(path: Path) -> None:
    layers = read_osm(path).layers
    door = layers["addresses"].geometry[1]
    assert door.geom_type == "Point"
    assert layers["buildings"].geometry[0].contains(door)


def test_only_what_touches_the_bounds(path: Path) -> None:
    layers = read_osm(path, bbox=(120.0, 30.0, 120.0025, 30.0015)).layers
    assert set(layers) == {"streets"}
    assert layers["streets"].table["name"].tolist() == ["人民路", "和平巷"]
    assert layers["streets"].table.index.tolist() == [0, 1]
    assert code_of(lambda: read_osm(path, bbox=(0.0, 0.0, 1.0, 1.0))) == "osm_nothing"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_an_extract_that_was_cut_off_is_refused_whole(path: Path, share: float) -> None:
    data = path.read_bytes()
    cut = path.with_name("cut.osm.pbf")
    cut.write_bytes(data[: int(len(data) * share)])
    assert code_of(lambda: read_osm(cut)) in {"file_truncated", "file_broken", "not_osm"}


def test_files_that_are_no_extracts(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.osm.pbf", tmp_path / "text.osm.pbf"
    empty.write_bytes(b"")
    text.write_text("<html>Not found</html>" * 10)
    assert code_of(lambda: read_osm(empty)) == "file_empty"
    assert code_of(lambda: read_osm(text)) == "not_osm"
    assert code_of(lambda: read_osm(tmp_path / "none.osm.pbf")) == "file_missing"
    assert code_of(lambda: read_osm(tmp_path)) == "file_is_folder"
    assert code_of(lambda: read_osm(text, limit_bytes=10)) == "file_too_large"


def test_an_extract_cut_off_between_two_blocks_has_points_only(tmp_path: Path) -> None:
    town = small_town()
    town.ways.clear()
    town.relations.clear()
    extract = read_osm(town.write(tmp_path / "points.osm.pbf"))
    assert not extract.has_ways
    assert set(extract.layers) == {"addresses", "organisations", "facilities"}


def test_bytes_changed_in_the_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(len(data) // 2, len(data) // 2 + 40):
        data[place] ^= 0xFF
    broken = path.with_name("broken.osm.pbf")
    broken.write_bytes(data)
    assert code_of(lambda: read_osm(broken)) in {"file_truncated", "file_broken"}


def test_ways_that_leave_the_extract_are_counted(tmp_path: Path) -> None:
    town = Town()
    inside = town.node((120.0, 30.0))
    town.way([inside, 999_999], highway="primary")
    town.way([(120.0, 30.1), (120.1, 30.1)], highway="primary")
    extract = read_osm(town.write(tmp_path / "edge.osm.pbf"))
    assert len(extract.layers["streets"]) == 1
    assert extract.incomplete == 1
