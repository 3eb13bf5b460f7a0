"""Which blocks form each grid, each community and each town."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.land_use import SPECIAL
from geo_grid.example_town.merging import affinity, merge
from geo_grid.example_town.partition import RURAL, URBAN, partition
from geo_grid.example_town.regions import regions
from geo_grid.example_town.settle import Settled
from geo_grid.example_town.sizes import Plan

#: Ground for factories becomes one grid up to this size, m².
_FACTORY_PARK = 450_000.0
#: Ground that weighs as much as a grid's households when communities are drawn, m².
_COUNTRY, _BUILT_UP = 420_000.0, 900_000.0
#: Fewer households than these are not left to a grid of their own where they can join a neighbour.
_FEW_URBAN, _FEW_RURAL = 170, 80


@dataclass(frozen=True, slots=True)
class Patch:
    """A grid of level 3, as blocks.

    Parameters
    ----------
    blocks
        Sorted.
    community
        Its number.
    special
        The use that makes it a special grid, else None.
    rural
        Whether it is countryside.
    """

    blocks: tuple[int, ...]
    community: int
    special: str | None
    rural: bool


def divide(
    plan: Plan, blocks: Blocks, settled: Sequence[Settled], rng: Random
) -> tuple[list[Patch], list[int]]:
    """Patches of all communities, and the number of the town each community is in."""
    kin = [{other: affinity(kinds) for other, kinds in every.items()} for every in blocks.beside]
    rural = [quarter in ("field", "village") for quarter in blocks.quarters]
    community = _communities(plan, blocks, settled, kin, rural)
    middles = shapely.get_coordinates(shapely.point_on_surface(blocks.land))
    households = [each.households for each in settled]
    patches: list[Patch] = []
    for number in range(max(community) + 1):
        members = [block for block, whose in enumerate(community) if whose == number]
        patches += _patches(number, members, blocks, settled, households, kin, list(rural), middles, rng)
    return patches, _towns(plan, blocks, settled, community, kin)


def _communities(
    plan: Plan,
    blocks: Blocks,
    settled: Sequence[Settled],
    kin: list[dict[int, float]],
    rural: list[bool],
) -> list[int]:
    """Number of each block's community, made of whole cells."""
    cells: list[list[int]] = []
    for cell in np.unique(blocks.cells).tolist():
        cells += regions(np.flatnonzero(blocks.cells == cell).tolist(), kin)
    weights = [
        sum(
            settled[block].households / URBAN.target
            + (0.55 if settled[block].use in SPECIAL else 0.0)
            + float(blocks.land[block].area) / (_COUNTRY if rural[block] else _BUILT_UP)
            for block in cell
        )
        for cell in cells
    ]
    # What is built up counts, not how wide the fields around it are.
    country = [
        sum(settled[b].households + 5 for b in cell if rural[b])
        > sum(settled[b].households + 5 for b in cell if not rural[b])
        for cell in cells
    ]
    return _merged(cells, weights, country, kin, plan.communities)


def _towns(
    plan: Plan,
    blocks: Blocks,
    settled: Sequence[Settled],
    community: list[int],
    kin: list[dict[int, float]],
) -> list[int]:
    count = max(community) + 1
    if plan.towns == 1:
        return [0] * count
    groups = [[block for block, whose in enumerate(community) if whose == number] for number in range(count)]
    weights = [
        sum(settled[b].households / 2500 + float(blocks.land[b].area) / 2_500_000 for b in group)
        for group in groups
    ]
    town = _merged(groups, weights, [False] * count, kin, plan.towns)
    return [town[group[0]] for group in groups]


def _merged(
    groups: list[list[int]],
    weights: list[float],
    rural: list[bool],
    kin: list[dict[int, float]],
    count: int,
) -> list[int]:
    """Merge groups of blocks; the number of the whole of each block."""
    of = {block: at for at, group in enumerate(groups) for block in group}
    beside: list[dict[int, float]] = [{} for _ in groups]
    for block, every in enumerate(kin):
        for other, shared in every.items():
            a, b = of[block], of[other]
            if a != b:
                beside[a][b] = beside[a].get(b, 0.0) + shared
    label = merge(weights, beside, rural, count)
    return [label[of[block]] for block in range(len(kin))]


def _patches(
    number: int,
    members: list[int],
    blocks: Blocks,
    settled: Sequence[Settled],
    households: Sequence[int],
    kin: list[dict[int, float]],
    rural: list[bool],
    middles: Floats,
    rng: Random,
) -> list[Patch]:
    """The grids of one community."""
    special: list[tuple[str, list[int]]] = []
    for use in SPECIAL:
        if use == "kindergarten":
            continue  # too small for a grid of its own
        special += [(use, region) for region in _compounds(use, members, blocks, settled, kin)]
    taken = {block for _, region in special for block in region}
    open_ground = [block for block in members if block not in taken]

    # Few homes cut off from their like join the other kind of ground, or the institution beside them.
    for region in regions(open_ground, kin):
        _settle_setting(region, households, kin, rural)
    parts: list[tuple[bool, list[int]]] = []
    for setting in (False, True):
        for region in regions([b for b in open_ground if rural[b] is setting], kin):
            few = sum(households[block] for block in region) < (30 if setting else 50)
            host = _host(region, special, kin) if few else None
            if host is not None:
                special[host][1].extend(region)
                continue
            band = RURAL if setting else URBAN
            parts += [(setting, part) for part in partition(region, households, kin, middles, band, rng)]
    found = [Patch(tuple(part), number, None, setting) for setting, part in parts]
    found += [
        Patch(tuple(sorted(region)), number, use, all(rural[block] for block in region))
        for use, region in special
    ]
    return found


def _compounds(
    use: str, members: list[int], blocks: Blocks, settled: Sequence[Settled], kin: list[dict[int, float]]
) -> list[list[int]]:
    """Neighbouring blocks of one special use; factories up to the size of a factory park."""
    mine = [block for block in members if settled[block].use == use]
    if use != "factory":
        return regions(mine, kin)
    found = []
    for region in regions(mine, kin):
        left = list(region)
        while left:
            part, size = [left[0]], float(blocks.land[left[0]].area)
            rest = set(left[1:])
            while True:
                edge = sorted({o for block in part for o in kin[block] if o in rest})
                edge = [o for o in edge if size + float(blocks.land[o].area) <= _FACTORY_PARK]
                if not edge:
                    break
                part.append(edge[0])
                rest.discard(edge[0])
                size += float(blocks.land[edge[0]].area)
            found.append(part)
            left = sorted(rest)
    return found


def _settle_setting(
    region: list[int], households: Sequence[int], kin: list[dict[int, float]], rural: list[bool]
) -> None:
    """Give groups too small for a grid to a neighbour of the other setting."""
    for setting, few in ((True, _FEW_RURAL), (False, _FEW_URBAN)):
        for part in regions([block for block in region if rural[block] is setting], kin):
            other = any(o in kin[b] for b in part for o in region if rural[o] is not setting)
            if other and sum(households[block] for block in part) < few:
                for block in part:
                    rural[block] = not setting


def _host(region: list[int], special: list[tuple[str, list[int]]], kin: list[dict[int, float]]) -> int | None:
    """The special grid with the longest border to a group of blocks."""
    shared = [sum(kin[a].get(b, 0.0) for a in region for b in mine) for _, mine in special]
    if not shared or max(shared) <= 0:
        return None
    return int(np.argmax(shared))
