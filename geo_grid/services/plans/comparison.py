"""A plan beside its base: each grid before and after, and the ground that changes hands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.crs.area import area_m2
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.moved import MovedPiece, moved_pieces
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.applying import on_base
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.measuring import measured
from geo_grid.store.plan_records import ChangedGrid, PlanRecord
from geo_grid.store.queries.grid_duties import OfGrid, concerned_with
from geo_grid.store.queries.plan_scene import changed_grids

#: Grids above this level hold too much to count anew for a table; unknown there.
_COUNTED_FROM = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A grid before or after.

    Parameters
    ----------
    parent
        Code of the grid above it on that side; None for the outline.
    households, people, streets_m
        None where nobody knows, or nobody counted.
    """

    code: str
    name: str
    parent: str | None
    area_m2: float
    households: int | None
    people: int | None
    streets_m: float | None


@dataclass(frozen=True, slots=True)
class ComparedGrid:
    """A grid that differs from the base, other than by vertices on its border.

    Parameters
    ----------
    before, after
        None on the side where there is no such grid.
    persons, boards, incidents
        People with a duty for it now, notice boards that hang for it, and incidents open there: these are
        concerned.
    """

    key: str
    level: int
    kind: str
    before: Side | None
    after: Side | None
    persons: int
    boards: int
    incidents: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Ground that changes hands, with who lives there; lattice units."""

    level: int
    moved: MovedPiece
    from_grid: Grid
    to_grid: Grid
    households: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that a plan changes.

    Parameters
    ----------
    grids
        By level and key.
    pieces
        By level, from and to.
    noded
        How many grids only get vertices.
    """

    plan: PlanRecord
    grids: Sequence[ComparedGrid]
    pieces: Sequence[Piece]
    noded: int


def comparison(session: Session, actor: Actor | None, plan: int) -> Comparison:
    """Compare a plan with its base.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    """
    record = found_plan(session, actor, plan)
    changes = changed_grids(session, plan)
    told = [each for each in changes if not each.noding]
    before = {key: each.grid for key, each in on_base(session, record.base, [e.key for e in told]).items()}
    after = {each.key: each.grid for each in told if each.grid is not None}
    codes = _codes(session, record, before, after)
    sides = (_sides(session, before, codes[0]), _sides(session, after, codes[1]))
    effects = concerned_with(session, [each.grid_id for each in told if each.grid_id is not None])
    grids = [_compared(each, before, after, sides, effects) for each in told]
    return Comparison(record, grids, _pieces(session, before, after), len(changes) - len(told))


def _compared(
    change: ChangedGrid,
    before: Mapping[str, Grid],
    after: Mapping[str, Grid],
    sides: tuple[Mapping[str, Side], Mapping[str, Side]],
    effects: Mapping[int, OfGrid],
) -> ComparedGrid:
    grid = after.get(change.key) or before[change.key]
    concerned = effects.get(change.grid_id or 0, OfGrid(0, 0, 0))
    return ComparedGrid(
        change.key, grid.level, grid.kind, sides[0].get(change.key), sides[1].get(change.key), *concerned
    )


def _codes(
    session: Session, plan: PlanRecord, before: Mapping[str, Grid], after: Mapping[str, Grid]
) -> tuple[dict[str, str], dict[str, str]]:
    """Key → code, on the base and in the plan, of all that lie above."""
    above = {grid.parent for grid in (*before.values(), *after.values()) if grid.parent is not None}
    was = {key: each.grid.code for key, each in on_base(session, plan.base, frozenset(above)).items()}
    return was, {**was, **{key: grid.code for key, grid in after.items()}}


def _sides(session: Session, grids: Mapping[str, Grid], codes: Mapping[str, str]) -> dict[str, Side]:
    ordered = sorted(grids.values(), key=lambda grid: (grid.level, grid.code, grid.key))
    if not ordered:
        return {}
    areas = area_m2(geometries_to_degrees(as_array([grid.geometry for grid in ordered])))
    found = {
        grid.key: Side(
            grid.code, grid.name, codes.get(grid.parent or ""), float(area), None, None, None
        )
        for grid, area in zip(ordered, areas, strict=True)
    }  # fmt: skip
    # Level by level: an address on the border of a grid and of its parent counts for both.
    for level in sorted({grid.level for grid in ordered if grid.level >= _COUNTED_FROM}):
        here = [grid for grid in ordered if grid.level == level]
        counts = measured(session, [grid.geometry for grid in here], layers=("addresses", "streets"))
        for grid, count in zip(here, counts, strict=True):
            found[grid.key] = replace(
                found[grid.key],
                households=None if count.households is None else count.households.value,
                people=None if count.people is None else count.people.value,
                streets_m=count.streets_total_m,
            )
    return found


def _pieces(session: Session, before: Mapping[str, Grid], after: Mapping[str, Grid]) -> list[Piece]:
    found: list[Piece] = []
    for level in (1, 2, 3):
        moved = moved_pieces(_ground(before, level), _ground(after, level))
        counts = measured(session, [piece.geometry for piece in moved], layers=("addresses",))
        found += [
            Piece(
                level,
                piece,
                before[piece.from_key],
                after[piece.to_key],
                None if count.households is None else count.households.value,
                None if count.people is None else count.people.value,
            )
            for piece, count in zip(moved, counts, strict=True)
        ]
    return found


def _ground(grids: Mapping[str, Grid], level: int) -> dict[str, shapely.Geometry]:
    return {key: grid.geometry for key, grid in grids.items() if grid.level == level}
