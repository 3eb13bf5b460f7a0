"""Carve a grid of its own, a school or a park, out of everything that it covers."""

from geo_grid.core.edits.arguments import Arguments
from geo_grid.core.edits.classify import checked_classes
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.operation import EditRules
from geo_grid.core.edits.points import Edge, added_up
from geo_grid.core.edits.proposal import FROM_CHILDREN, Proposal, redrawn
from geo_grid.core.edits.under import under
from geo_grid.core.edits.words import checked_code
from geo_grid.core.errors import Refusal


def carve(hierarchy: Hierarchy, arguments: Arguments, rules: EditRules) -> Proposal:
    """Make a new grid of what lies under a piece.

    Parameters
    ----------
    hierarchy
        What lies around.
    arguments
        ``piece``, ``name``; ``code``; ``kind``, which is ``special`` unless given; ``ground``, ``class`` and
        ``setting``.
    rules
        What holds for all edits.

    Raises
    ------
    Refusal
        ``carve_across_parents``, ``carve_whole_grid``, ``cuts_nothing``, ``void_locked``,
        ``classes_contradict`` and those of reading a piece.
    """
    meeting, within = under(hierarchy, arguments)
    if not within:
        raise Refusal("cuts_nothing", grid=None)
    covered = {key: meeting.leaves[key] for key in within}
    voids = sorted(key for key, grid in covered.items() if grid.is_void)
    if voids:
        raise Refusal("void_locked", grids=voids)
    parents = sorted({str(grid.parent) for grid in covered.values()})
    if len(parents) > 1:
        raise Refusal("carve_across_parents", parents=parents)
    whole = sorted(key for key, pieces in within.items() if all(lot.inside for lot in pieces))
    if whole:
        raise Refusal("carve_whole_grid", grids=whole)
    some = next(iter(covered.values()))
    new = checked_classes(
        Grid(
            key=f"~{rules.step}",
            level=some.level,
            parent=some.parent,
            geometry=FROM_CHILDREN,
            code=checked_code(hierarchy, arguments.text("code")),
            name=arguments.text("name"),
            kind="special",
            setting=some.setting,
        ),
        arguments,
    )
    after: dict[str, set[Edge]] = {
        key: added_up(lot.face.chain for lot in pieces if not lot.inside) for key, pieces in within.items()
    }
    after[new.key] = added_up(lot.face.chain for pieces in within.values() for lot in pieces if lot.inside)
    return Proposal(redrawn(meeting, after, [new]))
