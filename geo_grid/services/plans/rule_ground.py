"""Gathering what the rules look at: grids of a plan, what is around them, and what is in them."""

from collections.abc import Collection, Mapping, Sequence

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.edits.points import Box
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import UNITS_PER_DEGREE
from geo_grid.core.ledger.counts import COUNTED, Counts, counts_of
from geo_grid.core.numbering import CodeScheme
from geo_grid.core.plan_rules.border_share import LEAST_ALONG
from geo_grid.core.plan_rules.feature import Feature
from geo_grid.core.plan_rules.ground import PlanGround, box_of
from geo_grid.core.plan_rules.size_rules import SizeRule, rule_for
from geo_grid.core.streets.lines import Lines
from geo_grid.services.bounds import Beside, ToldBounds, told_bounds
from geo_grid.services.plans.drawing import rules_of
from geo_grid.services.plans.ground_lines import ground_lines
from geo_grid.services.plans.measuring import measured
from geo_grid.services.plans.scene import Scene, scene_in
from geo_grid.settings import Settings
from geo_grid.store.plan_records import Base, PlannedGrid, PlanRecord
from geo_grid.store.queries.code_patterns import code_patterns
from geo_grid.store.queries.features_in_box import doors_in_box, features_in_box
from geo_grid.store.queries.heads import grids_with_head
from geo_grid.store.queries.ledger import ledger_sums, loaded_layers
from geo_grid.store.queries.plan_codes import codes_begun, keys_with_others_code
from geo_grid.store.queries.plan_scene import grids_below, grids_in_box, grids_named
from geo_grid.store.queries.size_rules import size_rules

#: Ground loaded around what is checked, lattice units: neighbours share a border.
_AROUND = 4
#: Where more grids than this are of the wrong size, what cuts need is not looked for.
_MOST_CUT = 3
#: What must be counted for each measure.
_LAYERS: Mapping[str, Collection[str]] = {
    "households": ("addresses",),
    "people": ("addresses",),
    "workload": COUNTED,
}


def rule_ground(
    session: Session,
    plan: PlanRecord,
    scene: Scene,
    checked: Sequence[str],
    rules: Collection[str],
    settings: Settings,
) -> PlanGround:
    """Everything that some rules read about some grids.

    Parameters
    ----------
    scene
        The grids, whatever is beside them, and all that is above.
    checked
        Keys of grids; no voids.
    rules
        Names of the rules that will be asked: what none of them reads is not looked for.
    """
    hierarchy = scene.hierarchy
    grids = [scene.grids[key] for key in checked]
    leaves = [each for each in grids if each.grid.key not in hierarchy.children]
    box = joined([each.grid for each in grids])
    _, sizes = size_rules(session)
    counts = _counts(session, plan, scene, sizes, settings) if "sizes" in rules else {}
    unfit = [each.grid for each in leaves if _is_unfit(each.grid, counts.get(each.grid.key), sizes)]
    # A grid that is too small may get ground of those around it.
    few = unfit if len(unfit) <= _MOST_CUT else []
    cut = joined([*few, *(other for grid in few for other in _beside(hierarchy, grid))])
    if cut is not None and not _holds(box, cut):
        # What these border on must be seen as well when a cut of them is tried.
        hierarchy = scene_in(session, plan.base, around(cut)).hierarchy
    wants_bounds = "border_share" in rules or "bounds" in rules
    told = _bounds(session, scene, leaves, settings) if wants_bounds else {}
    unclear = [
        each.grid
        for each in leaves
        if each.grid.key in told and told[each.grid.key].bounds.share_along < LEAST_ALONG
    ]
    features: Sequence[Feature] = ()
    if "cut_features" in rules and box is not None:
        features = features_in_box(session, degrees_of(box))
    elif cut is not None:
        features = features_in_box(session, degrees_of(cut))
    return PlanGround(
        hierarchy=hierarchy,
        checked=tuple(checked),
        families=_families(session, plan, grids) if "faults" in rules else {},
        counts=counts,
        size_rules=sizes,
        headed=_headed(session, plan, grids) if "heads" in rules else None,
        made=frozenset(each.grid.key for each in grids if each.grid_id is None),
        patterns=code_patterns(session),
        taken=_taken(session, plan, grids) if "codes" in rules else frozenset(),
        free_code=_free_codes(session, plan, scene, grids, settings) if "codes" in rules else {},
        features=features,
        lines=_lines(session, joined_boxes([cut, joined(unclear)])),
        doors={}
        if cut is None
        else {
            rule.measure: doors_in_box(session, degrees_of(cut), _weights(rule, settings)) for rule in sizes
        },
        edit_rules=rules_of(session, plan, settings),
        bounds={key: each.bounds for key, each in told.items()},
        behind={key: [other.key for other in each.beside] for key, each in told.items()},
        drift={key: each.drift for key, each in told.items()},
    )


