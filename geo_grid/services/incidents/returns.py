"""Which borders and which offices incidents go back and forth over, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.shared_line import SharedLine, shared_line
from geo_grid.store.queries.last_shapes import LastShape, last_shapes
from geo_grid.store.queries.offices import offices
from geo_grid.store.queries.returned_incidents import Passed, passed_by_offices, passed_over_borders

#: Borders and pairs of offices that are told at most, those with most first.
MOST = 500


@dataclass(frozen=True, slots=True)
class BorderReturns:
    """A border between two grids, and what went over it, either way.

    Parameters
    ----------
    grids
        The two, as they are now or were when they ended.
    border
        The edges that both have in common.
    at
        Where to look: on the border, or between the two where they share none; EPSG:4326 degrees.
    """

    grids: tuple[LastShape, LastShape]
    border: SharedLine
    at: tuple[float, float]
    passed: Passed


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office by its names."""

    id: int
    name_zh: str
    name_en: str | None


@dataclass(frozen=True, slots=True)
class OfficeReturns:
    """What an office passed on, to whom; None where it only went back."""

    one: OfficeName
    other: OfficeName | None
    passed: Passed


@dataclass(frozen=True, slots=True)
class Returns:
    """What went back and forth in a period, most often first."""

    borders: tuple[BorderReturns, ...]
    offices: tuple[OfficeReturns, ...]


def returns(session: Session, first: datetime, until: datetime) -> Returns:
    """What went back and forth from an instant until another, the last one excluded."""
    borders = border_returns(session, first, until)
    by_office = passed_by_offices(session, first, until, limit=MOST)
    named = {each.id: OfficeName(each.id, each.name_zh, each.name_en) for each in offices(session)}
    found = [_between(each, named) for each in by_office]
    return Returns(borders, tuple(each for each in found if each is not None))


def border_returns(session: Session, first: datetime, until: datetime) -> tuple[BorderReturns, ...]:
    """The borders of `returns`."""
    passed = passed_over_borders(session, first, until, limit=MOST)
    ids = {identity for each in passed for identity in (each.one, each.other) if identity is not None}
    shapes = last_shapes(session, ids)
    found = [_border(each, shapes) for each in passed]
    return tuple(each for each in found if each is not None)


def _border(passed: Passed, shapes: Mapping[int, LastShape]) -> BorderReturns | None:
    one, other = shapes.get(passed.one or 0), shapes.get(passed.other or 0)
    if one is None or other is None:
        return None
    border = shared_line(one.geometry, other.geometry)
    if border.line is None:
        between = ((one.label[0] + other.label[0]) / 2, (one.label[1] + other.label[1]) / 2)
        return BorderReturns((one, other), border, between, passed)
    longest = max(shapely.get_parts(border.line), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    return BorderReturns((one, other), border, (middle.x, middle.y), passed)


def _between(passed: Passed, named: Mapping[int, OfficeName]) -> OfficeReturns | None:
    one = named.get(passed.one or 0)
    return None if one is None else OfficeReturns(one, named.get(passed.other or 0), passed)
