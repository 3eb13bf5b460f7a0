"""A made coverage of any size: quadrilaterals of a jittered lattice whose borders wander like streets.

Each cell of a columns × rows lattice is one grid. Its corners are jittered, and every border between corners
carries `extra` further vertices off the straight line, the same ones for both sides. So neighbours share each
vertex, the whole nests exactly, and nothing about it is regular but the number of neighbours.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Lattice units between two corners before jitter (10⁴ · 1e-7° ≈ 111 m).
PITCH = 10_000
#: Where the south-west corner lies, lattice units.
ORIGIN = (1_200_000_000, 300_000_000)


@dataclass(frozen=True)
class MadeCoverage:
    """Grids nested in parents.

    Parameters
    ----------
    grids
        (n,) polygons in lattice units.
    parents
        (m,) polygons in lattice units.
    parent_of
        (n,) position of each grid's parent.
    """

    grids: NDArray[np.object_]
    parents: NDArray[np.object_]
    parent_of: NDArray[np.int32]

    @property
    def vertices(self) -> int:
        """Coordinates of all grids, closing ones counted."""
        return int(shapely.get_num_coordinates(self.grids).sum())


def _along(ends_from: Ints, ends_to: Ints, extra: int, random: np.random.Generator) -> Ints:
    """(…, extra + 1, 2) vertices from one corner up to, not including, the other."""
    share = np.arange(extra + 1)[:, None] / (extra + 1)
    straight = ends_from[..., None, :] + (ends_to - ends_from)[..., None, :] * share
    wander = random.integers(-PITCH // 40, PITCH // 40 + 1, size=straight.shape)
    wander[..., 0, :] = 0  # corners stay where they are
    return np.asarray(np.floor(straight + wander + 0.5), dtype=np.int64)


def made_coverage(columns: int, rows: int, *, block: int, extra: int = 2, seed: int = 20020) -> MadeCoverage:
    """Make a coverage.

    Parameters
    ----------
    columns, rows
        Cells east–west and south–north; columns·rows grids.
    block
        A parent is a block × block square of cells (smaller at the far edges).
    extra
        Vertices on each border between two corners.
    seed
        Same seed, same coverage.
    """
    random = np.random.default_rng(seed)
    at_x, at_y = np.meshgrid(np.arange(columns + 1), np.arange(rows + 1), indexing="ij")
    corners = np.stack([at_x, at_y], axis=-1) * PITCH + np.array(ORIGIN)
    corners = corners + random.integers(-PITCH // 5, PITCH // 5 + 1, size=corners.shape)
    # (columns, rows + 1, extra + 1, 2) west to east, and (columns + 1, rows, extra + 1, 2) south to north.
    eastward = _along(corners[:-1], corners[1:], extra, random)
    northward = _along(corners[:, :-1], corners[:, 1:], extra, random)

    south, north = eastward[:, :-1], eastward[:, 1:]
    west, east = northward[:-1], northward[1:]
    corner = corners[:, :, None, :]
    back_west = np.concatenate([north[:, :, 1:], corner[1:, 1:]], axis=2)[:, :, ::-1]
    back_south = np.concatenate([west[:, :, 1:], corner[:-1, 1:]], axis=2)[:, :, ::-1]
    rings = np.concatenate([south, east, back_west, back_south, south[:, :, :1]], axis=2)
    count, length = columns * rows, rings.shape[2]
    rings = rings.reshape(count, length, 2).astype(np.float64)
    grids = shapely.polygons(
        shapely.linearrings(rings.reshape(-1, 2), indices=np.repeat(np.arange(count), length))
    )

    block_x, block_y = np.meshgrid(np.arange(columns) // block, np.arange(rows) // block, indexing="ij")
    per_column = -(-rows // block)
    parent_of = (block_x * per_column + block_y).reshape(-1).astype(np.int32)
    parents = np.array(
        [
            _block_ring(eastward, northward, corners, x, y, block)
            for x in range(-(-columns // block))
            for y in range(per_column)
        ],
        dtype=object,
    )
    return MadeCoverage(grids, parents, parent_of)


def _block_ring(
    eastward: Ints, northward: Ints, corners: Ints, at_x: int, at_y: int, block: int
) -> shapely.Polygon:
    """The outer ring of one block of cells, with every vertex its cells have on it."""
    columns, rows = eastward.shape[0], northward.shape[1]
    west, south = at_x * block, at_y * block
    east, north = min(west + block, columns), min(south + block, rows)

    def line(pieces: Ints, last: Ints) -> Ints:
        return np.concatenate([pieces.reshape(-1, 2), last[None]])

    ring = np.concatenate(
        [
            line(eastward[west:east, south], corners[east, south])[:-1],
            line(northward[east, south:north], corners[east, north])[:-1],
            line(eastward[west:east, north], corners[east, north])[::-1][:-1],
            line(northward[west, south:north], corners[west, north])[::-1],
        ]
    )
    return shapely.Polygon(ring.astype(np.float64))
