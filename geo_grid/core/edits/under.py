"""What lies under a drawn piece."""

from collections.abc import Iterable
from itertools import pairwise

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.line import drawn_piece
from geo_grid.core.edits.meeting import Meeting, meet
from geo_grid.core.edits.points import added_up, box_of
from geo_grid.core.edits.region import Lot, lots
from geo_grid.core.edits.runs import cuts_by_leaf
from geo_grid.core.edits.subjects import leaves_in


def under(
    hierarchy: Hierarchy, arguments: Arguments, others: Iterable[Grid] = ()
) -> tuple[Meeting, dict[str, list[Lot]]]:
    """The leaves as they met the argument ``piece``, and the pieces of those of which some lies under it.

    What of the piece lies on no leaf is left out.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        With ``piece``.
    others
        Leaves that take part wherever they lie.
    """
    piece = drawn_piece(arguments.lines("piece"))
    near = {leaf.key: leaf for leaf in (*leaves_in(hierarchy, box_of(piece[0])), *others)}
    meeting = meet([near[key] for key in sorted(near)], [[*ring, ring[0]] for ring in piece])
    rings = meeting.lines
    region = added_up(list(pairwise(ring)) for ring in rings)
    return meeting, lots(meeting, region, cuts_by_leaf(meeting, rings))
