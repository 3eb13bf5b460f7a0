"""Grids of all levels around a place: as much of a coverage as an edit must see."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import Refusal


class Hierarchy:
    """An immutable set of grids and voids that knows who is whose child, and who is near.

    It need not be whole: an edit gets what lies within its reach, at every level, with everything above.
    """

    def __init__(self, grids: Iterable[Grid]) -> None:
        self._grids = {grid.key: grid for grid in grids}

    def __contains__(self, key: object) -> bool:
        return key in self._grids

    def __iter__(self) -> Iterator[Grid]:
        return iter(self._grids.values())

    def __len__(self) -> int:
        return len(self._grids)

    def grid(self, key: str) -> Grid:
        """One grid.

        Raises
        ------
        Refusal
            ``grid_not_in_plan``: there is none of this key.
        """
        found = self._grids.get(key)
        if found is None:
            raise Refusal("grid_not_in_plan", grid=key)
        return found

    @property
    def grids(self) -> Mapping[str, Grid]:
        """Key → grid."""
        return MappingProxyType(self._grids)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Key → keys of the children and voids that are here, in order."""
        found: dict[str, list[str]] = {}
        for grid in self._grids.values():
            if grid.parent is not None:
                found.setdefault(grid.parent, []).append(grid.key)
        return {parent: tuple(sorted(keys)) for parent, keys in found.items()}

    @cached_property
    def leaves(self) -> tuple[Grid, ...]:
        """Grids and voids without children, by key: they tile the ground, and an edit moves their borders."""
        return tuple(grid for _, grid in sorted(self._grids.items()) if grid.key not in self.children)

    def above(self, key: str) -> tuple[Grid, ...]:
        """Its parent, that one's parent, and so on up to what is here."""
        found: list[Grid] = []
        parent = self.grid(key).parent
        while parent is not None and parent in self._grids:
            found.append(self._grids[parent])
            parent = found[-1].parent
        return tuple(found)

    def near(self, geometry: shapely.Geometry) -> tuple[Grid, ...]:
        """Grids of all levels whose bounds meet those of a geometry in lattice units, by key."""
        keys, tree = self._tree
        return tuple(self._grids[keys[i]] for i in sorted(tree.query(shapely.box(*geometry.bounds)).tolist()))

    def after(self, change: GridsChange) -> "Hierarchy":
        """The grids as a change leaves them.

        Raises
        ------
        Refusal
            ``step_outdated``: a grid is not as the change found it.
        """
        outdated = sorted(key for key in change.keys if self._grids.get(key) != change.before.get(key))
        if outdated:
            raise Refusal("step_outdated", grids=outdated)
        kept = (grid for key, grid in self._grids.items() if key not in change.before)
        return Hierarchy([*kept, *change.after.values()])

    @cached_property
    def _tree(self) -> tuple[list[str], shapely.STRtree]:
        keys = sorted(self._grids)
        return keys, shapely.STRtree(as_array([self._grids[key].geometry for key in keys]))
