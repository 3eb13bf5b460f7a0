"""The made-up town: exact, the same for the same seed, and what its description says."""

import hashlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo_grid.core.crs import WGS84
from geo_grid.core.entry import Entered, Source, enter
from geo_grid.core.proof import Wholes, prove
from geo_grid.example_town.frame import array_of
from geo_grid.example_town.town import Town, TownGrid
from tests.example_town.towns import SEEDS, town_of

ROOT = Path(__file__).parents[2]
FIELDS = {
    "streets": ("name", "class"),
    "railways": ("name",),
    "water": ("name", "kind"),
    "buildings": ("name", "use", "storeys"),
    "compounds": ("name", "kind"),
    "addresses": ("text", "street", "number", "compound", "households", "people", "services"),
    "organisations": ("name", "trade", "phone", "address"),
    "facilities": ("class_code", "class_name", "name", "owner"),
}


@pytest.fixture(params=SEEDS)
def town(request: pytest.FixtureRequest) -> Town:
    return town_of(request.param)


def level(town: Town, number: int) -> list[TownGrid]:
    return [grid for grid in town.grids if grid.level == number]


def entered(grids: list[TownGrid]) -> Entered:
    return enter(Source(array_of([grid.geometry for grid in grids]), WGS84), [grid.code for grid in grids])


def households_of(town: Town) -> dict[str, int]:
    """Known households by grid of level 3."""
    grids = level(town, 3)
    addresses = town.layers["addresses"]
    at, on = shapely.STRtree([grid.geometry for grid in grids]).query(addresses.geometry, predicate="within")
    found: Counter[str] = Counter()
    for address, grid in zip(at.tolist(), on.tolist(), strict=True):
        found[grids[grid].code] += addresses.columns["households"][address] or 0
    return found


def fingerprint(town: Town) -> str:
    digest = hashlib.sha256()
    for grid in town.grids:
        digest.update(repr((grid.code, grid.name, grid.kind, grid.ground, grid.grade, grid.setting)).encode())
        digest.update(shapely.to_wkb(grid.geometry))
    for name, layer in town.layers.items():
        digest.update(name.encode())
        for shape in shapely.to_wkb(layer.geometry).tolist():
            digest.update(shape)
        for field, values in layer.columns.items():
            digest.update(repr((field, list(values))).encode())
    digest.update(repr((town.view, dict(town.title))).encode())
    return digest.hexdigest()


def test_each_level_tiles_the_one_above(town: Town) -> None:
    for number in (1, 2, 3):
        above, grids = level(town, number - 1), level(town, number)
        place = {grid.code: at for at, grid in enumerate(above)}
        children = entered(grids)
        assert children.problems == ()
        parents = np.array([place[grid.parent or ""] for grid in grids], dtype=np.int32)
        assert prove(children, Wholes(entered(above)), parents).problems == ()


def test_every_grid_is_one_valid_polygon_on_the_lattice(town: Town) -> None:
    shapes = array_of([grid.geometry for grid in town.grids])
    assert {shape.geom_type for shape in shapes} == {"Polygon"}
    assert shapely.is_valid(shapes).all()
    for every in (shapes, *(layer.geometry for layer in town.layers.values())):
        xy = shapely.get_coordinates(every)
        assert np.array_equal(np.floor(xy * 1e7 + 0.5) / 1e7, xy)


