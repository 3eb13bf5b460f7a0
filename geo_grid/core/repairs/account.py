"""The account of a repair: which grids differ in the end, and the list a person reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import shapely

from geo_grid.core.chain import unpack
from geo_grid.core.change import Transfer
from geo_grid.core.crs import area_m2
from geo_grid.core.lattice import geometries_to_degrees, to_degrees
from geo_grid.core.repairs.workpiece import Workpiece
from geo_grid.core.vertices import vertices_of


def settle(before: Workpiece, after: Workpiece) -> tuple[Workpiece, frozenset[int]]:
    """The workpiece with the very shapes it had where they came out the same, and the rows that did not.

    Parameters
    ----------
    before, after
        The grids before and after a repair; rows beyond the first are new.

    Returns
    -------
    The grids after the repair, and the rows with another shape than before.
    """
    old, new = before.children, after.children
    changed = set()
    geometry = new.geometry.copy()
    for row in range(len(new)):
        if row in after.deleted:
            continue
        if row >= len(old) or (old.invalid[row] and not new.invalid[row]):
            changed.add(row)
        elif geometry[row] is not old.geometry[row]:
            if is_same(old.geometry[row], geometry[row]):
                geometry[row] = old.geometry[row]
            else:
                changed.add(row)
    return replace(after, children=replace(new, geometry=geometry)), frozenset(changed)


def account_of(
    before: Workpiece,
    after: Workpiece,
    changed: frozenset[int],
    parents: Mapping[int, shapely.Geometry],
    notes: Sequence[Transfer],
) -> tuple[Transfer, ...]:
    """The list of changes: who gave what to whom, then whose vertices moved, then who only got vertices.

    Parameters
    ----------
    before, after
        The grids before and after.
    changed
        Rows with another shape than before.
    parents
        Row of a parent → its shape with more vertices.
    notes
        What the single repairs said, in their order.
    """
    ids = after.children.ids
    names = {ids[row] for row in changed}
    lines = [note for note in notes if note.action != "match_vertices"]
    lines += _matched(note for note in notes if note.action == "match_vertices" and note.receiver in names)
    told = {name for line in lines for name in (line.giver, line.receiver)}
    lines += [
        _noded(
            "noding",
            ids[row],
            before.children.geometry[row],
            after.children.geometry[row],
            after.parent_name(after.key(row)),
        )
        for row in sorted(changed)
        if ids[row] not in told
    ]
    if before.wholes is not None:
        whole = before.wholes.entered
        lines += [
            _noded("noding_parent", whole.ids[row], whole.geometry[row], shape, None)
            for row, shape in sorted(parents.items())
        ]
    return tuple(lines)


def is_same(one: shapely.Geometry | None, other: shapely.Geometry | None) -> bool:
    """Whether two polygons have the same vertices, wherever their rings begin."""
    if one is None or other is None:
        return one is other
    return bool(shapely.equals_identical(shapely.normalize(one), shapely.normalize(other)))


def _matched(notes: Iterable[Transfer]) -> list[Transfer]:
    """One line a grid for the vertices that were moved, however many rounds it took."""
    lines: dict[str | None, Transfer] = {}
    for note in notes:
        old = lines.get(note.receiver)
        lines[note.receiver] = note if old is None else _joined(old, note)
    return list(lines.values())


def _joined(one: Transfer, other: Transfer) -> Transfer:
    params = {name: one.params[name] + other.params[name] for name in ("moved", "inserted")}
    place = shapely.union(one.geometry, other.geometry)
    return replace(one, area_m2=one.area_m2 + other.area_m2, geometry=place, params=params)


def _noded(
    action: str, name: str, old: shapely.Geometry, new: shapely.Geometry, parent: str | None
) -> Transfer:
    """The line of a polygon that only got vertices, or only lost some."""
    points = np.array(sorted(vertices_of(new) - vertices_of(old)), dtype=np.int64)
    areas = area_m2(geometries_to_degrees(np.array([old, new], dtype=object)))
    place = shapely.multipoints(to_degrees(unpack(points))) if len(points) else None
    return Transfer(
        action if len(points) else "straighten",
        None,
        name,
        float(areas[1] - areas[0]),
        place,
        parent,
        {"inserted": len(points)},
    )
