"""The tables of accounts, offices and grants as Python sees them; the migrations are the truth about them."""

from datetime import datetime

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
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base


class Account(Base):
    """Somebody who may sign in; never deleted, since the audit speaks of them."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("folded", name="account_folded"),
        UniqueConstraint("skeleton", name="account_skeleton"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    login: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(CODE)
    skeleton: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    disabled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_sign_in_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AccountSession(Base):
    """A sign-in that lasts; its cookie is known by its hash only."""

    __tablename__ = "account_session"
    __table_args__ = (
        UniqueConstraint("token_hash", name="account_session_token"),
        Index("account_session_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    address: Mapped[str | None] = mapped_column(Text)
    agent: Mapped[str | None] = mapped_column(Text)


class AccountReset(Base):
    """A link by which a password is set once."""

    __tablename__ = "account_reset"
    __table_args__ = (
        UniqueConstraint("token_hash", name="account_reset_token"),
        Index("account_reset_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ApiToken(Base):
    """A machine's key: some of its account's actions, for a time."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("token_hash", name="api_token_token"),
        Index("api_token_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    actions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SignInFailure(Base):
    """Attempts that failed, by login or by address, since the last that did not."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("sign_in_failure_free", "last_at", postgresql_where=text("failures < 5")),
        Index("sign_in_failure_locked", "last_at", postgresql_where=text("failures >= 5")),
    )

    key: Mapped[str] = mapped_column(CODE, primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Office(Base):
    """An office of the district, a town, a community, or a department of one of them."""

    __tablename__ = "office"
    __table_args__ = (Index("office_parent_id", "parent_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    hours: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    service_area: Mapped[WKBElement | None] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False)
    )
    made_up: Mapped[bool] = mapped_column(server_default="false")


class OfficeGrid(Base):
    """A grid that is, with all below it, an office's ground."""

    __tablename__ = "office_grid"
    __table_args__ = (Index("office_grid_grid_id", "grid_id"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), primary_key=True)


class RoleGrant(Base):
    """A role that an account has on ground, from one instant to another."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("role_grant_account_id", "account_id"),
        Index("role_grant_grid_id", "grid_id"),
        Index("role_grant_office_id", "office_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(Text)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    valid_from: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    valid_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str | None] = mapped_column(Text)
    granted_by: Mapped[str] = mapped_column(Text)
    granted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