def joined(grids: Sequence[Grid]) -> Box | None:
    """The bounds of some grids together."""
    return joined_boxes([box_of(grid.geometry) for grid in grids])


def joined_boxes(boxes: Sequence[Box | None]) -> Box | None:
    """The bounds of some boxes together."""
    given = [box for box in boxes if box is not None]
    if not given:
        return None
    west, south, east, north = zip(*given, strict=True)
    return min(west), min(south), max(east), max(north)


def around(box: Box) -> Box:
    """A box with what borders on it."""
    west, south, east, north = box
    return west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND


def degrees_of(box: Box) -> tuple[float, float, float, float]:
    """A box in lattice units in degrees."""
    west, south, east, north = (edge / UNITS_PER_DEGREE for edge in box)
    return west, south, east, north


def _families(session: Session, plan: PlanRecord, grids: Sequence[PlannedGrid]) -> dict[str, list[Grid]]:
    """Children of every parent whose border, or whose child, the plan changes."""
    changed = [each for each in grids if each.changed]
    keys = {each.grid.parent for each in changed if each.grid.parent is not None}
    keys |= {each.grid.key for each in changed if each.has_children}
    families: dict[str, list[Grid]] = {key: [] for key in keys}
    for child in grids_below(session, plan.base, grids_named(session, plan.base, keys)):
        if child.grid.parent in families:
            families[child.grid.parent].append(child.grid)
    return families


def _counts(
    session: Session, plan: PlanRecord, scene: Scene, sizes: Sequence[SizeRule], settings: Settings
) -> dict[str, Counts]:
    """What is in the grids of a scene to which a rule applies: from the ledger where it knows."""
    layers = {layer for rule in sizes for layer in _LAYERS[rule.measure]}
    loads = [layer for layer in loaded_layers(session) if layer in layers]
    wanted = [
        each
        for each in scene.grids.values()
        if not each.grid.is_void and rule_for(sizes, each.grid) is not None
    ]
    known = {
        each.grid_id: each.grid.key
        for each in wanted
        if each.grid_id is not None and (each.noding or not each.changed)
    }
    weights = settings.weights
    found = {
        known[grid_id]: counts_of(sums, loads, weights)
        for grid_id, sums in ledger_sums(session, plan.base_at, list(known)).items()
    }
    rest = sorted(
        (each.grid for each in wanted if each.grid.key not in found), key=lambda grid: (grid.code, grid.key)
    )
    # Level by level: an address on the border of a grid and of its parent counts for both.
    for level in sorted({grid.level for grid in rest}):
        here = [grid for grid in rest if grid.level == level]
        counted = measured(session, [grid.geometry for grid in here], weights, layers=loads)
        found |= {grid.key: counts for grid, counts in zip(here, counted, strict=True)}
    return found


def _is_unfit(grid: Grid, counts: Counts | None, sizes: Sequence[SizeRule]) -> bool:
    rule = rule_for(sizes, grid)
    value = None if rule is None else rule.value(counts)[0]
    if rule is None or value is None:
        return False
    return (rule.most is not None and value > rule.most) or (rule.least is not None and value < rule.least)


def _holds(box: Box | None, other: Box) -> bool:
    return box is not None and joined_boxes([box, other]) == box


def _beside(hierarchy: Hierarchy, grid: Grid) -> list[Grid]:
    """Grids of the same parent whose bounds meet those of a grid."""
    near = hierarchy.near(grid.geometry)
    return [other for other in near if other.parent == grid.parent and not other.is_void]


