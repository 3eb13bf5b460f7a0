"""What the rules look at: some grids of a plan with all that is around them, and what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import shapely

from geo_grid.core.bounds.stored import SideDrift
from geo_grid.core.bounds.stretches import Bounds
from geo_grid.core.canonical import as_array
from geo_grid.core.coverage import coverage_of
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Box, Point
from geo_grid.core.ledger.counts import Counts
from geo_grid.core.plan_rules.doors import Doors
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.size_rules import SizeRule
from geo_grid.core.streets.lines import Lines


@dataclass(frozen=True)
class PlanGround:
    """Everything that the rules read.

    Parameters
    ----------
    hierarchy
        The grids that are checked, their neighbours, and everything above them.
    checked
        Keys of the grids that are to be checked; no voids.
    families
        Parent → all its children and voids, for every parent whose tiling is to be proved.
    counts
        Key → counts of checked grids and of their neighbours; what nobody counted is not there.
    headed
        Keys of grids that have a head, or whose ground's head will be theirs; None where it is not known.
    made
        Keys of grids that the plan makes.
    patterns
        Level → the regular expression of its codes.
    taken
        Keys of grids whose code is another's, or ever was.
    free_code
        Parent's key → the next code for a child of it.
    lines
        Streets, railways and waters along which a grid may be divided.
    doors
        Size rules' measure → addresses with their amounts, for dividing a grid that is too large.
    edit_rules
        What an edit of the plan must keep.
    bounds, behind, drift
        Key → what the border follows, the keys of the neighbours that it speaks of by position, and where the
        bounds that were stored no longer fit.
    """

    hierarchy: Hierarchy
    checked: Sequence[str]
    families: Mapping[str, Sequence[Grid]] = field(default_factory=dict)
    counts: Mapping[str, Counts] = field(default_factory=dict)
    size_rules: Sequence[SizeRule] = ()
    headed: frozenset[str] | None = None
    made: frozenset[str] = frozenset()
    patterns: Mapping[int, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    free_code: Mapping[str, str] = field(default_factory=dict)
    features: Sequence[Feature] = ()
    lines: Lines | None = None
    doors: Mapping[str, Doors] = field(default_factory=dict)
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    behind: Mapping[str, Sequence[str]] = field(default_factory=dict)
    edit_rules: EditRules = field(default_factory=lambda: EditRules(step=0))
    drift: Mapping[str, Sequence[SideDrift]] = field(default_factory=dict)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """The grids that are checked."""
        return tuple(self.hierarchy.grid(key) for key in self.checked)

    @cached_property
    def leaves(self) -> tuple[Grid, ...]:
        """Those of them that nothing divides."""
        return tuple(grid for grid in self.grids if grid.key not in self.hierarchy.children)

    def beside(self, key: str) -> list[tuple[Grid, float]]:
        """Grids of the same level that share an edge with one, and how much, the longest first."""
        return self._beside.get(key, [])

    @cached_property
    def _beside(self) -> dict[str, list[tuple[Grid, float]]]:
        found: dict[str, list[tuple[Grid, float]]] = {}
        for level in sorted({grid.level for grid in self.grids}):
            peers = [each for each in self.hierarchy if each.level == level and not each.is_void]
            coverage = coverage_of(
                [each.key for each in peers], as_array([each.geometry for each in peers]), [None] * len(peers)
            )
            for border in coverage.shared_borders:
                one, other = peers[border.first], peers[border.second]
                found.setdefault(one.key, []).append((other, border.length_m))
                found.setdefault(other.key, []).append((one, border.length_m))
        return {key: sorted(each, key=lambda pair: (-pair[1], pair[0].key)) for key, each in found.items()}


def called(grid: Grid) -> str:
    """What people call a grid: its name, else its code, else its key."""
    return grid.name or grid.code or grid.key


def place_of(geometry: shapely.Geometry) -> tuple[Point, Box]:
    """A point within some ground, and its bounds."""
    x, y = shapely.get_coordinates(shapely.point_on_surface(geometry))[0].tolist()
    return (int(x), int(y)), box_of(geometry)


def box_of(geometry: shapely.Geometry) -> Box:
    """Bounds of some ground in whole units."""
    west, south, east, north = (int(edge) for edge in geometry.bounds)
    return west, south, east, north


def rings_of(polygon: shapely.Polygon) -> list[list[list[int]]]:
    """A polygon as arguments hold a piece: its rings, the shell first."""
    return [
        [[int(x), int(y)] for x, y in shapely.get_coordinates(ring)[:-1].tolist()]
        for ring in (polygon.exterior, *polygon.interiors)
    ]
