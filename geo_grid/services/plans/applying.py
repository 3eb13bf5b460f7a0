"""Writing what a step changes into what a plan differs by from its base."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array
from geo_grid.core.crs.area import area_m2
from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.hierarchy import Hierarchy
from geo_grid.core.hues import HUES
from geo_grid.core.labels import label_points
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.services.plans.own_ground import is_noding
from geo_grid.services.plans.scene import Scene
from geo_grid.store.plan_records import Base, PlannedGrid
from geo_grid.store.plan_writing import PutGrid, forget_grids, put_grids
from geo_grid.store.queries.plan_base import base_code_of, void_of
from geo_grid.store.queries.plan_scene import grids_named

#: A label stays where it was as long as it is inside, on levels whose grids are large and change little.
_FINEST = 3
_NO_HUES: Mapping[str, int] = MappingProxyType({})


def apply_change(
    session: Session,
    base: Base,
    scene: Scene,
    change: GridsChange,
    step: int,
    hues: Mapping[str, int] = _NO_HUES,
) -> dict[str, int]:
    """Write what a change leaves, so that what is as on the base again is not written at all.

    Parameters
    ----------
    base
        The plan's.
    scene
        What lies around, before the change: new grids get a hue that differs from their neighbours'.
    step
        Number of the step that does it.
    hues
        Key → hue of grids that were there before, and come back.

    Returns
    -------
    Key → hue of the grids that are not on the base.
    """
    published = published_of(session, base, scene, change.keys)
    gone = [
        key
        for key in change.keys
        if (key not in published and key not in change.after)
        or (key in published and change.after.get(key) == published[key].grid)
    ]
    written = [key for key in sorted(change.keys) if key not in set(gone)]
    put = [change.after[key] for key in written if key in change.after]
    ended = [published[key] for key in written if key not in change.after]
    forget_grids(session, base.plan, gone)
    found = _put(put, published, scene, hues)
    put_grids(session, base.plan, step, [*found, *(_ended(each) for each in ended)])
    return {
        each.grid.key: each.hue for each in found if each.hue is not None and each.grid.key not in published
    }


def on_base(session: Session, base: Base, keys: Collection[str]) -> dict[str, PlannedGrid]:
    """Key → grid as it is on the base; what a step made is not there."""
    alone = Base(0, base.edition, base.at)
    there = [key for key in keys if _is_on_base(key)]
    return {each.grid.key: each for each in grids_named(session, alone, there)}


def published_of(session: Session, base: Base, scene: Scene, keys: Collection[str]) -> dict[str, PlannedGrid]:
    """The same, asked for only where the plan has changed a grid already."""
    same = {key: scene.grids[key] for key in keys if key in scene.grids and not scene.grids[key].changed}
    return {**same, **on_base(session, base, [key for key in keys if key not in same])}


def _is_on_base(key: str) -> bool:
    """Whether a key can be that of a grid or a void of the base, and not of what a step made."""
    return base_code_of(key) is not None or void_of(key) is not None


def dressed(
    grids: Sequence[Grid],
    published: Mapping[str, PlannedGrid],
    scene: Scene,
    known: Mapping[str, int] = _NO_HUES,
) -> list[tuple[tuple[float, float], float, int]]:
    """Label (lon/lat degrees), area in square metres and hue of grids as a change leaves them.

    Parameters
    ----------
    published
        Key → grid on the base.
    known
        Key → hue of grids that come back.
    """
    if not grids:
        return []
    degrees = geometries_to_degrees(as_array([grid.geometry for grid in grids]))
    areas = area_m2(degrees)
    labels = [_kept_label(grid, shape, published) for grid, shape in zip(grids, degrees, strict=True)]
    missing = [place for place, label in enumerate(labels) if label is None]
    if missing:
        for place, point in zip(missing, label_points(degrees[missing]).tolist(), strict=True):
            labels[place] = (point[0], point[1])
    hierarchy = Hierarchy(each.grid for each in scene.grids.values())
    hues: dict[str, int] = {}
    for grid in grids:
        hues[grid.key] = (
            known[grid.key] if grid.key in known else _hue(grid, published, scene, hierarchy, hues)
        )
    return [
        (label, float(area), hues[grid.key])
        for grid, label, area in zip(grids, labels, areas, strict=True)
        if label is not None
    ]


def _put(
    grids: Sequence[Grid],
    published: Mapping[str, PlannedGrid],
    scene: Scene,
    hues: Mapping[str, int],
) -> list[PutGrid]:
    found = []
    for grid, (label, area, hue) in zip(grids, dressed(grids, published, scene, hues), strict=True):
        was = published.get(grid.key)
        found.append(
            PutGrid(
                grid,
                was.grid_id if was is not None else None,
                was.void_id if was is not None else None,
                was is not None and is_noding(was.grid, grid),
                label,
                area,
                hue,
            )
        )
    return found


def _ended(was: PlannedGrid) -> PutGrid:
    return PutGrid(was.grid, was.grid_id, was.void_id, noding=False, label=None, area_m2=None, hue=None)


def _kept_label(
    grid: Grid, degrees: shapely.Geometry, published: Mapping[str, PlannedGrid]
) -> tuple[float, float] | None:
    was = published.get(grid.key)
    if was is None or (grid.level == _FINEST and was.grid.geometry != grid.geometry):
        return None
    return was.label if bool(shapely.contains_xy(degrees, *was.label)) else None


def _hue(
    grid: Grid,
    published: Mapping[str, PlannedGrid],
    scene: Scene,
    hierarchy: Hierarchy,
    given: Mapping[str, int],
) -> int:
    """Its own, as published or earlier in the plan; else the one that the fewest around have."""
    known = published.get(grid.key) or scene.grids.get(grid.key)
    if known is not None:
        return known.hue
    around = np.zeros(HUES, dtype=np.int64)
    for other in hierarchy.near(grid.geometry):
        if other.level == grid.level and not other.is_void:
            around[scene.grids[other.key].hue] += 1
    for hue in given.values():
        around[hue] += 1
    return int(np.argmin(around))
