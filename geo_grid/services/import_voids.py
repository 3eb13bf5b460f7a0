"""The voids of an import: from a file, or gaps that somebody accepts."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.entry import Source, enter
from geo_grid.core.errors import InputError
from geo_grid.core.lattice import Geometries, to_units
from geo_grid.core.uncovered import longest_border, uncovered
from geo_grid.files.features import Features
from geo_grid.services.import_hierarchy import Hierarchy, Piece, parent_groups
from geo_grid.services.import_request import ALL, ImportRequest, point_of


def pieces_below(
    hierarchy: Hierarchy, level: int, request: ImportRequest, voids: Features | None
) -> list[Piece]:
    """Voids that stand beside the grids of one level, under the parents one level up.

    Parameters
    ----------
    level
        The level of the grids around them (1 to 3). The level above may still have to be derived; positions
        of parents are those it will have.
    """
    given = [] if voids is None else _from_file(hierarchy, level, request, voids)
    return given + _accepted(hierarchy, level, request, [piece.geometry for piece in given])


def _parents(hierarchy: Hierarchy, level: int, request: ImportRequest) -> list[str]:
    """What the parents of a level are called, also before they are derived."""
    above = hierarchy.levels.get(level - 1)
    if above is not None:
        return above.called
    return [request.outline_code or "0"] if level == 1 else parent_groups(hierarchy, level - 1)[0]


def _from_file(hierarchy: Hierarchy, level: int, request: ImportRequest, voids: Features) -> list[Piece]:
    names = _parents(hierarchy, level, request)
    position = {name: at for at, name in enumerate(names)}
    columns = {}
    for target in ("parent", "name", "reason", "approver"):
        wanted = request.fields.get(f"voids.{target}", target)
        columns[target] = voids.column(wanted) if voids.has_field(wanted) else [None] * len(voids)
    entered = enter(
        Source(voids.geometry, voids.crs, voids.unreadable), [f"#{n + 1}" for n in range(len(voids))]
    )
    pieces = []
    for row, parent in enumerate(columns["parent"]):
        if parent not in position or entered.geometry[row] is None:
            continue
        approval = request.approval
        reason = columns["reason"][row] or (approval.reason if approval else None)
        approver = columns["approver"][row] or (approval.approved_by if approval else None)
        if not reason or not approver:
            raise InputError("import_approval_missing")
        name = columns["name"][row] or f"{voids.path.name}#{row + 1}"
        pieces.append(Piece(level, position[parent], entered.geometry[row], name, reason, approver))
    return pieces


def unknown_parents(hierarchy: Hierarchy, voids: Features) -> list[str]:
    """Parents that the voids file names and no level above the finest has."""
    known = {
        name for level, rows in hierarchy.levels.items() if level < hierarchy.finest for name in rows.called
    }
    stated = voids.column("parent") if voids.has_field("parent") else [None] * len(voids)
    return sorted({parent or f"#{row + 1}" for row, parent in enumerate(stated) if parent not in known})


def _accepted(
    hierarchy: Hierarchy, level: int, request: ImportRequest, given: Sequence[shapely.Geometry]
) -> list[Piece]:
    if not request.accept_gaps or request.approval is None:
        return []
    children, above = hierarchy.levels[level], hierarchy.levels.get(level - 1)
    at = hierarchy.parent_of.get(level)
    if above is not None and at is not None:
        names = above.called
        found = [
            (position, piece)
            for position, parent in enumerate(above.geometry)
            if parent is not None
            for piece in uncovered(_joined(children.geometry[at == position], given), parent)
        ]
    else:
        names, at = (
            ([request.outline_code or "0"], np.zeros(len(children), dtype=np.int32))
            if level == 1
            else parent_groups(hierarchy, level - 1)
        )
        found = []
        for piece in uncovered(_joined(children.geometry, given), None):
            neighbour = longest_border(piece, children.geometry)
            if neighbour is not None and at[neighbour] >= 0:
                found.append((int(at[neighbour]), piece))
    counted: dict[int, int] = {}
    pieces = []
    for position, piece in found:
        if not _is_accepted(piece, request.accept_gaps):
            continue
        counted[position] = counted.get(position, 0) + 1
        pieces.append(
            Piece(
                level,
                position,
                piece,
                f"{names[position]} 空白 {counted[position]}",
                request.approval.reason,
                request.approval.approved_by,
            )
        )
    return pieces


def _joined(children: Geometries, given: Sequence[shapely.Geometry]) -> Geometries:
    extra = np.empty(len(given), dtype=object)
    extra[:] = list(given)
    return np.concatenate([children, extra])


def _is_accepted(piece: shapely.Polygon, accepted: Sequence[str]) -> bool:
    if ALL in accepted:
        return True
    points = to_units(np.array([point_of(gap) for gap in accepted]))
    return bool(shapely.intersects_xy(piece, points.astype(np.float64)).any())
