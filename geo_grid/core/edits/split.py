"""Split a grid in two: by a line or along streets, or by giving some of its children a grid of their own."""

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.cutting import Face, faces, without_dead_ends
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.line import drawn_line
from geo_grid.core.edits.meeting import meet
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, Point, added_up, box_of, holds_point, turned
from geo_grid.core.edits.proposal import FROM_CHILDREN, Proposal, redrawn
from geo_grid.core.edits.runs import Run, runs
from geo_grid.core.edits.subjects import drawable, leaf, leaves_in
from geo_grid.core.edits.words import checked_code
from geo_grid.core.errors import Refusal


def split(hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Proposal:
    """Make two grids of one.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``grid``; ``line``, or ``lines`` that together lead from border to border; ``keep``: ``larger`` (which
        is the default) or a place within the part that stays the grid; ``name`` and ``code`` of the other.
        For a grid with children: ``children``, those that get a grid of their own.
    rules
        What holds for all edits.

    Raises
    ------
    Refusal
        ``has_children``, ``cuts_nothing``, ``cuts_into_many``, ``line_ends_inside``, ``line_along_border``
        and those of reading a line.
    """
    if arguments.has("children"):
        return _by_children(hierarchy, arguments, rules)
    grid = leaf(hierarchy, arguments.key("grid"))
    several = arguments.has("lines")
    drawn = [drawn_line(line) for line in (arguments.lines("lines") if several else [arguments.line("line")])]
    near = leaves_in(hierarchy, box_of(point for line in drawn for point in line))
    if grid not in near:
        raise Refusal("cuts_nothing", grid=grid.key)
    meeting = meet(near, drawn)
    stretches = [run for line in meeting.lines for run in runs(meeting, line)]
    own = [run for run in stretches if run.leaf == grid.key]
    cuts = _cuts(own, meeting.vertices, may_end=several)
    if not cuts:
        if any(_is_along(run, meeting.chains[grid.key]) for run in stretches):
            raise Refusal("line_along_border", grid=grid.key)
        raise Refusal("cuts_nothing", grid=grid.key)
    pieces = faces(grid.key, meeting.chains[grid.key], cuts)
    parts = len(pieces) - shapely.get_num_geometries(grid.geometry) + 1
    if parts < 2:
        raise Refusal("cuts_nothing", grid=grid.key)
    if parts > 2:
        raise Refusal("cuts_into_many", grid=grid.key, parts=parts)
    apart = [
        face for face in pieces if any(edge in face.chain or turned(edge) in face.chain for edge in cuts)
    ]
    kept = _kept(apart, arguments)
    gone = next(face for face in apart if face is not kept)
    new = _new(grid, hierarchy, arguments, rules)
    after = {
        grid.key: added_up(face.chain for face in pieces if face is not gone),
        new.key: gone.chain,
    }
    return Proposal(redrawn(meeting, after, [new]))


def _cuts(own: Sequence[Run], borders: frozenset[Point], *, may_end: bool) -> set[Edge]:
    """What of the stretches through a grid divides it."""
    edges = [edge for run in own for edge in run.edges]
    cuts = without_dead_ends(edges, borders)
    if len(cuts) < len(edges) and (not may_end or not cuts):
        raise Refusal("line_ends_inside", at=list(_end_inside(own, borders)))
    return cuts


def _end_inside(own: Sequence[Run], borders: frozenset[Point]) -> Point:
    ends = [point for run in own for point in (run.points[0], run.points[-1])]
    return next((point for point in ends if point not in borders), ends[0])


def _is_along(run: Run, chain: frozenset[Edge]) -> bool:
    return run.along and any(edge in chain or turned(edge) in chain for edge in run.edges)


def _kept(faces_apart: Sequence[Face], arguments: Arguments) -> Face:
    """The face that stays the grid: the larger one, at a draw the one with the smaller edge."""
    larger = max(faces_apart, key=lambda face: face.twice_area)
    if not arguments.has("keep") or arguments.holds_text("keep"):
        arguments.choice("keep", frozenset({"larger"}))
        return larger
    place = arguments.point("keep")
    for face in faces_apart:
        if holds_point(face.chain, place):
            return face
    raise Refusal("argument_wrong", argument="keep")


def _new(grid: Grid, hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Grid:
    return replace(
        grid,
        key=f"~{rules.step}",
        geometry=FROM_CHILDREN,
        code=checked_code(hierarchy, arguments.text("code")),
        name=arguments.text("name"),
        parts=False,
        attributes={},
    )


def _by_children(hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Proposal:
    grid = drawable(hierarchy, arguments.key("grid"))
    keys = arguments.keys("children")
    children = [hierarchy.grid(key) for key in keys]
    strangers = [child.key for child in children if child.parent != grid.key]
    if strangers:
        raise Refusal("not_its_children", grid=grid.key, grids=strangers)
    staying = set(hierarchy.children[grid.key]) - set(keys)
    if not any(not hierarchy.grid(key).is_void for key in staying):
        raise Refusal("parent_would_empty", grid=grid.key)
    if all(child.is_void for child in children):
        raise Refusal("void_locked", grids=keys)
    new = _new(grid, hierarchy, arguments, rules)
    return Proposal({new.key: new, **{child.key: replace(child, parent=new.key) for child in children}})
