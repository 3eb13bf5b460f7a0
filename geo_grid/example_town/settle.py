"""Buildings and compounds on every block."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo_grid.core.lattice import Geometries
from geo_grid.example_town.blocks import Blocks
from geo_grid.example_town.building import Building
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import shapes_in_metres
from geo_grid.example_town.layouts import estate, institutions, quarters
from geo_grid.example_town.lines import CLEARANCE, Line
from geo_grid.example_town.network import Network

Layout = Callable[[Any, Random], list[Building]]

_LAYOUTS: dict[str, Layout] = {
    "old": quarters.old_town,
    "mixed": quarters.mixed,
    "village": quarters.village,
    "slabs": estate.slabs,
    "towers": estate.towers,
    "rows": estate.town_houses,
    "school": institutions.school,
    "kindergarten": institutions.school,
    "factory": institutions.factory,
    "hospital": institutions.hospital,
    "market": institutions.market,
    "government": institutions.government,
    "station": institutions.station,
    "park": institutions.pavilions,
}
#: Uses behind a wall or fence, and the kind of compound each is.
_COMPOUNDS = {
    "slabs": "residential",
    "towers": "residential",
    "rows": "residential",
    "school": "school",
    "kindergarten": "school",
    "factory": "factory",
    "hospital": "hospital",
    "market": "market",
    "government": "government",
    "station": "other",
    "park": "park",
}
#: Between the wall of a compound and its buildings, metres.
INSIDE_WALL = 6.5
#: Less free ground than this stays green, m².
_LEAST = 500.0


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands on one block.

    Parameters
    ----------
    use
        The use of the block, estates told apart: slabs, towers, rows.
    free
        The ground within the pavements, metres; None where there is none.
    compound
        Kind of the compound that `free` is, None where it is open.
    buildings
        What stands on it.
    """

    use: str
    free: Any
    compound: str | None
    buildings: list[Building]

    @property
    def households(self) -> int:
        """Of all buildings."""
        return sum(building.households for building in self.buildings)


def settle(blocks: Blocks, use: list[str], network: Network, lines: list[Line], rng: Random) -> list[Settled]:
    """Build on every block."""
    free = _free_ground(blocks, network, lines)
    found = []
    for block, ground in enumerate(free):
        kind = _kind(use[block], rng)
        compound = _COMPOUNDS.get(kind)
        if ground is None or kind not in _LAYOUTS or ground.area < _LEAST:
            found.append(Settled("green" if kind != "field" else kind, ground, None, []))
            continue
        area = ground
        if compound is not None:
            area = _largest(ground.buffer(-INSIDE_WALL, join_style="mitre"))
        buildings = _LAYOUTS[kind](area, rng) if area is not None else []
        found.append(Settled(kind, ground, compound, buildings))
    return found


def _kind(use: str, rng: Random) -> str:
    chance = rng.random()
    if use == "estate":
        return "slabs" if chance < 0.44 else "towers" if chance < 0.54 else "rows"
    if use == "rows":
        return (
            "rows" if chance < 0.6 else "village" if chance < 0.85 else "slabs" if chance < 0.93 else "field"
        )
    return use


def _free_ground(blocks: Blocks, network: Network, lines: list[Line]) -> list[Any]:
    """Each block without the streets around it, metres."""
    kinds = [lines[at].kind for at in network.line.tolist()]
    needed = sorted({edge for edges in blocks.edges for edge in edges})
    reach = np.array([CLEARANCE[kinds[edge]] for edge in needed])
    streets = shapely.buffer(shapes_in_metres(network.edges[needed]), reach, quad_segs=2)
    at = {edge: place for place, edge in enumerate(needed)}
    found: list[Any] = []
    for land, edges in zip(blocks.land, blocks.edges, strict=True):
        rest = land.difference(shapely.union_all(streets[[at[edge] for edge in edges]]))
        found.append(_largest(rest.simplify(0.3)))
    return found


def _largest(shape: Any) -> Any:
    """The largest polygon of a shape, None where it has none."""
    parts: Geometries = shapely.get_parts(shape)
    parts = parts[shapely.get_type_id(parts) == 3]
    if not len(parts):
        return None
    part = parts[int(np.argmax(shapely.area(parts)))]
    return part if part.area > 1 else None
