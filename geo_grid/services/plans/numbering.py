"""Codes for the grids of a plan by the code scheme: what would be given, before it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.grid import Grid
from geo_grid.core.errors import InputError, NotFound
from geo_grid.core.numbering import CodeScheme
from geo_grid.core.numbering_again import Sibling, numbered_again
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import on_base
from geo_grid.services.plans.found import found_plan
from geo_grid.settings import Settings
from geo_grid.store.plan_records import PlannedGrid, PlanRecord
from geo_grid.store.queries.plan_codes import codes_begun
from geo_grid.store.queries.plan_scene import grids_below, grids_named

#: A grid keeps its code where it keeps at least this share of the ground that it had on the base.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class NumberedGrid:
    """A grid with the code that it has in the plan and the one that it would get.

    Parameters
    ----------
    old
        Empty where it has none.
    """

    key: str
    level: int
    name: str
    old: str
    new: str


def numbering(
    session: Session,
    actor: Actor | None,
    plan: int,
    under: str,
    settings: Settings,
    scheme: str | None = None,
) -> tuple[PlanRecord, list[NumberedGrid]]:
    """Number everything below a grid; nothing is written: the verb ``number`` does that.

    Parameters
    ----------
    under
        Key of the grid.
    scheme
        Digits of each level, as the setting ``code_scheme``; without it the setting, or what the grids' own
        codes add to that of their parent.

    Returns
    -------
    The plan, and the grids below with old and new codes, in the order of levels and new codes.

    Raises
    ------
    InputError
        ``codes_too_many``; ``code_scheme_wrong``.
    NotFound
        ``grid_not_found``, and as `found_plan`.
    """
    record = found_plan(session, actor, plan, Action.PLANS_DRAW)
    top = grids_named(session, record.base, [under])
    if not top or top[0].grid.is_void:
        raise NotFound("grid_not_found", grid=under)
    digits = _digits(scheme)
    found: list[NumberedGrid] = []
    parents: list[tuple[PlannedGrid, str]] = [(top[0], top[0].grid.code)]
    while parents:
        below = grids_below(session, record.base, [each for each, _ in parents])
        children: list[tuple[PlannedGrid, str]] = []
        for parent, code in parents:
            here = [each for each in below if each.grid.parent == parent.grid.key and not each.grid.is_void]
            if not here:
                continue
            numbered = _numbered(session, record, parent.grid, code, here, digits, settings)
            found += [
                NumberedGrid(
                    each.grid.key, each.grid.level, each.grid.name, each.grid.code, numbered[each.grid.key]
                )
                for each in here
            ]
            children += [(each, numbered[each.grid.key]) for each in here if each.has_children]
        parents = children
    return record, sorted(found, key=lambda each: (each.level, each.new))


def _digits(scheme: str | None) -> tuple[int, ...] | None:
    if scheme is None:
        return None
    try:
        digits = CodeScheme.parse(scheme).digits
    except ValueError as error:
        raise InputError("code_scheme_wrong", given=scheme[:40]) from error
    if not 1 <= len(digits) <= 4 or not all(0 <= each <= 12 for each in digits):
        raise InputError("code_scheme_wrong", given=scheme[:40])
    return digits


def _numbered(
    session: Session,
    plan: PlanRecord,
    parent: Grid,
    code: str,
    children: Sequence[PlannedGrid],
    digits: tuple[int, ...] | None,
    settings: Settings,
) -> dict[str, str]:
    level = parent.level + 1
    width = _width(parent, children) if digits is None else (*digits, 0, 0, 0, 0)[level]
    if digits is None and not width:
        width = (*CodeScheme.parse(settings.code_scheme).digits, 0, 0, 0, 0)[level]
    if not code or not width:
        raise InputError("codes_too_many", parent=code, level=level, count=len(children), digits=width)
    base = {
        key: each.grid for key, each in on_base(session, plan.base, [e.grid.key for e in children]).items()
    }
    siblings = [_sibling(each.grid, base) for each in children]
    own = {each.grid.code for each in children}
    taken = codes_begun(session, plan.id, code, len(code) + width) | own
    try:
        return numbered_again(siblings, code, width, taken)
    except InputError as error:
        raise InputError(error.code, **{**error.params, "level": level}) from error


def _width(parent: Grid, children: Sequence[PlannedGrid]) -> int:
    """Digits that the children's codes add to their parent's, where they all agree."""
    added = {
        len(each.grid.code) - len(parent.code)
        for each in children
        if parent.code and each.grid.code.startswith(parent.code) and not each.changed
    }
    return added.pop() if len(added) == 1 else 0


def _sibling(grid: Grid, base: Mapping[str, Grid]) -> Sibling:
    was = base.get(grid.key)
    keeps = was is not None and (
        was.geometry == grid.geometry
        or shapely.area(shapely.intersection(was.geometry, grid.geometry))
        >= _MOST * shapely.area(was.geometry)
    )
    middle = shapely.centroid(grid.geometry)
    _, south, _, north = shapely.bounds(grid.geometry)
    return Sibling(grid.key, grid.code, bool(keeps), (float(middle.x), float(middle.y)), float(north - south))
