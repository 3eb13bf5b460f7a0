"""A change of grids as plain data: what is put, deleted and added, and who gives how much to whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely


@dataclass(frozen=True)
class Transfer:
    """One line of the list that a person reads before agreeing to a change.

    Parameters
    ----------
    action
        ``close_gap``, ``new_grid``, ``resolve_overlap``, ``clip_outside``, ``match_vertices``, ``noding``,
        ``noding_parent``, ``straighten``, ``dissolve_duplicate`` or ``make_valid``.
    giver, receiver
        Ids of the grids; None for ground that belonged, or now belongs, to nobody.
    area_m2
        Ground that changes hands, square metres; for a grid whose own vertices moved, its change of area.
    geometry
        The place in EPSG:4326, None where there is none to show.
    parent
        Id of the parent it happened in.
    params
        More for the wording: number of vertices, tolerance.
    """

    action: str
    giver: str | None
    receiver: str | None
    area_m2: float
    geometry: shapely.Geometry | None = None
    parent: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class NewGrid:
    """A grid that did not exist before.

    Parameters
    ----------
    name
        Its id.
    key
        Position of its parent.
    geometry
        Lattice units.
    """

    name: str
    key: int
    geometry: shapely.Geometry


@dataclass(frozen=True)
class Change:
    """What to put in place of what.

    Parameters
    ----------
    put
        Row → its new polygon in lattice units.
    delete
        Rows that go.
    new
        Grids that come.
    note
        The same for people.
    """

    put: Mapping[int, shapely.Geometry] = field(default_factory=dict)
    delete: frozenset[int] = frozenset()
    new: tuple[NewGrid, ...] = ()
    note: tuple[Transfer, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.delete or self.new)
