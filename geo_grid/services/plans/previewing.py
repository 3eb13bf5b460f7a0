"""What a step would do, told before it is made: the grids as they would be, and what is in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import dressed, published_of
from geo_grid.services.plans.drawing import drawn, operation_of
from geo_grid.services.plans.found import found_plan, require_draft
from geo_grid.services.plans.own_ground import is_noding, only_noded
from geo_grid.services.plans.scene import Scene
from geo_grid.services.plans.shown import Residents, ShownGrid, residents_of, shown
from geo_grid.settings import Settings
from geo_grid.store.plan_records import PlannedGrid, PlanRecord


@dataclass(frozen=True, slots=True)
class Measure:
    """How large a grid is and who lives there; None on the side where there is no such grid."""

    area_m2: float | None
    residents: Residents


@dataclass(frozen=True, slots=True)
class Preview:
    """What a step would do.

    Parameters
    ----------
    ended
        Keys of grids that would end.
    measures
        Key → before and after, of grids that would change other than by vertices on their border.
    """

    plan: PlanRecord
    changed: Sequence[ShownGrid]
    ended: Sequence[str]
    measures: Mapping[str, tuple[Measure, Measure]]


def preview(
    session: Session,
    actor: Actor,
    plan: int,
    verb: str,
    arguments: Mapping[str, Any],
    settings: Settings,
) -> Preview:
    """Try a step; nothing is written.

    Raises
    ------
    Refusal, Denied
        As `drawn`.
    Conflict
        ``plan_not_draft``.
    NotFound
        ``plan_not_found``.
    """
    record = found_plan(session, actor, plan, Action.PLANS_DRAW)
    require_draft(record)
    found = drawn(session, actor, record, operation_of(verb, arguments), settings)
    change, scene = found.change, found.scene
    published = published_of(session, record.base, scene, change.keys)
    grids = [change.after[key] for key in sorted(change.after)]
    planned = {}
    for grid, (label, area, hue) in zip(grids, dressed(grids, published, scene), strict=True):
        was = published.get(grid.key)
        planned[grid.key] = PlannedGrid(
            grid=grid,
            grid_id=None if was is None else was.grid_id,
            void_id=None if was is None else was.void_id,
            row_id=None,
            label=label,
            area_m2=area,
            hue=hue,
            changed=was is None or was.grid != grid,
            noding=was is not None and is_noding(was.grid, grid),
            has_children=grid.key in scene.grids and scene.grids[grid.key].has_children,
        )
    after = Scene({**scene.grids, **planned}.values())
    changed = shown(session, actor, record, after, planned)
    moved = [key for key in sorted(change.keys) if not only_noded(change, key)]
    lived = residents_of(session, record, [scene.grids[key] for key in moved if key in change.before])
    now = {each.planned.grid.key: each for each in changed}
    return Preview(
        record,
        changed,
        sorted(set(change.before) - set(change.after)),
        {key: (_before(scene, lived, key), _after(now, key)) for key in moved},
    )


def _before(scene: Scene, lived: Mapping[str, Residents], key: str) -> Measure:
    was = scene.grids.get(key)
    return Measure(None if was is None else was.area_m2, lived.get(key, Residents()))


def _after(now: Mapping[str, ShownGrid], key: str) -> Measure:
    grid = now.get(key)
    return Measure(None, Residents()) if grid is None else Measure(grid.planned.area_m2, grid.residents)
