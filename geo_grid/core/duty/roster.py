"""Who has which duty for which grid, when they are away and who stands in: all that answers follow from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TypeVar

from geo_grid.core.duty.hours import Hours

#: Offices that are asked before others that have the same ground.
OFFICE_KINDS = ("community", "town", "district", "department")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the service from one instant until another.

    Parameters
    ----------
    kind
        ``official`` or ``private``.
    published
        Fields that the public may see: name, post, photo, phone, mobile, hours.
    is_opted_in
        Whether a private person has agreed to that.
    photo
        Hash of the photo.
    """

    id: int
    kind: str
    name: str
    valid_from: datetime
    valid_until: datetime | None = None
    name_en: str | None = None
    post: str | None = None
    phone: str | None = None
    mobile: str | None = None
    reception_hours: str | None = None
    published: frozenset[str] = frozenset()
    is_opted_in: bool = False
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of a person for a grid; with hours it is a shift."""

    id: int
    grid: int
    person: int
    role: str
    valid_from: datetime
    valid_until: datetime | None = None
    shift: str | None = None
    hours: Hours = ()
    specialty: str | None = None
    duties: str | None = None
    office: int | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """When a person is away, ``short`` or ``long``, and who was named to stand in."""

    id: int
    person: int
    kind: str
    valid_from: datetime
    valid_until: datetime | None = None
    stand_in: int | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """An AB post: the grid whose head stands in while this grid's is away for short."""

    grid: int
    partner: int
    valid_from: datetime
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office and the ground that it serves.

    Parameters
    ----------
    grids
        Its ground: these, with all below them.
    served
        Grids without parts that lie in a service area of its own, whatever their borders.
    """

    id: int
    kind: str
    name_zh: str
    name_en: str | None = None
    phone: str | None = None
    hours: str | None = None
    address: str | None = None
    closed_at: datetime | None = None
    grids: frozenset[int] = frozenset()
    served: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """A grid that is in force, its level, and the grid that it is part of."""

    id: int
    level: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that answers follow from, for one state of the coverage.

    Parameters
    ----------
    persons, offices, grids
        By identity.
    duties
        By grid, by id ascending; those of a cancelled row or of a grid not asked for are not among them.
    duties_of
        The same by person.
    leaves
        By person.
    partners
        By grid.
    offices_on
        The offices whose ground begins with a grid, community before town before district before department.
    offices_serving
        The offices in whose service area a grid without parts lies, in the same order.
    until
        When the next edition takes effect and the grids may be others; None if none is waiting.
    """

    persons: Mapping[int, Person]
    offices: Mapping[int, Office]
    grids: Mapping[int, Ground]
    duties: Mapping[int, tuple[Duty, ...]]
    duties_of: Mapping[int, tuple[Duty, ...]]
    leaves: Mapping[int, tuple[Leave, ...]]
    partners: Mapping[int, tuple[Partner, ...]]
    offices_on: Mapping[int, tuple[Office, ...]]
    offices_serving: Mapping[int, tuple[Office, ...]]
    until: datetime | None = None

    @classmethod
    def of(
        cls,
        grids: Iterable[Ground],
        persons: Iterable[Person],
        duties: Iterable[Duty],
        leaves: Iterable[Leave] = (),
        partners: Iterable[Partner] = (),
        offices: Iterable[Office] = (),
        until: datetime | None = None,
    ) -> "Roster":
        """Put rows in order."""
        by_id = sorted(duties, key=lambda duty: duty.id)
        in_order = sorted(offices, key=lambda office: (_rank(office), office.id))
        return cls(
            MappingProxyType({person.id: person for person in persons}),
            MappingProxyType({office.id: office for office in in_order}),
            MappingProxyType({grid.id: grid for grid in grids}),
            _grouped((duty.grid, duty) for duty in by_id),
            _grouped((duty.person, duty) for duty in by_id),
            _grouped((leave.person, leave) for leave in leaves),
            _grouped((partner.grid, partner) for partner in partners),
            _grouped((grid, office) for office in in_order for grid in sorted(office.grids)),
            _grouped((grid, office) for office in in_order for grid in sorted(office.served)),
            until,
        )

    def upwards(self, grid: int) -> tuple[int, ...]:
        """A grid and all that it is part of, the outline last; empty where it is not in force."""
        found: list[int] = []
        here = self.grids.get(grid)
        while here is not None and here.id not in found:
            found.append(here.id)
            here = self.grids.get(here.parent) if here.parent is not None else None
        return tuple(found)


_Item = TypeVar("_Item")


def _grouped(pairs: Iterable[tuple[int, _Item]]) -> Mapping[int, tuple[_Item, ...]]:
    found: defaultdict[int, list[_Item]] = defaultdict(list)
    for key, item in pairs:
        found[key].append(item)
    return MappingProxyType({key: tuple(items) for key, items in found.items()})


def _rank(office: Office) -> int:
    return OFFICE_KINDS.index(office.kind) if office.kind in OFFICE_KINDS else len(OFFICE_KINDS)
