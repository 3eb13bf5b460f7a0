"""The grids of a plan for whoever looks at it: in a window, by key, one with its family."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.scene import Scene, few_in_box, scene_around
from geo_grid.services.plans.shown import ShownGrid, shown
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.plan_scene import Box, grids_named

#: Grids that can be asked for by key at once.
MOST_KEYS = 500


@dataclass(frozen=True, slots=True)
class GridsSeen:
    """Grids of a plan, and the step after which they are so."""

    plan: PlanRecord
    grids: Sequence[ShownGrid]


@dataclass(frozen=True, slots=True)
class GridWithFamily:
    """A grid of a plan with what is above it, the nearest first, and what is directly below."""

    plan: PlanRecord
    grid: ShownGrid
    above: Sequence[ShownGrid]
    below: Sequence[ShownGrid]


def grids_in_window(
    session: Session, actor: Actor | None, plan: int, box: Box, levels: Sequence[int]
) -> GridsSeen:
    """Grids and voids whose bounds meet a window.

    Parameters
    ----------
    box
        West, south, east, north in lattice units.

    Raises
    ------
    InputError
        ``plan_window_too_large``.
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    found = few_in_box(session, record.base, box, levels)
    keys = [each.grid.key for each in found]
    return GridsSeen(record, shown(session, actor, record, Scene(found), keys))


def grids_by_key(session: Session, actor: Actor | None, plan: int, keys: Iterable[str]) -> GridsSeen:
    """Grids of some keys; those that are not there, or ended, are left out.

    Raises
    ------
    InputError
        ``plan_too_many_keys``.
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_KEYS:
        raise InputError("plan_too_many_keys", most=MOST_KEYS)
    return GridsSeen(record, seen(session, actor, record, wanted))


def grid_with_family(session: Session, actor: Actor | None, plan: int, key: str) -> GridWithFamily:
    """One grid.

    Raises
    ------
    NotFound
        ``grid_not_found``; as `found_plan`.
    Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    scene = scene_around(session, record.base, [key])
    if key not in scene.grids:
        raise NotFound("grid_not_found", grid=key)
    known = {each.planned.grid.key: each for each in shown(session, actor, record, scene, scene.grids)}
    below = [each for each in known.values() if each.planned.grid.parent == key]
    return GridWithFamily(record, known[key], _above(scene, known, key), below)


def seen(session: Session, actor: Actor | None, plan: PlanRecord, keys: Sequence[str]) -> list[ShownGrid]:
    """Grids of some keys as somebody sees them."""
    return shown(session, actor, plan, Scene(grids_named(session, plan.base, keys)), keys)


def _above(scene: Scene, known: dict[str, ShownGrid], key: str) -> list[ShownGrid]:
    found = []
    at = scene.grids[key].grid.parent
    while at is not None and at in known:
        found.append(known[at])
        at = scene.grids[at].grid.parent
    return found
