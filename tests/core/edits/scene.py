"""Grids of all levels for the tests of edits, made from the cells of the lowest, and as shared case files."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import shapely

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.points import along, cross, distance2, edges_round
from geo_grid.core.rings import dissolve

Ring = Sequence[tuple[int, int]]


def polygon(*rings: Ring) -> shapely.Geometry:
    """A canonical polygon of a shell and holes."""
    made: shapely.Geometry = canonical(as_array([shapely.Polygon(rings[0], rings[1:])]))[0]
    return made


def parents_of(children: Sequence[Grid], parents: Mapping[str, str | None]) -> list[Grid]:
    """The level above some grids, each the union of its own: key → its parent."""
    found = []
    for key, parent in parents.items():
        own = [child for child in children if child.parent == key]
        shape = canonical(as_array([dissolve(as_array([child.geometry for child in own]))]))[0]
        found.append(Grid(key, own[0].level - 1, parent, shape))
    return found


def town(cells: Mapping[str, shapely.Geometry], places: Mapping[str, str]) -> Hierarchy:
    """Three levels and the outline: cell → key of its group ``a.b``, whose parent is ``a``."""
    leaves = [Grid(key, 3, places[key], shape) for key, shape in cells.items()]
    groups = parents_of(leaves, {key: key.split(".")[0] for key in dict.fromkeys(places.values())})
    communities = parents_of(groups, dict.fromkeys([str(group.parent) for group in groups], "town"))
    return Hierarchy([*parents_of(communities, {"town": None}), *communities, *groups, *leaves])


def as_polygons(geometry: shapely.Geometry) -> list[list[list[int]]]:
    """Parts, each its rings, each flat and closed."""
    return [
        [shapely.get_coordinates(ring).astype(np.int64).ravel().tolist() for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(geometry)
    ]


def from_polygons(polygons: Sequence[Sequence[Sequence[int]]]) -> shapely.Geometry:
    """The reverse of `as_polygons`."""
    parts = [
        [np.array(ring, dtype=np.float64).reshape(-1, 2) for ring in part]  # shell first
        for part in polygons
    ]
    return canonical(as_array([shapely.MultiPolygon([shapely.Polygon(p[0], p[1:]) for p in parts])]))[0]


def as_case(grid: Grid) -> dict[str, Any]:
    """A grid as a case file has it."""
    found: dict[str, Any] = {"key": grid.key, "level": grid.level, "parent": grid.parent}
    if grid.is_void:
        found["kind"] = grid.kind
    found |= {name: True for name in ("statutory", "parts") if getattr(grid, name)}
    return {**found, "polygons": as_polygons(grid.geometry)}


def from_case(given: Mapping[str, Any]) -> Grid:
    """The reverse of `as_case`."""
    words = {name: given[name] for name in ("kind", "statutory", "parts") if name in given}
    return Grid(given["key"], given["level"], given["parent"], from_polygons(given["polygons"]), **words)


def noded(cells: Mapping[str, Ring]) -> dict[str, shapely.Geometry]:
    """Cells with every corner that lies exactly on another's edge put into it."""
    corners = sorted({point for ring in cells.values() for point in ring})
    found = {}
    for key, ring in cells.items():
        points: list[tuple[int, int]] = []
        for start, end in edges_round(ring):
            inner = [
                point
                for point in corners
                if cross(start, end, point) == 0 and 0 < along(start, end, point) < distance2(start, end)
            ]
            points += [start, *sorted(inner, key=partial(distance2, start))]
        found[key] = points
    # A cell that lies within another is a hole of it.
    shapes = {key: shapely.Polygon(ring) for key, ring in found.items()}
    return {
        key: polygon(ring, *(found[other] for other in cells if other != key and _within(shapes, other, key)))
        for key, ring in found.items()
    }


def _within(shapes: Mapping[str, shapely.Polygon], inner: str, outer: str) -> bool:
    return bool(shapes[outer].contains(shapes[inner]))
