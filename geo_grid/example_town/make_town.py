"""Make up a whole town from a number."""

from collections import Counter
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries, geometries_to_degrees, to_degrees
from geo_grid.example_town.addresses import address_all
from geo_grid.example_town.blocks import Blocks, build_blocks
from geo_grid.example_town.curves import Random
from geo_grid.example_town.districts import divide
from geo_grid.example_town.facilities import set_up
from geo_grid.example_town.frame import (
    Floats,
    array_of,
    polygons_of,
    shapes_in_degrees,
    shapes_in_metres,
    units_of,
)
from geo_grid.example_town.grids import build_grids
from geo_grid.example_town.ground import draw_ground
from geo_grid.example_town.land_use import use_blocks
from geo_grid.example_town.lanes import lay_lanes
from geo_grid.example_town.limit import draw_limit, within_limit
from geo_grid.example_town.names import Names
from geo_grid.example_town.network import node
from geo_grid.example_town.organisations import factory_name, open_shops
from geo_grid.example_town.ponds import dig
from geo_grid.example_town.settle import Settled, settle
from geo_grid.example_town.sizes import PLANS, Plan, Size
from geo_grid.example_town.skeleton import Skeleton, draw_skeleton
from geo_grid.example_town.street_layer import Streets, find_streets, joined
from geo_grid.example_town.street_names import name_streets
from geo_grid.example_town.streets_plan import draw_streets
from geo_grid.example_town.town import Town, TownLayer

#: Streets are drawn this far beyond the limit, so that the limit can follow them: metres.
_BEYOND = 260.0
#: Half the width and height of the first view, metres.
_VIEW = (900.0, 700.0)
_SCHOOLS = ("中学", "中心小学", "实验学校", "职业学校")
_INSTITUTIONS = MappingProxyType(
    {
        "school": "小学",
        "kindergarten": "幼儿园",
        "hospital": "医院",
        "market": "农贸市场",
        "government": "政务服务中心",
        "station": "站",
    }
)
_PARKS = ("中央公园", "滨河公园", "儿童公园", "湖心公园", "文化公园")


def make_town(size: Size = "town", seed: int = 1) -> Town:
    """Make up a town: the same for the same seed, down to the last digit.

    Parameters
    ----------
    size
        ``town``: 8 communities, about 60 grids and 12,000 households; ``city``: 12 towns, 100 communities and
        about 1,000 grids.
    seed
        Any whole number from 0.

    Returns
    -------
    Town; its levels tile one another exactly.
    """
    plan, rng = PLANS[size], np.random.default_rng(seed)
    names = Names(rng)
    roads = names.through_roads(len(plan.columns), len(plan.rows), plan.main)
    waters = [
        "云溪",
        *(names.take(f"{stem}河") for stem in ("北市", "南塘", "横泾", "后市", "东浜", "盐铁", "官塘")),
    ]
    skeleton = draw_skeleton(plan, roads, waters, rng)
    ground = draw_ground(skeleton.centres, skeleton.factories, plan.reach, rng)
    limit = draw_limit(plan, skeleton.warp, rng)
    lines, pieces = draw_streets(skeleton, limit.buffer(_BEYOND), ground, rng)
    village_names = [names.village() for _ in ground.villages]
    lines = name_streets(lines, ground.villages, village_names, names, rng)
    network = node(lines)
    blocks = build_blocks(network, lines, pieces, skeleton.corridor)
    blocks = blocks.choose(within_limit(limit, shapes_in_metres(blocks.shapes), *blocks.pairs()))
    use = use_blocks(blocks, ground, skeleton.rails, rng)
    settled = settle(blocks, use, network, lines, rng)
    streets, ditches = find_streets(network, lines, blocks, skeleton.main)

    patches, town_of = divide(plan, blocks, settled, rng)
    compounds = _compound_names(settled, names, rng)
    villages = _nearest_village(blocks, ground.villages, village_names)
    grids, block_town, town_names = build_grids(
        plan, blocks, settled, patches, town_of, compounds, villages, names
    )
    buildings = [building for each in settled for building in each.buildings]
    block_of = [block for block, each in enumerate(settled) for _ in each.buildings]
    layers = {
        "streets": _streets(streets, lay_lanes(blocks, settled, streets)),
        "railways": _layer(
            [shapely.LineString(skeleton.rails).intersection(_board(plan))], name=["云海铁路（示例）"]
        ),
        "water": _water(plan, skeleton, settled, ditches, rng),
        "buildings": _layer(
            polygons_of([building.ring for building in buildings]),
            name=[building.name for building in buildings],
            use=[building.use for building in buildings],
            storeys=[building.storeys for building in buildings],
        ),
    }
    walled = [(block, each) for block, each in enumerate(settled) if compounds[block] is not None]
    layers["compounds"] = _layer(
        [each.free for _, each in walled],
        name=[compounds[block] for block, _ in walled],
        kind=[each.compound for _, each in walled],
    )
    addresses = address_all(
        settled, buildings, block_of, compounds, [town_names[town] for town in block_town], streets, rng
    )
    layers["addresses"] = _layer(
        _points([each.place for each in addresses]),
        text=[each.text for each in addresses],
        street=[each.street for each in addresses],
        number=[each.number for each in addresses],
        compound=[each.compound for each in addresses],
        households=[each.households for each in addresses],
        people=[each.people for each in addresses],
        services=[each.services or None for each in addresses],
    )
    shops = open_shops(settled, buildings, block_of, compounds, addresses, rng)
    layers["organisations"] = _layer(
        _points([each.place for each in shops]),
        name=[each.name for each in shops],
        trade=[each.trade for each in shops],
        phone=[each.phone for each in shops],
        address=[each.address for each in shops],
    )
    things = set_up(streets, settled, compounds, rng)
    layers["facilities"] = _layer(
        _points([each.place for each in things]),
        class_code=[each.code for each in things],
        class_name=[each.kind for each in things],
        name=[each.name for each in things],
        owner=[each.owner for each in things],
    )
    return Town(
        grids,
        MappingProxyType(layers),
        _view(skeleton.centres[0, :2]),
        MappingProxyType(
            {"zh": f"{plan.name}（示例，纯属虚构）", "en": f"{plan.english} (example, made up)"}
        ),
        size,
        seed,
    )


