"""Small OpenStreetMap extracts, written as they are needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import mutable

Tags = Mapping[str, str]
Place = tuple[float, float]


@dataclass
class Town:
    """Nodes, ways and relations of a place, numbered as they come."""

    nodes: list[Any] = field(default_factory=list)
    ways: list[Any] = field(default_factory=list)
    relations: list[Any] = field(default_factory=list)

    def node(self, place: Place, **tags: str) -> int:
        number = len(self.nodes) + 1
        self.nodes.append(mutable.Node(id=number, location=place, tags=_tags(tags), version=1))
        return number

    def way(self, places: Sequence[Place | int], **tags: str) -> int:
        """Along places; a number is a node that is there already, or is missing."""
        number = len(self.ways) + 1
        nodes = [place if isinstance(place, int) else self.node(place) for place in places]
        self.ways.append(mutable.Way(id=number, nodes=nodes, tags=_tags(tags), version=1))
        return number

    def ring(self, west: float, south: float, side: float = 0.001, **tags: str) -> int:
        """A square."""
        first = self.node((west, south))
        others = [(west + side, south), (west + side, south + side), (west, south + side)]
        return self.way([first, *others, first], **tags)

    def relation(self, members: Sequence[tuple[int, str]], **tags: str) -> int:
        number = len(self.relations) + 1
        ways = [("w", way, role) for way, role in members]
        self.relations.append(mutable.Relation(id=number, members=ways, tags=_tags(tags), version=1))
        return number

    def write(self, path: Path) -> Path:
        with osmium.SimpleWriter(str(path)) as writer:
            for node in self.nodes:
                writer.add_node(node)
            for way in self.ways:
                writer.add_way(way)
            for relation in self.relations:
                writer.add_relation(relation)
        return path


def _tags(tags: Mapping[str, str]) -> dict[str, str]:
    """``addr__street`` stands for ``addr:street``."""
    return {name.replace("__", ":"): value for name, value in tags.items()}


def small_town() -> Town:
    """A crossing, a bridge, a river, a pond, a school, a house with a shop, and things along the street."""
    town = Town()
    town.way([(120.000, 30.001), (120.004, 30.001)], highway="primary", name="人民路")
    town.way([(120.002, 30.000), (120.002, 30.002)], highway="residential", name="和平巷")
    town.way([(120.003, 30.000), (120.003, 30.002)], highway="trunk", name="高架路", bridge="yes", layer="1")
    town.way([(120.000, 30.004), (120.004, 30.004)], railway="rail", name="云溪线")
    town.way([(120.000, 30.006), (120.004, 30.006)], waterway="river", name="云溪")
    town.ring(120.010, 30.000, natural="water", water="pond", name="莲花塘")
    town.ring(120.012, 30.000, amenity="school", name="第一小学")
    town.ring(120.014, 30.000, landuse="residential", name="锦绣花园")
    town.ring(120.016, 30.000, landuse="residential")
    town.ring(
        120.0201, 30.0001, 0.0002, building="apartments", building__levels="6", addr__street="人民路",
        addr__housenumber="12",
    )  # fmt: skip
    outer, inner = town.ring(120.030, 30.000, 0.002), town.ring(120.0305, 30.0005, 0.0005)
    town.relation([(outer, "outer"), (inner, "inner")], type="multipolygon", building="industrial")
    town.node((120.0202, 30.0002), shop="bakery", name="面包店", phone="0571-00000000")
    town.node((120.0210, 30.0002), addr__street="人民路", addr__housenumber="14号")
    town.node((120.0211, 30.0002), highway="street_lamp", operator="市政")
    town.node((120.0212, 30.0002), amenity="waste_basket")
    town.node((120.0213, 30.0002), tourism="viewpoint", name="not ours")
    town.way([(120.0, 30.1), (120.1, 30.1)], highway="proposed", name="not yet")
    return town
