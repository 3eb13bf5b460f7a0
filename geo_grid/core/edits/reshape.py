"""Redraw a stretch of a grid's border along a line; ground changes sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.cutting import Face
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.line import drawn_line
from geo_grid.core.edits.meeting import Meeting, meet
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import (
    Edge,
    Point,
    added_up,
    box_of,
    edges_round,
    holds_point,
    turned,
    twice_area,
)
from geo_grid.core.edits.proposal import Proposal, redrawn
from geo_grid.core.edits.region import lots
from geo_grid.core.edits.runs import cuts_by_leaf
from geo_grid.core.edits.subjects import box_of_grid, joined, leaf, leaves_in
from geo_grid.core.errors import Refusal


def reshape(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Let the border of a grid follow a line from one place on it to another.

    The line replaces that stretch of the border between its ends which leaves the grid the larger. What then
    lies within is taken from whoever has it; what then lies outside goes to the neighbour beyond the stretch.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``; ``line``; ``other``: the neighbour that gets what the grid loses, and the only one that
        loses anything.

    Raises
    ------
    Refusal
        ``line_not_on_border``, ``line_ends_inside``, ``border_crossed``, ``which_neighbour``,
        ``takes_whole_grid``, ``outline_locked``, ``void_locked`` and those of reading a line.
    """
    grid = leaf(hierarchy, arguments.key("grid"))
    other = leaf(hierarchy, arguments.key("other")) if arguments.has("other") else None
    return redrawn_along(hierarchy, grid, drawn_line(arguments.line("line")), other)


def redrawn_along(hierarchy: Hierarchy, grid: Grid, line: Sequence[Point], other: Grid | None) -> Proposal:
    """The proposal to let the border of a leaf follow a line; see `reshape`."""
    near = leaves_in(hierarchy, joined(box_of(line), box_of_grid(grid)))
    meeting = meet(near, [line])
    stretch = _stretch(meeting, grid.key, meeting.lines[0])
    cuts = cuts_by_leaf(meeting, [stretch.line])
    if cuts.get(None):
        raise Refusal("outline_locked", grid=None)
    within = lots(meeting, stretch.region, cuts)
    after: dict[str, set[Edge]] = {}
    gains: dict[str, list[Face]] = {grid.key: []}
    for key, pieces in within.items():
        inside = [lot.face for lot in pieces if lot.inside]
        outside = [lot.face for lot in pieces if not lot.inside]
        gains[grid.key] += inside
        if key == grid.key:
            for face in outside:
                heir = other.key if other is not None else _heir(meeting, face, stretch.line)
                gains.setdefault(heir, []).append(face)
            continue
        _may_take_from(meeting.leaves[key], other)
        if not outside:
            raise Refusal("takes_whole_grid", grids=[key])
        after[key] = added_up(face.chain for face in outside)
    if grid.key not in within:
        raise Refusal("border_crossed", grids=[grid.key])
    after[grid.key] = added_up(face.chain for face in gains.pop(grid.key))
    for key, faces in gains.items():
        own = after.get(key) or meeting.chains.get(key)
        if own is None:
            raise Refusal("not_neighbours", grids=[grid.key, key])
        after[key] = added_up([own, *(face.chain for face in faces)])
    return Proposal(redrawn(meeting, after))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The line from border to border, and the region that the grid becomes."""

    line: tuple[Point, ...]
    region: frozenset[Edge]


def _stretch(meeting: Meeting, key: str, line: Sequence[Point]) -> _Stretch:
    """Cut a line off where it first and last meets a grid's border, and find what it replaces."""
    corners = {point for ring in meeting.rings[key] for point in ring}
    on = [at for at, point in enumerate(line) if point in corners]
    if len(on) < 2:
        ends = [end for end in (line[0], line[-1]) if holds_point(meeting.chains[key], end)]
        if ends:
            raise Refusal("line_ends_inside", at=list(ends[0]))
        raise Refusal("line_not_on_border", grid=key)
    path = tuple(line[on[0] : on[-1] + 1])
    ring = next(ring for ring in meeting.rings[key] if path[0] in ring)
    if path[0] == path[-1] or path[-1] not in ring:
        raise Refusal("line_not_on_border", grid=key)
    first, last = ring.index(path[0]), ring.index(path[-1])
    turned_to = ring[first:] + ring[:first]
    until = (last - first) % len(ring)
    there, back = (
        turned_to[:until],
        turned_to[until:],
    )  # from the line's start to its end, and on to its start
    candidates = [[*path[:-1], *back], [*there, *path[:0:-1]]]
    sign = 1 if twice_area(ring) > 0 else -1
    chosen = max(candidates, key=lambda each: sign * twice_area(each))
    if len(set(chosen)) != len(chosen):
        raise Refusal("border_crossed", grids=[key])
    region = (meeting.chains[key] - set(edges_round(ring))) | set(edges_round(chosen))
    return _Stretch(path, frozenset(region))


def _heir(meeting: Meeting, face: Face, line: Sequence[Point]) -> str:
    """The one grid beyond the old border of a face that a grid loses; of the same parent, if there is any."""
    drawn = set(pairwise(line))
    old = [edge for edge in face.chain if edge not in drawn and turned(edge) not in drawn]
    beyond = {meeting.owner.get(turned(edge)) for edge in old} - {face.leaf}
    grids = [meeting.leaves[key] for key in sorted(key for key in beyond if key is not None)]
    heirs = [grid.key for grid in grids if not grid.is_void]
    # Where the stretch ends on the border of a parent, ground is not meant to leave that parent.
    siblings = [key for key in heirs if meeting.leaves[key].parent == meeting.leaves[face.leaf].parent]
    heirs = siblings or heirs
    if len(heirs) > 1:
        raise Refusal("which_neighbour", grids=heirs)
    if heirs:
        return heirs[0]
    if grids:
        raise Refusal("void_locked", grids=[grid.key for grid in grids])
    raise Refusal("outline_locked", grid=None)


def _may_take_from(giver: Grid, other: Grid | None) -> None:
    if giver.is_void:
        raise Refusal("void_locked", grids=[giver.key])
    if other is not None and giver.key != other.key:
        raise Refusal("border_crossed", grids=[giver.key])
