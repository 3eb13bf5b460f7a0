"""Lamps, trees, bins, manholes and toilets."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats
from geo_grid.example_town.settle import Settled
from geo_grid.example_town.street_layer import Streets

#: Class → code (class and serial, two digits each), name, owner.
_CLASSES = MappingProxyType(
    {
        "manhole": ("0102", "污水井盖", "排水公司（示例）"),
        "drain": ("0103", "雨水井盖", "排水公司（示例）"),
        "lamp": ("0118", "路灯", "路灯管理所（示例）"),
        "toilet": ("0301", "公共厕所", "环卫所（示例）"),
        "bin": ("0305", "垃圾箱", "环卫所（示例）"),
        "tree": ("0402", "行道树", "园林所（示例）"),
    }
)
#: Along which streets, how far apart, how far from the middle, on both sides: metres.
_ALONG = (
    ("lamp", ("expressway", "arterial"), 38.0, 14.5, True),
    ("lamp", ("secondary",), 36.0, 9.0, False),
    ("lamp", ("branch",), 42.0, 5.5, False),
    ("lamp", ("alley",), 55.0, 2.2, False),
    ("tree", ("arterial",), 22.0, 12.0, True),
    ("tree", ("secondary",), 26.0, 7.8, True),
    ("bin", ("arterial", "secondary"), 95.0, 10.0, True),
    ("bin", ("branch",), 130.0, 5.0, False),
    ("manhole", ("arterial", "secondary", "branch"), 88.0, 1.6, False),
    ("drain", ("arterial", "secondary"), 64.0, 6.5, True),
)


@dataclass(frozen=True, slots=True)
class Facility:
    """One facility (部件).

    Parameters
    ----------
    place
        (2,) metres.
    code, kind, owner
        Class code, class name, who keeps it.
    name
        None for nearly all.
    """

    place: Floats
    code: str
    kind: str
    owner: str
    name: str | None = None


def set_up(
    streets: Streets, settled: Sequence[Settled], compound_names: Sequence[str | None], rng: Random
) -> list[Facility]:
    """Facilities along the streets of the town, and toilets in parks, markets and the old centre."""
    found: list[Facility] = []
    for kind, classes, step, aside, both in _ALONG:
        edges = [
            edge for edge, street in enumerate(streets.kinds) if street in classes and streets.inside[edge]
        ]
        found += [_of(kind, place) for place in _beside(streets.metres[edges], step, aside, both, rng)]
    for block, each in enumerate(settled):
        wants = each.use in ("park", "market", "station") or (each.use == "old" and rng.random() < 0.12)
        if wants and each.free is not None:
            place = shapely.get_coordinates(shapely.line_interpolate_point(each.free.exterior, 6.0))[0]
            name = compound_names[block]
            found.append(_of("toilet", place, f"{name}公厕" if name else None))
    return found


def _of(kind: str, place: Floats, name: str | None = None) -> Facility:
    code, title, owner = _CLASSES[kind]
    return Facility(place, code, title, owner, name)


def _beside(lines: Geometries, step: float, aside: float, both: bool, rng: Random) -> list[Floats]:
    """Points beside lines, alternately left and right, or on both sides."""
    if not len(lines):
        return []
    length = shapely.length(lines)
    count = ((length + step * rng.random(len(lines))) // step).astype(np.int64)
    of = np.repeat(np.arange(len(lines)), count)
    place = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    along = (place + 0.5) * (length[of] / count[of])
    on = lines[of]
    here = shapely.get_coordinates(shapely.line_interpolate_point(on, along))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(on, np.minimum(along + 1, length[of])))
    back = shapely.get_coordinates(shapely.line_interpolate_point(on, np.maximum(along - 1, 0)))
    way = (ahead - back) / np.hypot(*(ahead - back).T)[:, None]
    normal = np.stack([-way[:, 1], way[:, 0]], axis=1) * aside
    sign = np.where(place % 2 == 0, 1.0, -1.0)[:, None]
    found = list(here + normal * sign)
    return found + list(here - normal * sign) if both else found
