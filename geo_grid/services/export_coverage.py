"""Write an edition, one of its levels or what lies under one grid as files that `import` reads back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.crs import WGS84, Crs
from geo_grid.core.errors import NotFound
from geo_grid.files.columns import from_records
from geo_grid.files.output import Output
from geo_grid.files.writing import format_of, write
from geo_grid.services.level_layers import VOIDS
from geo_grid.store.queries.exceptions import exceptions
from geo_grid.store.queries.grid_by_code import grid_by_code
from geo_grid.store.queries.subtree import subtree
from geo_grid.store.queries.voids import voids
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord, VoidRecord

#: Formats in which each level is a layer of its own; the others hold one layer, with a field ``level``.
_LAYERED = frozenset({"GPKG", "KML", "TopoJSON"})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Parameters
    ----------
    paths
        The files, the main one first.
    grids
        Level → number of grids.
    voids
        Number of voids.
    renamed
        Field → its name in the file, where the format allows no longer one.
    truncated
        Field → number of texts that the format had to cut.
    """

    paths: tuple[Path, ...]
    grids: Mapping[int, int]
    voids: int
    renamed: Mapping[str, str]
    truncated: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What is to be exported.

    Parameters
    ----------
    at
        Aware instant.
    level
        Only this level; None: all, the outline too.
    under
        Code of a grid; it and all below it only.
    """

    at: datetime
    level: int | None = None
    under: str | None = None


def export_coverage(
    session: Session, out: Path, scope: ExportScope, *, crs: Crs = WGS84, encoding: str = "UTF-8"
) -> Exported:
    """Write grids, their voids and their exceptions.

    GeoPackage, KML, TopoJSON and a zip of shapefiles get one layer a level (``level0`` is the outline) and
    one for voids; GeoJSON, Shapefile and the others one layer with a field ``level``, and the voids in a
    file beside it named ``….voids….``. Coordinates are those of the lattice where `crs` is lon/lat.

    Raises
    ------
    NotFound
        ``grid_not_found``, or ``export_nothing``: nothing is in force at that instant.
    InputError
        As `files.writing.write`.
    """
    driver = format_of(out)
    grids, pieces = _found(session, scope)
    if not grids:
        raise NotFound("export_nothing", at=scope.at.isoformat())
    excepted = {record.grid_id: record for record in exceptions(session, scope.at)}
    records = [_record(grid, excepted) for grid in grids]
    shapes = _projected([grid.geometry for grid in grids], crs)
    void_records = [_void(void) for void in pieces]
    void_output = Output(
        VOIDS, _projected([void.geometry for void in pieces], crs), from_records(void_records), crs
    )
    layered = driver in _LAYERED or (driver == "ESRI Shapefile" and out.suffix.lower() == ".zip")
    if layered:
        outputs = [
            Output(f"level{level}", shapes[at], _table([records[row] for row in at]), crs)
            for level in range(4)
            if len(at := np.flatnonzero([grid.level == level for grid in grids]))
        ]
        if pieces:
            outputs.append(void_output)
        written = write(out, outputs, encoding=encoding)
        paths = written.paths
    else:
        written = write(out, Output(out.stem, shapes, _table(records), crs), encoding=encoding)
        paths = written.paths
        if pieces:
            beside = out.with_name(f"{out.stem}.{VOIDS}{out.suffix}")
            paths += write(beside, void_output, encoding=encoding).paths
    counts = {level: sum(grid.level == level for grid in grids) for level in range(4)}
    return Exported(
        paths,
        {level: count for level, count in counts.items() if count},
        len(pieces),
        written.renamed,
        written.truncated,
    )


def _found(session: Session, scope: ExportScope) -> tuple[list[GridRecord], list[VoidRecord]]:
    if scope.under is None:
        grids = whole_edition(session, scope.at)
    else:
        root = grid_by_code(session, scope.under, scope.at)
        if root is None:
            raise NotFound("grid_not_found", grid=scope.under)
        grids = [root, *subtree(session, root, scope.at)]
    ids = {grid.id for grid in grids}
    pieces = [void for void in voids(session, scope.at) if void.parent_id in ids]
    if scope.level is not None:
        parents = {grid.id for grid in grids if grid.level == scope.level - 1}
        grids = [grid for grid in grids if grid.level == scope.level]
        pieces = [void for void in pieces if void.parent_id in parents]
    return grids, pieces


def _record(grid: GridRecord, excepted: Mapping[int, Any]) -> dict[str, Any]:
    """A grid as a row that `import` understands; attributes follow under their own names."""
    record: dict[str, Any] = {
        "code": grid.code,
        "name": grid.name,
        "level": grid.level,
        "parent": grid.parent,
        "kind": grid.kind,
        "ground": grid.ground,
        "class": grid.class_,
        "setting": grid.setting,
        "statutory": grid.statutory,
    }
    exception = excepted.get(grid.id)
    if exception is not None:
        record |= {"exclave": exception.reason, "exclave_by": exception.approved_by}
    return {**grid.attributes, **record}


def _table(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Records as a table: the grid's own fields first, then the attributes by name."""
    table = from_records(records)
    own = ["code", "name", "level", "parent", "kind", "ground", "class", "setting", "statutory"]
    rest = sorted(name for name in table.columns if name not in own)
    return table[[*own, *rest]]


def _void(void: VoidRecord) -> dict[str, Any]:
    return {
        "parent": void.parent,
        "name": void.name,
        "reason": void.reason,
        "approver": void.approved_by,
    }


def _projected(geometries: Sequence[shapely.Geometry | None], crs: Crs) -> NDArray[Any]:
    """Shapes in the reference system to be written; single parts as polygons."""
    shapes = np.empty(len(geometries), dtype=object)
    shapes[:] = list(geometries)
    for row in np.flatnonzero(shapely.get_num_geometries(shapes) == 1).tolist():
        shapes[row] = shapely.get_geometry(shapes[row], 0)
    if crs.is_identity:
        return shapes
    return np.asarray(shapely.transform(shapes, crs.from_lonlat), dtype=object)
