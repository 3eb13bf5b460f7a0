"""The tables of people and their duties as Python sees them; the migrations are the truth about them."""

from datetime import datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base


class Photo(Base):
    """A picture of a person, encoded anew in two sizes and named by its hash."""

    __tablename__ = "photo"

    hash: Mapped[str] = mapped_column(CODE, primary_key=True)
    large: Mapped[bytes] = mapped_column(LargeBinary)
    small: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Person(Base):
    """Somebody who has, had or will have a duty; in the service during `valid`."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("account_id", name="person_account"),
        Index("person_grid_id", "grid_id"),
        Index("person_office_id", "office_id"),
        Index("person_photo_hash", "photo_hash"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    post: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    mobile: Mapped[str | None] = mapped_column(Text)
    reception_hours: Mapped[str | None] = mapped_column(Text)
    published: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    opted_in_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    photo_hash: Mapped[str | None] = mapped_column(CODE, ForeignKey("photo.hash"))
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    made_up: Mapped[bool] = mapped_column(server_default="false")


class Assignment(Base):
    """A duty of a person for a grid during `valid`; closed, or cancelled before it began, never deleted."""

    __tablename__ = "assignment"
    __table_args__ = (
        ExcludeConstraint(
            ("grid_id", "="),
            ("valid", "&&"),
            name="assignment_one_head",
            where="role = 'head' AND cancelled_at IS NULL",
        ),
        ExcludeConstraint(
            ("grid_id", "="),
            ("person_id", "="),
            ("role", "="),
            ("valid", "&&"),
            name="assignment_once",
            where="cancelled_at IS NULL",
        ),
        Index("assignment_person_id", "person_id"),
        Index("assignment_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(Text)
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    shift: Mapped[str | None] = mapped_column(Text)
    hours: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    specialty: Mapped[str | None] = mapped_column(Text)
    duties: Mapped[str | None] = mapped_column(Text)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Partner(Base):
    """An AB post: the grid whose person stands in while this grid's is away for short."""

    __tablename__ = "partner"
    __table_args__ = (
        ExcludeConstraint(("grid_id", "="), ("valid", "&&"), name="partner_one"),
        Index("partner_partner_id", "partner_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class Leave(Base):
    """When a person is away; never why."""

    __tablename__ = "leave"
    __table_args__ = (
        ExcludeConstraint(
            ("person_id", "="), ("valid", "&&"), name="leave_once", where="cancelled_at IS NULL"
        ),
        Index("leave_stand_in_id", "stand_in_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(Text)
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Station(Base):
    """A work station: a place with hours and services."""

    __tablename__ = "station"
    __table_args__ = (
        Index("station_geom", "geom", postgresql_using="gist"),
        Index("station_grid_id", "grid_id"),
        Index("station_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    address: Mapped[str | None] = mapped_column(Text)
    hours: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    services: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    made_up: Mapped[bool] = mapped_column(server_default="false")
