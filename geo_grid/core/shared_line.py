"""The border that two grids have in common, as a line."""

from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.chain import unpack
from geo_grid.core.coverage import edge_lengths_m, shared_edges
from geo_grid.core.lattice import geometries_to_units, to_degrees


@dataclass(frozen=True, slots=True)
class SharedLine:
    """What two grids share.

    Parameters
    ----------
    line
        LineString or MultiLineString, EPSG:4326 degrees on the lattice; None where they share no edge.
    length_m
        Geodesic length of it, metres.
    """

    line: shapely.Geometry | None
    length_m: float


def shared_line(one: shapely.Geometry, other: shapely.Geometry) -> SharedLine:
    """The edges that two published grids have in common, joined to as few lines as possible.

    Parameters
    ----------
    one, other
        Polygons or multipolygons, EPSG:4326 degrees on the lattice. Grids that meet along a line have the
        very same edges there.
    """
    shapes = np.empty(2, dtype=object)
    shapes[:] = [one, other]
    _, _, at, edges = shared_edges(geometries_to_units(shapes))
    if len(at) == 0:
        return SharedLine(None, 0.0)
    start, end = to_degrees(unpack(edges.start[at])), to_degrees(unpack(edges.end[at]))
    pieces = shapely.linestrings(np.stack([start, end], axis=1))
    merged = shapely.line_merge(shapely.multilinestrings(pieces))
    return SharedLine(merged, float(edge_lengths_m(edges.start[at], edges.end[at]).sum()))
