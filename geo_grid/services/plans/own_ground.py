"""Which grids of a plan are the actor's to draw, and who could draw those that are not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.locks import stays
from geo_grid.core.errors import Denied
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.ground import reach_of
from geo_grid.services.plans.scene import Scene
from geo_grid.store.queries.held_ground import held_grids
from geo_grid.store.queries.offices import nearest_office, office_by_id


@dataclass(frozen=True, slots=True)
class OwnGround:
    """Ground by the grids that it is given by.

    Parameters
    ----------
    grids
        Identities.
    """

    grids: frozenset[int]
    everything: bool

    @classmethod
    def of(cls, session: Session, actor: Actor | None) -> "OwnGround":
        """Where the actor may draw plans; everywhere for whoever works at the machine itself."""
        reach = reach_of(actor, Action.PLANS_DRAW)
        return cls(held_grids(session, reach), reach.everything)

    def holds(self, chain: Iterable[int]) -> bool:
        """Whether ground is one's own, by the identities of a grid and of what is above it."""
        return self.everything or not self.grids.isdisjoint(chain)


def require_own(session: Session, own: OwnGround, scene: Scene, change: GridsChange) -> None:
    """Refuse a change of grids that are not the actor's, other than by vertices on their borders.

    Raises
    ------
    Denied
        ``outside_ground``, with the keys of the grids, and the nearest office whose ground holds all that the
        step would change.
    """
    if own.everything:
        return
    around = {key: each.grid for key, each in scene.grids.items()}
    before, after = {**around, **change.before}, {**around, **change.after}
    chains = {
        key: [
            _chain(scene, grids, key)
            for grids, side in ((before, change.before), (after, change.after))
            if key in side
        ]
        for key in sorted(change.keys)
    }
    outside = [
        key
        for key, found in chains.items()
        if not all(own.holds(chain) for chain in found) and not only_noded(change, key)
    ]
    if outside:
        moved = [key for key in chains if not only_noded(change, key)]
        office = _office(session, scene, [chain for key in moved for chain in chains[key]])
        raise Denied("outside_ground", grids=outside, office=office)


def is_noding(before: Grid, after: Grid) -> bool:
    """Whether a grid differs only by vertices on its border, which moves nobody's ground."""
    if _words(before) != _words(after):
        return False
    if shapely.get_num_coordinates(after.geometry) <= shapely.get_num_coordinates(before.geometry):
        return bool(after.geometry == before.geometry)
    return stays(before.geometry, after.geometry)


def only_noded(change: GridsChange, key: str) -> bool:
    """Whether a change gives a grid nothing but vertices on its border."""
    before, after = change.before.get(key), change.after.get(key)
    return before is not None and after is not None and is_noding(before, after)


def _words(grid: Grid) -> tuple[object, ...]:
    return (
        grid.level, grid.parent, grid.code, grid.name, grid.kind, grid.ground, grid.class_, grid.setting,
        grid.statutory, grid.parts, grid.attributes,
    )  # fmt: skip


def _chain(scene: Scene, grids: Mapping[str, Grid], key: str) -> list[int]:
    """Identities of a grid and of what is above it, from below; what a step made has none."""
    found: list[int] = []
    at: str | None = key
    while at is not None:
        planned = scene.grids.get(at)
        if planned is not None and planned.grid_id is not None:
            found.append(planned.grid_id)
        at = grids[at].parent if at in grids else None
    return found


def _office(session: Session, scene: Scene, chains: list[list[int]]) -> str | None:
    """Name of the nearest office whose ground holds everything, by the lowest grid above all of it.

    Where no office has it, the grid's own name says whose it is.
    """
    common = set(chains[0]).intersection(*chains[1:])
    lowest = next((grid for grid in chains[0] if grid in common), None)
    office = None if lowest is None else nearest_office(session, lowest)
    found = None if office is None else office_by_id(session, office)
    if found is not None:
        return found.name_zh
    return next((each.grid.name for each in scene.grids.values() if each.grid_id == lowest), None)
