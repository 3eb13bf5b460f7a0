"""From a boundary chain back to the polygon it bounds, exactly."""

import numpy as np
import shapely

from geo_grid.core.chain import Edges, Ints, edges_of, pack, sum_chain, unpack
from geo_grid.core.lattice import Geometries
from geo_grid.core.ring_walk import walked_polygons


def polygon_of(edges: Edges) -> shapely.Geometry:
    """The polygon or multipolygon whose boundary chain these edges are.

    Parameters
    ----------
    edges
        Directed edges that bound a region on their left, each once, touching only at their ends.

    Returns
    -------
    A polygonal geometry in lattice units with exactly these vertices; empty for no edges.

    Raises
    ------
    ValueError
        The edges bound no region.
    """
    if len(edges) == 0:
        return shapely.Polygon()
    walked = walked_polygons(edges)
    if walked is not None:
        if len(walked) == 0:
            raise ValueError("the edges bound no region")
        return walked[0] if len(walked) == 1 else shapely.multipolygons(walked)
    start, end = unpack(edges.start), unpack(edges.end)
    origin = start.min(axis=0)
    ends = np.stack([start - origin, end - origin], axis=1).astype(np.float64)
    lines = shapely.linestrings(ends)
    faces = np.asarray(shapely.get_parts(shapely.polygonize(lines)))
    left = {(int(a), int(b)) for a, b in zip(edges.start, edges.end, strict=True)}
    inside = [face for face in faces if _is_left_of(face, left, origin)]
    if not inside:
        raise ValueError("the edges bound no region")
    moved = np.asarray(shapely.transform(np.array(inside, dtype=object), lambda xy: xy + origin))
    return moved[0] if len(moved) == 1 else shapely.multipolygons(moved)


def _is_left_of(face: shapely.Polygon, left: set[tuple[int, int]], origin: Ints) -> bool:
    ring = shapely.get_coordinates(shapely.get_exterior_ring(shapely.orient_polygons(face)))
    points = pack(ring[:2].astype(np.int64) + origin)
    return (int(points[0]), int(points[1])) in left


def dissolve(geometries: Geometries) -> shapely.Geometry:
    """The union of polygons that tile: their boundary chains added up, shared edges cancelling.

    Parameters
    ----------
    geometries
        Lattice polygons that neither overlap nor leave vertices unmatched among themselves.

    Returns
    -------
    A polygonal geometry in lattice units that keeps every vertex of the outer boundary.

    Raises
    ------
    ValueError
        The polygons overlap.
    """
    total = sum_chain(edges_of(geometries, np.zeros(len(geometries), dtype=np.int32))).remains
    if (total.weight != 1).any():
        raise ValueError("the polygons overlap")
    return polygon_of(total)
