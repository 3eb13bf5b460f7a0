"""Blocks between bent streets always prove; a gap or an overlap among them is found with its area."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.proof import Proof, Wholes, prove
from tests.core.subdivisions import Case, entered, proof_of
from tests.strategies.street_like import make_blocks, make_case, street_like

steady = settings(max_examples=25, derandomize=True, deadline=None)


def units(proof: Proof, code: str) -> float:
    """Area of all faults of a code, square lattice units."""
    return sum(float(shapely.area(p.geometry)) * 1e14 for p in proof.problems if p.code == code)


@steady
@given(case=street_like())
def test_blocks_between_streets_prove(case: Case) -> None:
    assert proof_of(case).problems == ()


@steady
@given(case=street_like())
def test_unions_of_blocks_prove_as_a_coverage_of_their_own(case: Case) -> None:
    assert case.parents is not None
    wholes = case.parents
    outline = Wholes(entered(wholes, "p"), named=False)
    assert prove(entered(wholes), outline).problems == ()


@steady
@given(case=street_like(), row=st.integers(0, 39))
def test_a_missing_block_is_a_gap_of_its_area(case: Case, row: int) -> None:
    gone = row % len(case.grids)
    if (case.key == case.key[gone]).sum() < 2:
        return
    kept = np.arange(len(case.grids)) != gone
    proof = proof_of(Case(case.grids[kept], case.key[kept], case.parents))
    assert {problem.code for problem in proof.problems} == {"gap"}
    assert units(proof, "gap") == pytest.approx(shapely.area(case.grids[gone]), rel=1e-6)


@steady
@given(case=street_like(), row=st.integers(0, 39))
def test_a_block_that_takes_its_neighbour_overlaps_it(case: Case, row: int) -> None:
    first = row % len(case.grids)
    beside = [
        other
        for other in range(len(case.grids))
        if other != first
        and case.key[other] == case.key[first]
        and shapely.length(shapely.intersection(case.grids[first], case.grids[other])) > 0
    ]
    if not beside:
        return
    grids = case.grids.copy()
    grids[first] = shapely.coverage_union_all(case.grids[[first, beside[0]]])
    proof = proof_of(Case(grids, case.key, case.parents))
    assert {problem.code for problem in proof.problems} == {"overlap"}
    assert units(proof, "overlap") == pytest.approx(shapely.area(case.grids[beside[0]]), rel=1e-6)


def test_as_many_blocks_as_asked_for() -> None:
    assert len(make_blocks(1, 30).faces) == 30


def test_the_same_seed_draws_the_same_case() -> None:
    one, other = make_case(5, 20, 3), make_case(5, 20, 3)
    assert shapely.to_wkb(one.grids).tolist() == shapely.to_wkb(other.grids).tolist()
    assert one.key.tolist() == other.key.tolist()
