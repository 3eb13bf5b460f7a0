"""The tables of notice boards and print jobs as Python sees them; the migrations are the truth about them."""

from datetime import date, datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, LargeBinary, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Date, DateTime

from geo_grid.store.tables import CODE, Base


class Board(Base):
    """A notice board that hangs, or hung, somewhere."""

    __tablename__ = "board"
    __table_args__ = (Index("board_grid_id", "grid_id"), Index("board_photo_hash", "photo_hash"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    kind: Mapped[str] = mapped_column(Text)
    size: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    place: Mapped[str] = mapped_column(Text)
    photo_hash: Mapped[str | None] = mapped_column(CODE, ForeignKey("photo.hash"))
    hung_on: Mapped[date | None] = mapped_column(Date)
    removed_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class BoardPrint(Base):
    """What was on a board when it was printed."""

    __tablename__ = "board_print"
    __table_args__ = (Index("board_print_board_id", "board_id", text("printed_at DESC"), text("id DESC")),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    printed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"))
    border_edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"))
    people: Mapped[str] = mapped_column(CODE)
    contact: Mapped[str] = mapped_column(CODE)


class BoardCheck(Base):
    """Somebody went by and looked."""

    __tablename__ = "board_check"
    __table_args__ = (Index("board_check_board_id", "board_id", text("checked_at DESC"), text("id DESC")),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey("board.id"))
    checked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    checked_by: Mapped[str] = mapped_column(Text)
    fine: Mapped[bool]
    note: Mapped[str | None] = mapped_column(Text)


class PrintJob(Base):
    """Sheets that are made in the background, and their file until it is let go."""

    __tablename__ = "print_job"
    __table_args__ = (
        Index("print_job_account_id", "account_id", text("id DESC")),
        Index("print_job_grid_id", "grid_id"),
        Index("print_job_finished_at", "finished_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(Text, server_default="waiting")
    done: Mapped[int] = mapped_column(Integer, server_default="0")
    total: Mapped[int | None] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    told: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    file: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
