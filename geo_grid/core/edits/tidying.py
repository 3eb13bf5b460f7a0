"""Taking out again the vertices that a meeting put in and that no border needs in the end."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from geo_grid.core.edits.meeting import Meeting
from geo_grid.core.edits.points import Edge, Point, turned

Chains = Mapping[str, Collection[Edge]]


def tidied(chains: Chains, meeting: Meeting) -> dict[str, frozenset[Edge]]:
    """Chains in which an edge, or a segment of a line, that nothing meets in the end is whole again.

    Parameters
    ----------
    chains
        Key → boundary chain, of all leaves near.
    meeting
        What got vertices. One that an edge got stays where anything else begins or ends; one of a line stays
        also where a border was already.
    """
    both = (*meeting.paths, *meeting.strokes)
    beside: dict[Point, set[Point]] = {point: set() for path in both for point in path[1:-1]}
    for chain in chains.values():
        for start, end in chain:
            if start in beside:
                beside[start].add(end)
            if end in beside:
                beside[end].add(start)
    whole: dict[Edge, Edge | None] = {}
    for path in meeting.paths:
        _join(
            path,
            {point for before, point, after in _triples(path) if beside[point] == {before, after}},
            whole,
        )
    for path in meeting.strokes:
        needless = {
            point
            for before, point, after in _triples(path)
            if beside[point] == {before, after}
            and not meeting.is_border((before, point))
            and not meeting.is_border((point, after))
        }
        _join(path, needless, whole)
    return {key: _replaced(chain, whole) for key, chain in chains.items()}


def _triples(path: Sequence[Point]) -> list[tuple[Point, Point, Point]]:
    return list(zip(path, path[1:], path[2:], strict=False))


def _join(path: Sequence[Point], needless: Collection[Point], whole: dict[Edge, Edge | None]) -> None:
    """Put one edge in the place of those between the points of a path that are needed."""
    kept = [at for at, point in enumerate(path) if point not in needless]
    for first, last in pairwise(kept):
        if last - first < 2:
            continue
        for at in range(first, last):
            part, edge = (path[at], path[at + 1]), (path[first], path[last])
            whole[part] = edge if at == first else None
            whole[turned(part)] = turned(edge) if at == first else None


def _replaced(chain: Collection[Edge], whole: Mapping[Edge, Edge | None]) -> frozenset[Edge]:
    if not whole or not any(edge in whole for edge in chain):
        return frozenset(chain)
    found = (whole.get(edge, edge) for edge in chain)
    return frozenset(edge for edge in found if edge is not None)
