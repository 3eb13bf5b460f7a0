"""The tables of plans as Python sees them; the migrations are the truth about them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import CODE, Base


class Plan(Base):
    """A draft change of the boundaries of some ground, on a base that stays as it was."""

    __tablename__ = "plan"
    __table_args__ = (
        Index("plan_ground_id", "ground_id"),
        Index("plan_made_by", "made_by"),
        Index("plan_published_edition", "published_edition"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    ground_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    base_edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"))
    base_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    effective: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(Text, server_default="draft")
    version: Mapped[int] = mapped_column(Integer, server_default="0")
    revision: Mapped[int] = mapped_column(Integer, server_default="1")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    published_edition: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))


class PlanStep(Base):
    """What was done, undone or done again in a plan; the stacks of both are in the pointers."""

    __tablename__ = "plan_step"
    __table_args__ = (
        UniqueConstraint("plan_id", "client_id", name="plan_step_once"),
        ForeignKeyConstraint(
            ["plan_id", "of_step"], ["plan_step.plan_id", "plan_step.number"], name="plan_step_of"
        ),
        ForeignKeyConstraint(
            ["plan_id", "done_top"], ["plan_step.plan_id", "plan_step.number"], name="plan_step_done"
        ),
        ForeignKeyConstraint(
            ["plan_id", "redo_top"], ["plan_step.plan_id", "plan_step.number"], name="plan_step_redo"
        ),
        Index("plan_step_made_by", "plan_id", "made_by"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    of_step: Mapped[int | None] = mapped_column(Integer)
    verb: Mapped[str | None] = mapped_column(Text)
    arguments: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    name: Mapped[str | None] = mapped_column(Text)
    before: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    after: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)
    done_top: Mapped[int | None] = mapped_column(Integer)
    redo_top: Mapped[int | None] = mapped_column(Integer)
    client_id: Mapped[UUID] = mapped_column(Uuid)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class PlanGrid(Base):
    """A grid, or a void, that differs from the base after the last step."""

    __tablename__ = "plan_grid"
    __table_args__ = (
        UniqueConstraint("plan_id", "grid_id", name="plan_grid_identity"),
        UniqueConstraint("plan_id", "void_id", name="plan_grid_void"),
        Index("plan_grid_geom", "plan_id", "geom", postgresql_using="gist"),
        Index("plan_grid_below", "plan_id", "parent"),
        Index("plan_grid_code", "plan_id", "code"),
        Index("plan_grid_grid_id", "grid_id"),
        Index("plan_grid_void_id", "void_id"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    key: Mapped[str] = mapped_column(CODE, primary_key=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    void_id: Mapped[int | None] = mapped_column(ForeignKey("void.id"))
    level: Mapped[int] = mapped_column(SmallInteger, ForeignKey("level.level"))
    parent: Mapped[str | None] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    ground: Mapped[str | None] = mapped_column(Text)
    class_: Mapped[str | None] = mapped_column("class", Text)
    setting: Mapped[str | None] = mapped_column(Text)
    statutory: Mapped[bool]
    parts: Mapped[bool]
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    noding: Mapped[bool]
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    label: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    area_m2: Mapped[float | None]
    hue: Mapped[int | None] = mapped_column(SmallInteger)
    step: Mapped[int] = mapped_column(Integer)


class PlanStateChange(Base):
    """Who brought a plan into a state, when and why."""

    __tablename__ = "plan_state_change"
    __table_args__ = (Index("plan_state_change_made_by", "made_by"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class PlanComment(Base):
    """What somebody says of a place in a plan."""

    __tablename__ = "plan_comment"
    __table_args__ = (
        Index("plan_comment_made_by", "made_by"),
        Index("plan_comment_resolved_by", "resolved_by"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    grid: Mapped[str | None] = mapped_column(CODE)
    version: Mapped[int] = mapped_column(Integer)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class PlanUnlock(Base):
    """Leave by the office above to move a statutory border in one plan."""

    __tablename__ = "plan_unlock"
    __table_args__ = (
        Index("plan_unlock_grid_id", "grid_id"),
        Index("plan_unlock_made_by", "made_by"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    grid: Mapped[str] = mapped_column(CODE, primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    reason: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class PlanHold(Base):
    """Who is drawing in a plan, and in which of their tabs."""

    __tablename__ = "plan_hold"
    __table_args__ = (Index("plan_hold_account_id", "account_id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    holder: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
