"""Faults: what the remains of a chain sum mean, located and told apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core import crs as reference
from geo_grid.core.chain import Ints, pack, unpack
from geo_grid.core.entry import Entered
from geo_grid.core.faces import Face, Place, faces_of
from geo_grid.core.fault_borders import Borders
from geo_grid.core.lattice import Geometries, geometries_to_degrees, to_degrees
from geo_grid.core.problem import Problem
from geo_grid.core.refine import Refined, noded, refine
from geo_grid.core.slivers import SourceEdges, thin_along

#: A needle's middle lies this near to the borders that make it, lattice units.
_BESIDE = 2.0


@dataclass(frozen=True)
class Fault:
    """A problem of the tiling together with what a repair needs to know of it.

    Parameters
    ----------
    problem
        The same as data for people.
    rows
        Positions of the grids over it (overlap, outside_parent), alike (duplicate) or meeting in it
        (unmatched_vertex); none for a gap.
    key
        Position of the parent, 0 where there is one outline.
    face
        The patch in lattice units, crossings kept fine; None for an unmatched vertex.
    point
        The unmatched vertex, packed; None for a patch.
    lacking
        Owner, start and end (packed) of each edge that lacks the vertex. Owners count through the grids and
        then through the parents.
    """

    problem: Problem
    rows: tuple[int, ...]
    key: int
    face: shapely.Geometry | None = None
    point: int | None = None
    lacking: tuple[tuple[int, int, int], ...] = ()


class Reading:
    """Turns the remains of a chain sum into located faults."""

    def __init__(
        self,
        children: Entered,
        geometry: Geometries,
        key: NDArray[np.int32],
        wholes: Geometries | None,
        names: Sequence[str] | None,
        copies: dict[int, list[int]],
        source: SourceEdges,
    ) -> None:
        self.children = children
        self.geometry = geometry
        self.key = key
        self.wholes = wholes
        self.names = names
        self.copies = copies
        self.source = source
        self.involved = source.edges
        self.refined: Refined = refine(source)

    def faults(self) -> list[Fault]:
        """All faults, in no particular order."""
        faces, keys = self._faces()
        hugged = thin_along([face.polygon for face in faces], keys, self.source)
        solid = [at for at, edge in enumerate(hugged) if edge < 0]
        thin = [at for at, edge in enumerate(hugged) if edge >= 0]
        found = self._face_faults([faces[at] for at in solid], keys[solid])
        unmatched: dict[tuple[int, int], set[int]] = defaultdict(set)
        borders = Borders([faces[at].polygon for at in solid], keys[solid])
        self._collect_exact(unmatched, borders)
        self._collect_thin(unmatched, [(faces[at], hugged[at]) for at in thin], keys[thin], borders)
        return found + self._unmatched_faults(unmatched)

    # -- faces ---------------------------------------------------------------------------------------------

    def _faces(self) -> tuple[list[Face], Ints]:
        remains = self.refined.remains
        if len(remains) == 0:
            return [], np.zeros(0, dtype=np.int64)
        grids = noded(self.geometry, 0, self.involved, self.refined)
        wholes = self.wholes
        if wholes is not None:
            wholes = noded(wholes, len(self.geometry), self.involved, self.refined)
        by_key = np.argsort(remains.key, kind="stable")
        bounds = np.flatnonzero(np.diff(remains.key[by_key])) + 1
        rows_by_key = np.argsort(self.key, kind="stable")
        sorted_keys = self.key[rows_by_key]
        places: list[Place] = []
        rows_of: list[Ints] = []
        keys_of: list[int] = []
        for at in np.split(by_key, bounds):
            key = int(remains.key[at[0]])
            low, high = np.searchsorted(sorted_keys, [key, key + 1])
            rows = rows_by_key[low:high]
            rows = rows[~shapely.is_missing(grids[rows])]
            whole = None if wholes is None else wholes[key]
            if wholes is not None and whole is None:
                continue  # the parent itself takes no part; its own problem says so
            places.append(Place(remains.take(at), grids[rows], whole))
            rows_of.append(rows)
            keys_of.append(key)
        faces: list[Face] = []
        keys: list[int] = []
        for found, rows, key in zip(faces_of(places), rows_of, keys_of, strict=True):
            faces += [Face(f.polygon, tuple(int(rows[i]) for i in f.grids), f.inside) for f in found]
            keys += [key] * len(found)
        return faces, np.array(keys, dtype=np.int64)

    def _face_faults(self, faces: list[Face], keys: Ints) -> list[Fault]:
        if not faces:
            return []
        polygons = geometries_to_degrees(np.array([face.polygon for face in faces], dtype=object))
        areas = reference.area_m2(polygons)
        found = []
        for face, key, polygon, area in zip(faces, keys, polygons, areas, strict=True):
            rows = [copy for row in face.grids for copy in self.copies.get(row, [row])]
            if len(face.grids) >= 2:
                code = "overlap"
            elif face.grids:
                code = "outside_parent"
            else:
                code = "gap"
            params: dict[str, object] = {}
            if code == "overlap" and not face.inside:
                params["outside"] = True
            problem = Problem(code, self._ids(rows), self._parent(int(key)), float(area), polygon, params)
            found.append(Fault(problem, tuple(rows), int(key), face.polygon))
        return found

    # -- unmatched vertices --------------------------------------------------------------------------------

    def _collect_exact(self, unmatched: dict[tuple[int, int], set[int]], borders: Borders) -> None:
        """Vertices on an edge; one that only ends the border of a real fault is part of that fault."""
        refined = self.refined
        keys = self.involved.key[refined.edge].astype(np.int64)
        ends_a_fault = np.zeros(len(keys), dtype=bool)
        once = np.flatnonzero(~refined.both_sides)
        ends_a_fault[once] = borders.follow(refined.points[once], refined.onward[once], keys[once])
        for key, point, edge in zip(
            keys[~ends_a_fault].tolist(),
            refined.points[~ends_a_fault].tolist(),
            refined.edge[~ends_a_fault].tolist(),
            strict=True,
        ):
            unmatched[key, point].add(edge)

    def _collect_thin(
        self,
        unmatched: dict[tuple[int, int], set[int]],
        thin: list[tuple[Face, int]],
        keys: Ints,
        borders: Borders,
    ) -> None:
        """The vertices of thin faces, unless a real fault of the same key follows the edge from there."""
        point_of: list[int] = []
        edge_of: list[int] = []
        key_of: list[int] = []
        for (face, edge), key in zip(thin, keys.tolist(), strict=True):
            xy = shapely.get_coordinates(face.polygon)[:-1]
            whole = xy[(xy == np.floor(xy)).all(axis=1)].astype(np.int64)
            ends = (int(self.involved.start[edge]), int(self.involved.end[edge]))
            points = [point for point in pack(whole).tolist() if point not in ends]
            if not points:
                points = pack(np.floor(xy.mean(axis=0, keepdims=True) + 0.5).astype(np.int64)).tolist()
            point_of += points
            edge_of += [edge] * len(points)
            key_of += [key] * len(points)
        if not point_of:
            return
        edges = np.array(edge_of)
        start, end = self.involved.start[edges], self.involved.end[edges]
        followed = borders.run_beside(np.array(point_of), start, end, np.array(key_of))
        for key, point, edge, skip in zip(key_of, point_of, edge_of, followed, strict=True):
            if not skip:
                unmatched[key, point].add(edge)

    def _unmatched_faults(self, unmatched: dict[tuple[int, int], set[int]]) -> list[Fault]:
        """One problem per parent and vertex, naming the grids that have the vertex and those that lack it."""
        if not unmatched:
            return []
        having: dict[tuple[int, int], set[int]] = {place: set() for place in unmatched}
        for end in (self.involved.start, self.involved.end):
            for key, point, owner in zip(
                self.involved.key.tolist(), end.tolist(), self.involved.owner.tolist(), strict=True
            ):
                if (key, point) in having:
                    having[key, point].add(owner)
        count = len(self.children)
        found = []
        for (key, point), edges in unmatched.items():
            lacking = {int(self.involved.owner[edge]) for edge in edges}
            owners = lacking | having[key, point]
            rows = sorted(owner for owner in owners if owner < count) or self._beside(key, point)
            if any(self.children.invalid[row] for row in rows):
                continue  # a consequence of the invalid shape, which is reported itself
            longitude, latitude = to_degrees(unpack(np.array([point]))[0])
            problem = Problem(
                "unmatched_vertex",
                # Rows that share an id are one name here: which of them meet says nothing to anybody.
                tuple(
                    dict.fromkeys(self._ids([copy for row in rows for copy in self.copies.get(row, [row])]))
                ),
                self._parent(key),
                0.0,
                shapely.Point(longitude, latitude),
                {
                    "lacking": list(self._ids([row for row in sorted(lacking) if row < count])),
                    "parent_lacks": any(owner >= count for owner in lacking),
                },
            )
            lacks = tuple(
                (int(self.involved.owner[e]), int(self.involved.start[e]), int(self.involved.end[e]))
                for e in sorted(edges)
            )
            found.append(Fault(problem, tuple(rows), key, None, point, lacks))
        return found

    def _beside(self, key: int, point: int) -> list[int]:
        """The grids whose borders run past a vertex of the parent's alone, or past where a needle was."""
        place = shapely.Point(unpack(np.array([point]))[0])
        rows = self._tree.query(place, predicate="dwithin", distance=_BESIDE)
        return sorted(int(row) for row in rows if self.key[row] == key)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.geometry)

    def _ids(self, rows: Sequence[int]) -> tuple[str, ...]:
        return tuple(sorted(self.children.ids[row] for row in rows))

    def _parent(self, key: int) -> str | None:
        return None if self.names is None else self.names[key]
