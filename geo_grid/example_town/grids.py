"""The grids of all levels: exact unions of blocks, with names and codes."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries, geometries_to_degrees
from geo_grid.core.numbering import CodeScheme, reading_order
from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.districts import Patch
from geo_grid.example_town.frame import array_of
from geo_grid.example_town.names import TOWNS, Names
from geo_grid.example_town.settle import Settled
from geo_grid.example_town.sizes import Plan
from geo_grid.example_town.town import TownGrid

SCHEME = CodeScheme((6, 3, 3, 3))
#: A grid with more shops than this share of its households is street front.
_STREET_FRONT = 0.3
#: Special grids whose duty is enterprises and campuses.
_GRADES = {
    "market": "A",
    "station": "A",
    "hospital": "A",
    "school": "B",
    "government": "B",
    "park": "C",
    "factory": "C",
}


def build_grids(
    plan: Plan,
    blocks: Blocks,
    settled: Sequence[Settled],
    patches: Sequence[Patch],
    town_of: Sequence[int],
    compound_names: Sequence[str | None],
    village_of: Sequence[str],
    names: Names,
) -> tuple[tuple[TownGrid, ...], list[int], list[str]]:
    """Grids of levels 0 to 3, the town of each block, and the names of the towns.

    Parameters
    ----------
    plan
        What is drawn.
    blocks, settled, compound_names, village_of
        The blocks, what stands on each, its compound's name, and the village nearest to each.
    patches
        The grids of level 3 as blocks.
    town_of
        Town of each community.
    names
        Where names of communities come from.
    """
    shapes = array_of([_union(blocks.shapes[list(patch.blocks)]) for patch in patches])
    communities = _group([patch.community for patch in patches], len(town_of))
    community_shapes = array_of([_union(shapes[rows]) for rows in communities])
    towns = _group(list(town_of), max(town_of) + 1)
    town_shapes = array_of([_union(community_shapes[rows]) for rows in towns])
    outline = _union(town_shapes)
    # The main town is where the main streets cross.
    order = _by_centre(town_shapes) if plan.towns > 1 else [0]
    town_names = {town: TOWNS[place] for place, town in enumerate(order)}

    words_of_all = ("comprehensive", "residential", "A", "urban")
    grids = [_grid(plan.code, f"{plan.name}（示例）", 0, None, words_of_all, outline)]
    second: list[TownGrid] = []
    third: list[TownGrid] = []
    reading = _reading(town_shapes)
    for town, town_code in zip(reading, SCHEME.children_of(plan.code, 1, len(towns)), strict=True):
        rural = [patches[p].rural for c in towns[town] for p in communities[c]]
        words = ("comprehensive", "residential", "A", _setting(rural))
        grids.append(_grid(town_code, f"{town_names[town]}（示例）", 1, plan.code, words, town_shapes[town]))
        inner = [towns[town][at] for at in _reading(community_shapes[towns[town]])]
        for community, code in zip(inner, SCHEME.children_of(town_code, 2, len(inner)), strict=True):
            rows = communities[community]
            setting = _community_setting([patches[row] for row in rows], settled)
            name = _community_name(setting, [patches[row] for row in rows], village_of, names)
            words = ("comprehensive", "residential", "B" if setting == "urban" else "C", setting)
            second.append(_grid(code, name, 2, town_code, words, community_shapes[community]))
            ordered = [rows[at] for at in _reading(shapes[rows])]
            given: Counter[str] = Counter()
            for place, (row, own) in enumerate(
                zip(ordered, SCHEME.children_of(code, 3, len(ordered)), strict=True)
            ):
                patch = patches[row]
                title = _grid_name(patch, settled, compound_names, f"{name}第{place + 1}网格")
                given[title] += 1
                if given[title] > 1:
                    title = f"{title}{given[title]}"
                third.append(_grid(own, title, 3, code, _words(patch, settled), shapes[row]))
    block_town = [0] * len(blocks)
    for patch in patches:
        for block in patch.blocks:
            block_town[block] = town_of[patch.community]
    return (*grids, *second, *third), block_town, [town_names[town] for town in range(len(towns))]


def _grid(
    code: str,
    name: str,
    level: int,
    parent: str | None,
    words: tuple[str, str, str, str],
    shape: shapely.Polygon,
) -> TownGrid:
    kind, ground, grade, setting = words
    degrees = geometries_to_degrees(array_of([shapely.normalize(shape)]))[0]
    return TownGrid(code, name, level, parent, kind, ground, grade, setting, level < 3, degrees)


def _union(shapes: Geometries) -> shapely.Polygon:
    """Polygons that meet edge to edge as one, with all vertices they have on their common border."""
    parts = shapely.get_parts(shapely.coverage_union_all(shapes))
    if len(parts) != 1:
        raise ValueError("a grid came out in several parts")
    return parts[0]


def _group(labels: Sequence[int], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for row, label in enumerate(labels):
        found[label].append(row)
    return found


def _reading(shapes: Geometries) -> list[int]:
    bounds = shapely.bounds(shapes)
    centres = np.stack([bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)], axis=1)
    return reading_order(centres, bounds[:, 3] - bounds[:, 1])


def _by_centre(shapes: Geometries) -> list[int]:
    middle = shapely.get_coordinates(shapely.centroid(shapely.geometrycollections(list(shapes))))[0]
    away = np.hypot(*(shapely.get_coordinates(shapely.centroid(shapes)) - middle).T)
    return [int(at) for at in np.argsort(away, kind="stable")]


def _setting(rural: Sequence[bool]) -> str:
    return "rural" if sum(rural) * 2 > len(rural) else "urban"


def _community_setting(patches: Sequence[Patch], settled: Sequence[Settled]) -> str:
    homes: dict[bool, int] = defaultdict(int)
    for patch in patches:
        homes[patch.rural] += sum(settled[block].households for block in patch.blocks) + 1
    return "rural" if homes[True] > homes[False] else "urban"


def _community_name(setting: str, patches: Sequence[Patch], village_of: Sequence[str], names: Names) -> str:
    if setting == "rural":
        here = Counter(village_of[block] for patch in patches for block in patch.blocks if village_of[block])
        if here:
            return names.take(f"{here.most_common(1)[0][0]}村")
    return f"{names.community()}社区"


def _grid_name(
    patch: Patch, settled: Sequence[Settled], compound_names: Sequence[str | None], otherwise: str
) -> str:
    homes: Counter[str] = Counter()
    for block in patch.blocks:
        compound = compound_names[block]
        if compound is not None:
            is_its = patch.special is None or settled[block].use == patch.special
            homes[compound] += settled[block].households + (1000 if patch.special and is_its else 0)
    total = sum(settled[block].households for block in patch.blocks)
    if patch.special == "factory" and sum(settled[b].use == "factory" for b in patch.blocks) > 1:
        return "工业园网格"
    if homes:
        name, most = homes.most_common(1)[0]
        if patch.special is not None or most > 0.6 * total:
            return f"{name}网格"
    return otherwise


def _words(patch: Patch, settled: Sequence[Settled]) -> tuple[str, str, str, str]:
    """Kind, ground, grade and setting of a grid of level 3."""
    setting = "rural" if patch.rural else "urban"
    if patch.special is not None:
        return "special", "extension", _GRADES[patch.special], setting
    homes = sum(settled[block].households for block in patch.blocks)
    shops = sum(building.shops for block in patch.blocks for building in settled[block].buildings)
    if patch.rural:
        return "comprehensive", "residential", "C", setting
    if shops > _STREET_FRONT * homes:
        return "comprehensive", "street", "A", setting
    return "comprehensive", "residential", "A" if homes > 330 else "B", setting
