"""Addresses: which street a door is on, its number, and how many live behind it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geo_grid.example_town.building import Building
from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats, polygons_of
from geo_grid.example_town.settle import Settled
from geo_grid.example_town.street_layer import Streets

#: House numbers grow by two about every so many metres.
_LOT = 9.0
_UNKNOWN = 0.011
_PEOPLE = 2.62
#: Chance that one household asks for a service.
_SERVICES = (("独居老人", 0.05), ("婴幼儿", 0.06), ("高龄老人", 0.04))
#: Only some doors keep such counts.
_COUNTED = 0.22


@dataclass(slots=True)
class Address:
    """One address.

    Parameters
    ----------
    place
        (2,) metres.
    building
        Number of the building.
    town, street, number, compound
        Its parts; None where it has none.
    households, people
        None where nobody has counted.
    services
        Counts by service.
    """

    place: Floats
    building: int
    town: str
    street: str | None
    number: str | None
    compound: str | None
    households: int | None = 0
    people: int | None = 0
    services: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is written: 云溪镇人民东路12号, 云溪镇锦绣花园3幢2单元."""
        if self.street is None:
            return f"{self.town}{self.compound or ''}{self.number or ''}"
        return f"{self.town}{self.street}{self.number or ''}"


def address_all(
    settled: Sequence[Settled],
    buildings: Sequence[Building],
    block_of: Sequence[int],
    compound_names: Sequence[str | None],
    town_of: Sequence[str],
    streets: Streets,
    rng: Random,
) -> list[Address]:
    """Addresses of all doors.

    Parameters
    ----------
    settled, compound_names, town_of
        By block.
    buildings, block_of
        All buildings and the block of each.
    streets
        Those with names give numbers.
    rng
        Where chance comes from.
    """
    found: list[Address] = []
    open_rows: list[int] = []
    in_compound: dict[int, int] = defaultdict(int)
    for row, (building, block) in enumerate(zip(buildings, block_of, strict=True)):
        compound, kind = compound_names[block], settled[block].compound
        if compound is None:
            if building.doors:
                open_rows.append(row)
            continue
        in_compound[block] += 1
        if kind != "residential":
            if in_compound[block] == 1:
                open_rows.append(row)
            continue
        for unit, door in enumerate(building.doors):
            part = (
                f"{in_compound[block]}号"
                if settled[block].use == "rows"
                else f"{in_compound[block]}幢{unit + 1}单元"
            )
            found.append(Address(door.place, row, town_of[block], None, part, compound, door.households))
    found += _numbered(open_rows, buildings, block_of, compound_names, town_of, streets)
    found.sort(key=lambda each: each.building)
    for each in found:
        _count(each, rng)
    return found


def _numbered(
    rows: list[int],
    buildings: Sequence[Building],
    block_of: Sequence[int],
    compound_names: Sequence[str | None],
    town_of: Sequence[str],
    streets: Streets,
) -> list[Address]:
    """Addresses on streets: odd numbers on one side, even ones on the other, growing along the street."""
    named = [edge for edge, name in enumerate(streets.names) if name is not None and streets.inside[edge]]
    lines = streets.metres[named]
    shapes = polygons_of([buildings[row].ring for row in rows])
    at, on = shapely.STRtree(lines).query_nearest(shapes, all_matches=False)
    nearest = dict(zip(at.tolist(), on.tolist(), strict=True))
    by_side: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for place, row in enumerate(rows):
        edge = named[nearest[place]]
        xy = shapely.get_coordinates(streets.metres[edge])
        middle = buildings[row].middle
        along = xy[-1] - xy[0]
        # Numbers grow eastward or southward.
        eastward = abs(along[0]) > abs(along[1])
        if (along[0] < 0) if eastward else (along[1] > 0):
            along = -along
        away = middle - xy[0]
        side = int(along[0] * away[1] - along[1] * away[0] > 0)
        name = streets.names[edge]
        by_side[name or "", side].append((float(middle[0] if eastward else -middle[1]), place))
    found = []
    start: dict[str, float] = {}
    for (name, _), every in by_side.items():
        start[name] = min(start.get(name, np.inf), min(every)[0])
    for (name, side), every in sorted(by_side.items()):
        number = side - 1
        for position, place in sorted(every):
            number = max(number + 2, 2 * int((position - start[name]) / _LOT) + 1 + side)
            row = rows[place]
            building, block = buildings[row], block_of[row]
            compound = compound_names[block]
            for unit, door in enumerate(building.doors):
                part = f"{number}号" + (f"{unit + 1}单元" if len(building.doors) > 1 else "")
                found.append(Address(door.place, row, town_of[block], name, part, compound, door.households))
    return found


def _count(address: Address, rng: Random) -> None:
    """People, services, and the few doors where nobody knows."""
    households = address.households or 0
    if households:
        address.people = int(max(households, rng.poisson(_PEOPLE * households)))
        if rng.random() < _COUNTED:
            for service, chance in _SERVICES:
                asked = int(rng.binomial(households, chance))
                if asked:
                    address.services[service] = asked
        chance = rng.random()
        if chance < _UNKNOWN:
            address.people = None
            if chance < _UNKNOWN / 2:
                address.households = None
