"""Grids of a plan as a planner sees them: whose they are, what is in them, who answers for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.ledger.counts import Counts, counts_of
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.measuring import measured
from geo_grid.services.plans.own_ground import OwnGround
from geo_grid.services.plans.scene import Scene
from geo_grid.store.plan_records import PlannedGrid, PlanRecord
from geo_grid.store.queries.heads import grids_with_head
from geo_grid.store.queries.ledger import ledger_sums, loaded_layers
from geo_grid.store.queries.plan_chains import above
from geo_grid.store.queries.plan_notes import unlocks

_ADDRESSES = "addresses"
#: The coarsest level of which households and people are told in lists: above it lies too much to add up.
_COUNTED_FROM = 2


@dataclass(frozen=True, slots=True)
class Residents:
    """Households and people; None where nobody knows, or nobody counted."""

    households: int | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A grid of a plan for somebody.

    Parameters
    ----------
    locked
        No edit moves its border: the outline, a void, or a statutory grid that is not unlocked.
    mine
        It is on ground where the asker may draw.
    head
        Whether somebody answers for it as its head now; None for voids.
    """

    planned: PlannedGrid
    locked: bool
    mine: bool
    head: bool | None
    residents: Residents


def shown(
    session: Session, actor: Actor | None, plan: PlanRecord, scene: Scene, keys: Iterable[str]
) -> list[ShownGrid]:
    """Some grids of a scene, by level and key.

    Parameters
    ----------
    scene
        What of it is above them is not asked for again.
    """
    grids = [scene.grids[key] for key in keys if key in scene.grids]
    unlocked = {each.grid for each in unlocks(session, plan.id)}
    own = OwnGround.of(session, actor)
    mine = _mine(session, plan, own, scene, grids)
    ids = [each.grid_id for each in grids if each.grid_id is not None]
    heads = grids_with_head(session, ids)
    residents = residents_of(session, plan, grids)
    found = [
        ShownGrid(
            each,
            is_locked(each.grid, unlocked),
            mine[each.grid.key],
            None if each.grid.is_void else each.grid_id in heads,
            residents.get(each.grid.key, Residents()),
        )
        for each in grids
    ]
    return sorted(found, key=lambda each: (each.planned.grid.level, each.planned.grid.key))


def is_locked(grid: Grid, unlocked: set[str]) -> bool:
    """Whether no edit moves its border."""
    return grid.level == 0 or grid.is_void or (grid.statutory and grid.key not in unlocked)


def _mine(
    session: Session, plan: PlanRecord, own: OwnGround, scene: Scene, grids: Sequence[PlannedGrid]
) -> dict[str, bool]:
    """Key → whether a grid, or what is above it, is the actor's."""
    if own.everything:
        return {each.grid.key: True for each in grids}
    known = {key: (each.grid.parent, each.grid_id) for key, each in scene.grids.items()}
    missing = {parent for parent, _ in known.values() if parent is not None} - known.keys()
    known |= above(session, plan.base, missing)
    return {each.grid.key: own.holds(_chain(known, each.grid.key)) for each in grids}


def _chain(known: Mapping[str, tuple[str | None, int | None]], key: str) -> list[int]:
    """Identities of a grid and of what is above it; what a step made has none."""
    found: list[int] = []
    at: str | None = key
    while at is not None and at in known:
        at, identity = known[at]
        if identity is not None:
            found.append(identity)
    return found


def residents_of(session: Session, plan: PlanRecord, grids: Sequence[PlannedGrid]) -> Mapping[str, Residents]:
    """Key → households and people: of what is published from the ledger, of the rest counted now."""
    if _ADDRESSES not in loaded_layers(session):
        return {}
    counted = [each for each in grids if each.grid.level >= _COUNTED_FROM]
    same = [each for each in counted if not each.changed or each.noding]
    known = {each.grid_id: each.grid.key for each in same if each.grid_id is not None}
    found: dict[str, Residents] = {}
    for grid_id, layers in ledger_sums(session, plan.base_at, list(known)).items():
        found[known[grid_id]] = _told(counts_of(layers, (_ADDRESSES,), {}))
    rest = [each.grid for each in counted if each.grid.key not in found]
    return {**found, **counted_now(session, rest)}


def counted_now(session: Session, grids: Sequence[Grid]) -> dict[str, Residents]:
    """Key → households and people in ground that is not published."""
    ordered = sorted(grids, key=lambda grid: (-grid.level, grid.code, grid.key))
    found: dict[str, Residents] = {}
    # Level by level: an address on the border of a grid and of its parent counts for both.
    for level in sorted({grid.level for grid in ordered}):
        here = [grid for grid in ordered if grid.level == level]
        counts = measured(session, [grid.geometry for grid in here], layers=(_ADDRESSES,))
        for grid, count in zip(here, counts, strict=True):
            found[grid.key] = _told(count)
    return found


def _told(counts: Counts) -> Residents:
    households, people = counts.households, counts.people
    return Residents(
        None if households is None else households.value, None if people is None else people.value
    )
