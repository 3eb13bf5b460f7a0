"""Random nested tilings of three levels under an outline, and random operations on them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import shapely

from geo_grid.core.canonical import canonical
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import Operation
from tests.core.edits.scene import parents_of
from tests.core.subdivisions import grown_groups, merged, quads, triangulation

Random = np.random.Generator
Arguments = dict[str, Any]
T = TypeVar("T")

#: Verbs that are drawn more often.
_MORE = ("reshape", "split", "transfer", "carve") * 2

#: Where a tiling lies, lattice units; and how wide it is.
_PLACES = ((1_203_456_789, 302_345_678), (-585_000_001, -345_000_002), (0, 0))
_SIDES = (300, 6_000, 400_000, 5_000_000)


def nested(rng: Random, *, locked: bool) -> Hierarchy:
    """A tiling of three levels; some leaves are voids, and where asked the upper borders are statutory."""
    side = int(rng.choice(_SIDES))
    if rng.random() < 0.5:
        ground = triangulation(rng, int(rng.integers(8, 40)), side)
    else:
        across = int(rng.integers(3, 7))
        ground = quads(rng, across, across, max(side // across, 6))
    ground = ground[shapely.area(ground) > 0]
    leaves = merged(ground, grown_groups(rng, ground, int(rng.integers(5, 14))))
    step = np.array(_PLACES[int(rng.integers(len(_PLACES)))])
    shapes = canonical(shapely.transform(leaves, lambda xy: xy + step))
    groups = grown_groups(rng, leaves, int(rng.integers(2, 6)))
    above = merged(leaves, groups)
    names, place = np.unique(groups, return_inverse=True)
    top = grown_groups(rng, above, min(len(names), int(rng.integers(1, 4))))
    lowest = [
        Grid(f"g{at}", 3, f"r{place[at]}", shape, kind="void" if rng.random() < 0.06 else "comprehensive")
        for at, shape in enumerate(shapes)
    ]
    middle = parents_of(lowest, {f"r{at}": f"c{top[at]}" for at in range(len(names))})
    upper = parents_of(middle, {f"c{at}": "o" for at in sorted(set(top.tolist()))})
    outline = parents_of(upper, {"o": None})
    if locked:
        upper = [replace(grid, statutory=True) for grid in upper]
    everything = [*outline, *upper, *middle, *lowest]
    # What grew in parts has its exception, as it would have in an edition.
    return Hierarchy(
        replace(grid, parts=shapely.get_num_geometries(grid.geometry) > 1) for grid in everything
    )


class Draughtsman:
    """Somebody who draws without looking closely."""

    def __init__(self, rng: Random, grids: Hierarchy) -> None:
        self.rng = rng
        self.grids = grids

    def operation(self) -> Operation:
        """Anything."""
        verb = self.one_of([*_DRAWN, *_MORE])
        return Operation(verb, _DRAWN[verb](self))

    def one_of(self, things: Sequence[T]) -> T:
        """Any of several."""
        return things[int(self.rng.integers(len(things)))]

    def leaf(self) -> Grid:
        """Any leaf."""
        return self.one_of(self.grids.leaves)

    def grid(self, least: int = 1) -> Grid:
        """Any grid from a level on."""
        return self.one_of([grid for grid in self.grids if grid.level >= least])

    def vertex(self, grid: Grid) -> list[int]:
        """A vertex of a grid."""
        found: list[int] = self.one_of(shapely.get_coordinates(grid.geometry).astype(np.int64).tolist())
        return found

    def edge(self, grid: Grid) -> list[list[int]]:
        """An edge of a grid."""
        ring = self.one_of(shapely.get_rings(shapely.get_parts(grid.geometry)).tolist())
        xy: list[list[int]] = shapely.get_coordinates(ring).astype(np.int64).tolist()
        at = int(self.rng.integers(len(xy) - 1))
        return [xy[at], xy[at + 1]]

    def place(self, grid: Grid, most: float = 1.0) -> list[int]:
        """Somewhere on a border, beside one, or (from 0.6) within or near a grid."""
        how = self.rng.random() * most
        (ax, ay), (bx, by) = self.edge(grid)
        share = self.rng.random()
        point = np.array([ax + share * (bx - ax), ay + share * (by - ay)])
        west, south, east, north = grid.geometry.bounds
        if how < 0.2:
            return [ax, ay]
        if how < 0.35:
            point += self.rng.integers(-2, 3, 2)
        elif how > 0.6:
            point = self.rng.uniform([west, south], [east, north])
        x, y = np.floor(point + 0.5).astype(int).tolist()
        return [x, y]

    def near(self, point: list[int], grid: Grid) -> list[int]:
        """Not far from a point."""
        west, south, east, north = grid.geometry.bounds
        reach = max(int(max(east - west, north - south) * self.rng.choice([0.02, 0.2, 0.5])), 2)
        step = self.rng.integers(-reach, reach + 1, 2).tolist()
        return [point[0] + step[0], point[1] + step[1]]

    def line(self, grid: Grid) -> list[list[int]]:
        """From near a border to near a border, by way of anything."""
        inner = [self.place(grid) for _ in range(int(self.rng.choice([0, 0, 1, 2])))]
        most = float(self.rng.choice([0.6, 1.0], p=[0.8, 0.2]))
        return [self.place(grid, most), *inner, self.place(grid, most)]

    def piece(self, grid: Grid) -> list[list[list[int]]]:
        """Some corners in the order of their direction from the middle."""
        return around([self.place(grid) for _ in range(int(self.rng.integers(3, 7)))])

    def beside(self, grid: Grid) -> Grid:
        """A neighbour, or anybody of its level."""
        near = [
            other
            for other in self.grids.near(grid.geometry)
            if other.level == grid.level and other.key != grid.key
        ]
        return self.one_of(near) if near else grid


def around(corners: list[list[int]]) -> list[list[list[int]]]:
    """Corners in the order of their direction from the middle: a piece."""
    xy = np.array(corners)
    off = xy - xy.mean(axis=0)
    found: list[list[int]] = xy[np.argsort(np.arctan2(off[:, 1], off[:, 0]))].tolist()
    return [found]


def _move(who: Draughtsman) -> Arguments:
    grid = who.leaf()
    at = who.vertex(grid)
    return {"at": at, "to": who.near(at, grid)}


def _insert(who: Draughtsman) -> Arguments:
    grid = who.leaf()
    edge = who.edge(grid)
    middle = [(edge[0][0] + edge[1][0]) // 2, (edge[0][1] + edge[1][1]) // 2]
    return {"edge": edge, "to": who.one_of([middle, who.near(middle, grid)])}


def _reshape(who: Draughtsman) -> Arguments:
    grid = who.leaf()
    found: Arguments = {"grid": grid.key, "line": who.line(grid)}
    return found if who.rng.random() < 0.4 else {**found, "other": who.beside(grid).key}


def _split(who: Draughtsman) -> Arguments:
    if who.rng.random() < 0.2:
        grid = who.grid()
        children = who.grids.children.get(grid.key, ())
        return {"grid": grid.key, "children": [key for key in children if who.rng.random() < 0.5]}
    grid = who.leaf()
    if who.rng.random() < 0.2:
        return {"grid": grid.key, "lines": [who.line(grid), who.line(grid)]}
    return {"grid": grid.key, "line": who.line(grid), "keep": who.one_of(["larger", who.place(grid)])}


def _merge(who: Draughtsman) -> Arguments:
    grid = who.grid(2)
    return {"grids": [grid.key, who.beside(grid).key], "into": grid.key}


def _transfer(who: Draughtsman) -> Arguments:
    grid = who.leaf()
    other = who.beside(grid)
    drawn = around([who.place(grid), who.place(other, 0.6), who.place(grid, 0.6)])
    found: Arguments = {"to": other.key, "piece": who.one_of([drawn, who.piece(grid)])}
    return found if who.rng.random() < 0.5 else {**found, "from": grid.key}


def _gap(who: Draughtsman) -> Arguments:
    voids = [grid for grid in who.grids if grid.is_void]
    void = who.one_of(voids) if voids else who.leaf()
    found = {"gap": void.key, "to": who.beside(void).key, "name": "lake"}
    return found if who.rng.random() < 0.5 else {**found, "piece": who.piece(void)}


def _straighten(who: Draughtsman) -> Arguments:
    grid = who.leaf()
    other = who.beside(grid)
    common = [
        point
        for point in shapely.get_coordinates(grid.geometry).astype(np.int64).tolist()
        if point in shapely.get_coordinates(other.geometry).astype(np.int64).tolist()
    ]
    ends = [who.one_of(common or [who.vertex(grid)]) for _ in range(2)]
    return {"grid": grid.key, "other": other.key, "from": ends[0], "to": ends[1]}


def _reparent(who: Draughtsman) -> Arguments:
    grid = who.grid(2)
    return {"grid": grid.key, "to": who.beside(grid).parent}


_DRAWN: dict[str, Callable[[Draughtsman], Arguments]] = {
    "move_vertex": _move,
    "insert_vertex": _insert,
    "remove_vertex": lambda who: {"at": who.vertex(who.leaf())},
    "reshape": _reshape,
    "split": _split,
    "merge": _merge,
    "transfer": _transfer,
    "carve": lambda who: {"name": "park", "piece": who.piece(who.leaf())},
    "straighten": _straighten,
    "assign_gap": _gap,
    "draw_into_gap": _gap,
    "reparent": _reparent,
    "recode": lambda who: {"grid": who.grid().key, "code": str(who.rng.integers(10**9))},
}
