"""A street block: the face of the street network around a point."""

from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.edits.points import Point
from geo_grid.core.noding import polygonized
from geo_grid.core.streets.lines import Lines

#: A line belongs to the border of a block where they lie together for longer than this, units (about 1 m).
_BESIDE = 100.0
#: A line lies on a border within this distance, units: both were rounded.
_ON = 1.5
#: What lies in a block without making two of it: paths, ponds and lakes; alleys without a name, which are the
#: lanes of an estate.
_WITHIN_BLOCK = {"street": ("path",), "water": ("pond", "lake", "other")}
_LANE = "alley"


@dataclass(frozen=True, slots=True)
class Block:
    """Ground between streets.

    Parameters
    ----------
    ground
        A Polygon in lattice units.
    along
        Names of the streets and waters around it, the longest beside it first.
    """

    ground: shapely.Polygon
    along: tuple[str, ...]


def block_at(lines: Lines, limit: shapely.Geometry, point: Point) -> Block | None:
    """The face of a network around a point.

    Parameters
    ----------
    lines
        All streets, railways and waters that meet the window looked at.
    limit
        Ground that the block must not leave, lattice units; its border bounds the block as streets do.
    point
        Lattice units.

    Returns
    -------
    The block; None where the point is outside the limit, or lies on a line so that no block holds it.
    """
    here = shapely.Point(point)
    bounding = lines.only([i for i in range(len(lines)) if _bounds(lines, i)])
    drawn = np.concatenate([bounding.geometry, as_array([shapely.boundary(limit)])])
    # On the lattice: rounding a crossing may move an edge onto a vertex, which this nodes as well.
    noded = shapely.get_parts(shapely.union_all(drawn, grid_size=1.0))
    faces = polygonized(noded)
    # Of faces within faces the one that holds the point is the only one: faces do not overlap.
    holding = [
        face for face in faces[shapely.contains(faces, here)] if shapely.contains(limit, _inside(face))
    ]
    if not holding:
        return None
    return Block(holding[0], _around(bounding, holding[0]))


def _bounds(lines: Lines, at: int) -> bool:
    kind = lines.kind[at]
    is_lane = kind == _LANE and lines.name[at] is None
    return not is_lane and kind not in _WITHIN_BLOCK.get(lines.layer[at], ())


def _inside(face: shapely.Polygon) -> shapely.Point:
    return shapely.point_on_surface(face)


def _around(lines: Lines, face: shapely.Polygon) -> tuple[str, ...]:
    beside = shapely.length(shapely.intersection(lines.geometry, shapely.buffer(shapely.boundary(face), _ON)))
    by_name: dict[str, float] = {}
    for name, length in zip(lines.name, beside.tolist(), strict=True):
        if name and length > _BESIDE:
            by_name[name] = by_name.get(name, 0.0) + length
    return tuple(sorted(by_name, key=lambda name: (-by_name[name], name)))
