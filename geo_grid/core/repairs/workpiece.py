"""What a repair works on: grids, their parents, and the change so far. Immutable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.change import Change
from geo_grid.core.crs import area_m2
from geo_grid.core.entry import Entered, Source
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.proof import Proof, Wholes, prove, whole_geometries


@dataclass(frozen=True)
class Workpiece:
    """Grids under repair.

    Parameters
    ----------
    children
        The grids; rows keep their position, a deleted one has no geometry.
    wholes
        What they are to tile, None where that is their own outer boundary.
    parent_at
        (n,) position of each grid's parent, -1 for none; None where there is one outline.
    deleted
        Rows that a repair took away.
    """

    children: Entered
    wholes: Wholes | None
    parent_at: NDArray[np.int32] | None
    deleted: frozenset[int] = frozenset()

    def prove(self) -> Proof:
        """Prove it as it stands."""
        return prove(self.children, self.wholes, self.parent_at)

    def key(self, row: int) -> int:
        """Position of a row's parent; 0 where there is one outline."""
        return 0 if self.parent_at is None else int(self.parent_at[row])

    def parent_name(self, key: int) -> str | None:
        """Id of a parent; None where there is one outline."""
        if self.wholes is None or not self.wholes.named or key < 0:
            return None
        return self.wholes.entered.ids[key]

    def rows_of(self, key: int) -> NDArray[np.int64]:
        """Rows with ground under a parent."""
        present = ~shapely.is_missing(self.children.geometry)
        if self.parent_at is not None:
            present &= self.parent_at == key
        return np.flatnonzero(present)

    def areas_of(self, rows: Sequence[int]) -> dict[int, float]:
        """Areas of some grids, square metres."""
        areas = area_m2(geometries_to_degrees(self.children.geometry[list(rows)]))
        return dict(zip(rows, areas.tolist(), strict=True))

    def one_outline(self) -> "Workpiece":
        """The same with parents that together are one outline joined into it."""
        if self.wholes is None or self.wholes.named:
            return self
        joined = whole_geometries(self.wholes)
        if joined is None:
            return self
        entered = self.wholes.entered
        row = np.ones(1, dtype=bool)
        source = Source(geometries_to_degrees(joined), entered.source.crs)  # replaced: only the CRS counts
        one = Entered(entered.ids[:1], joined, joined, source, ~row, row, ())
        return replace(self, wholes=Wholes(one, named=False))

    def with_parents(self, put: Mapping[int, shapely.Geometry]) -> "Workpiece":
        """The same with other shapes of some parents."""
        if self.wholes is None or not put:
            return self
        geometry = self.wholes.entered.geometry.copy()
        replaced = self.wholes.entered.replaced.copy()
        for row, shape in put.items():
            geometry[row] = shape
            replaced[row] = True
        entered = replace(self.wholes.entered, geometry=geometry, replaced=replaced)
        return replace(self, wholes=Wholes(entered, self.wholes.named))

    def apply(self, change: Change) -> "Workpiece":
        """The workpiece after a change."""
        if not change:
            return self
        old = self.children
        count = len(old.ids)
        geometry = _extended(old.geometry, len(change.new))
        replaced = np.concatenate([old.replaced, np.ones(len(change.new), dtype=bool)])
        invalid = np.concatenate([old.invalid, np.zeros(len(change.new), dtype=bool)])
        for row, shape in change.put.items():
            geometry[row] = shape
            replaced[row] = True
            invalid[row] = False
        for row in change.delete:
            geometry[row] = None
        given = _extended(old.source.geometry, len(change.new))
        for at, new in enumerate(change.new):
            geometry[count + at] = given[count + at] = new.geometry
        children = replace(
            old,
            ids=old.ids + tuple(new.name for new in change.new),
            geometry=geometry,
            snapped=_extended(old.snapped, len(change.new)),
            source=Source(given, old.source.crs, old.source.unreadable, old.source.unclosed),
            replaced=replaced,
            invalid=invalid,
        )
        parent_at = self.parent_at
        if parent_at is not None:
            parent_at = np.concatenate([parent_at, np.array([new.key for new in change.new], dtype=np.int32)])
        return Workpiece(children, self.wholes, parent_at, self.deleted | change.delete)


def _extended(array: NDArray[np.object_], more: int) -> NDArray[np.object_]:
    longer = np.full(len(array) + more, None, dtype=object)
    longer[: len(array)] = array
    return longer
