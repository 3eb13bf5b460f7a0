"""The edges around some points of the borders, replaced one by one where nothing is in the way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import shapely

from geo_grid.core.edits.assembling import polygon_from
from geo_grid.core.edits.crossing import touches
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.points import Edge, Point, box_of, chain_of, rings_of, undirected
from geo_grid.core.edits.proposal import Proposal
from geo_grid.core.edits.subjects import leaves_in
from geo_grid.core.errors import Refusal


def _polygon(chain: Collection[Edge], key: str) -> shapely.Geometry:
    """The polygon of a chain; what is in the way of one may lie further away than was looked."""
    try:
        found = polygon_from(chain, key)
    except Refusal:
        found = None
    if found is None or not shapely.is_valid(found):
        raise Refusal("border_crossed", grids=[key])
    return found


class Star:
    """Leaves near some points, and their edges.

    Parameters
    ----------
    hierarchy
        What lies around.
    points
        Where edges are to be replaced.
    """

    def __init__(self, hierarchy: Hierarchy, points: Iterable[Point]) -> None:
        self._hierarchy = hierarchy
        self._leaves: dict[str, Grid] = {}
        self._chains: dict[str, set[Edge]] = {}
        self._take(leaves_in(hierarchy, box_of(points)))

    def _take(self, leaves: Iterable[Grid]) -> None:
        for leaf in leaves:
            if leaf.key not in self._leaves:
                self._leaves[leaf.key] = leaf
                self._chains[leaf.key] = chain_of(rings_of(leaf.geometry))

    def at(self, point: Point) -> list[Edge]:
        """All directed edges that end at a point.

        Raises
        ------
        Refusal
            ``vertex_not_found``: there are none.
        """
        found = sorted({edge for chain in self._chains.values() for edge in chain if point in edge})
        if not found:
            raise Refusal("vertex_not_found", at=list(point))
        return found

    def has_vertex(self, point: Point) -> bool:
        """Whether a border has a vertex there."""
        return any(start == point for chain in self._chains.values() for start, _ in chain)

    def has_edge(self, edge: Edge) -> bool:
        """Whether a border has that edge, either way round."""
        back = (edge[1], edge[0])
        return any(edge in chain or back in chain for chain in self._chains.values())

    def replaced(self, instead: Mapping[Edge, Sequence[Edge]]) -> Proposal:
        """Put other edges in the place of some, wherever they occur.

        Parameters
        ----------
        instead
            Directed edge → what comes in its place.

        Raises
        ------
        Refusal
            ``border_crossed``: a new edge would touch another border.
        """
        fresh = sorted({undirected(edge) for edges in instead.values() for edge in edges})
        self._take(leaves_in(self._hierarchy, box_of(point for edge in fresh for point in edge)))
        self._check(fresh, frozenset(instead))
        put: dict[str, Grid | None] = {}
        for key, chain in self._chains.items():
            if chain.isdisjoint(instead):
                continue
            after = {new for edge in chain for new in instead.get(edge, (edge,))}
            put[key] = replace(self._leaves[key], geometry=_polygon(after, key))
        return Proposal(put)

    def _check(self, fresh: Sequence[Edge], gone: frozenset[Edge]) -> None:
        west, south, east, north = box_of(point for edge in fresh for point in edge)
        crossed = set()
        for key, chain in self._chains.items():
            for edge in chain - gone:
                (ax, ay), (bx, by) = edge
                if max(ax, bx) < west or min(ax, bx) > east or max(ay, by) < south or min(ay, by) > north:
                    continue
                if any(touches(edge, new) for new in fresh):
                    crossed.add(key)
                    break
        if crossed:
            raise Refusal("border_crossed", grids=sorted(crossed))
