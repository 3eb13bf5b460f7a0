"""What was done with an incident, and its clocks."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field

from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.states import Stage, State
from geo_grid.http.schemas.base import Latitude, Longitude, Published
from geo_grid.store.queries.incident_details import DueRecord, HistoryEntry
from geo_grid.words.incidents.dues import due_text

#: Where photos are served, by id.
PHOTOS = "/api/v1/incident-photos"


class EntryBy(Published):
    """Who did something, and as what."""

    name: str | None = Field(description="Null for the system and for reporters.")
    capacity: Capacity


class PhotoRef(Published):
    """A photo of an incident."""

    id: str
    small: str
    large: str

    @classmethod
    def of(cls, photo: str) -> "PhotoRef":
        """As published."""
        return cls(id=photo, small=f"{PHOTOS}/{photo}?size=small", large=f"{PHOTOS}/{photo}?size=large")


class EntryOut(Published):
    """What was done with an incident."""

    n: int
    act: Act
    begin: State | None = Field(alias="from")
    to: State
    at: AwareDatetime
    made_at: AwareDatetime | None = Field(description="When it was done, where it was sent later.")
    by: EntryBy
    reason_code: str | None
    reason: str | None
    text: str | None
    photos: list[PhotoRef]
    lon: Longitude | None
    lat: Latitude | None
    params: dict[str, Any]

    @classmethod
    def of(cls, entry: HistoryEntry, zone: ZoneInfo) -> "EntryOut":
        """As published, with times in the installation's zone."""
        return cls.model_validate(
            {
                "n": entry.n,
                "act": entry.act,
                "from": entry.from_state,
                "to": entry.to_state,
                "at": entry.at.astimezone(zone),
                "made_at": entry.made_at and entry.made_at.astimezone(zone),
                "by": {"name": entry.by_name, "capacity": entry.capacity},
                "reason_code": entry.reason_code,
                "reason": entry.reason,
                "text": entry.text,
                "photos": [PhotoRef.of(photo) for photo in entry.photos],
                "lon": entry.lon,
                "lat": entry.lat,
                "params": entry.params,
            }
        )


class DueStepOut(Published):
    """One step of how a due time was reckoned."""

    code: str
    text_zh: str
    text_en: str


class DueOut(Published):
    """A clock, and why it runs out just then."""

    stage: Stage
    started_at: AwareDatetime
    due_at: AwareDatetime
    met_at: AwareDatetime | None
    paused_at: AwareDatetime | None
    explained: list[DueStepOut]
    rests_on_unconfirmed: list[int] = Field(description="Years whose calendar was not confirmed.")

    @classmethod
    def of(cls, due: DueRecord, zone: ZoneInfo) -> "DueOut":
        """As published, with times in the installation's zone."""
        return cls.model_validate(
            {
                "stage": due.stage,
                "started_at": due.started_at.astimezone(zone),
                "due_at": due.due_at.astimezone(zone),
                "met_at": due.met_at and due.met_at.astimezone(zone),
                "paused_at": due.paused_at and due.paused_at.astimezone(zone),
                "explained": steps(due.explained),
                "rests_on_unconfirmed": due.unconfirmed,
            }
        )


def steps(explained: Iterable[dict[str, Any]]) -> list[DueStepOut]:
    """The steps of a due time in both languages."""
    return [
        DueStepOut(
            code=step["code"],
            text_zh=due_text(step["code"], step["params"], "zh"),
            text_en=due_text(step["code"], step["params"], "en"),
        )
        for step in explained
    ]
