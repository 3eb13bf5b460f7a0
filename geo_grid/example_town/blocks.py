"""Blocks: the ground between streets, up to the middle of the water or rails beside it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.frame import Floats, Ints, array_of, shapes_in_metres
from geo_grid.example_town.lines import Line
from geo_grid.example_town.network import Network
from geo_grid.example_town.subdivide import Piece

#: Water and rails are no reason to join a bank to the other side.
_ACROSS = ("river", "railway")


@dataclass(frozen=True)
class Blocks:
    """The town's blocks.

    Parameters
    ----------
    shapes
        (n,) polygons in lattice units; together they are the town.
    land
        (n,) the part that is not water or rails, metres.
    quarters
        (n,) kinds of ground.
    cells
        (n,) number of the cell each belongs to.
    faces
        For each block its faces of the network: the land, then water and rails.
    edges
        For each block the edges of the network around its land.
    beside
        For each block its neighbours and the length of the border with each, metres, by the kind of line.
    """

    shapes: Geometries
    land: Geometries
    quarters: tuple[str, ...]
    cells: Ints
    faces: tuple[tuple[int, ...], ...]
    edges: tuple[tuple[int, ...], ...]
    beside: tuple[dict[int, dict[str, float]], ...]

    def __len__(self) -> int:
        return len(self.shapes)

    def choose(self, rows: list[int]) -> "Blocks":
        """Some of the blocks, renumbered."""
        to = {row: at for at, row in enumerate(rows)}
        return Blocks(
            self.shapes[rows],
            self.land[rows],
            tuple(self.quarters[row] for row in rows),
            self.cells[rows],
            tuple(self.faces[row] for row in rows),
            tuple(self.edges[row] for row in rows),
            tuple({to[b]: kinds for b, kinds in self.beside[row].items() if b in to} for row in rows),
        )

    def pairs(self) -> tuple[Ints, Floats]:
        """(k, 2) neighbours, each pair once, and the length of their border, metres."""
        found = [
            (a, b, sum(kinds.values()))
            for a, every in enumerate(self.beside)
            for b, kinds in sorted(every.items())
            if a < b
        ]
        return (
            np.array([(a, b) for a, b, _ in found], dtype=np.int64).reshape(-1, 2),
            np.array([length for _, _, length in found], dtype=np.float64),
        )


def build_blocks(network: Network, lines: list[Line], pieces: list[Piece], corridor: Any) -> Blocks:
    """Join each bank to the land beside it, and tell what each block is for.

    Parameters
    ----------
    network
        Edges and faces.
    lines
        Of the plan, as `Network.line` counts them.
    pieces
        The blocks as they were drawn.
    corridor
        Ground of water and rails, metres.
    """
    piece = _pieces_of(network, pieces)
    owner = _owners(network, lines, piece, corridor)
    # Faces of the ground nobody drew on (outside) own themselves and are left out.
    land = np.flatnonzero(piece >= 0)
    number = np.full(len(network.faces), -1, dtype=np.int64)
    number[land] = np.arange(len(land))
    members: list[list[int]] = [[int(face)] for face in land]
    for face in np.flatnonzero(piece < 0).tolist():
        if owner[face] >= 0:
            members[int(number[owner[face]])].append(face)
    block_of = np.where(owner >= 0, number[owner], -1)

    beside: list[dict[int, dict[str, float]]] = [{} for _ in land]
    around: list[list[int]] = [[] for _ in land]
    metres = shapely.length(shapes_in_metres(network.edges))
    for edge, (one, other) in enumerate(network.sides.tolist()):
        kind = lines[int(network.line[edge])].kind
        for face in (one, other):
            if face >= 0 and piece[face] >= 0:
                around[int(number[face])].append(edge)
        if one < 0 or other < 0:
            continue
        a, b = int(block_of[one]), int(block_of[other])
        if a == b or a < 0 or b < 0:
            continue
        for x, y in ((a, b), (b, a)):
            kinds = beside[x].setdefault(y, defaultdict(float))
            kinds[kind] += float(metres[edge])
    shapes = [
        network.faces[faces[0]] if len(faces) == 1 else shapely.coverage_union_all(network.faces[faces])
        for faces in members
    ]
    return Blocks(
        array_of([_one_part(shape) for shape in shapes]),
        shapes_in_metres(network.faces[land]),
        tuple(pieces[int(piece[face])].quarter for face in land),
        np.array([pieces[int(piece[face])].cell for face in land], dtype=np.int64),
        tuple(tuple(faces) for faces in members),
        tuple(tuple(edges) for edges in around),
        tuple(beside),
    )


def _one_part(shape: Any) -> Any:
    parts = shapely.get_parts(shape)
    if len(parts) != 1:
        raise ValueError("a block came out in several parts")
    return parts[0]


def _pieces_of(network: Network, pieces: list[Piece]) -> Ints:
    """(n,) the drawn block each face is, -1 for water, rails and the ground outside."""
    drawn = array_of([shapely.Polygon(piece.ring) for piece in pieces])
    inside = shapely.point_on_surface(shapes_in_metres(network.faces))
    face, at = shapely.STRtree(drawn).query(inside, predicate="within")
    found = np.full(len(network.faces), -1, dtype=np.int64)
    found[face] = at
    return found


def _owners(network: Network, lines: list[Line], piece: Ints, corridor: Any) -> Ints:
    """(n,) the face whose block each face belongs to, -1 for those of no block."""
    owner = np.where(piece >= 0, np.arange(len(piece)), -1)
    inside = shapely.point_on_surface(shapes_in_metres(network.faces))
    banks = np.flatnonzero((piece < 0) & shapely.contains(corridor, inside)).tolist()
    beside = _beside(network, lines)
    # From the land outwards: a bank takes the land with the longest quay, what lies behind takes the bank's.
    while True:
        taken = []
        for face in banks:
            if owner[face] >= 0:
                continue
            length: dict[int, float] = defaultdict(float)
            for other, shared in beside[face].items():
                if owner[other] >= 0:
                    length[int(owner[other])] += shared
            if length:
                taken.append((face, max(length.items(), key=lambda item: (item[1], -item[0]))[0]))
        if not taken:
            return owner
        for face, whose in taken:
            owner[face] = whose


def _beside(network: Network, lines: list[Line]) -> list[dict[int, float]]:
    """For each face its neighbours on the same side of the water, with the length of the border."""
    beside: list[dict[int, float]] = [{} for _ in network.faces]
    for edge, (one, other) in enumerate(network.sides.tolist()):
        if one < 0 or other < 0 or lines[int(network.line[edge])].kind in _ACROSS:
            continue
        for x, y in ((one, other), (other, one)):
            beside[x][y] = beside[x].get(y, 0.0) + float(network.lengths[edge])
    return beside
