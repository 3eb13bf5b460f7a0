"""TopoJSON: every shared border is one arc, and nothing of it moves."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo_grid.files.features import Note
from geo_grid.files.output import Output
from geo_grid.files.reading import list_layers, read
from geo_grid.files.topology import ArcStore, ring_arcs
from geo_grid.files.writing import write
from tests.files.zoo import attributes, code_of, coverage, geojson, squares


def arcs_of(*polygons: shapely.Geometry) -> tuple[list[list[int]], ArcStore]:
    store = ArcStore()
    return ring_arcs(shapely.get_rings(np.array(polygons, dtype=object)), store), store


def test_two_squares_share_one_arc() -> None:
    #  ┌──┬──┐
    #  └──┴──┘
    (left, right), store = arcs_of(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1))
    assert len(store.arcs) == 3
    shared = {abs(index) if index >= 0 else ~index for index in left} & {
        index if index >= 0 else ~index for index in right
    }
    assert len(shared) == 1
    np.testing.assert_array_equal(np.sort(store.arcs[shared.pop()], axis=0), [[1, 0], [1, 1]])


def test_an_island_and_its_hole_share_one_ring() -> None:
    #  ┌────┐
    #  │ ┌┐ │   the hole is stored from another vertex and in the other direction
    #  │ └┘ │
    #  └────┘
    island = shapely.Polygon([(2, 2), (1, 2), (1, 1), (2, 1)])
    around = shapely.Polygon(shapely.box(0, 0, 3, 3).exterior, [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    (outer, hole, inner), store = arcs_of(around, island)
    assert len(store.arcs) == 2
    assert len(outer) == 1
    assert hole in (inner, [~index for index in inner])


def test_a_vertex_where_borders_only_touch_is_no_matter() -> None:
    #  ┌──┐
    #  └──┼──┐
    #     └──┘
    rings, store = arcs_of(shapely.box(0, 1, 1, 2), shapely.box(1, 0, 2, 1))
    assert len(store.arcs) == 2
    assert [len(ring) for ring in rings] == [1, 1]


def test_a_ring_that_starts_in_the_middle_of_a_border_is_cut_alike() -> None:
    left = shapely.Polygon([(1, 0.5), (1, 1), (0, 1), (0, 0), (1, 0)])
    right = shapely.Polygon([(1, 0.5), (1, 0), (2, 0), (2, 1), (1, 1)])
    (_, _), store = arcs_of(left, right)
    assert len(store.arcs) == 3


def test_a_ring_that_is_wholly_shared_with_two_neighbours_is_cut_in_two() -> None:
    #  ┌─────┐
    #  ├──┐  │   the small one lies in the corner of the one above and the one beside
    #  └──┴──┘
    small = shapely.box(0, 0, 1, 1)
    rest = shapely.Polygon([(1, 0), (2, 0), (2, 2), (0, 2), (0, 1), (1, 1)])
    rings, store = arcs_of(small, rest)
    assert len(store.arcs) == 3
    assert [len(ring) for ring in rings] == [2, 2]


def test_nothing_moves_and_layers_share_their_arcs(tmp_path: Path) -> None:
    path = tmp_path / "a.topojson"
    whole = Output("town", np.array([shapely.union_all(squares())], dtype=object), attributes(1))
    write(path, [coverage("grids"), whole])
    topology = json.loads(path.read_text())
    assert topology["transform"] == {"scale": [1e-7, 1e-7], "translate": [0, 0]}
    assert all(type(number) is int for arc in topology["arcs"] for position in arc for number in position)
    grids = read(path, layer="grids")
    assert shapely.equals_exact(shapely.normalize(grids.geometry), shapely.normalize(squares())).all()
    # Seven sides of the squares, each once; the corners of the whole are no junctions. The town has no arc of
    # its own: its outline runs along theirs.
    assert len(topology["arcs"]) == 3 + 2 + 2 * 2
    assert topology["objects"]["grids"]["geometries"][0]["properties"]["code"] == "001"


def test_what_is_off_the_lattice_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.topojson"
    given = np.array([shapely.box(1 / 3, 1 / 7, 2 / 3, 1), shapely.box(2 / 3, 1 / 7, 1, 1)], dtype=object)
    write(path, Output("a", given, attributes(2)))
    assert "transform" not in json.loads(path.read_text())
    assert shapely.equals_exact(shapely.normalize(read(path).geometry), shapely.normalize(given)).all()


def test_lines_and_points_are_written_too(tmp_path: Path) -> None:
    path = tmp_path / "a.topojson"
    line = shapely.LineString([(0, 0), (1, 1)])
    given = np.array(
        [
            line,
            shapely.MultiLineString([line, line]),
            shapely.Point(1, 2),
            shapely.MultiPoint([(1, 2), (3, 4)]),
        ],
        dtype=object,
    )
    write(path, Output("a", given, attributes()))
    assert shapely.equals_exact(read(path).geometry, given).all()


def test_a_quantised_topology_of_others_is_read(tmp_path: Path) -> None:
    text = {
        "type": "Topology",
        "transform": {"scale": [0.5, 0.25], "translate": [100, 20]},
        "arcs": [[[0, 0], [2, 0], [0, 4]], [[2, 4], [-2, 0], [0, -4]]],
        "objects": {
            "a": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "id": "x", "properties": {"n": 1}},
                    {"type": None},
                    {"type": "Polygon", "arcs": [[0, 7]]},
                    {"type": "Polygon", "arcs": [["0"]]},
                    {"type": "Polygon", "arcs": [[0]]},
                    {"type": "MultiPolygon", "arcs": [[[~1, ~0]]]},
                    {"type": "Point", "coordinates": [2, 4]},
                    "nothing",
                ],
            },
            "b": {"type": "Point", "coordinates": [0, 0]},
        },
    }
    path = geojson(tmp_path / "a.json", json.dumps(text))
    assert list_layers(path) == ["a", "b"]
    found = read(path)
    assert found.layer == "a"
    assert found.geometry[0].equals(shapely.box(100, 20, 101, 21))
    assert found.geometry[5].equals(found.geometry[0])
    assert found.geometry[6].equals(shapely.Point(101, 21))
    assert found.ids()[0][0] == "x"
    assert found.notes == (
        Note(2, "geometry_unreadable"),
        Note(3, "geometry_unreadable"),
        Note(4, "ring_unclosed"),
        Note(7, "not_a_feature"),
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"Topology"}',
        '{"type":"Topology","objects":[],"arcs":[]}',
        '{"type":"Topology","objects":{},"arcs":[[["a"]]]}',
        '{"type":"Topology","objects":{},"arcs":5}',
        '{"type":"Topology","objects":{},"arcs":[],"transform":{}}',
        '{"type":"Topology","objects":{},"arcs":[[[0]]]}',
    ],
)
def test_a_broken_topology_is_refused(tmp_path: Path, text: str) -> None:
    assert code_of(lambda: read(geojson(tmp_path / "a.json", text))) == "topology_broken"


def test_a_topology_without_objects_has_no_layer(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.json", '{"type":"Topology","objects":{},"arcs":[]}')
    assert code_of(lambda: read(path)) == "no_features"


def test_a_table_of_a_thousand_squares_has_as_many_arcs_as_sides(tmp_path: Path) -> None:
    #  30 × 30 squares: inner sides are shared; corners of the whole have no junction and join two sides.
    side = 30
    boxes = [
        shapely.box(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100) for x in range(side) for y in range(side)
    ]
    units = np.array(
        [shapely.transform(box, lambda xy: np.round(xy * 1e7) / 1e7) for box in boxes], dtype=object
    )
    path = tmp_path / "a.topojson"
    write(path, Output("a", units, pd.DataFrame({"n": range(side * side)})))
    sides = 2 * side * (side + 1)
    assert len(json.loads(path.read_text())["arcs"]) == sides - 4
    assert shapely.equals_exact(shapely.normalize(read(path).geometry), shapely.normalize(units)).all()
