"""Any sequence of edits leaves a tiling at all levels, and its inverse restores it byte for byte."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.edits.reach import named, reach
from geo_grid.core.errors import Refusal
from tests.core.edits.nested import Draughtsman, nested
from tests.core.subdivisions import Case, proof_of, seeds

STEPS = 8
#: What was drawn and what came of it may lie so far apart, lattice units.
NEAR = 3.0


def assert_tiled(grids: Hierarchy) -> None:
    """By the proof that knows nothing of edits, and by unions."""
    for level in (1, 2, 3):
        children = [grid for grid in grids if grid.level == level]
        parents = [grid for grid in grids if grid.level == level - 1 and grid.key in grids.children]
        place = {parent.key: at for at, parent in enumerate(parents)}
        key = np.array([place[str(child.parent)] for child in children], dtype=np.int32)
        shapes, above = (as_array([each.geometry for each in these]) for these in (children, parents))
        proof = proof_of(Case(shapes, key, above))
        assert proof.problems == ()
        assert shapely.is_valid(shapes).all()
        for parent, at in place.items():
            assert shapely.union_all(shapes[key == at]).equals(above[at]), parent


def bytes_of(grids: Hierarchy) -> dict[str, tuple[object, ...]]:
    return {
        grid.key: (grid.parent, grid.level, grid.code, grid.name, grid.kind, shapely.to_wkb(grid.geometry))
        for grid in grids
    }


def within_reach(grids: Hierarchy, operation: Operation) -> Hierarchy:
    """Only what an edit is promised: the grids named, their children, all near, and everything above."""
    keys = {key for key in named(operation) if key in grids}
    box = reach(operation, {key: grids.grid(key) for key in keys})
    keys |= {child for key in keys for child in grids.children.get(key, ())}
    if box is not None:
        keys |= {grid.key for grid in grids.near(shapely.box(*box))}
    keys |= {above.key for key in keys for above in grids.above(key)}
    return Hierarchy(grids.grid(key) for key in sorted(keys))


def assert_as_drawn(grids: Hierarchy, change: GridsChange, operation: Operation) -> None:
    """New borders lie on what was drawn, and ground under a piece is whose it was to be."""
    given = operation.arguments
    lines = [given[name] for name in ("line",) if name in given] + list(given.get("lines", ()))
    rings = [[*ring, ring[0]] for ring in given.get("piece", ())]
    if not lines and not rings:
        return
    drawn = shapely.union_all([shapely.LineString(line) for line in (*lines, *rings)]).buffer(NEAR)
    borders = shapely.union_all(shapely.boundary(as_array([leaf.geometry for leaf in grids.leaves])))
    after = shapely.boundary(as_array([grid.geometry for grid in change.after.values()]))
    new = shapely.difference(after, borders.buffer(NEAR))
    assert shapely.is_empty(shapely.difference(new, drawn)).all()
    if rings and operation.verb in ("transfer", "carve", "draw_into_gap"):
        winner = (
            given["to"] if operation.verb == "transfer" else next(iter(change.after.keys() - change.before))
        )
        piece = shapely.Polygon(rings[0]).buffer(-NEAR)
        takes = given.get("from", given["gap"] if operation.verb == "draw_into_gap" else None)
        losers = [leaf.geometry for leaf in grids.leaves if takes in (None, leaf.key)]
        expected = shapely.intersection(piece, shapely.union_all(losers)).buffer(-NEAR)
        assert shapely.is_empty(shapely.difference(expected, change.after[winner].geometry))


def come_to(grids: Hierarchy, operation: Operation, rules: EditRules) -> GridsChange | str:
    try:
        return edit(grids, operation, rules)
    except Refusal as refusal:
        return refusal.code


@given(seeds, st.booleans())
@settings(max_examples=20, deadline=None)
def test_any_sequence_leaves_a_tiling_and_can_be_undone(seed: int, locked: bool) -> None:
    rng = np.random.default_rng(seed)
    first = grids = nested(rng, locked=locked)
    assert_tiled(grids)
    changes = []
    for step in range(1, STEPS + 1):
        operation = Draughtsman(rng, grids).operation()
        rules = EditRules(step, 0.02, frozenset() if rng.random() < 0.5 else frozenset(grids.grids))
        change = come_to(within_reach(grids, operation), operation, rules)
        assert come_to(grids, operation, rules) == change  # it needs no more than it is promised
        if isinstance(change, str):
            continue
        assert_as_drawn(grids, change, operation)
        changes.append(change)
        grids = grids.after(change)
    assert_tiled(grids)
    for change in reversed(changes):
        grids = grids.after(change.inverse)
    assert bytes_of(grids) == bytes_of(first)
