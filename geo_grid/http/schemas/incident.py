"""Incidents as the desk and the field have them."""

from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.actions import Act
from geo_grid.http.schemas.base import Level, Metres, Published, metres
from geo_grid.http.schemas.incident_examples import WHOLE
from geo_grid.http.schemas.incident_history import DueOut, EntryOut
from geo_grid.http.schemas.incident_row import IncidentRow, Named, NearIncident, local, row_fields
from geo_grid.services.incidents.chain import Answerer
from geo_grid.services.incidents.one import Whole


class AnswererOut(Published):
    """Who answers for a grid now, for those who deal with incidents."""

    because: str
    person: Named | None
    post: str | None
    phone: str | None
    mobile: str | None
    instead_of: str | None = Field(description="Name of whoever is away.")
    office: Named | None

    @classmethod
    def of(cls, found: Answerer) -> "AnswererOut":
        """As published."""
        person = None if found.person is None else Named(id=found.person, name=found.name or "")
        office = None if found.office_id is None else Named(id=found.office_id, name=found.office or "")
        return cls(
            because=found.because,
            person=person,
            post=found.post,
            phone=found.phone,
            mobile=found.mobile,
            instead_of=found.instead_of,
            office=office,
        )


class ChainGrid(Published):
    """A grid with who answers for it now; nobody where it has ended."""

    code: str
    name: str
    level: Level
    answer: AnswererOut | None


class BorderNear(Published):
    """A border that is near, and the grid on its other side."""

    distance_m: Metres
    neighbour: ChainGrid
    choice: Literal["located", "chosen"] = Field(
        description="Whether the point alone, or somebody decided on which side it is."
    )


class Responsible(Published):
    """Which offices have to act, and which decides where they disagree."""

    lead: Named | None
    co: list[Named]
    arbiter: Named | None


class CanDo(Published):
    """An act that is possible now for whoever asks, and what has to come along."""

    act: Act
    requires: list[str]


class ReporterState(Published):
    """Whether anything of the reporter is kept; what it is, is asked for on its own."""

    has_contact: bool
    erased_at: AwareDatetime | None


class IncidentOut(IncidentRow):
    """An incident with all that whoever deals with it has to know."""

    model_config = ConfigDict(json_schema_extra={"examples": [WHOLE]})

    text: str | None
    edition: int | None = Field(description="The edition whose grids these are.")
    happened_at: AwareDatetime | None
    accepted_at: AwareDatetime | None
    dispatched_at: AwareDatetime | None
    finished_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    rating: int | None
    solved: bool | None
    pending: Literal["extension", "suspension"] | None
    pending_until: AwareDatetime | None
    duplicate_of: str | None = Field(description="Number of the incident that it is the same as.")
    chain: list[ChainGrid] = Field(description="Level ascending; outside, the nearest grid alone.")
    nearest_m: Metres | None = Field(description="Metres to the nearest grid; null inside.")
    border: BorderNear | None
    history: list[EntryOut]
    dues: list[DueOut]
    responsibility: Responsible
    links: list[IncidentRow]
    near: list[NearIncident]
    can: list[CanDo]
    reporter: ReporterState
    viewers: list[str] = Field(description="Who else is looking at it now.")

    @classmethod
    def of_whole(cls, found: Whole, zone: ZoneInfo, viewers: Iterable[str]) -> "IncidentOut":
        """As published, with times in the installation's zone."""
        details, names = found.details, found.names
        instants = (
            "happened_at",
            "accepted_at",
            "dispatched_at",
            "finished_at",
            "closed_at",
            "pending_until",
        )
        chain = found.row.grids or ((found.row.nearest_grid,) if found.row.nearest_grid is not None else ())
        border = None
        if details.border_grid is not None and details.border_m is not None:
            border = BorderNear(
                distance_m=metres(details.border_m),
                neighbour=_chain_grid(found, details.border_grid),
                choice="chosen" if details.choice == "chosen" else "located",
            )
        return cls(
            **row_fields(found.row, names, zone),
            **{name: local(getattr(details, name), zone) for name in instants},
            text=details.text,
            edition=details.edition,
            rating=details.rating,
            solved=details.solved,
            pending=details.pending,
            duplicate_of=details.duplicate_of,
            chain=[_chain_grid(found, grid) for grid in chain],
            nearest_m=None if details.nearest_m is None else metres(details.nearest_m),
            border=border,
            history=[EntryOut.of(entry, zone) for entry in found.history],
            dues=[DueOut.of(due, zone) for due in found.dues],
            responsibility=Responsible(
                lead=_office(found, found.lead),
                co=[office for each in found.co if (office := _office(found, each)) is not None],
                arbiter=_office(found, found.arbiter),
            ),
            links=[IncidentRow.of(each, names, zone) for each in found.linked],
            near=[NearIncident.of(each, names, zone) for each in found.near],
            can=[CanDo(act=act, requires=[str(each) for each in needs]) for act, needs in found.can],
            reporter=ReporterState(
                has_contact=bool(details.has_contact), erased_at=local(details.erased_at, zone)
            ),
            viewers=list(viewers),
        )


def _chain_grid(found: Whole, grid: int) -> ChainGrid:
    code, name, level = found.names.get(grid, ("", "", 0))
    answer = found.people.get(grid)
    return ChainGrid(
        code=code, name=name, level=level, answer=None if answer is None else AnswererOut.of(answer)
    )


def _office(found: Whole, office: int | None) -> Named | None:
    name = None if office is None else found.offices.get(office)
    return None if office is None or name is None else Named(id=office, name=name)
