"""The made coverage is what the benchmark takes it for: valid, nested and free of faults."""

import pytest
import shapely
import shapely.affinity

from bench.made_coverage import made_coverage
from bench.proof import by_geos, by_ours, made_case


@pytest.mark.parametrize(("columns", "rows", "block"), [(6, 5, 2), (7, 3, 10), (1, 1, 1)])
def test_it_tiles_its_parents(columns: int, rows: int, block: int) -> None:
    made = made_coverage(columns, rows, block=block)
    assert len(made.grids) == columns * rows
    assert shapely.is_valid(made.grids).all()
    for position, parent in enumerate(made.parents):
        union = shapely.union_all(made.grids[made.parent_of == position])
        assert union.equals(parent)
        assert shapely.get_num_coordinates(union) == shapely.get_num_coordinates(parent)


def test_both_ways_see_a_grid_that_is_missing_and_one_that_is_moved() -> None:
    whole = made_coverage(6, 6, block=3)
    assert by_ours(made_case(whole))
    assert by_geos(made_case(whole))
    broken = made_coverage(6, 6, block=3)
    broken.grids[7] = shapely.affinity.translate(broken.grids[7], 10, 0)
    assert not by_ours(made_case(broken))
    assert not by_geos(made_case(broken))


def test_the_same_seed_makes_the_same_coverage() -> None:
    again = made_coverage(4, 4, block=2)
    assert shapely.equals_exact(made_coverage(4, 4, block=2).grids, again.grids).all()
    assert not shapely.equals_exact(made_coverage(4, 4, block=2, seed=1).grids, again.grids).any()
