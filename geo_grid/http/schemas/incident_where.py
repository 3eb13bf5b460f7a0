"""Whose an incident at a place would be, as those know it who deal with incidents."""

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import Field

from geo_grid.http.schemas.base import Metres, Published, metres
from geo_grid.http.schemas.incident import AnswererOut, ChainGrid, Responsible
from geo_grid.http.schemas.incident_row import Named, NearIncident
from geo_grid.http.schemas.people import GridName
from geo_grid.http.schemas.report import NearBorder, NearestGrid
from geo_grid.services.incidents.chain import Answerer
from geo_grid.services.incidents.placing import Placed
from geo_grid.services.incidents.rules_in_force import Responsible as FoundResponsible
from geo_grid.store.records import GridRecord


class DeskWhere(Published):
    """Whose an incident at a place would be."""

    chain: list[ChainGrid] = Field(description="Level ascending; empty outside the coverage.")
    border: NearBorder | None
    near_m: Metres = Field(description="Metres within which a border is near.")
    others: list[ChainGrid] = Field(
        description="Grids that may be chosen instead, since their border is near."
    )
    other_chains: list[list[ChainGrid]] = Field(
        description="Each of `others` behind all that it is part of, level ascending."
    )
    outside: bool
    nearest: NearestGrid | None
    responsibility: Responsible | None = Field(description="Where a category was named.")

    @classmethod
    def of(
        cls,
        placed: Placed,
        near_m: float,
        chains: Iterable[Iterable[GridRecord]],
        people: Mapping[int, Answerer],
        found: FoundResponsible | None,
        offices: Mapping[int, str],
    ) -> Self:
        """As published."""

        def named(office: int | None) -> Named | None:
            return None if office is None or office not in offices else Named(id=office, name=offices[office])

        border = nearest = responsible = None
        if placed.neighbour is not None and placed.border_m is not None:
            border = NearBorder(distance_m=metres(placed.border_m), neighbour=GridName.of(placed.neighbour))
        if placed.nearest is not None:
            nearest = NearestGrid(grid=GridName.of(placed.nearest[0]), distance_m=metres(placed.nearest[1]))
        if found is not None:
            responsible = Responsible(
                lead=named(found.lead),
                co=[office for each in found.co if (office := named(each)) is not None],
                arbiter=named(found.arbiter),
            )

        def told(grids: Iterable[GridRecord]) -> list[ChainGrid]:
            return [
                ChainGrid(
                    code=grid.code,
                    name=grid.name,
                    level=grid.level,
                    answer=AnswererOut.of(people[grid.id]) if grid.id in people else None,
                )
                for grid in grids
            ]

        return cls(
            chain=told(placed.chain),
            border=border,
            near_m=metres(near_m),
            others=told(placed.others),
            other_chains=[told(chain) for chain in chains],
            outside=placed.leaf is None,
            nearest=nearest,
            responsibility=responsible,
        )


class NearIncidents(Published):
    """Incidents near by that may be the same, the most alike first."""

    incidents: list[NearIncident]
