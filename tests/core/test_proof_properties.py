"""Random subdivisions always prove; what is broken in them is found with its area, however it is filed."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from geo_grid.core.proof import Proof, Wholes, prove
from tests.core.subdivisions import FAULTS, Case, entered, proof_of, seeds, shapes, subdivisions

steady = settings(
    max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)

Summary = list[tuple[str, tuple[str, ...], str | None, float]]


def summary(proof: Proof) -> Summary:
    """What was found, without the order of problems, areas to seven digits."""
    return sorted((p.code, p.grids, p.parent or "", float(f"{p.area_m2:.7g}")) for p in proof.problems)


def units(proof: Proof, code: str) -> float:
    """Area of all faults of a code, square lattice units."""
    return sum(float(shapely.area(p.geometry)) * 1e14 for p in proof.problems if p.code == code)


def approximately(area: float) -> object:
    return pytest.approx(area, rel=1e-6, abs=1e-2)


@steady
@given(case=subdivisions())
def test_a_subdivision_always_proves(case: Case) -> None:
    assert proof_of(case).problems == ()


@steady
@given(case=subdivisions())
def test_grids_tile_the_outline_that_they_form_together(case: Case) -> None:
    outline = Wholes(entered(case.grids, "p"), named=False)
    assert prove(entered(case.grids), outline).problems == ()


@steady
@given(case=subdivisions())
def test_parents_prove_as_a_coverage_of_their_own(case: Case) -> None:
    assert case.parents is not None
    level = Case(case.parents, np.zeros(len(case.parents), np.int32), None)
    faults = [p for p in proof_of(level).problems if p.code != "gap"]
    assert faults == []  # a void between parents may be enclosed


@steady
@given(case=subdivisions(), seed=seeds)
def test_a_grid_taken_away_leaves_gaps_of_its_area(case: Case, seed: int) -> None:
    gone = seed % len(case.grids)
    parts = shapely.get_parts(case.grids[gone])
    assume((shapely.area(parts) > 2.0 * shapely.length(parts)).all())
    kept = np.arange(len(case.grids)) != gone
    proof = proof_of(Case(case.grids[kept], case.key[kept], case.parents))
    assert {p.code for p in proof.problems} == {"gap"}
    assert {p.parent for p in proof.problems} == {f"p{case.key[gone]}"}
    assert units(proof, "gap") == approximately(shapely.area(case.grids[gone]))


@steady
@given(case=subdivisions(parents=False), seed=seeds)
def test_a_triangle_laid_over_grids_is_overlap_of_exactly_what_they_share(case: Case, seed: int) -> None:
    rng = np.random.default_rng(seed)
    west, south, east, north = shapely.total_bounds(case.grids)
    corners = np.floor(rng.uniform([west, south], [east, north], (3, 2)))
    patch = shapely.Polygon(corners)
    assume(shapely.area(patch) > 50.0 * shapely.length(patch))
    proof = proof_of(Case(shapes([*case.grids, patch]), np.append(case.key, 0).astype(np.int32), None))
    over = shapely.area(shapely.intersection(case.grids, patch))
    assert units(proof, "overlap") == pytest.approx(over.sum(), rel=1e-3, abs=2.0 * shapely.length(patch))
    name = f"g{len(case.grids)}"
    assert all(name in p.grids for p in proof.problems if p.code == "overlap")
    clear = {f"g{row}" for row in np.flatnonzero(over > 10.0 * shapely.length(patch))}
    assert clear <= {grid for p in proof.problems if p.code == "overlap" for grid in p.grids}


@steady
@given(case=subdivisions(), seed=seeds)
def test_a_moved_corner_is_found_with_its_exact_area(case: Case, seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = int(rng.integers(len(case.grids)))
    before = case.grids[at]
    assume(before.geom_type == "Polygon")
    ring = shapely.get_coordinates(before.exterior)
    which = int(rng.integers(1, len(ring) - 1))
    ring[which] += rng.integers(-40, 41, 2) * 3
    after = shapely.Polygon(ring, before.interiors)
    assume(after.is_valid)
    neighbours = np.delete(case.grids, at)
    assume(not shapely.intersects(neighbours, shapely.Point(ring[which])).any() or after.within(before))
    changed = shapely.symmetric_difference(before, after)
    assume(not changed.is_empty and (shapely.area(shapely.get_parts(changed)) > 4 * changed.length).all())
    grids = case.grids.copy()
    grids[at] = after
    proof = proof_of(Case(grids, case.key, case.parents))
    lost = shapely.area(shapely.difference(before, after))
    gained = shapely.area(shapely.difference(after, before))
    assert units(proof, "gap") == approximately(lost)
    assert units(proof, "overlap") + units(proof, "outside_parent") == approximately(gained)


@steady
@given(case=subdivisions(), seed=seeds)
def test_a_corner_moved_in_every_grid_and_parent_moves_the_border_and_nothing_breaks(
    case: Case, seed: int
) -> None:
    assert case.parents is not None
    rng = np.random.default_rng(seed)
    every = shapely.get_coordinates(case.grids)
    corner, step = every[int(rng.integers(len(every)))], rng.integers(-9, 10, 2)

    def moved(xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> object:
        return np.where((xy == corner).all(axis=1)[:, None], xy + step, xy)

    grids = np.asarray(shapely.transform(case.grids, moved))
    parents = np.asarray(shapely.transform(case.parents, moved))
    assume(shapely.is_valid(grids).all() and shapely.is_valid(parents).all())
    assume((np.abs(shapely.get_coordinates(grids)) <= [1_800_000_000, 900_000_000]).all())
    before, after = shapely.area(case.grids).sum(), shapely.area(grids).sum()
    assume(after == shapely.area(parents).sum() or before == after)
    assert proof_of(Case(grids, case.key, parents)).ok


@steady
@given(case=subdivisions(), seed=seeds)
def test_a_vertex_added_on_an_edge_of_one_grid_is_unmatched_and_no_ground(case: Case, seed: int) -> None:
    rng = np.random.default_rng(seed)
    at = int(rng.integers(len(case.grids)))
    assume(case.grids[at].geom_type == "Polygon")
    ring = shapely.get_coordinates(case.grids[at].exterior)
    start, end = ring[0], ring[1]
    assume(np.abs(end - start).max() > 8)
    ring = np.insert(ring, 1, np.floor((start + end) / 2 + 0.5), axis=0)
    grids = case.grids.copy()
    grids[at] = shapely.Polygon(ring, case.grids[at].interiors)
    assume(grids[at].is_valid)
    proof = proof_of(Case(grids, case.key, case.parents))
    assert [(p.code, p.area_m2) for p in proof.problems] == [("unmatched_vertex", 0.0)]
    assert f"g{at}" in proof.problems[0].grids


@steady
@given(case=subdivisions(), fault=st.sampled_from(sorted(FAULTS)), seed=seeds)
def test_neither_order_nor_orientation_nor_place_changes_what_is_found(
    case: Case, fault: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    case = FAULTS[fault](rng, case)
    assume(shapely.is_valid(case.grids).all())
    bounds = shapely.get_coordinates(case.grids)
    assume((np.abs(bounds) <= [1_799_999_000, 899_999_000]).all())
    expected = summary(proof_of(case))

    def spun(shape: shapely.Geometry) -> shapely.Geometry:
        parts = []
        for part in shapely.get_parts(shape):
            rings = [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(part)]
            turned = [
                np.roll(ring, int(rng.integers(len(ring))), axis=0)[:: int(rng.choice([-1, 1]))]
                for ring in rings
            ]
            parts.append(shapely.Polygon(turned[0], turned[1:]))
        return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)

    other = Case(
        shapes([spun(grid) for grid in case.grids]),
        case.key,
        None if case.parents is None else shapes([spun(parent) for parent in case.parents]),
    )
    assert summary(proof_of(other)) == expected

    order = rng.permutation(len(case.grids))
    shuffled = proof_of(Case(case.grids[order], case.key[order], case.parents))
    renamed = [
        (code, tuple(sorted(f"g{order[int(grid[1:])]}" for grid in grids)), parent, area)
        for code, grids, parent, area in summary(shuffled)
    ]
    assert sorted(renamed) == expected

    # East and west by whole units: the same faults, and on the ellipsoid the same areas.
    step = int(rng.integers(-1000, 1000))
    assert [row[:3] for row in summary(proof_of(case.moved(step, 0)))] == [row[:3] for row in expected]
