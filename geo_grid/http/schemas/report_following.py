"""A report as its reporter follows it."""

from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.core.incidents.actions import Act
from geo_grid.core.incidents.states import State
from geo_grid.http.schemas.base import Published
from geo_grid.http.schemas.report import PhotoId, Text
from geo_grid.services.incidents.following import SAYS_WHY, Followed
from geo_grid.services.incidents.photos import MOST_PHOTOS
from geo_grid.words import tell


class FollowedEntry(Published):
    """What was done, without anybody's name."""

    act: Act
    to: State
    at: AwareDatetime
    text_zh: str
    text_en: str
    reason: str | None = Field(
        description="Why, in the words of the office, where it was declined; null otherwise."
    )


class FollowedOut(Published):
    """What became of a report, and what its reporter may do."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": "20261122-000123",
                    "state": "closed",
                    "state_zh": "已结案",
                    "state_en": "Closed",
                    "category": "0101",
                    "category_zh": "暴露垃圾",
                    "category_en": "Exposed rubbish",
                    "lon": 120.4521,
                    "lat": 23.4812,
                    "reported_at": "2026-11-22T09:12:04+08:00",
                    "due_at": "2026-11-25T09:12:04+08:00",
                    "closed_at": "2026-11-23T10:00:00+08:00",
                    "duplicate_of": None,
                    "reason": None,
                    "history": [
                        {
                            "act": "report",
                            "to": "reported",
                            "at": "2026-11-22T09:12:04+08:00",
                            "text_zh": "上报",
                            "text_en": "Report",
                            "reason": None,
                        }
                    ],
                    "rating": None,
                    "solved": None,
                    "can": ["rate", "reopen"],
                }
            ]
        }
    )

    number: str
    state: State
    state_zh: str
    state_en: str
    category: str
    category_zh: str
    category_en: str
    lon: float
    lat: float
    reported_at: AwareDatetime
    due_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    duplicate_of: str | None = Field(description="Number of the incident that goes on instead.")
    reason: str | None = Field(description="Why it is declined, while it is, in the words of the office.")
    history: list[FollowedEntry]
    rating: int | None
    solved: bool | None
    can: list[Literal["withdraw", "rate", "reopen", "add"]]

    @classmethod
    def of(cls, found: Followed, names: tuple[str, str], zone: ZoneInfo) -> "FollowedOut":
        """As published, with times in the installation's zone."""
        incident = found.incident
        return cls.model_validate(
            {
                "number": incident.number,
                "state": incident.state,
                "state_zh": tell(f"incident_state_{incident.state}"),
                "state_en": tell(f"incident_state_{incident.state}", language="en"),
                "category": incident.category,
                "category_zh": names[0],
                "category_en": names[1],
                "lon": incident.lon,
                "lat": incident.lat,
                "reported_at": incident.reported_at.astimezone(zone),
                "due_at": incident.due_at and incident.due_at.astimezone(zone),
                "closed_at": incident.closed_at and incident.closed_at.astimezone(zone),
                "duplicate_of": found.goes_on_in,
                "reason": found.declined_because,
                "history": [
                    {
                        "act": entry.act,
                        "to": entry.to_state,
                        "at": entry.at.astimezone(zone),
                        "text_zh": tell(f"incident_act_{entry.act}"),
                        "text_en": tell(f"incident_act_{entry.act}", language="en"),
                        "reason": entry.reason if entry.act in SAYS_WHY else None,
                    }
                    for entry in found.entries
                ],
                "rating": found.rating,
                "solved": found.solved,
                "can": found.can,
            }
        )


class ReporterActIn(Published):
    """What a reporter does: a reason to withdraw or reopen, a rating, or something more to say."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": "8b0f4a5e-3a0f-4a51-9d0c-8f6f0f1a2b3c", "text": "又堆起来了"}]}
    )

    id: UUID = Field(description="What the client calls it: sent twice, it is done once.")
    reason: Text | None = None
    text: Text | None = None
    photos: Annotated[list[PhotoId], Field(max_length=MOST_PHOTOS)] = Field(default_factory=list)
    solved: bool | None = None
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | None = None
