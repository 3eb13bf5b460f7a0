"""Along a line: stretch by stretch, which leaf it runs through or whether it runs along a border."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo_grid.core.edits.meeting import Meeting
from geo_grid.core.edits.points import Edge, Point, holds_middle


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line between borders, or along one.

    Parameters
    ----------
    points
        Its points in order.
    leaf
        Key of the leaf that it runs through; None outside all of them and along a border.
    along
        True where it is a border.
    """

    points: tuple[Point, ...]
    leaf: str | None
    along: bool = False

    @property
    def edges(self) -> list[Edge]:
        """Its edges in order."""
        return list(pairwise(self.points))


def runs(meeting: Meeting, line: Sequence[Point]) -> list[Run]:
    """The stretches of one of the lines of a meeting."""
    found = []
    for stretch in _stretches(meeting, line):
        edge = (stretch[0], stretch[1])
        if meeting.is_border(edge):
            found.append(Run(stretch, None, along=True))
        else:
            found.append(Run(stretch, _leaf_under(meeting, edge)))
    return found


def cuts_by_leaf(meeting: Meeting, lines: Iterable[Sequence[Point]]) -> dict[str | None, list[Edge]]:
    """Leaf → what of the lines runs through it; None → what runs outside all of them."""
    found: dict[str | None, list[Edge]] = {}
    for line in lines:
        for run in runs(meeting, line):
            if not run.along:
                found.setdefault(run.leaf, []).extend(run.edges)
    return found


def _stretches(meeting: Meeting, line: Sequence[Point]) -> list[tuple[Point, ...]]:
    borders = meeting.vertices
    found = []
    stretch = [line[0]]
    for edge in pairwise(line):
        stretch.append(edge[1])
        if edge[1] in borders:
            found.append(tuple(stretch))
            stretch = [edge[1]]
    if len(stretch) > 1:
        found.append(tuple(stretch))
    return found


def _leaf_under(meeting: Meeting, edge: Edge) -> str | None:
    x, y = edge[0][0] + edge[1][0], edge[0][1] + edge[1][1]
    for key, leaf in meeting.leaves.items():
        west, south, east, north = leaf.geometry.bounds
        # A border may have moved by a unit where it got a vertex.
        if not (2 * west - 2 <= x <= 2 * east + 2 and 2 * south - 2 <= y <= 2 * north + 2):
            continue
        if holds_middle(meeting.chains[key], edge):
            return key
    return None
