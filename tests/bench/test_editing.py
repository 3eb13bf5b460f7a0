"""The steps that are measured are steps that a plan takes."""

import numpy as np
import pytest
import shapely

from bench import editing
from bench.made_coverage import made_coverage
from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules, Operation

COLUMNS, ROWS = 2 * editing.COMMUNITY, editing.COMMUNITY


def test_every_step_is_accepted_after_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "COLUMNS", COLUMNS)
    monkeypatch.setattr(editing, "ROWS", ROWS)
    city = made_coverage(COLUMNS, ROWS, block=editing.COMMUNITY)
    (whole,) = made_coverage(COLUMNS, ROWS, block=COLUMNS).parents
    shapes = canonical(np.concatenate([city.grids, city.parents, as_array([whole])]))
    leaves = [
        Grid(f"G{at:06}", 3, f"C{parent:03}", shapes[at]) for at, parent in enumerate(city.parent_of.tolist())
    ]
    communities = [Grid(f"C{at:03}", 2, "T", shapes[len(leaves) + at]) for at in range(len(city.parents))]
    above = [Grid("T", 1, "0", shapes[-1]), Grid("0", 0, None, shapes[-1])]
    hierarchy = Hierarchy([*leaves, *communities, *above])
    verbs = set()
    for number, (verb, arguments) in enumerate(editing.operations(city), 1):
        hierarchy = hierarchy.after(edit(hierarchy, Operation(verb, arguments), EditRules(step=number)))
        verbs.add(verb)
    assert verbs == {"move_vertex", "reshape", "split", "merge", "transfer"}
    leaves_now = [grid.geometry for grid in hierarchy if grid.level == 3]
    assert shapely.area(as_array(leaves_now)).sum() == whole.area
