"""Blocks into grids: connected, of a like number of households, with borders on the larger streets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.regions import holds_together

#: Metres of alley between two grids that weigh as much as one square of the size's deviation.
_BORDER = 420.0
_SWEEPS = 14


@dataclass(frozen=True, slots=True)
class Band:
    """How many households a grid is to have."""

    low: int
    target: int
    high: int

    def cost(self, households: float) -> float:
        """How far a number is from right; about 1 at the ends of the band, steep beyond."""
        half = (self.high - self.low) / 2
        beyond = max(self.low - households, households - self.high, 0) / half
        return ((households - self.target) / half) ** 2 + (8 + 20 * beyond if beyond > 0 else 0)


URBAN = Band(206, 290, 394)
RURAL = Band(102, 150, 198)


def partition(
    members: Sequence[int],
    households: Sequence[int],
    beside: Sequence[Mapping[int, float]],
    middles: Floats,
    band: Band,
    rng: Random,
) -> list[list[int]]:
    """Divide connected blocks into connected grids.

    Parameters
    ----------
    members
        The blocks to divide.
    households
        Of every block there is.
    beside
        Neighbours of every block and the affinity to each, see `geo_grid.example_town.merging.affinity`.
    middles
        (n, 2) of every block, metres.
    band
        The size wanted.
    rng
        Where chance comes from.
    """
    total = sum(households[block] for block in members)
    usual = max(1, round(total / band.target))
    counts = sorted({count for count in (usual - 1, usual, usual + 1) if 1 <= count <= len(members)})
    if total <= band.high:
        counts = [1]
    best: tuple[float, list[list[int]]] | None = None
    for count in counts:
        if best is not None and count * band.low > total * 1.15:
            continue
        for _ in range(2 if count > 1 else 1):
            work = _Work(members, households, beside, middles, band, count, rng)
            work.improve(rng)
            cost = work.cost()
            if best is None or cost < best[0] - 1e-9:
                best = cost, work.parts()
    assert best is not None  # noqa: S101 (there is always the usual count)
    return best[1]


class _Work:
    """One division, improved step by step."""

    def __init__(
        self,
        members: Sequence[int],
        households: Sequence[int],
        beside: Sequence[Mapping[int, float]],
        middles: Floats,
        band: Band,
        count: int,
        rng: Random,
    ) -> None:
        self.households, self.band, self.count = households, band, count
        inside = set(members)
        self.beside = {
            block: {other: shared for other, shared in beside[block].items() if other in inside}
            for block in members
        }
        self.part = self._grow(list(members), middles, rng)
        self.size = [0.0] * count
        self.blocks: list[set[int]] = [set() for _ in range(count)]
        for block, part in self.part.items():
            self.size[part] += households[block]
            self.blocks[part].add(block)

    def _grow(self, members: list[int], middles: Floats, rng: Random) -> dict[int, int]:
        """Parts that grow from middles spread over the ground, the smallest first."""
        weight = np.array([self.households[block] + 2.0 for block in members])
        xy = middles[members]
        centres = xy[rng.choice(len(members), self.count, replace=False, p=weight / weight.sum())]
        for _ in range(6):
            nearest = np.hypot(*(xy[:, None] - centres[None]).transpose(2, 0, 1)).argmin(axis=1)
            for part in range(self.count):
                mine = nearest == part
                if mine.any():
                    centres[part] = np.average(xy[mine], axis=0, weights=weight[mine])
        part_of: dict[int, int] = {}
        size = [0.0] * self.count
        away = np.hypot(*(xy[None] - centres[:, None]).transpose(2, 0, 1))
        far = [dict(zip(members, every, strict=True)) for every in away.tolist()]
        for part in range(self.count):
            order = np.argsort(away[part], kind="stable").tolist()
            start = next(members[at] for at in order if members[at] not in part_of)
            part_of[start] = part
            size[part] += self.households[start]
        edges: list[set[int]] = [set() for _ in range(self.count)]
        for block, part in part_of.items():
            edges[part].update(self.beside[block])
        open_parts = set(range(self.count))
        while open_parts:
            part = min(open_parts, key=lambda each: (size[each], each))
            edges[part] = {block for block in edges[part] if block not in part_of}
            if not edges[part]:
                open_parts.discard(part)
                continue
            near = far[part]
            block = min(edges[part], key=lambda each: (near[each], each))
            part_of[block] = part
            size[part] += self.households[block]
            edges[part].update(self.beside[block])
        return part_of

    def improve(self, rng: Random) -> None:
        """Move blocks from part to part as long as that makes the division better."""
        order = sorted(self.part)
        for _ in range(_SWEEPS):
            moved = False
            for at in rng.permutation(len(order)).tolist():
                moved |= self._move(order[at])
            if not moved:
                return

    def _move(self, block: int) -> bool:
        mine = self.part[block]
        if len(self.blocks[mine]) < 2:
            return False
        shared: dict[int, float] = {}
        for other, length in self.beside[block].items():
            shared[self.part[other]] = shared.get(self.part[other], 0.0) + length
        own = shared.pop(mine, 0.0)
        number, band = self.households[block], self.band
        best, into = -1e-9, -1
        for part in sorted(shared):
            change = (own - shared[part]) / _BORDER
            if number:
                change += band.cost(self.size[mine] - number) - band.cost(self.size[mine])
                change += band.cost(self.size[part] + number) - band.cost(self.size[part])
            if change < best:
                best, into = change, part
        if into < 0:
            return False
        if not holds_together(self.blocks[mine] - {block}, self.beside):  # type: ignore[arg-type]
            return False
        self.blocks[mine].discard(block)
        self.blocks[into].add(block)
        self.part[block] = into
        self.size[mine] -= number
        self.size[into] += number
        return True

    def cost(self) -> float:
        """Sizes and the length of the borders between parts."""
        border = sum(
            length
            for block, every in self.beside.items()
            for other, length in every.items()
            if other > block and self.part[other] != self.part[block]
        )
        return sum(self.band.cost(size) for size in self.size) + border / _BORDER

    def parts(self) -> list[list[int]]:
        """Blocks of each part."""
        return [sorted(blocks) for blocks in self.blocks if blocks]
