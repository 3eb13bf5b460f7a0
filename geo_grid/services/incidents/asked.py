"""An act as somebody asks for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.case import Target


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stood, or where an incident is moved to; lattice degrees of EPSG:4326."""

    lon: float
    lat: float
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An act with all that comes along.

    Parameters
    ----------
    client_id
        What the client calls it; sent twice, it is done once.
    version
        Of the incident as the client has seen it; None where it does not matter.
    at
        Where whoever acts stands; for a move, the incident's new place.
    grid
        For a move: code of the grid on whose side of a near border it is said to be.
    duplicate_of
        Number of the other incident.
    made_at
        When it was done by the client's clock, where it is sent later.
    params
        What the history says besides.
    """

    act: Act
    client_id: UUID | None = None
    version: int | None = None
    reason: str | None = None
    reason_code: str | None = None
    text: str | None = None
    photos: tuple[str, ...] = ()
    to: Target | None = None
    at: Position | None = None
    grid: str | None = None
    category: str | None = None
    until: datetime | None = None
    duplicate_of: str | None = None
    solved: bool | None = None
    rating: int | None = None
    made_at: datetime | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def digest(self) -> bytes:
        """What was asked, so that other things under the same name are found; without what was seen."""
        told = {name: value for name, value in asdict(self).items() if name not in ("client_id", "version")}
        if self.grid is None:
            # As it was told before there was a choice: what waits on a telephone is still known.
            del told["grid"]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, and as what they may.

    Parameters
    ----------
    account
        None for the system and for a reporter.
    person
        Their record among the people.
    """

    capacities: frozenset[Capacity]
    account: int | None = None
    person: int | None = None


SYSTEM = Doer(frozenset({Capacity.SYSTEM}))
REPORTER = Doer(frozenset({Capacity.REPORTER}))
