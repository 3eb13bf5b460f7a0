"""What the page of a grid says of incidents, as data: only what everybody may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in a line.

    Parameters
    ----------
    category
        Language → name.
    place
        Building or street; None where only the grid is told.
    """

    number: str
    category: Mapping[str, str]
    state: str
    is_open: bool
    place: str | None
    reported: date


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """How many are open, how many ended lately, and those reported last."""

    open: int
    ended: int
    latest: tuple[IncidentLine, ...]
