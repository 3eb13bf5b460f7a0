"""What an operation would change in a plan: the grids that it needs are loaded, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.editing import edit
from geo_grid.core.edits.locks import check_base, is_watched
from geo_grid.core.edits.operation import EditRules, Operation
from geo_grid.core.edits.reach import named, reach
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import on_base
from geo_grid.services.plans.free_codes import require_free_codes
from geo_grid.services.plans.own_ground import OwnGround, require_own
from geo_grid.services.plans.plain_arguments import plain_arguments
from geo_grid.services.plans.scene import Scene, scene_in, with_all_below
from geo_grid.settings import Settings
from geo_grid.store.plan_records import Base, PlanRecord
from geo_grid.store.queries.plan_notes import unlocks
from geo_grid.store.queries.plan_scene import ask_alike, grids_named


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an operation would change, and what lies around."""

    scene: Scene
    change: GridsChange


def drawn(
    session: Session,
    actor: Actor | None,
    plan: PlanRecord,
    operation: Operation,
    settings: Settings,
    step: int | None = None,
) -> Drawn:
    """Try an operation as the plan's next step; nothing is written.

    Parameters
    ----------
    step
        Number by which what it makes is called; that of the next step where none is given.

    Raises
    ------
    Refusal
        As `core.edits.editing.edit`, and ``code_taken`` for a code of any grid that ever was.
    Denied
        ``outside_ground``.
    """
    ask_alike(session)
    scene = scene_for(session, plan.base, operation)
    rules = rules_of(session, plan, settings)
    if step is not None:
        rules = replace(rules, step=step)
    change = edit(scene.hierarchy, operation, rules)
    _require_base(session, plan.base, scene, change, rules)
    require_own(session, OwnGround.of(session, actor), scene, change)
    require_free_codes(session, plan.id, change)
    return Drawn(scene, change)


def _require_base(session: Session, base: Base, scene: Scene, change: GridsChange, rules: EditRules) -> None:
    """Locked borders that got vertices in earlier steps stay where they were on the base."""
    around = {key: scene.grids[key] for key in change.keys if key in scene.grids}
    keys = [key for key, each in around.items() if each.changed and is_watched(each.grid, rules)]
    if keys:
        found = on_base(session, base, keys)
        check_base(change, {key: each.grid for key, each in found.items()}, rules)


def scene_for(session: Session, base: Base, operation: Operation) -> Scene:
    """The grids that an operation must see."""
    keys = named(operation)
    subjects = grids_named(session, base, keys)
    box = reach(operation, {each.grid.key: each.grid for each in subjects})
    if box is None:
        return with_all_below(session, base, subjects)
    return scene_in(session, base, box, subjects)


def rules_of(session: Session, plan: PlanRecord, settings: Settings) -> EditRules:
    """What the next step of a plan must keep."""
    return EditRules(
        step=plan.version + 1,
        narrowest_m=settings.narrowest_grid_m,
        unlocked=frozenset(each.grid for each in unlocks(session, plan.id)),
    )


def operation_of(verb: str, arguments: Mapping[str, Any]) -> Operation:
    """An operation as a client sends it.

    Raises
    ------
    Refusal
        ``argument_wrong``.
    """
    return Operation(verb, plain_arguments(arguments))
