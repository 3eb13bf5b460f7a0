"""The proof that grids tile their parents edge to edge, and the located faults where they do not.

One pass over all parents: the boundary chains of the grids, minus those of the parents, are summed per
parent. Nothing left over is the proof. What is left over is split at unmatched vertices, polygonised
and classified; only these remains ever meet an overlay.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.chain import Edges, edges_of, join, pack, sum_chain
from geo_grid.core.duplicates import duplicates_of
from geo_grid.core.entry import Entered
from geo_grid.core.faults import Fault, Reading
from geo_grid.core.lattice import Geometries, to_degrees
from geo_grid.core.problem import Problem
from geo_grid.core.slivers import source_edges


@dataclass(frozen=True)
class Wholes:
    """What is to be tiled.

    Parameters
    ----------
    entered
        m parents on the lattice.
    named
        True where each parent is a grid with an id of its own; False where together they are one outline.
    """

    entered: Entered
    named: bool = True


@dataclass(frozen=True)
class Proof:
    """The outcome of one proof.

    Parameters
    ----------
    problems
        Faults of the tiling (not those of single shapes), errors with the largest area first.
    grids, edges
        How many grids and boundary edges were summed.
    faults
        The problems in the same order, with what a repair needs to know of them.
    """

    problems: tuple[Problem, ...]
    grids: int
    edges: int
    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """True if and only if no error was found."""
        return not any(problem.is_error for problem in self.problems)


def prove(children: Entered, wholes: Wholes | None = None, parent: NDArray[np.int32] | None = None) -> Proof:
    """Prove that children tile their parents, or say where they do not.

    Parameters
    ----------
    children
        n grids of one level.
    wholes
        The level above; None: the outline is the children's own outer boundary.
    parent
        (n,) position of each child's parent in `wholes`, -1 for a child that has none and takes no part.
        None: all belong to one whole.

    Returns
    -------
    Proof; the problems of single shapes are in ``children.problems``.
    """
    count = len(children)
    key = np.zeros(count, dtype=np.int32) if parent is None else parent.astype(np.int32)
    taking_part = ~shapely.is_missing(children.geometry) & (key >= 0)
    geometry = children.geometry.copy()
    geometry[~taking_part] = None
    copies, duplicates = duplicates_of(children, geometry, key, _names(wholes))
    for rows in copies.values():
        geometry[rows[1:]] = None

    parts = [edges_of(geometry, key)]
    whole_geometry = whole_geometries(wholes)
    if whole_geometry is not None:
        whole_key = np.arange(len(whole_geometry), dtype=np.int32)
        below = edges_of(whole_geometry, whole_key, -1)
        parts.append(
            Edges(
                below.start, below.end, below.key, below.weight, below.owner + np.int32(count), below.vertex
            )
        )
    edges = join(parts)
    result = sum_chain(edges)
    faults = duplicates
    if len(result.remains):
        sets = [(geometry, children.source.geometry, children.replaced, children.source.crs)]
        if whole_geometry is not None and wholes is not None:
            entered = wholes.entered
            if len(entered) == len(whole_geometry):
                sets.append((whole_geometry, entered.source.geometry, entered.replaced, entered.source.crs))
            else:
                given = _as_given(whole_geometry, entered)
                sets.append((whole_geometry, given, np.zeros(len(given), bool), entered.source.crs))
        source = source_edges(result.involved, sets)
        reading = Reading(children, geometry, key, whole_geometry, _names(wholes), copies, source)
        faults += reading.faults()
    faults.sort(key=lambda fault: order_of(fault.problem))
    problems = tuple(fault.problem for fault in faults)
    return Proof(problems, int(taking_part.sum()), len(parts[0]), tuple(faults))


def order_of(problem: Problem) -> tuple[str, str, float, tuple[str, ...], str]:
    """Sort key: errors first, by code, the largest first."""
    return problem.severity, problem.code, -problem.area_m2, problem.grids, problem.parent or ""


def _names(wholes: Wholes | None) -> tuple[str, ...] | None:
    return wholes.entered.ids if wholes is not None and wholes.named else None


def whole_geometries(wholes: Wholes | None) -> Geometries | None:
    """The parents' polygons; several that form one outline are joined, exactly where they match."""
    if wholes is None:
        return None
    entered = wholes.entered
    if wholes.named:
        return entered.geometry
    present = entered.geometry[~shapely.is_missing(entered.geometry)]
    if len(entered) == 1 or len(present) == 0:
        return entered.geometry[:1]
    # Where they meet vertex for vertex nothing is moved; only crossings need rounding, and that draws edges
    # to vertices nearby.
    joined = shapely.union_all(present)
    xy = shapely.get_coordinates(joined)
    if not np.array_equal(xy, np.floor(xy)):
        joined = shapely.union_all(present, grid_size=1.0)
    return np.array([joined], dtype=object)


def _as_given(joined: Geometries, parents: Entered) -> Geometries:
    """Joined parents in the units of their file: each vertex as given, a crossing where it lies."""
    sound = ~(shapely.is_missing(parents.geometry) | parents.replaced)
    lattice = pack(shapely.get_coordinates(parents.snapped[sound]).astype(np.int64))
    given = shapely.get_coordinates(parents.source.geometry[sound])
    known, first = np.unique(lattice, return_index=True)

    def place(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        points = pack(xy.astype(np.int64))
        at = np.minimum(np.searchsorted(known, points), max(len(known) - 1, 0))
        found = parents.source.crs.from_lonlat(to_degrees(xy))
        if len(known):
            same = known[at] == points
            found[same] = given[first[at[same]]]
        return found

    return np.asarray(shapely.transform(joined, place))
