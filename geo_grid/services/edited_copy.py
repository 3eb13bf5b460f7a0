"""What a repair puts, removes and adds, in the terms of the file it is written back to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo_grid.core.entry import Entered
from geo_grid.core.leaving import leave
from geo_grid.core.repairs.repaired import Repaired
from geo_grid.files.features import Features
from geo_grid.files.geojson_writing import Added
from geo_grid.files.output import Written
from geo_grid.files.writing import edited_output, write_edited
from geo_grid.services.check import CheckReport


@dataclass(frozen=True)
class Edit:
    """A layer and how its copy differs.

    Parameters
    ----------
    features
        The layer as it was read.
    changed
        Row → its new geometry, in the layer's own reference system.
    removed
        Rows that go.
    added
        Geometries and attributes of rows that come.
    """

    features: Features
    changed: Mapping[int, shapely.Geometry] = field(default_factory=dict)
    removed: tuple[int, ...] = ()
    added: Added = ()

    def write(self, path: Path) -> Written:
        """Write the copy; errors as `geo_grid.files.writing.write_edited`."""
        return write_edited(path, self.features, self.changed, removed=self.removed, added=self.added)

    def applied(self) -> Features:
        """The copy as it would be read again."""
        if not (self.changed or self.removed or self.added):
            return self.features
        flat = replace(self.features, original=None)
        changed = {row: shapely.force_2d(shape) for row, shape in self.changed.items()}
        output = edited_output(flat, changed, self.removed, self.added)
        gone = set(self.removed)
        kept = [row for row in range(len(self.features)) if row not in gone]
        row_now = {row: now for now, row in enumerate(kept)}
        notes = tuple(
            note._replace(row=row_now[note.row])
            for note in self.features.notes
            if note.row in row_now and note.row not in self.changed
        )
        return replace(flat, geometry=output.geometry, table=output.table, notes=notes, source=None)


def edit_of_grids(before: CheckReport, done: Repaired) -> Edit:
    """How the copy of the grids differs.

    A new grid gets its id and its parent's id; its other attributes stay empty.
    """
    entered = before.children
    old = [row for row in sorted(done.changed) if row < len(entered)]
    new = [row for row in sorted(done.changed) if row >= len(entered)]
    shapes = _shapes({row: done.work.children.geometry[row] for row in (*old, *new)}, entered)
    return Edit(
        before.features,
        {row: _with_heights(shapes[row], before.features, row) for row in old},
        tuple(sorted(done.work.deleted)),
        [(shapes[row], _attributes(before, done, row)) for row in new],
    )


def edit_of_parents(before: CheckReport, done: Repaired) -> Edit | None:
    """How the copy of the parents differs; None without a parent file."""
    if before.parent_features is None or before.wholes is None:
        return None
    shapes = _shapes(done.parents, before.wholes.entered)
    features = before.parent_features
    return Edit(features, {row: _with_heights(shape, features, row) for row, shape in shapes.items()})


def first_free_number(before: CheckReport) -> int | None:
    """The number of the first new grid where the ids are whole numbers; None where they are text."""
    name = _id_name(before)
    if not (name and _is_whole(before.features, name)):
        return None
    largest = before.features.table[name].max()
    return 1 if pd.isna(largest) else int(largest) + 1


def _shapes(put: Mapping[int, shapely.Geometry], entered: Entered) -> dict[int, shapely.Geometry]:
    rows = list(put)
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = [put[row] for row in rows]
    return dict(zip(rows, leave(shapes, entered, rows), strict=True))


def _with_heights(shape: shapely.Geometry, features: Features, row: int) -> shapely.Geometry:
    """A changed shape with the heights its row had: a vertex takes that of the nearest one given."""
    given = None if features.original is None else features.original[row]
    if given is None or not given.has_z:
        return shape
    deep = shapely.get_coordinates(given, include_z=True)
    tree = shapely.STRtree(shapely.points(deep[:, :2]))

    def lifted(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack([xy[:, :2], deep[tree.nearest(shapely.points(xy[:, :2])), 2]])

    return shapely.transform(shapely.force_3d(shape), lifted, include_z=True)


def _attributes(before: CheckReport, done: Repaired, row: int) -> dict[str, Any]:
    features, name = before.features, _id_name(before)
    found: dict[str, Any] = {}
    if name:
        found[name] = _value(features, name, done.work.children.ids[row])
    if before.parent_id_field is not None:
        parent_name = _spelled(features, before.parent_id_field)
        parent = done.work.parent_name(done.work.key(row))
        found[parent_name] = None if parent is None else _value(features, parent_name, parent)
    return found


def _value(features: Features, name: str, text: str) -> Any:
    """An id as its column holds it, so that a column of numbers stays one."""
    return int(text) if _is_whole(features, name) and text.lstrip("-").isdecimal() else text


def _is_whole(features: Features, name: str) -> bool:
    return bool(pd.api.types.is_integer_dtype(features.table[name].dtype))


def _id_name(before: CheckReport) -> str:
    return before.features.ids(before.id_field)[1]


def _spelled(features: Features, name: str) -> str:
    """A field's name as the file spells it."""
    return features.ids(name)[1]
