"""Offices of the made-up town, and their work stations."""

import numpy as np
import shapely

from geo_grid.example_town.person_names import PersonNames, latin
from geo_grid.example_town.staff import TownOffice, TownStation
from geo_grid.example_town.town import Town, TownGrid

HOURS = "周一至周五 8:30–11:30，13:30–17:00"
_STATION_HOURS = "周一至周日 8:00–20:00"
#: Departments of the whole town: ending of the name, English, hours.
_DEPARTMENTS = (
    ("派出所", "Police Station", "全天"),
    ("综合行政执法队", "Urban Management Team", HOURS),
    ("市场监督管理所", "Market Supervision Office", HOURS),
    ("社区卫生服务中心", "Community Health Centre", _STATION_HOURS),
)
_SERVICES = ("事项受理", "矛盾调解", "政策咨询", "便民打印", "志愿服务报名", "爱心歇脚")
_ENGLISH = (("社区", "Community"), ("村", "Village"), ("镇", "Town"), ("市", "City"))


def bare(name: str) -> str:
    """A grid's name without what says that it is an example."""
    return name.removesuffix("（示例）")


def english(name: str) -> str:
    """A place's name in English: 凤云社区 is Fengyun Community."""
    for ending, word in _ENGLISH:
        if name.endswith(ending):
            return f"{latin(name.removesuffix(ending))} {word}"
    return latin(name)


def open_offices(town: Town, names: PersonNames) -> tuple[list[TownOffice], dict[str, int]]:
    """Offices from the top, and the office of each grid of levels 0 to 2: code → position.

    Departments come last; their ground is the whole town.
    """
    found: list[TownOffice] = []
    of_grid: dict[str, int] = {}
    kinds = ("district", "town", "community")
    endings = (
        ("网格化服务管理中心", "Grid Service Centre"),
        ("人民政府", "Government"),
        ("居民委员会", "Residents' Committee"),
    )
    for grid in (grid for grid in town.grids if grid.level < 3):
        name, (ending, word) = bare(grid.name), endings[grid.level]
        if name.endswith("村"):
            ending, word = "村村民委员会", "Committee"
        of_grid[grid.code] = len(found)
        above = None if grid.parent is None else of_grid[grid.parent]
        title, foreign = f"{name.removesuffix('村')}{ending}（示例）", f"{english(name)} {word} (example)"
        found.append(
            TownOffice(
                kinds[grid.level],
                title,
                foreign,
                above,
                (grid.code,),
                names.landline(),
                HOURS,
                f"{name}（示例地址）",
            )
        )
    outline = town.grids[0]
    place = bare(outline.name)[:2]
    for ending, word, hours in _DEPARTMENTS:
        title, foreign = f"{place}{ending}（示例）", f"{latin(place)} {word} (example)"
        found.append(
            TownOffice("department", title, foreign, 0, (outline.code,), names.landline(), hours, None)
        )
    return found, of_grid


def open_stations(town: Town, offices: dict[str, int], names: PersonNames) -> list[TownStation]:
    """A work station for each grid of levels 1 and 2, at an address near its middle."""
    addresses = town.layers["addresses"]
    tree = shapely.STRtree(addresses.geometry)
    found = []
    for grid in (grid for grid in town.grids if grid.level in (1, 2)):
        inside = tree.query(grid.geometry, predicate="contains")
        if not len(inside):
            continue
        away = shapely.distance(addresses.geometry[inside], shapely.point_on_surface(grid.geometry))
        # A town's station is the second nearest: the nearest may be its community's.
        at = int(inside[np.argsort(away, kind="stable")[min(2 - grid.level, len(inside) - 1)]])
        found.append(_station(grid, addresses.geometry[at], addresses.columns["text"][at], offices, names))
    return found


def _station(
    grid: TownGrid, place: shapely.Point, address: str, offices: dict[str, int], names: PersonNames
) -> TownStation:
    name = bare(grid.name)
    word = "工作站" if grid.level == 2 else "党群服务中心"
    foreign = "Grid Station" if grid.level == 2 else "Service Centre"
    services = _SERVICES if grid.level == 1 else _SERVICES[int(grid.code[-1]) % 2 :][:5]
    return TownStation(
        grid.code,
        f"{name}{word}（示例）",
        f"{english(name)} {foreign} (example)",
        place.x,
        place.y,
        address,
        _STATION_HOURS,
        names.landline(),
        services,
        offices[grid.code],
    )