def test_a_seed_is_the_same_town_in_another_process() -> None:
    code = (
        "from tests.example_town.test_make_town import fingerprint, town_of; print(fingerprint(town_of(1)))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == fingerprint(town_of(1))


def test_another_seed_is_another_town() -> None:
    assert fingerprint(town_of(1)) != fingerprint(town_of(2))


def test_its_size_is_as_stated(town: Town) -> None:
    assert len(level(town, 0)) == len(level(town, 1)) == 1
    assert len(level(town, 2)) == 8
    assert 48 <= len(level(town, 3)) <= 72
    assert 10_000 <= sum(households_of(town).values()) <= 14_500
    west, south, east, north = level(town, 0)[0].geometry.bounds
    assert 3.0 < (east - west) * 95.9 < 5.2  # km
    assert 3.0 < (north - south) * 110.9 < 4.8


def test_grids_serve_as_many_households_as_they_should(town: Town) -> None:
    homes = households_of(town)
    urban = [homes[g.code] for g in level(town, 3) if g.kind == "comprehensive" and g.setting == "urban"]
    rural = [homes[g.code] for g in level(town, 3) if g.kind == "comprehensive" and g.setting == "rural"]
    assert np.mean([200 <= count <= 400 for count in urban]) >= 0.93
    assert np.mean([100 <= count <= 200 for count in rural]) >= 0.7


def test_institutions_are_special_grids(town: Town) -> None:
    special = [grid for grid in level(town, 3) if grid.kind == "special"]
    assert 8 <= len(special) <= 24
    assert all(grid.ground == "extension" for grid in special)
    names = " ".join(grid.name for grid in special)
    for word in ("中学", "公园", "医院", "市场", "政务", "站"):
        assert word in names


def test_codes_follow_the_scheme_and_no_province(town: Town) -> None:
    assert len({grid.code for grid in town.grids}) == len(town.grids)
    for grid in town.grids:
        assert grid.code.startswith("99")
        assert len(grid.code) == (6, 9, 12, 15)[grid.level]
        assert grid.parent == (None if grid.level == 0 else grid.code[:-3])
        assert grid.statutory is (grid.level < 3)


def test_it_says_that_it_is_made_up(town: Town) -> None:
    assert "示例" in town.title["zh"] and "made up" in town.title["en"]
    assert all("示例" in grid.name for grid in town.grids if grid.level < 2)
    phones = {phone for phone in town.layers["organisations"].columns["phone"] if phone is not None}
    assert phones and all(phone.startswith("000-5550-") for phone in phones)


def test_layers_have_their_fields_and_sound_shapes(town: Town) -> None:
    assert tuple(town.layers) == tuple(FIELDS)
    for name, layer in town.layers.items():
        assert tuple(layer.columns) == FIELDS[name]
        assert all(len(values) == len(layer) for values in layer.columns.values())
        assert len(layer) > 0
        assert shapely.is_valid(layer.geometry).all()
        assert not shapely.is_empty(layer.geometry).any()


def test_no_building_crosses_a_grids_border_or_another_building(town: Town) -> None:
    shapes = town.layers["buildings"].geometry
    at, _ = shapely.STRtree([grid.geometry for grid in level(town, 3)]).query(shapes, predicate="within")
    assert sorted(at.tolist()) == list(range(len(shapes)))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = one < other
    shared = shapely.area(shapely.intersection(shapes[one[pairs]], shapes[other[pairs]])) * 95_889 * 110_863
    assert shared.max(initial=0.0) < 0.05  # m²


def test_no_building_stands_in_water_or_on_the_rails(town: Town) -> None:
    shapes = town.layers["buildings"].geometry
    for name in ("water", "railways"):
        found = shapely.STRtree(shapes).query(town.layers[name].geometry, predicate="intersects")
        assert found.shape[1] == 0


def test_every_address_is_in_a_building_and_written_once(town: Town) -> None:
    addresses = town.layers["addresses"]
    at, _ = shapely.STRtree(town.layers["buildings"].geometry).query(addresses.geometry, predicate="within")
    assert sorted(set(at.tolist())) == list(range(len(addresses)))
    texts = addresses.columns["text"]
    assert len(set(texts)) == len(texts)
    streets = set(town.layers["streets"].columns["name"])
    compounds = set(town.layers["compounds"].columns["name"])
    for text, street, number, compound in zip(
        texts, *(addresses.columns[field] for field in ("street", "number", "compound")), strict=True
    ):
        assert text.startswith("云溪镇") and text.endswith(number)
        assert (street in streets) if street is not None else (compound in compounds)
        assert compound is None or compound in compounds


def test_a_few_addresses_are_unknown_and_services_are_counts(town: Town) -> None:
    columns = town.layers["addresses"].columns
    unknown = sum(people is None for people in columns["people"])
    assert 0.002 < unknown / len(columns["people"]) < 0.03
    assert any(households is None for households in columns["households"])
    counts = [
        value for services in columns["services"] if services is not None for value in services.values()
    ]
    assert counts and all(isinstance(value, int) and value > 0 for value in counts)


def test_streets_hang_together(town: Town) -> None:
    parts = shapely.get_parts(town.layers["streets"].geometry)
    xy, of = shapely.get_coordinates(parts, return_index=True)
    leader = list(range(len(parts)))

    def first(part: int) -> int:
        while leader[part] != part:
            part = leader[part]
        return part

    seen: dict[tuple[float, float], int] = {}
    for point, part in zip(map(tuple, xy.tolist()), of.tolist(), strict=True):
        a, b = first(part), first(seen.setdefault(point, part))
        leader[max(a, b)] = min(a, b)
    assert {first(part) for part in range(len(parts))} == {0}


def test_the_view_shows_the_middle_of_the_town(town: Town) -> None:
    outline = level(town, 0)[0].geometry
    view = shapely.box(*town.view)
    assert outline.contains(view)
    assert view.area > 0.05 * outline.area
