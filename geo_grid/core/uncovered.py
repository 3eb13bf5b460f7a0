"""What no grid covers, as exact lattice polygons: the candidates for approved voids."""

import numpy as np
import shapely

from geo_grid.core.chain import edges_of, join, sum_chain
from geo_grid.core.coverage import edge_lengths_m, shared_edges
from geo_grid.core.lattice import Geometries
from geo_grid.core.rings import polygon_of


def uncovered(children: Geometries, parent: shapely.Geometry | None) -> list[shapely.Polygon]:
    """Pieces of a parent that none of its children covers.

    They are read off the boundary chain ∂(parent) − Σ∂(children), so together with the children they tile the
    parent vertex for vertex. That holds where gaps are the only faults; where others are mixed in, what is
    returned is a guess that the proof with these pieces will not accept.

    Parameters
    ----------
    children
        (n,) lattice polygons; None takes no part.
    parent
        Lattice polygon; None: what the children enclose between them.

    Returns
    -------
    Polygons in lattice units, the largest first.
    """
    parts = [edges_of(children, np.zeros(len(children), dtype=np.int32), -1)]
    if parent is not None:
        parts.append(edges_of(np.array([parent], dtype=object), np.zeros(1, dtype=np.int32)))
    remains = sum_chain(join(parts)).remains
    try:
        region = polygon_of(remains)
    except ValueError:
        # Only the outer boundary is left: nothing is enclosed.
        return []
    pieces = [piece for piece in shapely.get_parts(region).tolist() if not piece.is_empty]
    return sorted(pieces, key=lambda piece: (-piece.area, piece.bounds))


def longest_border(piece: shapely.Geometry, children: Geometries) -> int | None:
    """Position of the child that shares the longest border with a piece; None where none shares an edge.

    Parameters
    ----------
    piece, children
        Lattice polygons.
    """
    near = np.sort(shapely.STRtree(children).query(piece))
    around = np.concatenate([np.array([piece], dtype=object), children[near]])
    first, second, edge, edges = shared_edges(around)
    touching = first == 0
    if not touching.any():
        return None
    lengths = edge_lengths_m(edges.start[edge[touching]], edges.end[edge[touching]])
    totals = np.bincount(second[touching] - 1, weights=lengths)
    return int(near[np.argmax(totals)])
