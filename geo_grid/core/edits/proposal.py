"""What a verb proposes, before the levels above follow and the whole is proved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import shapely

from geo_grid.core.edits.assembling import polygon_from
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.meeting import Meeting
from geo_grid.core.edits.points import Edge
from geo_grid.core.edits.tidying import tidied

#: Stands in for the ground of a grid that is to follow from its children.
FROM_CHILDREN = shapely.MultiPolygon()


@dataclass(frozen=True)
class Proposal:
    """Grids as a verb wants them.

    Parameters
    ----------
    put
        Key → the grid to be, None for one that ends. Leaves have their ground; that of a grid with children
        follows from them and is left as it is here, or `FROM_CHILDREN` where the grid is new.
    open_voids
        Voids whose ground the verb may change.
    standing
        Parents whose children did not tile them, which the verb puts right: they do not follow, but get the
        vertices that their children get.
    """

    put: Mapping[str, Grid | None]
    open_voids: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()


def redrawn(
    meeting: Meeting, after: Mapping[str, Collection[Edge]], new: Iterable[Grid] = ()
) -> dict[str, Grid | None]:
    """Leaves with other borders, those that only got or lost a vertex included.

    Parameters
    ----------
    meeting
        The leaves near, with the vertices they got.
    after
        Key → boundary chain to be, of the leaves whose ground changes and of new ones; empty: it ends.
    new
        What the new ones are like; their ground is put in.
    """
    chains = {**meeting.chains, **after}
    grids = {**meeting.leaves, **{grid.key: grid for grid in new}}
    put: dict[str, Grid | None] = {}
    for key, chain in tidied(chains, meeting).items():
        if key in meeting.before and chain == meeting.before[key]:
            continue
        put[key] = replace(grids[key], geometry=polygon_from(chain, key)) if chain else None
    return put
