"""The tables as Python sees them. The migrations are the truth about them; a test compares the two.

Column names are those of docs/store.md. Geometry is EPSG:4326 on the lattice (k/1e7 degrees).
"""

from datetime import datetime
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    FetchedValue,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZMULTIRANGE, TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime, UserDefinedType

CODE = Text(collation="C")


class Xid8(UserDefinedType[str]):
    """PostgreSQL's 64-bit transaction id; only the database's own triggers use it."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Name of the type in SQL."""
        return "xid8"


class Base(DeclarativeBase):
    """All tables of the store."""


class Level(Base):
    """A level of the hierarchy, 0 (outline) to 3, with the pattern its codes must match."""

    __tablename__ = "level"
    __table_args__ = (CheckConstraint("level BETWEEN 0 AND 3", name="level_known"),)

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    code_pattern: Mapped[str] = mapped_column(Text)


class Edition(Base):
    """A dated, approved change of the boundaries. The database numbers and dates it."""

    __tablename__ = "edition"
    __table_args__ = (Index("edition_effective", "effective"),)

    number: Mapped[int] = mapped_column(
        Integer, primary_key=True, autoincrement=False, server_default=FetchedValue()
    )
    effective: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    title: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    published_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.transaction_timestamp()
    )
    sets_outline: Mapped[bool] = mapped_column(server_default="false")


class Grid(Base):
    """A grid's identity: what stays when its border, name, code or parent change."""

    __tablename__ = "grid"
    __table_args__ = (UniqueConstraint("id", "level", name="grid_id_level"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    level: Mapped[int] = mapped_column(ForeignKey("level.level"))
    touched: Mapped[int] = mapped_column(BigInteger, server_default="0")


class GridCode(Base):
    """Whose a code is, for ever."""

    __tablename__ = "grid_code"
    __table_args__ = (
        UniqueConstraint("code", "grid_id", name="grid_code_of_grid"),
        ForeignKeyConstraint(["grid_id", "level"], ["grid.id", "grid.level"], name="grid_code_grid"),
        Index("grid_code_grid_id", "grid_id"),
    )

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    grid_id: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[int] = mapped_column(SmallInteger)


class GridRow(Base):
    """A grid as it is during `valid`."""

    __tablename__ = "grid_row"
    __table_args__ = (
        ForeignKeyConstraint(["grid_id", "level"], ["grid.id", "grid.level"], name="grid_row_grid"),
        ForeignKeyConstraint(
            ["parent_id", "parent_level"], ["grid.id", "grid.level"], name="grid_row_parent"
        ),
        ForeignKeyConstraint(
            ["code", "grid_id"], ["grid_code.code", "grid_code.grid_id"], name="grid_row_code"
        ),
        ExcludeConstraint(("grid_id", "="), ("valid", "&&"), name="grid_row_once"),
        ExcludeConstraint(("code", "="), ("valid", "&&"), name="grid_row_code_once"),
        ExcludeConstraint(("level", "="), ("valid", "&&"), name="grid_row_one_outline", where="level = 0"),
        Index("grid_row_grid_id", "grid_id"),
        Index("grid_row_parent_id", "parent_id"),
        Index("grid_row_level_code", "level", "code"),
        Index("grid_row_geom", "geom", postgresql_using="gist"),
        Index("grid_row_name", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
        Index("grid_row_code_part", "code", postgresql_using="gin", postgresql_ops={"code": "gin_trgm_ops"}),
        Index("grid_row_edition_from", "edition_from"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    grid_id: Mapped[int] = mapped_column(BigInteger)
    level: Mapped[int] = mapped_column(SmallInteger)
    parent_id: Mapped[int | None] = mapped_column(BigInteger)
    parent_level: Mapped[int | None] = mapped_column(SmallInteger, Computed("level - 1", persisted=True))
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    ground: Mapped[str | None] = mapped_column(Text)
    class_: Mapped[str | None] = mapped_column("class", Text)
    setting: Mapped[str | None] = mapped_column(Text)
    statutory: Mapped[bool] = mapped_column(server_default="false")
    noding: Mapped[bool] = mapped_column(server_default="false")
    geom: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    label: Mapped[WKBElement] = mapped_column(Geometry("POINT", srid=4326, spatial_index=False))
    area_m2: Mapped[float]
    hue: Mapped[int] = mapped_column(SmallInteger)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    edition_from: Mapped[int] = mapped_column(ForeignKey("edition.number"))
    edition_to: Mapped[int | None] = mapped_column(ForeignKey("edition.number"))


class Void(Base):
    """A piece of a parent that is approved to belong to none of its children."""

    __tablename__ = "void"
    __table_args__ = (
        Index("void_parent_id", "parent_id"),
        Index("void_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    area_m2: Mapped[float]
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    edition_from: Mapped[int] = mapped_column(ForeignKey("edition.number"))
    edition_to: Mapped[int | None] = mapped_column(ForeignKey("edition.number"))


class GridException(Base):
    """A recorded, approved exception: a grid of more than one part (exclave, 飞地)."""

    __tablename__ = "grid_exception"
    __table_args__ = (
        ExcludeConstraint(("grid_id", "="), ("kind", "="), ("valid", "&&"), name="grid_exception_once"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    kind: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(Text)
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    edition_from: Mapped[int] = mapped_column(ForeignKey("edition.number"))
    edition_to: Mapped[int | None] = mapped_column(ForeignKey("edition.number"))


class Unlock(Base):
    """Leave given by the office above to move one statutory border in one edition."""

    __tablename__ = "unlock"
    __table_args__ = (UniqueConstraint("grid_id", "edition", name="unlock_once"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    edition: Mapped[int] = mapped_column(ForeignKey("edition.number"))
    plan: Mapped[str | None] = mapped_column(Text)
    granted_by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class EditionHeadless(Base):
    """A grid that an edition opens and that has no head at its instant."""

    __tablename__ = "edition_headless"
    __table_args__ = (Index("edition_headless_grid_id", "grid_id"),)

    edition: Mapped[int] = mapped_column(ForeignKey("edition.number"), primary_key=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), primary_key=True)


class ProofDue(Base):
    """What running transactions must still prove. The database's own; nobody else writes here."""

    __tablename__ = "proof_due"

    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), primary_key=True)
    transaction: Mapped[str] = mapped_column(Xid8, primary_key=True)
    during: Mapped[Any] = mapped_column(TSTZMULTIRANGE)