def _weights(rule: SizeRule, settings: Settings) -> Mapping[str, float]:
    return settings.weights if rule.measure == "workload" else {rule.measure: 1.0}


def _lines(session: Session, box: Box | None) -> Lines | None:
    if box is None:
        return None
    try:
        return ground_lines(session, box)
    except InputError:
        return None


def _headed(session: Session, plan: PlanRecord, grids: Sequence[PlannedGrid]) -> frozenset[str]:
    """Keys of grids that have a head; what is cut out of one whose head there is gets the same."""
    whose = {each.grid.key: each.grid_id for each in grids if each.grid_id is not None}
    whose |= _cut_out_of(session, plan, [each.grid for each in grids if each.grid_id is None])
    heads = grids_with_head(session, sorted(set(whose.values())))
    return frozenset(key for key, identity in whose.items() if identity in heads)


def _cut_out_of(session: Session, plan: PlanRecord, made: Sequence[Grid]) -> dict[str, int]:
    """Key → identity of the grid of its level that most of its ground is of on the base."""
    box = joined(made)
    if box is None:
        return {}
    alone = Base(0, plan.base_edition, plan.base_at)
    there = grids_in_box(session, alone, box, sorted({grid.level for grid in made}))
    found: dict[str, int] = {}
    for grid in made:
        peers = [each for each in there if each.grid.level == grid.level and each.grid_id is not None]
        shapes = as_array([each.grid.geometry for each in peers])
        shared = shapely.area(shapely.intersection(shapes, grid.geometry))
        if len(peers) and shared.max() > 0:
            found[grid.key] = peers[int(shared.argmax())].grid_id or 0
    return found


def _taken(session: Session, plan: PlanRecord, grids: Sequence[PlannedGrid]) -> frozenset[str]:
    given = [
        (each.grid.key, each.grid.code, each.grid_id) for each in grids if each.changed and each.grid.code
    ]
    return keys_with_others_code(session, plan.id, given)


def _free_codes(
    session: Session, plan: PlanRecord, scene: Scene, grids: Sequence[PlannedGrid], settings: Settings
) -> dict[str, str]:
    """Parent → the first code of the scheme that no child of it ever had, where a new grid may need one."""
    scheme = CodeScheme.parse(settings.code_scheme)
    found: dict[str, str] = {}
    for parent in sorted({each.grid.parent for each in grids if each.changed and each.grid.parent}):
        above = scene.grids.get(parent or "")
        if above is None or parent is None or above.grid.level + 1 >= len(scheme.digits):
            continue
        begin, level = above.grid.code, above.grid.level + 1
        if len(begin) != scheme.width(level - 1):
            continue
        used = codes_begun(session, plan.id, begin, scheme.width(level))
        every = scheme.children_of(begin, level, 10 ** scheme.digits[level] - 1)
        later = [code for code in every if not used or code > max(used)]
        free = next(iter(later), None) or next((code for code in every if code not in used), None)
        if free is not None:
            found[parent] = free
    return found


def _bounds(
    session: Session, scene: Scene, leaves: Sequence[PlannedGrid], settings: Settings
) -> dict[str, ToldBounds]:
    found: dict[str, ToldBounds] = {}
    # Those of a grid's own level come last and win: a coarser one is the neighbour where nothing divides it.
    ordered = sorted(scene.grids.values(), key=lambda each: (each.grid.level, each.grid.key))
    for leaf in leaves:
        west, south, east, north = box_of(leaf.grid.geometry)
        beside = []
        for each in ordered:
            grid = each.grid
            if grid.level > leaf.grid.level or grid.key == leaf.grid.key or grid.level == 0:
                continue
            w, s, e, n = box_of(grid.geometry)
            if w <= east and e >= west and s <= north and n >= south:
                beside.append(Beside(grid.key, grid.code, grid.name, grid.geometry, is_void=grid.is_void))
        found[leaf.grid.key] = told_bounds(
            session, leaf.grid.geometry, beside, leaf.grid.attributes, settings.border_within_m
        )
    return found
