"""Voids and exclaves of a draft, and what a proof needs to know of each piece of ground."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.errors import CoverageBroken
from geo_grid.core.lattice import geometries_to_units
from geo_grid.services.edition_draft import DraftGrid, DraftVoid, EditionDraft
from geo_grid.store.queries.exceptions import ExceptionRecord
from geo_grid.store.queries.voids import voids
from geo_grid.store.records import GridRecord, VoidRecord

#: How many codes an error names.
NAMED = 20


@dataclass(frozen=True, slots=True)
class After:
    """A grid or a void as it is after the edition.

    Parameters
    ----------
    code
        The grid's code, or the void's name.
    geometry
        Canonical multipolygon in lattice units.
    changed
        Opened by this edition, or a void that is.
    exclave
        More than one part is allowed.
    is_void
        A void takes part in its parent's sum and is no grid.
    """

    code: str
    level: int
    parent: str | None
    geometry: shapely.Geometry
    changed: bool
    exclave: bool = True
    is_void: bool = False


def units_of(records: Sequence[GridRecord] | Sequence[VoidRecord]) -> NDArray[Any]:
    """(n,) canonical multipolygons of stored rows, in lattice units."""
    return canonical(geometries_to_units(as_array([record.geometry for record in records])))


def compare_exclaves(
    wanted: Iterable[DraftGrid],
    closed: Iterable[GridRecord],
    owners: Mapping[str, tuple[int, int]],
    recorded: Mapping[int, ExceptionRecord],
) -> tuple[list[DraftGrid], list[ExceptionRecord]]:
    """Exclave exceptions to record, and those that end.

    Parameters
    ----------
    wanted, closed
        The draft's grids, and those that end.
    owners
        Code → (identity, level) of the grids that exist already.
    recorded
        Identity → its exception in force.
    """
    opened: list[DraftGrid] = []
    ended = [recorded[grid.id] for grid in closed if grid.id in recorded]
    for grid in wanted:
        owner = owners.get(grid.code)
        now = recorded.get(owner[0]) if owner is not None else None
        parts = shapely.get_num_geometries(grid.geometry)
        if now is not None and parts == 1:
            ended.append(now)
        elif grid.exclave is not None and parts > 1:
            if now is not None and (now.reason, now.approved_by) == (
                grid.exclave.reason,
                grid.exclave.approved_by,
            ):
                continue
            if now is not None:
                ended.append(now)
            opened.append(grid)
    return opened, ended


def compare_voids(
    session: Session, draft: EditionDraft, before: Sequence[GridRecord], closed: Sequence[GridRecord]
) -> tuple[list[DraftVoid], list[VoidRecord], list[After]]:
    """Voids to open, to close, and all pieces that count afterwards."""
    ids, ends = {grid.id for grid in before}, {grid.id for grid in closed}
    levels = {grid.code: grid.level for grid in before}
    levels |= {grid.code: grid.level for grids in draft.grids.values() for grid in grids}
    now = [void for void in voids(session, draft.effective) if void.parent_id in ids]
    now_shapes = units_of(now)
    if draft.voids is None:
        closing = [void for void in now if void.parent_id in ends]
        pieces = [
            After(void.name, levels[void.parent] + 1, void.parent, shape, changed=False, is_void=True)
            for void, shape in zip(now, now_shapes, strict=True)
            if void.parent_id not in ends
        ]
        return [], closing, pieces
    shapes = canonical(as_array([void.geometry for void in draft.voids]))
    wanted = [replace(void, geometry=shape) for void, shape in zip(draft.voids, shapes, strict=True)]
    unknown = [void.parent for void in wanted if void.parent not in levels]
    if unknown:
        raise CoverageBroken("parent_unknown", invariant="I2", grids=[], parents=unknown[:NAMED])
    held = {
        (void.parent, void.name, void.reason, void.approved_by, shapely.to_wkb(shape)): void
        for void, shape in zip(now, now_shapes, strict=True)
    }
    opened: list[DraftVoid] = []
    pieces = []
    for void in wanted:
        approval = void.approval
        key = (void.parent, void.name, approval.reason, approval.approved_by, shapely.to_wkb(void.geometry))
        is_new = held.pop(key, None) is None
        if is_new:
            opened.append(void)
        pieces.append(
            After(void.name, levels[void.parent] + 1, void.parent, void.geometry, is_new, is_void=True)
        )
    return opened, list(held.values()), pieces
