"""Make a grid of ground that is approved to belong to nobody."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.classify import checked_classes
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, added_up
from geo_grid.core.edits.proposal import Proposal, redrawn
from geo_grid.core.edits.under import under
from geo_grid.core.edits.words import checked_code
from geo_grid.core.errors import Refusal


def draw_into_gap(hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Proposal:
    """Let a void, or a part of it, become a grid under the same parent.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``gap``: key of the void; ``name``; ``code``; ``piece``, where not all of it is wanted; ``kind``,
        which is comprehensive unless given, ``ground``, ``class``, ``setting``.
    rules
        What holds for all edits.

    Raises
    ------
    Refusal
        ``gap_not_found``; ``cuts_nothing``: nothing of the void lies under the piece.
    """
    void = hierarchy.grid(arguments.key("gap"))
    if not void.is_void:
        raise Refusal("gap_not_found")
    new = checked_classes(
        Grid(
            key=f"~{rules.step}",
            level=void.level,
            parent=void.parent,
            geometry=void.geometry,
            code=checked_code(hierarchy, arguments.text("code")),
            name=arguments.text("name"),
        ),
        arguments,
    )
    opened = frozenset({void.key})
    if not arguments.has("piece"):
        return Proposal({void.key: None, new.key: new}, open_voids=opened)
    meeting, within = under(hierarchy, arguments, [void])
    pieces = within.get(void.key)
    if not pieces:
        raise Refusal("cuts_nothing", grid=void.key)
    after: dict[str, set[Edge]] = {
        void.key: added_up(lot.face.chain for lot in pieces if not lot.inside),
        new.key: added_up(lot.face.chain for lot in pieces if lot.inside),
    }
    return Proposal(redrawn(meeting, after, [new]), open_voids=opened)
