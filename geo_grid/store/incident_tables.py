"""The tables of incidents as Python sees them; the migrations are the truth about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base, Xid8

_AT = DateTime(timezone=True)

#: Runs on through the days; `incident_day` says where in it a day began.
INCIDENT_NUMBER = Sequence("incident_number", data_type=BigInteger, metadata=Base.metadata)


class IncidentDay(Base):
    """Where the sequence of numbers stood when a day's first was drawn."""

    __tablename__ = "incident_day"

    day: Mapped[Any] = mapped_column(Date, primary_key=True)
    before_first: Mapped[int] = mapped_column(BigInteger)


class Incident(Base):
    """What somebody reported, as it stands now."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("number", name="incident_number_once"),
        UniqueConstraint("client_id", name="incident_once"),
        Index("incident_geom", "geom", postgresql_using="gist"),
        Index("incident_open_geom", "geom", postgresql_using="gist", postgresql_where=text("is_open")),
        Index("incident_grids", "grids", postgresql_using="gin"),
        Index("incident_newest", "reported_at", "id"),
        Index("incident_open", "reported_at", "id", postgresql_where=text("is_open")),
        Index("incident_closed", "closed_at", "id", postgresql_where=text("closed_at IS NOT NULL")),
        Index("incident_grid_id", "grid_id", "reported_at", "id"),
        Index("incident_changed_in", "changed_in", "id"),
        Index("incident_person", "assignee_person", "reported_at", "id"),
        Index("incident_office", "assignee_office", "reported_at", "id"),
        Index("incident_nearest_grid", "nearest_grid", postgresql_where=text("nearest_grid IS NOT NULL")),
        Index("incident_border_grid", "border_grid", postgresql_where=text("border_grid IS NOT NULL")),
        Index("incident_duplicate_of", "duplicate_of", postgresql_where=text("duplicate_of IS NOT NULL")),
        Index(
            "incident_reporter_account",
            "reporter_account",
            postgresql_where=text("reporter_account IS NOT NULL"),
        ),
        Index("incident_made_up", "id", postgresql_where=text("made_up")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    number: Mapped[str] = mapped_column(CODE)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    client_id: Mapped[UUID | None] = mapped_column(Uuid)
    client_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    state: Mapped[str] = mapped_column(Text)
    is_open: Mapped[bool] = mapped_column(
        Computed("state NOT IN ('closed', 'declined', 'withdrawn', 'duplicate')", persisted=True)
    )
    stage: Mapped[str | None] = mapped_column(Text)
    stage_since: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    kind: Mapped[str] = mapped_column(Text)
    urgency: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(CODE)
    catalogue_version: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    edition: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    grids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    outside: Mapped[bool] = mapped_column(Computed("grid_id IS NULL", persisted=True))
    nearest_grid: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    nearest_m: Mapped[float | None] = mapped_column(REAL)
    border_m: Mapped[float | None] = mapped_column(REAL)
    border_grid: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    choice: Mapped[str] = mapped_column(Text, server_default="located")
    assignee_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assignee_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    co_offices: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    level: Mapped[int | None] = mapped_column(SmallInteger)
    ruled_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ruled_office: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    pending: Mapped[str | None] = mapped_column(Text)
    pending_until: Mapped[datetime | None] = mapped_column(_AT)
    pending_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("incident.id"))
    reported_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    happened_at: Mapped[datetime | None] = mapped_column(_AT)
    accepted_at: Mapped[datetime | None] = mapped_column(_AT)
    dispatched_at: Mapped[datetime | None] = mapped_column(_AT)
    finished_at: Mapped[datetime | None] = mapped_column(_AT)
    closed_at: Mapped[datetime | None] = mapped_column(_AT)
    due_at: Mapped[datetime | None] = mapped_column(_AT)
    stage_due_at: Mapped[datetime | None] = mapped_column(_AT)
    due_next: Mapped[datetime | None] = mapped_column(
        _AT, Computed("LEAST(due_at, stage_due_at)", persisted=True)
    )
    warn_at: Mapped[datetime | None] = mapped_column(_AT)
    overdue: Mapped[bool] = mapped_column(server_default="false")
    reopened: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    returned: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    escalated: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    extended: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    closings: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    ratings: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    solved: Mapped[bool | None]
    reporter_account: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_up: Mapped[bool] = mapped_column(server_default="false")
    changed_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    changed_in: Mapped[str] = mapped_column(Xid8, server_default=func.pg_current_xact_id())


class IncidentReporter(Base):
    """The only place with anything of a reporter."""

    __tablename__ = "incident_reporter"
    __table_args__ = (
        Index("incident_reporter_kept", "incident_id", postgresql_where=text("erased_at IS NULL")),
    )

    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text, server_default="zh")
    erased_at: Mapped[datetime | None] = mapped_column(_AT)


class IncidentEntry(Base):
    """What happened with an incident; added to only."""

    __tablename__ = "incident_entry"
    __table_args__ = (
        UniqueConstraint("client_id", name="incident_entry_once"),
        UniqueConstraint("incident_id", "n", name="incident_entry_number"),
        Index("incident_entry_at", "at", "id"),
        Index("incident_entry_by_account", "by_account"),
        Index("incident_entry_by_person", "by_person"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    n: Mapped[int] = mapped_column(Integer)
    act: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str | None] = mapped_column(Text)
    to_state: Mapped[str] = mapped_column(Text)
    by_account: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_person: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
    made_at: Mapped[datetime | None] = mapped_column(_AT)
    reason_code: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    accuracy_m: Mapped[float | None] = mapped_column(REAL)
    client_id: Mapped[UUID | None] = mapped_column(Uuid)
    client_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    version: Mapped[int] = mapped_column(Integer)


class IncidentPhoto(Base):
    """A photo, encoded anew by us; without an incident until it is used."""

    __tablename__ = "incident_photo"
    __table_args__ = (
        Index("incident_photo_incident_id", "incident_id"),
        Index("incident_photo_entry_id", "entry_id"),
        Index("incident_photo_by_account", "by_account"),
        Index("incident_photo_unused", "made_at", postgresql_where=text("incident_id IS NULL")),
    )

    id: Mapped[str] = mapped_column(CODE, primary_key=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incident.id", ondelete="CASCADE"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("incident_entry.id", ondelete="CASCADE"))
    stage: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(CODE)
    large: Mapped[bytes] = mapped_column(LargeBinary)
    small: Mapped[bytes] = mapped_column(LargeBinary)
    width: Mapped[int] = mapped_column(SmallInteger)
    height: Mapped[int] = mapped_column(SmallInteger)
    by_account: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(_AT, server_default=func.now())
