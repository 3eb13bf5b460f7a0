"""The grids around a place as a plan has them, for edits and for whoever looks."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.errors import InputError, NotFound
from geo_grid.store.plan_records import Base, ChangedGrid, PlannedGrid
from geo_grid.store.queries.plan_scene import (
    Box,
    changed_grids,
    count_in_box,
    grids_below,
    grids_in_box,
    grids_named,
)
from geo_grid.store.queries.plans import plan_by_id

#: Grids that are read at once, at most.
MOST_GRIDS = 20_000


class Scene:
    """Planned grids by key, with the hierarchy that they make."""

    def __init__(self, grids: Iterable[PlannedGrid]) -> None:
        self.grids = {each.grid.key: each for each in grids}

    @property
    def hierarchy(self) -> Hierarchy:
        """As edits want them: grids that something divides of which nothing is here are left out.

        Their bounds meet the place, their ground does not; without their children they would pass for leaves.
        """
        divided = {each.grid.parent for each in self.grids.values()}
        return Hierarchy(
            each.grid for key, each in self.grids.items() if not each.has_children or key in divided
        )


def scene_in(session: Session, base: Base, box: Box, named: Sequence[PlannedGrid] = ()) -> Scene:
    """Everything whose bounds meet a box, some grids more, and all that is above them.

    Parameters
    ----------
    box
        West, south, east, north in lattice units.

    Raises
    ------
    InputError
        ``plan_window_too_large``.
    """
    return with_all_above(session, base, [*few_in_box(session, base, box), *named])


def few_in_box(
    session: Session, base: Base, box: Box, levels: Sequence[int] = (0, 1, 2, 3)
) -> list[PlannedGrid]:
    """Everything whose bounds meet a box, as long as that is not more than can be drawn.

    Raises
    ------
    InputError
        ``plan_window_too_large``.
    """
    found = grids_in_box(session, base, box, levels, most=MOST_GRIDS + 1)
    if len(found) > MOST_GRIDS:
        count = count_in_box(session, base, box, levels)
        raise InputError("plan_window_too_large", grids=count, most=MOST_GRIDS)
    return found


def scene_around(session: Session, base: Base, keys: Iterable[str]) -> Scene:
    """Grids of some keys, what is directly below them, and all that is above them."""
    return with_all_below(session, base, grids_named(session, base, keys))


def with_all_below(session: Session, base: Base, found: Sequence[PlannedGrid]) -> Scene:
    """Some grids, what is directly below them, and all that is above them."""
    return with_all_above(session, base, [*found, *grids_below(session, base, found)])


def plan_scene(session: Session, plan: int, box: Box) -> Hierarchy:
    """The hierarchy around a place in a plan.

    Parameters
    ----------
    box
        West, south, east, north in lattice units.

    Raises
    ------
    NotFound
        ``plan_not_found``.
    """
    record = plan_by_id(session, plan)
    if record is None:
        raise NotFound("plan_not_found", given=plan)
    return scene_in(session, record.base, box).hierarchy


def plan_grids(session: Session, plan: int) -> list[ChangedGrid]:
    """Everything in which a plan differs from its base, with what ended and what only got vertices."""
    return changed_grids(session, plan)


def with_all_above(session: Session, base: Base, found: Sequence[PlannedGrid]) -> Scene:
    """Some grids with everything that is above them."""
    grids = {each.grid.key: each for each in found}
    wanted = {each.grid.parent for each in found if each.grid.parent is not None} - grids.keys()
    while wanted:
        above = {each.grid.key: each for each in grids_named(session, base, wanted)}
        grids |= above
        wanted = {each.grid.parent for each in above.values() if each.grid.parent is not None} - grids.keys()
    return Scene(grids.values())
