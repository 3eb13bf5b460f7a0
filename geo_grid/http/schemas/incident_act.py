"""Acts on incidents, who could be given one, and what waits for somebody."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.case import Target
from geo_grid.http.dependencies import NO_NUL
from geo_grid.http.schemas.base import Identity, Level, Published, When
from geo_grid.http.schemas.incident_examples import ROW
from geo_grid.http.schemas.incident_row import IncidentRow
from geo_grid.http.schemas.report import AnyLatitude, AnyLongitude, CategoryCode, PhotoId, Text
from geo_grid.services.incidents.asked import Asked, Position
from geo_grid.services.incidents.candidates import Candidates
from geo_grid.services.incidents.photos import MOST_PHOTOS
from geo_grid.store.incident_reporters import Reporter

#: What somebody may ask for; the rest is for reporting and for the clock.
ActWanted = Literal[
    "accept", "decline", "dispatch", "take", "arrive", "note", "hand_on", "return", "dispute", "rule",
    "finish", "verify", "rework", "sample", "escalate", "reassign", "move", "classify", "link", "unlink",
    "mark_duplicate", "ask_extension", "grant_extension", "refuse_extension", "ask_suspension",
    "grant_suspension", "refuse_suspension", "resume", "reopen",
]  # fmt: skip
Number = Annotated[str, Field(pattern=r"^[0-9]{8}-[0-9]{6,12}$")]
GridCode = Annotated[str, Field(min_length=1, max_length=100, pattern=NO_NUL)]
ReasonCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class TargetIn(Published):
    """To whom: one of them, or a person of an office."""

    person: Identity | None = None
    office: Identity | None = None
    grid: GridCode | None = Field(default=None, description="Code: whoever answers for it.")


class PositionIn(Published):
    """Where whoever acts stands; for a move, the incident's new place."""

    lon: AnyLongitude
    lat: AnyLatitude
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None


class ActIn(Published):
    """An act. What it has to bring along, `can` of the incident says."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "act": "take",
                    "id": "8b0f4a5e-3a0f-4a51-9d0c-8f6f0f1a2b3c",
                    "version": 3,
                }
            ]
        }
    )

    act: ActWanted
    id: UUID = Field(description="What the client calls it: sent twice, it is done once.")
    version: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] | None = Field(
        default=None, description="As it was seen; done meanwhile by others, 409 `incident_moved_on`."
    )
    reason: Text | None = None
    reason_code: ReasonCode | None = None
    text: Text | None = None
    photos: Annotated[list[PhotoId], Field(max_length=MOST_PHOTOS)] = Field(default_factory=list)
    to: TargetIn | None = None
    at: PositionIn | None = None
    grid: GridCode | None = Field(
        default=None,
        description="For a move: code of the grid that it belongs to, where the place lies near a border.",
    )
    category: CategoryCode | None = None
    until: When | None = None
    duplicate_of: Number | None = None
    solved: bool | None = None
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
    made_at: When | None = Field(
        default=None, description="When it was done by the device's clock, where it is sent later."
    )

    def asked(self, grid: int | None) -> Asked:
        """As the service takes it.

        Parameters
        ----------
        grid
            Identity of the grid that `to` names.
        """
        to = None
        if self.to is not None:
            to = Target(self.to.person, self.to.office, grid)
        return Asked(
            act=Act(self.act),
            client_id=self.id,
            version=self.version,
            reason=self.reason,
            reason_code=self.reason_code,
            text=self.text,
            photos=tuple(self.photos),
            to=to,
            at=None if self.at is None else Position(self.at.lon, self.at.lat, self.at.accuracy_m),
            grid=self.grid,
            category=self.category,
            until=self.until,
            duplicate_of=self.duplicate_of,
            solved=self.solved,
            rating=self.rating,
            made_at=self.made_at,
        )


class CandidatePerson(Published):
    """Somebody who is in the service and not away."""

    id: int
    name: str
    post: str | None
    phone: str | None
    role: Literal["head", "member"]
    grid: str
    grid_name: str
    level: Level
    is_neighbour: bool = Field(description="Of a grid around, not of the incident's own.")


class CandidateOffice(Published):
    """An office, and why it is named."""

    id: int
    name: str
    role: Literal["lead", "co", "arbiter", "serving"]


class CandidatesOut(Published):
    """Who could be given an incident, the nearest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "people": [
                        {
                            "id": 12, "name": "陈安", "post": "社区干事", "phone": "000-0000-0000",
                            "role": "head", "grid": "10020010001", "grid_name": "中山里", "level": 3,
                            "is_neighbour": False,
                        }
                    ],
                    "offices": [{"id": 3, "name": "城管执法队", "role": "lead"}],
                }
            ]
        }
    )  # fmt: skip

    people: list[CandidatePerson]
    offices: list[CandidateOffice]

    @classmethod
    def of(cls, found: Candidates) -> "CandidatesOut":
        """As published."""
        return cls.model_validate(
            {
                "people": [
                    {
                        "id": each.person,
                        "name": each.name,
                        "post": each.post,
                        "phone": each.phone,
                        "role": each.role,
                        "grid": each.code,
                        "grid_name": each.grid_name,
                        "level": each.level,
                        "is_neighbour": each.grid not in found.chain,
                    }
                    for each in found.people
                ],
                "offices": [{"id": each.id, "name": each.name, "role": each.role} for each in found.offices],
            }
        )


class ReporterOut(Published):
    """What a reporter said of themselves; nothing once it was erased."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "王小明",
                    "phone": "000-0000-0000",
                    "contact": None,
                    "language": "zh",
                    "erased_at": None,
                }
            ]
        }
    )

    name: str | None
    phone: str | None
    contact: str | None
    language: Literal["zh", "en"]
    erased_at: AwareDatetime | None

    @classmethod
    def of(cls, found: Reporter) -> "ReporterOut":
        """As published."""
        return cls.model_validate({name: getattr(found, name) for name in cls.model_fields})


class WorkOut(Published):
    """What waits for somebody."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"mine": [ROW], "to_verify": [], "to_sample": []}]}
    )

    mine: list[IncidentRow] = Field(description="To be dealt with; one's own first, those due next first.")
    to_verify: list[IncidentRow] = Field(description="To be verified by an inspector, those due next first.")
    to_sample: list[IncidentRow] = Field(description="Drawn for a sample, the last closed first.")
