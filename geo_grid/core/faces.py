"""From left-over edges to faces: the patches of ground where the count of grids is not what it should be.

The remains of a chain sum bound exactly these patches. They are noded, polygonised and each face is
classified by how many grids lie over it and whether it lies inside the parent. Where the
faults of several grids meet in one patch, the hidden (cancelled) edges inside it split it further.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, Ints, edges_of, join, sum_chain
from geo_grid.core.lattice import Geometries
from geo_grid.core.noding import FINE, faces_between, polygonized
from geo_grid.core.refine import lines_of

#: Turn between the directions an inner point is moved in until it lies on nobody's border; never repeats.
_GOLDEN_ANGLE = np.pi * (3.0 - 5.0**0.5)
_TRIES = 40


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


class _Ground:
    """Grids of one key and their parent, indexed; what is looked at is shifted to a local origin first."""

    def __init__(self, grids: Geometries, parent: shapely.Geometry | None, origin: Ints) -> None:
        self.origin = origin
        self.given, self.given_parent = grids, parent
        self.tree = shapely.STRtree(grids)
        self.grids = np.full(len(grids), None, dtype=object)
        self.parent = None if parent is None else shapely.transform(parent, lambda xy: xy - origin)
        if self.parent is not None:
            shapely.prepare(self.parent)

    def _beneath(self, points: Geometries) -> tuple[Ints, Geometries, NDArray[np.int64]]:
        """Pairs of a point and a grid whose box holds it: the point, the grid shifted, and its position."""
        xy = shapely.get_coordinates(points) + self.origin
        room = 1e-3  # lattice units; far from the origin a coordinate is no better than 1e-6
        boxes = shapely.box(xy[:, 0] - room, xy[:, 1] - room, xy[:, 0] + room, xy[:, 1] + room)
        point, grid = self.tree.query(boxes)
        fresh = np.unique(grid)
        fresh = fresh[shapely.is_missing(self.grids[fresh])]
        self.grids[fresh] = shapely.transform(self.given[fresh], lambda xy: xy - self.origin)
        shapely.prepare(self.grids[fresh])
        return point, self.grids[grid], grid

    def over(self, faces: Geometries) -> tuple[list[NDArray[np.int64]], NDArray[np.bool_]]:
        """Per face, the grids over its inner point, and whether that point is inside the parent."""
        points = self._inner_points(faces)
        point, shape, grid = self._beneath(points)
        hit = shapely.contains(shape, points[point])
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
            point, shape, _ = self._beneath(points[waiting])
            touched[point[shapely.touches(shape, points[waiting][point])]] = True
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

    def near(self, faces: Geometries) -> Geometries:
        """The grids, as given, whose boxes meet the boxes of faces."""
        boxes = shapely.box(*(shapely.bounds(faces) + np.tile(self.origin, 2)).T)
        found: Geometries = self.given[np.unique(self.tree.query(boxes)[1])]
        return found

    def entering(self, faces: Geometries, edges: Edges) -> list[Geometries]:
        """Per face, the edges that run through its inside, as lines."""
        lines = lines_of(_once(edges), self.origin)
        shapely.prepare(faces)
        face, line = shapely.STRtree(lines).query(faces, predicate="intersects")
        enters = ~shapely.touches(faces[face], lines[line])
        face, line = face[enters], line[enters]
        order = np.argsort(face, kind="stable")
        split = np.searchsorted(face[order], np.arange(1, len(faces)))
        return [lines[part] for part in np.split(line[order], split)]


def _hidden_lines(grounds: Sequence[_Ground], faces: Sequence[Geometries]) -> list[list[Geometries]]:
    """Per ground and face, the cancelled borders that run through its inside and may split it."""
    hidden: list[list[Geometries]] = [[] for _ in grounds]
    at = [number for number, own in enumerate(faces) if len(own)]
    if not at:
        return hidden
    # Both sides of a border that enters a face are grids, or the parent, near that face.
    near = [grounds[number].near(faces[number]) for number in at]
    key = np.repeat(np.array(at, dtype=np.int32), [len(grids) for grids in near])
    parts = [edges_of(np.concatenate(near), key)]
    parents = [number for number in at if grounds[number].given_parent is not None]
    if parents:
        shapes = np.array([grounds[number].given_parent for number in parents], dtype=object)
        parts.append(edges_of(shapes, np.array(parents, dtype=np.int32), -1))
    edges = join(parts)
    cancelled = np.ones(len(edges), dtype=bool)
    cancelled[sum_chain(edges).position] = False
    positions = np.flatnonzero(cancelled)
    positions = positions[np.argsort(edges.key[positions], kind="stable")]
    split = np.searchsorted(edges.key[positions], [*at, len(grounds)])
    for place, number in enumerate(at):
        own = edges.take(positions[split[place] : split[place + 1]])
        hidden[number] = grounds[number].entering(faces[number], own)
    return hidden


def _once(edges: Edges) -> Edges:
    """One edge between any two points, whatever their direction."""
    low, high = np.minimum(edges.start, edges.end), np.maximum(edges.start, edges.end)
    order = np.lexsort((high, low))
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])
    return edges.take(order[fresh])


@dataclass(frozen=True)
class Place:
    """One parent's share of the remains.

    Parameters
    ----------
    remains
        Refined remains of one key.
    grids
        (m,) the grids of that key, lattice units, valid.
    parent
        What they should tile, lattice units; None: the outline is their own outer boundary.
    """

    remains: Edges
    grids: Geometries
    parent: shapely.Geometry | None


def faces_of(places: Sequence[Place]) -> list[list[Face]]:
    """The faces that remains bound.

    Returns
    -------
    Per place, the faces over which more or fewer grids lie than should; what is as it should be is left out.
    """
    grounds = [_Ground(place.grids, place.parent, _origin(place)) for place in places]
    bounded = [
        faces_between(lines_of(place.remains, ground.origin))
        for place, ground in zip(places, grounds, strict=True)
    ]
    over = [ground.over(faces) for ground, faces in zip(grounds, bounded, strict=True)]
    wrong = []
    covered = []
    for per_face, inside in over:
        count = np.array([len(grids) for grids in per_face], dtype=np.int64)
        wrong.append(np.flatnonzero(count != inside))
        # Nothing lies over a gap, so nothing can run through it.
        covered.append(wrong[-1][count[wrong[-1]] > 0])
    hidden = _hidden_lines(grounds, [faces[at] for faces, at in zip(bounded, covered, strict=True)])
    found = []
    for number, ground in enumerate(grounds):
        per_face, inside = over[number]
        crossed = dict(zip(covered[number].tolist(), hidden[number], strict=True))
        faults: list[Face] = []
        for at in wrong[number].tolist():
            face, lines = bounded[number][at], crossed.get(at, ())
            if len(lines):
                faults.extend(_split(face, lines, ground))
            else:
                faults.append(Face(face, tuple(per_face[at].tolist()), bool(inside[at])))
        found.append(_moved(faults, ground.origin))
    return found


def _origin(place: Place) -> Ints:
    bounds = shapely.total_bounds(place.grids) if len(place.grids) else np.full(4, np.nan)
    if place.parent is not None and not np.isfinite(bounds).all():
        bounds = np.asarray(shapely.bounds(place.parent))
    origin: Ints = np.floor(bounds[:2]).astype(np.int64)
    return origin


def _moved(faces: list[Face], origin: Ints) -> list[Face]:
    polygons = shapely.transform(
        np.array([face.polygon for face in faces], dtype=object), lambda xy: xy + origin
    )
    return [Face(polygon, face.grids, face.inside) for polygon, face in zip(polygons, faces, strict=True)]


def _split(face: shapely.Geometry, hidden: Geometries, ground: _Ground) -> list[Face]:
    """One face cut along the borders hidden in it, parts with the same grids joined again."""
    noded = shapely.union_all(np.array([shapely.boundary(face), *hidden], dtype=object), grid_size=FINE)
    pieces = polygonized(shapely.get_parts(noded))
    pieces = pieces[shapely.contains(face, shapely.point_on_surface(pieces))]
    per_piece, inside = ground.over(pieces)
    groups: dict[tuple[tuple[int, ...], bool], list[shapely.Geometry]] = {}
    for piece, over, is_inside in zip(pieces, per_piece, inside, strict=True):
        groups.setdefault((tuple(over.tolist()), bool(is_inside)), []).append(piece)
    found: list[Face] = []
    for (over_ids, is_inside), members in groups.items():
        if len(over_ids) == (1 if is_inside else 0):
            continue
        joined = shapely.get_parts(shapely.union_all(members, grid_size=FINE) if members[1:] else members[0])
        found.extend(Face(part, over_ids, is_inside) for part in joined)
    return found
