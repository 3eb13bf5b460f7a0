"""Ways by which people are notified, and the log of what was sent."""

from datetime import time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field, SecretStr

from geo_grid.core.errors import InputError
from geo_grid.http.dependencies import NO_NUL
from geo_grid.http.schemas.base import Identity, Published
from geo_grid.store.notification_routes import RouteRecord, SentRecord

Wall = Annotated[
    str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="By the clock on the wall.")
]


class QuietHours(Published):
    """When nothing but emergencies comes; an end no later than the beginning is on the day after."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"from": "22:00", "until": "07:00"}]})

    begin: Wall = Field(alias="from")
    until: Wall

    def times(self) -> tuple[time, time]:
        """As the store keeps them.

        Raises
        ------
        InputError
            ``hours_wrong``: they begin and end at once.
        """
        if self.begin == self.until:
            raise InputError("hours_wrong", given=self.begin)
        return _time(self.begin), _time(self.until)


class QuietIn(Published):
    """Quiet hours, or none."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"quiet": {"from": "22:00", "until": "07:00"}}]}
    )

    quiet: QuietHours | None


class RouteIn(Published):
    """A way to be notified by: `mailto:` with an address, or an address as apprise writes it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": "mailto:chen@example.cn", "label": "邮箱"}]}
    )

    address: Annotated[SecretStr, Field(min_length=1, max_length=1000, description="Never told again.")]
    label: Annotated[str, Field(min_length=1, max_length=60, pattern=NO_NUL)]
    office: Identity | None = Field(default=None, description="For this office, which one works for.")
    language: Literal["zh", "en"] = "zh"
    quiet: QuietHours | None = None


_ROUTE: dict[str, Any] = {
    "id": 1,
    "channel": "mail",
    "label": "邮箱",
    "office": None,
    "language": "zh",
    "quiet": {"from": "22:00", "until": "07:00"},
    "made_at": "2026-11-22T09:12:04+08:00",
}


class RouteOut(Published):
    """A way; where it leads is told to nobody."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ROUTE]})

    id: int
    channel: str = Field(description="mail, or as apprise names it, e.g. dingtalk.")
    label: str
    office: int | None = Field(description="The office that it is for; null for one's own.")
    language: Literal["zh", "en"]
    quiet: QuietHours | None
    made_at: AwareDatetime

    @classmethod
    def of(cls, route: RouteRecord, zone: ZoneInfo) -> "RouteOut":
        """As published."""
        quiet = None
        if route.quiet_from is not None and route.quiet_until is not None:
            quiet = {"from": f"{route.quiet_from:%H:%M}", "until": f"{route.quiet_until:%H:%M}"}
        return cls.model_validate(
            {
                "id": route.id,
                "channel": route.channel,
                "label": route.label,
                "office": route.office_id,
                "language": route.language,
                "quiet": quiet,
                "made_at": route.made_at.astimezone(zone),
            }
        )


class RouteList(Published):
    """One's own ways and those of one's offices, and what may be added."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"routes": [_ROUTE], "kinds": ["mail", "dingtalk"], "offices": [3], "is_ready": True}
            ]
        }
    )

    routes: list[RouteOut]
    kinds: list[str] = Field(description="What addresses may be of.")
    offices: list[int] = Field(description="Offices that one may add ways for.")
    is_ready: bool = Field(description="Whether this installation can keep addresses at all.")


class RouteTested(Published):
    """What became of a test message."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"taken": True}]})

    taken: bool = Field(description="Whether the other side took it; false too where it did not answer.")


class SentOut(Published):
    """What was to be told to whom, and what became of it."""

    id: int
    number: str | None
    template: str
    to: Literal["person", "office", "account", "reporter"]
    name: str | None = Field(description="Null for reporters.")
    channel: str | None
    state: Literal["waiting", "sent", "failed", "quiet", "skipped"]
    attempts: int
    error: str | None
    made_at: AwareDatetime
    not_before: AwareDatetime
    sent_at: AwareDatetime | None

    @classmethod
    def of(cls, sent: SentRecord, zone: ZoneInfo) -> "SentOut":
        """As published, with times in the installation's zone."""
        return cls.model_validate(
            {
                "id": sent.id,
                "number": sent.number,
                "template": sent.template,
                "to": sent.to,
                "name": sent.to_name,
                "channel": sent.channel,
                "state": sent.state,
                "attempts": sent.attempts,
                "error": sent.error,
                "made_at": sent.made_at.astimezone(zone),
                "not_before": sent.not_before.astimezone(zone),
                "sent_at": sent.sent_at and sent.sent_at.astimezone(zone),
            }
        )


class SentList(Published):
    """A page of the delivery log."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "id": 42,
                            "number": "20261122-000123",
                            "template": "assigned",
                            "to": "person",
                            "name": "陈安",
                            "channel": "mail",
                            "state": "sent",
                            "attempts": 1,
                            "error": None,
                            "made_at": "2026-11-22T09:12:04+08:00",
                            "not_before": "2026-11-22T09:12:04+08:00",
                            "sent_at": "2026-11-22T09:12:06+08:00",
                        }
                    ],
                    "next": None,
                }
            ]
        }
    )

    items: list[SentOut]
    next: int | None = Field(description="`before` of the next page; null on the last.")


def _time(wall: str) -> time:
    hour, minute = wall.split(":")
    return time(int(hour), int(minute))
