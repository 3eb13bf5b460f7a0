"""Area, label and hue of the grids that an edition opens."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.canonical import as_array, canonical
from geo_grid.core.coverage import shared_edges
from geo_grid.core.crs import area_m2
from geo_grid.core.hues import assign_hues
from geo_grid.core.labels import label_points
from geo_grid.core.lattice import geometries_to_degrees, geometries_to_units
from geo_grid.services.edition_change import EditionChange
from geo_grid.services.edition_draft import DraftGrid
from geo_grid.store.queries.touching import Window, touching
from geo_grid.store.records import GridRecord

#: Up to so many grids each is looked around by itself; more are an import, which fills its window anyway.
_WINDOWS = 2_000


class Measured:
    """Area, label and hue of the grids that are opened, in their order.

    Parameters
    ----------
    effective
        Aware instant of the edition.
    """

    def __init__(self, session: Session, effective: datetime, change: EditionChange) -> None:
        shapes = as_array([grid.geometry for grid in change.opened])
        self.degrees = geometries_to_degrees(shapes)
        self.areas = area_m2(self.degrees)
        self.labels = [
            now.label if now is not None else None
            for now in (change.previous.get(grid.code) for grid in change.opened)
        ]
        moved = [
            i
            for i, grid in enumerate(change.opened)
            if grid.code not in change.noded and not _keeps_shape(change.previous, grid)
        ]
        for i, point in zip(moved, label_points(self.degrees[moved]).tolist(), strict=True):
            self.labels[i] = (point[0], point[1])
        self.hues: list[int] = [0] * len(change.opened)
        for level in (0, 1, 2, 3):
            self._colour(session, effective, change, level, set(moved))

    def _colour(
        self, session: Session, effective: datetime, change: EditionChange, level: int, moved: set[int]
    ) -> None:
        here = [i for i, grid in enumerate(change.opened) if grid.level == level]
        if not here:
            return
        ended = {grid.id for grid in (*change.closed, *change.previous.values())}
        # Those that keep their ground have the neighbours that they had, or ones that look around themselves.
        looking = [i for i in here if i in moved]
        around = [
            grid
            for grid in touching(session, level, _windows(self.degrees[looking]), effective)
            if grid.id not in ended
        ]
        shapes = np.concatenate(
            [
                as_array([change.opened[i].geometry for i in here]),
                canonical(geometries_to_units(as_array([grid.geometry for grid in around]))),
            ]
        )
        first, second, _, _ = shared_edges(shapes)
        pairs = np.stack([first, second], axis=-1).astype(np.int64)
        before = [change.previous.get(change.opened[i].code) for i in here]
        fixed: list[int | None] = [
            None if i in moved or now is None else now.hue for i, now in zip(here, before, strict=True)
        ] + [grid.hue for grid in around]
        wished = [None if now is None else now.hue for now in before] + [None] * len(around)
        hues = assign_hues(len(shapes), pairs, fixed, wished)
        for i, hue in zip(here, hues[: len(here)], strict=True):
            self.hues[i] = hue


def _windows(degrees: np.ndarray[tuple[int], np.dtype[np.object_]]) -> list[Window]:
    """Where to look for neighbours: around each shape, or around all of many together."""
    if len(degrees) > _WINDOWS:
        degrees = as_array([shapely.box(*shapely.total_bounds(degrees))])
    return [(west, south, east, north) for west, south, east, north in shapely.bounds(degrees).tolist()]


def _keeps_shape(previous: Mapping[str, GridRecord], grid: DraftGrid) -> bool:
    now = previous.get(grid.code)
    if now is None:
        return False
    shape = canonical(geometries_to_units(as_array([now.geometry])))[0]
    return bool(shapely.to_wkb(shape) == shapely.to_wkb(grid.geometry))
