"""What the rules say of a plan: of the grids that it touches, or of all in a window."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.points import Box
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.permissions.deciding import Actor
from geo_grid.core.plan_rules.checking import RULES, check_rules
from geo_grid.core.plan_rules.ground import box_of
from geo_grid.core.plan_rules.item import RuleItem
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.rule_ground import around, joined, rule_ground
from geo_grid.services.plans.scene import Scene, scene_in
from geo_grid.settings import Settings
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.plan_base import key_of
from geo_grid.store.queries.plan_scene import changed_grids, grids_named

#: Grids that are checked in one go, at most.
MOST_CHECKED = 500
#: Rules that look at each border by itself: of more grids than this they are asked by name, or grid by grid.
SLOW_RULES, _MOST_SLOW = frozenset({"border_share", "bounds"}), 12
#: Changed grids within so many lattice units (about 2 km) are looked at together.
_TOGETHER = 200_000


@dataclass(frozen=True, slots=True)
class PlanProblems:
    """What the rules say after a step.

    Parameters
    ----------
    checked
        Grids that were looked at.
    left_out
        Names of rules that were not asked, since that would have taken long.
    """

    plan: PlanRecord
    checked: int
    items: Sequence[RuleItem]
    left_out: Sequence[str] = ()


def plan_problems(
    session: Session,
    actor: Actor | None,
    plan: int,
    settings: Settings,
    *,
    box: Box | None = None,
    everything: bool = False,
    grid: str | None = None,
    rules: Collection[str] | None = None,
) -> PlanProblems:
    """What the rules say, the gravest first.

    Parameters
    ----------
    box
        Only grids whose bounds meet this: west, south, east, north in lattice units.
    everything
        Also grids that the plan leaves as they are, on the plan's ground.
    grid
        Key of the only grid that is to be checked, changed or not: all its cures are looked for.
    rules
        Names from `RULES`; without them all, but those that are slow where many grids are checked.

    Raises
    ------
    InputError
        ``plan_window_too_large``: too many grids to check at once.
    NotFound
        ``grid_not_found``; as `found_plan`.
    Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    if grid is not None:
        scenes = _of_one(session, record, grid)
    elif everything:
        scenes = [_whole(session, record, box)]
    else:
        scenes = _scenes(session, record, changed_here(session, record, box))
    checked = sum(len(here) for _, here in scenes)
    if checked > MOST_CHECKED:
        raise InputError("plan_window_too_large", grids=checked, most=MOST_CHECKED)
    asked = [name for name in RULES if rules is None or name in rules]
    left_out: list[str] = []
    if rules is None and (everything or checked > _MOST_SLOW):
        left_out = [name for name in asked if name in SLOW_RULES]
        asked = [name for name in asked if name not in SLOW_RULES]
    items = [
        item
        for scene, here in scenes
        for item in check_rules(rule_ground(session, record, scene, here, asked, settings), asked)
    ]
    return PlanProblems(record, checked, _gravest_first(items), left_out)


def _of_one(session: Session, plan: PlanRecord, key: str) -> list[tuple[Scene, list[str]]]:
    """A grid on the plan's ground with what is around it."""
    grid = next((each.grid for each in grids_named(session, plan.base, [key])), None)
    if grid is None or grid.is_void or grid.level == 0:
        raise NotFound("grid_not_found", grid=key)
    return [(scene_in(session, plan.base, around(box_of(grid.geometry))), [key])]


def changed_here(session: Session, plan: PlanRecord, box: Box | None) -> list[Grid]:
    """The grids that a plan changes, other than by vertices, and whose bounds meet a box."""
    found = [each.grid for each in changed_grids(session, plan.id) if not each.noding]
    return [
        grid
        for grid in found
        if grid is not None
        and not grid.is_void
        and grid.level > 0
        and (box is None or _meet(box, box_of(grid.geometry)))
    ]


def _scenes(session: Session, plan: PlanRecord, grids: Sequence[Grid]) -> list[tuple[Scene, list[str]]]:
    """Scenes that hold some grids with their neighbours: one for those of each square of the map."""
    above = {grid.parent for grid in grids}
    groups: dict[tuple[int, int], list[Grid]] = {}
    for grid in grids:
        # What lies below reaches as far as its parents must be seen.
        if grid.key not in above:
            west, south, _, _ = box_of(grid.geometry)
            groups.setdefault((west // _TOGETHER, south // _TOGETHER), []).append(grid)
    parents = {grid.key for grid in grids if grid.key in above}
    scenes: list[tuple[Scene, list[str]]] = []
    for _, group in sorted(groups.items()):
        box = joined(group)
        if box is None:
            continue
        scene = scene_in(session, plan.base, around(box))
        here = sorted({*(grid.key for grid in group), *(parents & scene.grids.keys())})
        parents -= scene.grids.keys()
        scenes.append((scene, here))
    return scenes


def _whole(session: Session, plan: PlanRecord, box: Box | None) -> tuple[Scene, list[str]]:
    """All grids of the plan's ground in a box, with what is around them."""
    code, _, _ = plan.ground
    ground = next((each.grid for each in grids_named(session, plan.base, [key_of(code)])), None)
    if ground is None:
        return Scene([]), []
    scene = scene_in(session, plan.base, around(box or box_of(ground.geometry)))
    here = [
        key
        for key, each in sorted(scene.grids.items())
        if not each.grid.is_void
        and each.grid.level > 0
        and (box is None or _meet(box, box_of(each.grid.geometry)))
        and any(scene.grids[above].grid_id == plan.ground_id for above in _chain(scene, key))
    ]
    return scene, here


def _chain(scene: Scene, key: str) -> list[str]:
    """A grid and what is above it."""
    found = []
    at: str | None = key
    while at is not None and at in scene.grids:
        found.append(at)
        at = scene.grids[at].grid.parent
    return found


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _gravest_first(items: Sequence[RuleItem]) -> list[RuleItem]:
    order = {"error": 0, "warning": 1, "notice": 2}
    return sorted(items, key=lambda item: order[item.severity])
