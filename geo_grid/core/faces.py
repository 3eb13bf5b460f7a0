"""From left-over edges to faces: the patches of ground where the count of grids is not what it should be.

The remains of a chain sum bound exactly these patches. They are noded, polygonised and each face is
classified by how many grids lie over it and whether it lies inside the parent. Where the
faults of several grids meet in one patch, the hidden (cancelled) edges inside it split it further.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints
from geo_grid.core.lattice import Geometries
from geo_grid.core.refine import lines_of

#: Turn between the directions an inner point is moved in until it lies on nobody's border; never repeats.
_GOLDEN_ANGLE = np.pi * (3.0 - 5.0**0.5)
_TRIES = 40

#: Intersections are kept to this fraction of a lattice unit: 2^-20 of 1 cm, so no area is lost to rounding.
FINE = 2.0**-20


@dataclass(frozen=True, slots=True)
class Face:
    """A connected patch over which the same grids lie.

    Parameters
    ----------
    polygon
        Lattice units (not whole: crossings are kept fine).
    grids
        Positions of the grids that lie over it.
    inside
        True where it lies inside the parent.
    """

    polygon: shapely.Polygon
    grids: tuple[int, ...]
    inside: bool


def _noded_faces(lines: Geometries) -> Geometries:
    noded = shapely.union_all(lines, grid_size=FINE)
    faces: Geometries = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    return faces


class _Ground:
    """Grids of one key and their parent, shifted to a local origin and indexed."""

    def __init__(self, grids: Geometries, parent: shapely.Geometry | None, origin: Ints) -> None:
        self.grids = np.asarray(shapely.transform(grids, lambda xy: xy - origin))
        shapely.prepare(self.grids)
        self.tree = shapely.STRtree(self.grids)
        self.parent = None if parent is None else shapely.transform(parent, lambda xy: xy - origin)
        if self.parent is not None:
            shapely.prepare(self.parent)

    def over(self, faces: Geometries) -> tuple[list[NDArray[np.int64]], NDArray[np.bool_]]:
        """Per face, the grids over its inner point, and whether that point is inside the parent."""
        points = self._inner_points(faces)
        point, grid = self.tree.query(points)
        if len(point):
            hit = shapely.contains(self.grids[grid], points[point])
            point, grid = point[hit], grid[hit]
        order = np.lexsort((grid, point))
        point, grid = point[order], grid[order]
        split = np.searchsorted(point, np.arange(len(faces) + 1))
        per_face = [grid[split[i] : split[i + 1]] for i in range(len(faces))]
        if self.parent is None:
            inside = np.ones(len(faces), dtype=bool)
        else:
            inside = np.asarray(shapely.contains(self.parent, points))
        return per_face, inside

    def _inner_points(self, faces: Geometries) -> Geometries:
        """A point inside each face that lies on no grid's border and not on the parent's."""
        centre = np.asarray(shapely.point_on_surface(faces))
        room = shapely.distance(centre, shapely.boundary(faces))
        points = centre.copy()
        waiting = np.arange(len(faces))
        for turn in range(_TRIES):
            touched = np.zeros(len(waiting), dtype=bool)
            point, grid = self.tree.query(points[waiting])
            if len(point):
                touched[point[shapely.touches(self.grids[grid], points[waiting][point])]] = True
            if self.parent is not None:
                touched |= shapely.touches(self.parent, points[waiting])
            waiting = waiting[touched]
            if len(waiting) == 0:
                break
            reach = room[waiting] * (0.3 + 0.6 * ((turn * 0.618034) % 1.0))
            angle = _GOLDEN_ANGLE * (turn + 1)
            moved = shapely.get_coordinates(centre[waiting]) + np.stack(
                [reach * np.cos(angle), reach * np.sin(angle)], axis=1
            )
            points[waiting] = shapely.points(moved)
        return points

    def hidden_lines(self, face: shapely.Geometry, count: int) -> list[shapely.Geometry]:
        """Borders that run through a face and may split it; none if `count` grids cover all of it."""
        near = self.tree.query(face, predicate="intersects")
        if len(near):
            near = near[shapely.relate_pattern(self.grids[near], face, "T********")]
        lines = []
        if len(near) != count:
            lines = [shapely.boundary(grid) for grid in self.grids[near]]
        if self.parent is not None:
            edge = shapely.boundary(self.parent)
            if shapely.relate_pattern(edge, face, "T********"):
                lines.append(edge)
        return lines


def faces_of(
    remains: Edges, grids: Geometries, parent: shapely.Geometry | None
) -> tuple[list[Face], list[Face]]:
    """The faces that the remains of one key bound.

    Parameters
    ----------
    remains
        Refined remains of one key.
    grids
        (m,) the grids of that key, lattice units, valid.
    parent
        What they should tile, lattice units; None: the outline is their own outer boundary.

    Returns
    -------
    Faults, and faces that are as they should be (one grid inside), which the remains happen to enclose.
    """
    bounds = shapely.total_bounds(grids) if len(grids) else np.full(4, np.nan)
    if parent is not None and not np.isfinite(bounds).all():
        bounds = np.asarray(shapely.bounds(parent))
    origin = np.floor(bounds[:2]).astype(np.int64)
    ground = _Ground(grids, parent, origin)
    faces = _noded_faces(lines_of(remains, origin))
    faults: list[Face] = []
    sound: list[Face] = []
    per_face, inside = ground.over(faces)
    for face, over, is_inside in zip(faces, per_face, inside, strict=True):
        expected = 1 if is_inside else 0
        if len(over) == expected:
            sound.append(_face(face, over, bool(is_inside), origin))
            continue
        hidden = ground.hidden_lines(face, len(over)) if len(over) else []
        if not hidden:
            faults.append(_face(face, over, bool(is_inside), origin))
            continue
        faults.extend(_split(face, hidden, ground, origin))
    return faults, sound


def _face(polygon: shapely.Geometry, over: NDArray[np.int64], inside: bool, origin: Ints) -> Face:
    return Face(shapely.transform(polygon, lambda xy: xy + origin), tuple(int(i) for i in over), inside)


def _split(
    face: shapely.Geometry, hidden: list[shapely.Geometry], ground: _Ground, origin: Ints
) -> list[Face]:
    """One face cut along the borders hidden in it, parts with the same grids joined again."""
    inner = [shapely.intersection(line, face, grid_size=FINE) for line in hidden]
    pieces = _noded_faces(np.array([shapely.boundary(face), *inner], dtype=object))
    pieces = pieces[shapely.contains(face, shapely.point_on_surface(pieces))]
    per_piece, inside = ground.over(pieces)
    groups: dict[tuple[tuple[int, ...], bool], list[shapely.Geometry]] = {}
    for piece, over, is_inside in zip(pieces, per_piece, inside, strict=True):
        groups.setdefault((tuple(int(i) for i in over), bool(is_inside)), []).append(piece)
    found: list[Face] = []
    for (over_ids, is_inside), members in groups.items():
        if len(over_ids) == (1 if is_inside else 0):
            continue
        joined = shapely.get_parts(shapely.union_all(members, grid_size=FINE))
        over = np.array(over_ids, dtype=np.int64)
        found.extend(_face(part, over, is_inside, origin) for part in joined)
    return found
