"""Networks over grids: their ground, their proof, and whose place new grids take. Lattice units."""

import pytest
import shapely

from geo_grid.core.errors import Refusal
from geo_grid.core.networks.ground import ground_of
from geo_grid.core.networks.heirs import Held, heirs
from geo_grid.core.networks.proving import prove_network

#   +---+---+
#   | A | B |      two grids, and the community that they tile
#   +---+---+
A, B = shapely.box(0, 0, 10_000, 10_000), shapely.box(10_000, 0, 20_000, 10_000)
BOTH = shapely.Polygon([(0, 0), (10_000, 0), (20_000, 0), (20_000, 10_000), (10_000, 10_000), (0, 10_000)])


def test_the_ground_of_grids_is_their_union_with_every_vertex_of_its_border() -> None:
    assert shapely.to_wkb(ground_of("东片", [A, B])) == shapely.to_wkb(ground_of("东片", [BOTH]))
    assert shapely.get_num_coordinates(ground_of("东片", [A, B])) == 7


def test_grids_apart_are_one_cell_of_two_parts() -> None:
    assert shapely.get_num_geometries(ground_of("东片", [A, shapely.box(30_000, 0, 40_000, 10_000)])) == 2


def test_a_grid_and_what_it_lies_in_are_no_cell() -> None:
    with pytest.raises(Refusal) as refused:
        ground_of("东片", [A, BOTH])
    assert refused.value.code == "cell_counts_ground_twice"


def codes(*cells: shapely.Polygon, whole: shapely.Polygon | None = None) -> list[str]:
    names = [f"cell {number}" for number in range(len(cells))]
    return [problem.code for problem in prove_network(names, cells, whole and ("whole", whole))]


def test_cells_that_tile_their_ground_are_proved() -> None:
    assert codes(A, B, whole=BOTH) == []


def test_what_is_left_of_the_ground_is_a_gap_only_where_all_is_to_be_covered() -> None:
    assert codes(A, whole=BOTH) == ["gap"]
    assert codes(A) == []


def test_an_overlap_is_found_and_so_is_an_enclosed_gap() -> None:
    assert codes(A, shapely.box(9_000, 0, 20_000, 10_000)) == ["overlap"]
    ring = shapely.difference(shapely.box(0, 0, 30_000, 30_000), shapely.box(10_000, 10_000, 20_000, 20_000))
    assert codes(ring) == ["gap"]


def test_a_vertex_that_only_one_side_has_is_no_fault() -> None:
    #  the eastern cell has a vertex in the middle of the border, half a unit off it
    east = shapely.Polygon([(10_001, 0), (20_000, 0), (20_000, 10_000), (10_000, 10_000), (10_000, 5_000)])
    west = shapely.Polygon([(0, 0), (10_001, 0), (10_000, 10_000), (0, 10_000)])
    assert codes(west, east) == []


def test_a_new_grid_takes_the_place_of_the_one_that_gave_most() -> None:
    new = Held(9, 3, shapely.box(6_000, 0, 12_000, 10_000))
    assert heirs([new], [Held(2, 3, B), Held(1, 3, A), Held(5, 2, BOTH)]) == {9: 1}


def test_a_new_grid_on_new_ground_takes_nobodys_place() -> None:
    new = Held(9, 3, shapely.box(50_000, 0, 60_000, 10_000))
    assert heirs([new], [Held(1, 3, A)]) == {}
    assert heirs([new], []) == {}
