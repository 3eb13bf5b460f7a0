"""A plan as a patch of what is published: only the grids that it changes, by the codes of its instant."""

from collections.abc import Mapping

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import Refusal
from geo_grid.services.edition_draft import Approval, DraftGrid, DraftVoid, Unlocking
from geo_grid.services.edition_patch import EditionPatch, PatchGrid
from geo_grid.services.plans.since_base import Followed, SinceBase
from geo_grid.store.plan_records import PlanRecord
from geo_grid.store.queries.exceptions import exceptions
from geo_grid.store.queries.plan_notes import unlocks

#: How many grids a refusal names.
_NAMED = 20


def to_patch(
    session: Session, plan: PlanRecord, since: SinceBase, by: str, *, carry_duties: bool = True
) -> EditionPatch:
    """The patch that publishes a plan.

    Parameters
    ----------
    since
        Without anything in the plan's way.
    by
        Who publishes.

    Raises
    ------
    Refusal
        ``plan_codes_missing``: grids that the plan makes have no code yet.
    """
    grids = {key: each for key, each in since.grids.items() if not _is_void(each)}
    nameless = sorted(
        each.merged.name or key
        for key, each in grids.items()
        if each.merged is not None and not each.merged.code
    )
    if nameless:
        raise Refusal("plan_codes_missing", grids=nameless[:_NAMED], count=len(nameless))
    excepted = {record.grid_id for record in exceptions(session, since.at)}
    origins = _origins(grids)
    approval = Approval(plan.reason, by)
    voids = [each for each in since.grids.values() if _is_void(each)]
    return EditionPatch(
        effective=since.at,
        title=plan.title,
        reason=plan.reason,
        by=by,
        grids=[
            PatchGrid(
                since.code_now(key) if each.now is not None else None,
                _draft(each.merged, since, approval, is_excepted=since.identities.get(key) in excepted),
                since.code_now(origins[key]) if key in origins else None,
            )
            for key, each in grids.items()
        ],
        voids_ended=[
            each.change.void_id for each in voids if each.change.void_id is not None and each.now is not None
        ],
        voids=[_void(each.merged, since, by) for each in voids if each.merged is not None],
        unlocks=[
            Unlocking(
                since.code_now(unlock.grid) or unlock.grid,
                unlock.made_by.name if unlock.made_by is not None else by,
                unlock.reason,
                str(plan.id),
            )
            for unlock in unlocks(session, plan.id)
        ],
        carry_duties=carry_duties,
    )


def _is_void(followed: Followed) -> bool:
    grid = followed.merged or followed.base
    return grid is not None and grid.is_void


def _draft(grid: Grid | None, since: SinceBase, approval: Approval, *, is_excepted: bool) -> DraftGrid | None:
    if grid is None:
        return None
    # An exception that is in force stays; one of a grid that comes back is recorded anew.
    is_apart = grid.parts and not is_excepted and shapely.get_num_geometries(grid.geometry) > 1
    return DraftGrid(
        code=grid.code,
        name=grid.name,
        level=grid.level,
        parent=None if grid.parent is None else since.code_then(grid.parent),
        geometry=grid.geometry,
        kind=grid.kind,
        ground=grid.ground,
        class_=grid.class_,
        setting=grid.setting,
        statutory=grid.statutory,
        attributes=grid.attributes,
        exclave=approval if is_apart else None,
    )


def _void(grid: Grid, since: SinceBase, by: str) -> DraftVoid:
    approval = Approval(
        str(grid.attributes.get("reason") or grid.name), str(grid.attributes.get("approved_by") or by)
    )
    return DraftVoid(since.code_then(grid.parent or ""), grid.name, approval, grid.geometry)


def _origins(grids: Mapping[str, Followed]) -> dict[str, str]:
    """Key of a grid that comes → key of the one whose former ground it mostly is."""
    found: dict[str, str] = {}
    before = [(key, each.base) for key, each in grids.items() if each.base is not None]
    for key, each in grids.items():
        if each.base is not None or each.merged is None:
            continue
        ground = each.merged.geometry
        near = [
            (float(shapely.area(shapely.intersection(base.geometry, ground))), other)
            for other, base in before
            if base.level == each.merged.level and shapely.intersects(base.geometry, ground)
        ]
        if near and max(near)[0] > 0:
            found[key] = max(near)[1]
    return found
