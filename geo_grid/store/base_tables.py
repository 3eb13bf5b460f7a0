"""The tables of the base layers as Python sees them; the migrations are the truth about them.

Column names are those of docs/layers.md. Geometry is EPSG:4326 on the lattice (k/1e7 degrees).
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, Text, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import Date, DateTime

from geo_grid.store.tables import Base


def _shape(kind: str) -> Geometry:
    return Geometry(kind, srid=4326, spatial_index=False)


class BaseLoad(Base):
    """What one load of one layer from one source brought, dropped and replaced; kept for ever."""

    __tablename__ = "base_load"
    __table_args__ = (
        Index(
            "base_load_in_force",
            "layer",
            "source",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    layer: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    taken_on: Mapped[date | None] = mapped_column(Date)
    file: Mapped[str] = mapped_column(Text)
    crs: Mapped[str] = mapped_column(Text)
    made_up: Mapped[bool] = mapped_column(server_default="false")
    rows_read: Mapped[int]
    rows_kept: Mapped[int]
    dropped: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    noted: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    version: Mapped[int] = mapped_column(BigInteger)
    loaded_at: Mapped[datetime] = mapped_column(
        DateTime(timezone=True), server_default=func.transaction_timestamp()
    )
    replaced_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    changed_bbox: Mapped[WKBElement | None] = mapped_column(_shape("GEOMETRY"))


class LayerVersion(Base):
    """How often a layer was loaded or removed; a layer without a row was never loaded."""

    __tablename__ = "layer_version"

    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


class BaseChange(Base):
    """Where a version of a layer differs from the one before it; a row without a shape is everywhere."""

    __tablename__ = "base_change"
    __table_args__ = (
        Index("base_change_version", "layer", "version"),
        Index("base_change_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    layer: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement | None] = mapped_column(_shape("GEOMETRY"))


class _Feature:
    """What every feature has: the load it came with, its id there, and what else the file said."""

    __tablename__: str

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey("base_load.id", ondelete="CASCADE"))
    source_id: Mapped[str | None] = mapped_column(Text)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Index, ...]:  # noqa: N805 - SQLAlchemy hands over the class
        name = cls.__tablename__
        return (
            Index(f"{name}_load_id", "load_id"),
            Index(f"{name}_geom", "geom", postgresql_using="gist"),
        )


class Street(_Feature, Base):
    """A street as one line, of one class."""

    __tablename__ = "street"

    name: Mapped[str | None] = mapped_column(Text)
    class_: Mapped[str | None] = mapped_column("class", Text)
    length_m: Mapped[float]
    geom: Mapped[WKBElement] = mapped_column(_shape("MULTILINESTRING"))


class StreetSegment(Base):
    """A piece of a street between two crossings; equal nodes are one crossing."""

    __tablename__ = "street_segment"
    __table_args__ = (
        Index("street_segment_load_id", "load_id"),
        Index("street_segment_street_id", "street_id"),
        Index("street_segment_from_node", "from_node"),
        Index("street_segment_to_node", "to_node"),
        Index("street_segment_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    load_id: Mapped[int] = mapped_column(ForeignKey("base_load.id", ondelete="CASCADE"))
    street_id: Mapped[int] = mapped_column(ForeignKey("street.id", ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(Text)
    class_: Mapped[str | None] = mapped_column("class", Text)
    length_m: Mapped[float]
    from_node: Mapped[int] = mapped_column(BigInteger)
    to_node: Mapped[int] = mapped_column(BigInteger)
    geom: Mapped[WKBElement] = mapped_column(_shape("LINESTRING"))


class Railway(_Feature, Base):
    """A railway line."""

    __tablename__ = "railway"

    name: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(_shape("MULTILINESTRING"))


class Water(_Feature, Base):
    """Water, as lines or as an area."""

    __tablename__ = "water"

    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(_shape("GEOMETRY"))


class Building(_Feature, Base):
    """A building."""

    __tablename__ = "building"

    name: Mapped[str | None] = mapped_column(Text)
    use: Mapped[str | None] = mapped_column(Text)
    storeys: Mapped[int | None] = mapped_column(Integer)
    label: Mapped[WKBElement] = mapped_column(_shape("POINT"))
    geom: Mapped[WKBElement] = mapped_column(_shape("MULTIPOLYGON"))


class Compound(_Feature, Base):
    """An estate, school, factory, market, park: ground with one gate and one name."""

    __tablename__ = "compound"

    name: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(Text)
    label: Mapped[WKBElement] = mapped_column(_shape("POINT"))
    geom: Mapped[WKBElement] = mapped_column(_shape("MULTIPOLYGON"))


class Address(_Feature, Base):
    """A door, with counts where they are known; NULL is unknown, never zero."""

    __tablename__ = "address"

    text: Mapped[str | None] = mapped_column(Text)
    street: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    compound: Mapped[str | None] = mapped_column(Text)
    households: Mapped[int | None] = mapped_column(Integer)
    people: Mapped[int | None] = mapped_column(Integer)
    services: Mapped[dict[str, int]] = mapped_column(JSONB, server_default="{}")
    geom: Mapped[WKBElement] = mapped_column(_shape("POINT"))


class Organisation(_Feature, Base):
    """A shop or a unit, with the phone number of its business."""

    __tablename__ = "organisation"

    name: Mapped[str | None] = mapped_column(Text)
    trade: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(_shape("POINT"))


class Facility(_Feature, Base):
    """A lamp, bin, toilet, manhole … (部件)."""

    __tablename__ = "facility"

    class_code: Mapped[str | None] = mapped_column(Text)
    class_name: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(_shape("POINT"))


#: Layer → the table of its features.
TABLES: Mapping[str, type[Base]] = MappingProxyType(
    {
        "streets": Street,
        "railways": Railway,
        "water": Water,
        "buildings": Building,
        "compounds": Compound,
        "addresses": Address,
        "organisations": Organisation,
        "facilities": Facility,
    }
)