def _points(places: list[Floats]) -> Geometries:
    return np.asarray(shapely.points(np.array(places).reshape(-1, 2)), dtype=object)


def _layer(shapes: Sequence[shapely.Geometry] | Geometries, **columns: list[Any]) -> TownLayer:
    """A layer of shapes in metres."""
    return TownLayer(shapes_in_degrees(array_of(list(shapes))), MappingProxyType(columns))


def _board(plan: Plan) -> shapely.Polygon:
    return shapely.box(-plan.reach[0], -plan.reach[1], plan.reach[0], plan.reach[1])


def _streets(streets: Streets, lanes: list[Floats]) -> TownLayer:
    shapes, names, kinds = joined(streets)
    inner = shapes_in_degrees(array_of([shapely.LineString(lane) for lane in lanes]))
    columns: dict[str, list[Any]] = {
        "name": [*names, *[None] * len(lanes)],
        "class": [*kinds, *["alley"] * len(lanes)],
    }
    return TownLayer(np.concatenate([geometries_to_degrees(shapes), inner]), MappingProxyType(columns))


def _water(
    plan: Plan,
    skeleton: Skeleton,
    settled: Sequence[Settled],
    ditches: Geometries,
    rng: Random,
) -> TownLayer:
    board = _board(plan)
    river = skeleton.waters[0].polygon().intersection(board)
    surfaces: list[tuple[str, str | None, Any]] = [("river", skeleton.waters[0].name, river)]
    surfaces += [
        ("canal", water.name, water.polygon().intersection(board).difference(river))
        for water in skeleton.waters[1:]
    ]
    surfaces += dig(settled, rng)
    surfaces += [("stream", None, line) for line in shapes_in_metres(ditches)]
    return _layer(
        [shape for _, _, shape in surfaces],
        name=[name for _, name, _ in surfaces],
        kind=[kind for kind, _, _ in surfaces],
    )


def _compound_names(settled: Sequence[Settled], names: Names, rng: Random) -> list[str | None]:
    """A name for every compound, by block."""
    found: list[str | None] = []
    counts: Counter[str] = Counter()
    for each in settled:
        place = counts[each.use]
        counts[each.use] += 1
        if each.compound is None:
            found.append(None)
        elif each.compound == "residential":
            found.append(names.estate())
        elif each.use == "factory":
            found.append(names.take(factory_name("云溪", rng)))
        else:
            found.append(names.take(_institution(each.use, place)))
    return found


def _institution(use: str, place: int) -> str:
    if use == "school" and place < len(_SCHOOLS):
        return f"云溪{_SCHOOLS[place]}"
    if use == "park":
        return _PARKS[place] if place < len(_PARKS) else f"街心公园{place}"
    word = _INSTITUTIONS[use]
    return f"云溪{word}" if place == 0 else f"云溪第{_ordinal(place + 1)}{word}"


def _ordinal(number: int) -> str:
    """A number up to 99 as it is written in names."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = (digits[tens] if tens > 1 else "") + ("十" if tens else "")
    return written + (digits[ones] if ones else "")


def _nearest_village(blocks: Blocks, villages: Floats, names: Sequence[str]) -> list[str]:
    """The village nearest to each block; empty where there is none at all."""
    if not len(villages):
        return [""] * len(blocks)
    middles = shapely.get_coordinates(shapely.point_on_surface(blocks.land))
    away = np.hypot(middles[:, None, 0] - villages[None, :, 0], middles[:, None, 1] - villages[None, :, 1])
    return [names[at] for at in away.argmin(axis=1).tolist()]


def _view(middle: Floats) -> tuple[float, float, float, float]:
    corners = to_degrees(units_of(np.array([middle - _VIEW, middle + _VIEW])))
    (west, south), (east, north) = corners.tolist()
    return west, south, east, north
