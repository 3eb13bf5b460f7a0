"""Taking out again the vertices that a meeting put in and that no border needs in the end."""

from collections.abc import Collection, Mapping, Sequence

from geo_grid.core.edits.points import Edge, Point, turned

Chains = Mapping[str, Collection[Edge]]


def tidied(chains: Chains, paths: Sequence[Sequence[Point]]) -> dict[str, frozenset[Edge]]:
    """Chains in which an edge or a segment that nothing meets is whole again.

    Parameters
    ----------
    chains
        Key → boundary chain, of all leaves near.
    paths
        What got vertices, from end to end; a vertex stays where anything else begins or ends.
    """
    beside: dict[Point, set[Point]] = {point: set() for path in paths for point in path[1:-1]}
    for chain in chains.values():
        for start, end in chain:
            if start in beside:
                beside[start].add(end)
            if end in beside:
                beside[end].add(start)
    whole: dict[Edge, Edge | None] = {}
    for path in paths:
        start = path[0]
        run: list[Edge] = []
        for before, point, after in zip(path, path[1:], path[2:], strict=False):
            run.append((before, point))
            if beside[point] == {before, after}:
                continue
            _join(run, (start, point), whole)
            start, run = point, []
        run.append((path[-2], path[-1]))
        _join(run, (start, path[-1]), whole)
    return {key: _replaced(chain, whole) for key, chain in chains.items()}


def _join(run: Sequence[Edge], edge: Edge, whole: dict[Edge, Edge | None]) -> None:
    if len(run) < 2:
        return
    for number, part in enumerate(run):
        whole[part] = edge if number == 0 else None
        whole[turned(part)] = turned(edge) if number == 0 else None


def _replaced(chain: Collection[Edge], whole: Mapping[Edge, Edge | None]) -> frozenset[Edge]:
    if not whole or not any(edge in whole for edge in chain):
        return frozenset(chain)
    found = (whole.get(edge, edge) for edge in chain)
    return frozenset(edge for edge in found if edge is not None)
