"""Give ground that belongs to nobody to a grid beside it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.assembling import polygon_bounded, polygon_from
from geo_grid.core.edits.chain_sum import chain_sum
from geo_grid.core.edits.cutting import faces
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.line import drawn_piece
from geo_grid.core.edits.meeting import meet
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, added_up, box_of, chain_of, rings_of, turned
from geo_grid.core.edits.proposal import Proposal, redrawn
from geo_grid.core.edits.subjects import leaf, leaves_in
from geo_grid.core.errors import Refusal


def assign_gap(hierarchy: Hierarchy, arguments: Arguments, _rules: EditRules) -> Proposal:
    """Let a grid take a void, or a gap that nobody approved.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``gap``: key of a void, or ``{parent, piece}``: the gaps in the ground of a parent whose middles lie
        under a piece; ``to``: the grid that gets them.

    Raises
    ------
    Refusal
        ``gap_not_found``; ``different_parents``: the grid is not below the parent that has the gap.
    """
    to = leaf(hierarchy, arguments.key("to"))
    if arguments.holds_object("gap"):
        return _unapproved(hierarchy, arguments.part("gap"), to)
    void = hierarchy.grid(arguments.key("gap"))
    if not void.is_void:
        raise Refusal("gap_not_found")
    ground = polygon_bounded(
        chain_sum([to.geometry, void.geometry], [1, 1], ["both", "both"]).remains, to.key
    )
    put: Mapping[str, Grid | None] = {void.key: None, to.key: replace(to, geometry=ground)}
    return Proposal(put, open_voids=frozenset({void.key}))


def _unapproved(hierarchy: Hierarchy, gap: Arguments, to: Grid) -> Proposal:
    parent = hierarchy.grid(gap.key("parent"))
    if parent not in hierarchy.above(to.key):
        raise Refusal("different_parents", grids=[to.key], parents=[parent.key])
    piece = drawn_piece(gap.lines("piece"))
    found = _gaps_under(hierarchy, parent, shapely.Polygon(piece[0], piece[1:]))
    if not found:
        raise Refusal("gap_not_found")
    near = leaves_in(hierarchy, box_of(start for gap_chain in found for start, _ in gap_chain))
    rings = [ring for chain in found for ring in rings_of(polygon_from(chain, parent.key))]
    meeting = meet([each for each in near if each.key != to.key] + [to], [[*ring, ring[0]] for ring in rings])
    ground = added_up(list(pairwise(line)) for line in meeting.lines)
    after = {to.key: added_up([meeting.chains[to.key], ground])}
    return Proposal(redrawn(meeting, after), standing=frozenset({parent.key}))


def _gaps_under(hierarchy: Hierarchy, parent: Grid, piece: shapely.Polygon) -> list[frozenset[Edge]]:
    """Boundary chains of what no child of a parent covers, as far as its middle lies under a piece."""
    own = chain_of(rings_of(parent.geometry))
    children = [hierarchy.grid(key) for key in hierarchy.children.get(parent.key, ())]
    covered = ({turned(edge) for edge in chain_of(rings_of(child.geometry))} for child in children)
    found = []
    for face in faces(parent.key, added_up([own, *covered]), ()):
        shape = polygon_from(face.chain, parent.key)
        if shapely.contains(piece, shapely.point_on_surface(as_array([shape]))).all():
            found.append(face.chain)
    return found
