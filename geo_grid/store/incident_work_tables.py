"""The tables of what incidents follow: rules, clocks, who has them, and who is told, as Python sees them."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    Time,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base

_AT = DateTime(timezone=True)


class CatalogueVersion(Base):
    """Categories with their time limits and task lists; the newest version is in force."""

    __tablename__ = "catalogue"
    __table_args__ = (Index("catalogue_made_by", "made_by"),)

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())


class HolidayYear(Base):
    """Holidays and make-up days of a year; the last one said is in force."""

    __tablename__ = "holiday_year"
    __table_args__ = (Index("holiday_year_made_by", "made_by"),)

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    days: Mapped[dict[str, str]] = mapped_column(JSONB)
    source: Mapped[str] = mapped_column(Text)
    confirmed: Mapped[bool]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(_AT, primary_key=True, server_default=func.now())


class ResponsibilityRow(Base):
    """Which office leads, which act beside it and which decides disputes, by category and ground."""

    __tablename__ = "responsibility"
    __table_args__ = (
        Index(
            "responsibility_one",
            "category",
            text("coalesce(grid_id, 0)"),
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("responsibility_grid_id", "grid_id"),
        Index("responsibility_lead_office", "lead_office"),
        Index("responsibility_arbiter_office", "arbiter_office"),
        Index("responsibility_made_by", "made_by"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    category: Mapped[str] = mapped_column(CODE)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    lead_office: Mapped[int] = mapped_column(ForeignKey("office.id"))
    co_offices: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    arbiter_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    from_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    ended_at: Mapped[datetime | None] = mapped_column(_AT)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class IncidentDue(Base):
    """A clock of an incident: of one stage, or of the whole."""

    __tablename__ = "incident_due"
    __table_args__ = (
        Index(
            "incident_due_to_warn",
            "warn_at",
            postgresql_where=text("met_at IS NULL AND paused_at IS NULL AND warned_at IS NULL"),
        ),
        Index(
            "incident_due_to_alarm",
            "due_at",
            postgresql_where=text("met_at IS NULL AND paused_at IS NULL AND alarmed_at IS NULL"),
        ),
        Index(
            "incident_due_unconfirmed",
            "unconfirmed",
            postgresql_using="gin",
            postgresql_where=text("met_at IS NULL"),
        ),
        Index(
            "incident_due_calendar",
            "calendar_at",
            postgresql_where=text("met_at IS NULL AND paused_at IS NULL"),
        ),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[str] = mapped_column(Text, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(_AT, primary_key=True)
    due_at: Mapped[datetime] = mapped_column(_AT)
    warn_at: Mapped[datetime | None] = mapped_column(_AT)
    explained: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    unconfirmed: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    paused_at: Mapped[datetime | None] = mapped_column(_AT)
    met_at: Mapped[datetime | None] = mapped_column(_AT)
    warned_at: Mapped[datetime | None] = mapped_column(_AT)
    alarmed_at: Mapped[datetime | None] = mapped_column(_AT)
    escalated_at: Mapped[datetime | None] = mapped_column(_AT)
    #: When the newest year of the calendar was said by which it was reckoned.
    calendar_at: Mapped[datetime] = mapped_column(_AT, server_default=text("'epoch'"))


class IncidentPause(Base):
    """A time during which an incident's clocks stood."""

    __tablename__ = "incident_pause"
    __table_args__ = (
        Index("incident_pause_one", "incident_id", unique=True, postgresql_where=text("until_at IS NULL")),
        Index("incident_pause_incident_id", "incident_id"),
        Index("incident_pause_to_end", "planned_until", postgresql_where=text("until_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    from_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    planned_until: Mapped[datetime | None] = mapped_column(_AT)
    until_at: Mapped[datetime | None] = mapped_column(_AT)


class IncidentLink(Base):
    """Two incidents that have to do with each other."""

    __tablename__ = "incident_link"
    __table_args__ = (Index("incident_link_b", "b"), Index("incident_link_made_by", "made_by"))

    a: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True)
    b: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())


class IncidentTransfer(Base):
    """Each time an incident went from one to another."""

    __tablename__ = "incident_transfer"
    __table_args__ = (
        Index("incident_transfer_incident_id", "incident_id"),
        Index("incident_transfer_entry_id", "entry_id"),
        Index("incident_transfer_at", "at"),
        Index("incident_transfer_border", "border_low", "border_high", "at"),
        Index("incident_transfer_from_grid", "from_grid"),
        Index("incident_transfer_to_grid", "to_grid"),
        Index("incident_transfer_from_person", "from_person"),
        Index("incident_transfer_to_person", "to_person"),
        Index("incident_transfer_from_office", "from_office"),
        Index("incident_transfer_to_office", "to_office"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("incident_entry.id", ondelete="CASCADE"))
    act: Mapped[str] = mapped_column(Text)
    from_grid: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    to_grid: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    border_low: Mapped[int | None] = mapped_column(
        BigInteger, Computed("LEAST(from_grid, to_grid)", persisted=True)
    )
    border_high: Mapped[int | None] = mapped_column(
        BigInteger, Computed("GREATEST(from_grid, to_grid)", persisted=True)
    )
    from_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    from_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    to_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    reason_code: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())


class NotificationRoute(Base):
    """A way to reach an account, a person or an office."""

    __tablename__ = "notification_route"
    __table_args__ = (
        Index("notification_route_account_id", "account_id"),
        Index("notification_route_person_id", "person_id"),
        Index("notification_route_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    channel: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(Text)
    quiet_from: Mapped[time | None] = mapped_column(Time)
    quiet_until: Mapped[time | None] = mapped_column(Time)
    language: Mapped[str] = mapped_column(Text, server_default="zh")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())


class Notification(Base):
    """Whom to tell what; afterwards whether they were told."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("once", name="notification_once"),
        Index(
            "notification_waiting",
            "not_before",
            "id",
            postgresql_where=text("state IN ('waiting', 'quiet')"),
        ),
        Index("notification_incident_id", "incident_id"),
        Index("notification_entry_id", "entry_id"),
        Index("notification_to_person", "to_person", "id"),
        Index("notification_to_office", "to_office", "id"),
        Index("notification_to_account", "to_account", "id"),
        Index("notification_route_id", "route_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("incident_entry.id", ondelete="CASCADE"))
    to_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    to_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    to_account: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    to_reporter: Mapped[bool] = mapped_column(server_default="false")
    template: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    once: Mapped[str | None] = mapped_column(CODE)
    not_before: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    state: Mapped[str] = mapped_column(Text, server_default="waiting")
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    route_id: Mapped[int | None] = mapped_column(ForeignKey("notification_route.id", ondelete="SET NULL"))
    channel: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    sent_at: Mapped[datetime | None] = mapped_column(_AT)


class SavedView(Base):
    """Filters of the desk that somebody gave a name."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "name", name="saved_view_once"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[dict[str, Any]] = mapped_column(JSONB)
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
