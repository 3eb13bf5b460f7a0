"""Connected groups in a graph of blocks."""

from collections import deque
from collections.abc import Collection, Iterable, Sequence


def regions(members: Collection[int], beside: Sequence[Iterable[int]]) -> list[list[int]]:
    """Connected groups of some blocks, each sorted, the groups by their first block.

    Parameters
    ----------
    members
        Blocks that take part.
    beside
        Neighbours of every block.
    """
    left = set(members)
    found = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        queue, region = deque([start]), [start]
        while queue:
            for other in beside[queue.popleft()]:
                if other in left:
                    left.discard(other)
                    queue.append(other)
                    region.append(other)
        found.append(sorted(region))
    return found


def holds_together(members: Collection[int], beside: Sequence[Iterable[int]]) -> bool:
    """Whether some blocks are one group; nothing is not."""
    left = set(members)
    if not left:
        return False
    start = left.pop()
    queue = [start]
    while queue and left:
        for other in beside[queue.pop()]:
            if other in left:
                left.discard(other)
                queue.append(other)
    return not left
