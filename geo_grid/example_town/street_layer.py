"""Streets as a map has them: the edges of the network joined by name and class."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.frame import Floats, Ints, array_of, shapes_in_metres
from geo_grid.example_town.lines import STREETS, Line
from geo_grid.example_town.network import Network

#: Through roads go on beyond the town's limit.
_THROUGH = ("expressway", "arterial")
_QUAYS = ("滨东路", "滨西路", "塘南路", "塘北路", "铁路东路", "铁路西路")


@dataclass(frozen=True)
class Streets:
    """The edges that are streets.

    Parameters
    ----------
    edges
        (n,) lines from crossing to crossing, lattice units.
    metres
        (n,) the same in metres.
    kinds, names
        (n,) class and name, None where it has none.
    inside
        (n,) whether the edge is in the town or on its limit.
    """

    edges: Geometries
    metres: Geometries
    kinds: tuple[str, ...]
    names: tuple[str | None, ...]
    inside: Ints


def find_streets(
    network: Network, lines: list[Line], blocks: Blocks, main: tuple[Line, Line]
) -> tuple[Streets, Geometries]:
    """Streets that hang together, and the ditches between fields (lattice units)."""
    block_of = np.full(len(network.faces) + 1, -1, dtype=np.int64)
    for block, faces in enumerate(blocks.faces):
        block_of[list(faces)] = block
    sides = block_of[network.sides]
    inside = np.asarray((sides >= 0).any(axis=1))
    country = np.array([quarter in ("field", "village") for quarter in blocks.quarters] + [True])
    open_country = np.asarray(country[sides].all(axis=1))
    kinds = [lines[at].kind for at in network.line.tolist()]
    # What is left over where a line was drawn a little too far is no street.
    whole = np.asarray((network.sides >= 0).any(axis=1))
    ditches = network.edges[
        [k == "stream" and bool(i) and bool(w) for k, i, w in zip(kinds, inside, whole, strict=True)]
    ]
    rows = [
        edge
        for edge, kind in enumerate(kinds)
        if kind in STREETS and whole[edge] and (inside[edge] or kind in _THROUGH)
    ]
    rows = _connected(network, rows)
    metres = shapes_in_metres(network.edges[rows])
    middles = shapely.get_coordinates(shapely.line_interpolate_point(metres, 0.5, normalized=True))
    found_kinds, found_names = [], []
    for place, edge in enumerate(rows):
        line = lines[int(network.line[edge])]
        kind, name = line.kind, line.name
        if name is not None and name.endswith(_QUAYS) and open_country[edge]:
            kind, name = "path", None
        if kind == "arterial" and name is not None:
            name = _with_part(name, line, middles[place], main)
        found_kinds.append(kind)
        found_names.append(name)
    return (
        Streets(
            network.edges[rows], metres, tuple(found_kinds), tuple(found_names), inside[rows].astype(np.int64)
        ),
        ditches,
    )


def _with_part(stem: str, line: Line, place: Floats, main: tuple[Line, Line]) -> str:
    """A through road's name on one side of the main street it crosses: 东路, 西路, 南路, 北路."""
    column, row = main
    reach = np.abs(line.xy[-1] - line.xy[0])
    if reach[1] > reach[0]:
        by = np.argsort(row.xy[:, 0])
        north = place[1] > float(np.interp(place[0], row.xy[by, 0], row.xy[by, 1]))
        return f"{stem}{'北' if north else '南'}路"
    by = np.argsort(column.xy[:, 1])
    east = place[0] > float(np.interp(place[1], column.xy[by, 1], column.xy[by, 0]))
    return f"{stem}{'东' if east else '西'}路"


def _connected(network: Network, rows: list[int]) -> list[int]:
    """The edges of the largest connected part of the network."""
    ends = shapely.get_coordinates(
        np.stack(
            [shapely.get_point(network.edges[rows], 0), shapely.get_point(network.edges[rows], -1)], axis=1
        )
    ).reshape(-1, 2, 2)
    leader: dict[tuple[float, float], tuple[float, float]] = {}

    def first(point: tuple[float, float]) -> tuple[float, float]:
        leader.setdefault(point, point)
        while leader[point] != point:
            leader[point] = leader[leader[point]]
            point = leader[point]
        return point

    pairs = [((a[0], a[1]), (b[0], b[1])) for a, b in ends.tolist()]
    for one, other in pairs:
        leader[first(one)] = first(other)
    size: dict[tuple[float, float], int] = defaultdict(int)
    for one, _ in pairs:
        size[first(one)] += 1
    largest = max(sorted(size), key=lambda point: size[point])
    return [row for row, (one, _) in zip(rows, pairs, strict=True) if first(one) == largest]


def joined(streets: Streets) -> tuple[Geometries, list[str | None], list[str]]:
    """One feature a name and class, in lattice units; of streets without a name one a stretch."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for edge, (kind, name) in enumerate(zip(streets.kinds, streets.names, strict=True)):
        groups[STREETS.index(kind), name or ""].append(edge)
    shapes: list[Any] = []
    names: list[str | None] = []
    kinds: list[str] = []
    for (rank, name), edges in sorted(groups.items()):
        merged = shapely.line_merge(shapely.multilinestrings(list(streets.edges[edges])))
        if name:
            shapes.append(shapely.multilinestrings(list(shapely.get_parts(shapely.normalize(merged)))))
            names.append(name)
            kinds.append(STREETS[rank])
            continue
        for part in shapely.get_parts(shapely.normalize(merged)):
            shapes.append(part)
            names.append(None)
            kinds.append(STREETS[rank])
    return array_of(shapes), names, kinds
