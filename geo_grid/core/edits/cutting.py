"""Cutting leaves along lines that share their vertices: the faces, as boundary chains."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from geo_grid.core.edits.points import Edge, Point, chain_area, holds_middle, turned, undirected


@dataclass(frozen=True, slots=True)
class Face:
    """A piece of a leaf.

    Parameters
    ----------
    leaf
        Key of the leaf.
    chain
        What bounds it, with it on the left.
    """

    leaf: str
    chain: frozenset[Edge]

    @property
    def twice_area(self) -> int:
        """Twice its area in square lattice units."""
        return chain_area(self.chain)


def without_dead_ends(cuts: Iterable[Edge], borders: Collection[Point]) -> set[Edge]:
    """Cuts, each once, less those that lead nowhere: an end that meets neither a border nor another cut."""
    left = {undirected(cut) for cut in cuts}
    at: dict[Point, set[Edge]] = {}
    for cut in left:
        for point in cut:
            at.setdefault(point, set()).add(cut)
    loose = [point for point, there in at.items() if len(there) == 1 and point not in borders]
    while loose:
        point = loose.pop()
        if len(at[point]) != 1 or point in borders:
            continue
        cut = at[point].pop()
        left.discard(cut)
        other = cut[0] if cut[1] == point else cut[1]
        at[other].discard(cut)
        loose.append(other)
    return left


def faces(leaf: str, chain: Collection[Edge], cuts: Iterable[Edge]) -> list[Face]:
    """The faces into which cuts divide a leaf.

    Parameters
    ----------
    leaf
        Its key.
    chain
        Its boundary.
    cuts
        Edges within it that meet one another and the boundary at their ends only; none of them leads nowhere.

    Returns
    -------
    Faces by their smallest edge. A part of the leaf that nothing cuts is a face too.
    """
    cycles = _cycles([*chain, *(edge for cut in cuts for edge in (cut, turned(cut)))])
    sized = [(chain_area(cycle), cycle) for cycle in cycles]
    shells = sorted((size, cycle) for size, cycle in sized if size > 0)
    whole: list[set[Edge]] = [set(cycle) for _, cycle in shells]
    for size, cycle in sized:
        if size > 0:
            continue
        # A walk round something that lies within a face: a hole, or a ring that nothing ties to the border.
        around = _around(shells, cycle)
        if around is not None:
            whole[around] |= set(cycle)
    found = [Face(leaf, frozenset(edge for edge in one if turned(edge) not in one)) for one in whole]
    return sorted(found, key=lambda face: min(face.chain))


def _around(shells: Sequence[tuple[int, list[Edge]]], cycle: list[Edge]) -> int | None:
    """The smallest shell around a cycle that is no part of it."""
    edges = set(cycle)
    for at, (_, shell) in enumerate(shells):
        # Where they share an edge, the other way round, the cycle goes round that shell itself.
        if any(turned(edge) in edges for edge in shell):
            continue
        if holds_middle(shell, cycle[0]):
            return at
    return None


def _cycles(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Walks with the same face on their left all the way."""
    leaving: dict[Point, list[Point]] = {}
    for start, end in edges:
        leaving.setdefault(start, []).append(end)
    seen: set[Edge] = set()
    found = []
    for first in sorted(edges):
        if first in seen:
            continue
        cycle = []
        edge = first
        while edge not in seen:
            seen.add(edge)
            cycle.append(edge)
            ends = leaving.get(edge[1])
            if not ends:
                return []
            edge = (edge[1], ends[0] if len(ends) == 1 else _first_clockwise(edge[1], edge[0], ends))
        found.append(cycle)
    return found


def _first_clockwise(at: Point, back: Point, ends: Iterable[Point]) -> Point:
    """The end that is met first when turning clockwise at a point, beginning from where one came."""
    best: Point | None = None
    best_turn = (0, 0, 0)
    rx, ry = back[0] - at[0], back[1] - at[1]
    for end in ends:
        dx, dy = end[0] - at[0], end[1] - at[1]
        side = rx * dy - ry * dx
        ahead = rx * dx + ry * dy
        sector = 0 if side < 0 else 2 if side > 0 else 1 if ahead < 0 else 3
        earlier = sector == best_turn[0] and best_turn[1] * dy - best_turn[2] * dx > 0
        if best is None or sector < best_turn[0] or earlier:
            best, best_turn = end, (sector, dx, dy)
    assert best is not None  # noqa: S101  (ends is never empty)
    return best
