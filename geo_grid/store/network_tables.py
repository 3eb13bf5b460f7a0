"""The tables of professional networks as Python sees them; the migrations are the truth about them."""

from datetime import datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Integer, Text, func
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import Base


class Network(Base):
    """A professional network: medical, sanitation, police …, on the ground of a grid."""

    __tablename__ = "network"
    __table_args__ = (Index("network_ground_id", "ground_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    ground_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    whole: Mapped[bool]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class NetworkCell(Base):
    """A cell of a network during `valid`: its grids, or a shape of its own."""

    __tablename__ = "network_cell"
    __table_args__ = (
        ExcludeConstraint(("network_id", "="), ("name", "="), ("valid", "&&"), name="network_cell_name_once"),
        Index("network_cell_geom", "geom", postgresql_using="gist"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"))
    name: Mapped[str] = mapped_column(Text)
    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=4326, spatial_index=False))
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class NetworkCellGrid(Base):
    """A grid that is in a cell during `valid`."""

    __tablename__ = "network_cell_grid"
    __table_args__ = (
        ExcludeConstraint(("network_id", "="), ("grid_id", "="), ("valid", "&&"), name="network_grid_once"),
        Index("network_cell_grid_cell_id", "cell_id"),
        Index("network_cell_grid_grid_id", "grid_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("network_cell.id"))
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"))
    valid: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
