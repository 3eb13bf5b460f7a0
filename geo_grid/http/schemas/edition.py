"""Levels and editions."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field

from geo_grid.http.schemas.base import Level, Published
from geo_grid.store.records import EditionRecord, LevelRecord


class LevelName(Published):
    """A level's name in both languages."""

    zh: str
    en: str


class LevelOut(Published):
    """A level of the hierarchy that holds grids."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"level": 1, "name": {"zh": "一级网格", "en": "Level 1"}, "grids": 1}]
        }
    )

    level: Level
    name: LevelName
    grids: int = Field(ge=0, description="Grids of this level.")

    @classmethod
    def of(cls, record: LevelRecord) -> "LevelOut":
        """As published."""
        name = LevelName(zh=record.name["zh"], en=record.name["en"])
        return cls(level=record.level, name=name, grids=record.grids)


class LevelList(Published):
    """All levels that hold grids, outline first."""

    items: list[LevelOut]


class EditionOut(Published):
    """A dated, approved state of the boundaries."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": 1,
                    "effective": "2026-01-01T00:00:00+08:00",
                    "title": "首版",
                    "reason": "首次划分",
                    "published_by": "geo-grid",
                    "published_at": "2025-12-20T09:30:00+08:00",
                    "grids": {"1": 1, "2": 2, "3": 84},
                    "without_head": 0,
                }
            ]
        }
    )

    number: int = Field(ge=1, description="Number of the edition, counted up by the database.")
    effective: AwareDatetime = Field(description="Instant from which it is in force, with UTC offset.")
    title: str
    reason: str = Field(description="Why it was published.")
    published_by: str
    published_at: AwareDatetime = Field(description="When it was published, with UTC offset.")
    grids: dict[str, int] = Field(description="Grids of each level at its effective instant.")
    without_head: int = Field(
        ge=0, description="Grids that it opened without a head, as known when it was published."
    )

    @classmethod
    def of(cls, record: EditionRecord, zone: ZoneInfo) -> "EditionOut":
        """As published, with times in the installation's zone."""
        return cls(
            number=record.number,
            effective=_in(record.effective, zone),
            title=record.title,
            reason=record.reason,
            published_by=record.published_by,
            published_at=_in(record.published_at, zone),
            grids={str(level): count for level, count in sorted(record.grids.items())},
            without_head=record.without_head,
        )


class HeadlessOut(Published):
    """A grid that an edition opened without a head."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "10020010", "name": "滨河一网格", "level": 3}]}
    )

    code: str
    name: str
    level: Level


class HeadlessList(Published):
    """A page of them, by code."""

    items: list[HeadlessOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


class EditionList(Published):
    """A page of editions, newest first."""

    items: list[EditionOut]
    next: str | None = Field(description="Send as `after` for the next page; null on the last.")


def _in(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone)
