"""Writing TopoJSON with exact shared arcs; on the lattice, quantised without loss."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geo_grid.core.errors import InputError
from geo_grid.core.lattice import UNITS_PER_DEGREE, to_degrees, to_units
from geo_grid.files.columns import as_json_value
from geo_grid.files.found import array_of
from geo_grid.files.output import Output
from geo_grid.files.topology import ArcStore, ring_arcs

Array = NDArray[np.float64]


def write(path: Path, outputs: Sequence[Output]) -> None:
    """Write layers as the objects of one topology, sharing their arcs.

    Where every coordinate is on the lattice they are written as whole lattice units with the transform
    ``scale`` 1e-7, which loses nothing; otherwise as they are, without a transform.
    """
    shapes = [_flat(output.shapes) for output in outputs]
    everything = np.concatenate(shapes) if shapes else np.empty(0, dtype=object)
    on_lattice = _on_lattice(shapely.get_coordinates(everything))
    arcs = Arcs(everything)
    objects, start = {}, 0
    for output, geometries in zip(outputs, shapes, strict=True):
        objects[output.layer] = {
            "type": "GeometryCollection",
            "geometries": _members(output, geometries, arcs, start, on_lattice),
        }
        start += len(geometries)
    topology: dict[str, Any] = {"type": "Topology"}
    if on_lattice:
        step = 1.0 / UNITS_PER_DEGREE
        topology["transform"] = {"scale": [step, step], "translate": [0, 0]}
    topology["objects"] = objects
    topology["arcs"] = [_arc(line, on_lattice) for line in arcs.store.arcs]
    path.write_bytes(orjson.dumps(topology) + b"\n")


def _flat(geometries: NDArray[Any]) -> NDArray[Any]:
    return array_of(list(shapely.force_2d(geometries)))


def _on_lattice(xy: Array) -> bool:
    return bool(np.isfinite(xy).all() and np.array_equal(to_degrees(to_units(xy)), xy))


def _arc(line: Array, on_lattice: bool) -> list[Any]:
    if not on_lattice:
        positions: list[Any] = line.tolist()
        return positions
    units = to_units(line)
    steps: list[Any] = np.vstack([units[:1], np.diff(units, axis=0)]).tolist()
    return steps


class Arcs:
    """The arcs of all geometries, and which of them each polygon's rings are made of."""

    def __init__(self, geometries: NDArray[Any]) -> None:
        self.store = ArcStore()
        parts, owner = shapely.get_parts(geometries, return_index=True)
        is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        polygons, owner = parts[is_polygon], owner[is_polygon]
        rings, polygon = shapely.get_rings(polygons, return_index=True)
        self._of: dict[int, list[list[list[int]]]] = {}
        rings_of: list[list[list[int]]] = [[] for _ in polygons]
        for place, arcs in zip(polygon.tolist(), ring_arcs(rings, self.store), strict=True):
            if arcs:
                rings_of[place].append(arcs)
        for place, row in enumerate(owner.tolist()):
            self._of.setdefault(row, []).append(rings_of[place])

    def polygons(self, row: int) -> list[list[list[int]]]:
        """For each polygon of a row, for each ring, the indices of its arcs."""
        return self._of.get(row, [])


def _members(
    output: Output, geometries: NDArray[Any], arcs: Arcs, start: int, on_lattice: bool
) -> list[dict[str, Any]]:
    names = [str(name) for name in output.table.columns]
    columns = [output.table.iloc[:, place].tolist() for place in range(len(names))]
    members = []
    for row, geometry in enumerate(geometries):
        member = _member(geometry, arcs, start + row, on_lattice)
        member["properties"] = {
            name: as_json_value(column[row]) for name, column in zip(names, columns, strict=True)
        }
        members.append(member)
    return members


def _member(geometry: shapely.Geometry | None, arcs: Arcs, row: int, on_lattice: bool) -> dict[str, Any]:
    if geometry is None:
        return {"type": None}
    kind = geometry.geom_type
    if kind == "Polygon":
        rings = arcs.polygons(row)
        return {"type": kind, "arcs": rings[0] if rings else []}
    if kind == "MultiPolygon":
        return {"type": kind, "arcs": arcs.polygons(row)}
    if kind in ("LineString", "LinearRing"):
        return {"type": "LineString", "arcs": [] if geometry.is_empty else [_line(geometry, arcs)]}
    if kind == "MultiLineString":
        return {"type": kind, "arcs": [[_line(part, arcs)] for part in geometry.geoms]}
    if kind == "Point":
        positions = _positions(geometry, on_lattice)
        return {"type": kind, "coordinates": positions[0] if positions else []}
    if kind == "MultiPoint":
        return {"type": kind, "coordinates": _positions(geometry, on_lattice)}
    raise InputError("geometry_unwritable", driver="TopoJSON", type=kind)


def _line(geometry: shapely.Geometry, arcs: Arcs) -> int:
    return arcs.store.index(shapely.get_coordinates(geometry))


def _positions(geometry: shapely.Geometry, on_lattice: bool) -> list[Any]:
    xy = shapely.get_coordinates(geometry)
    positions: list[Any] = (to_units(xy) if on_lattice else xy).tolist()
    return positions
