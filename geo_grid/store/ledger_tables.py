"""The ledger's tables as Python sees them; the migrations are the truth about them."""

from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from geo_grid.store.tables import Base


class GridLedger(Base):
    """What lies inside a row's ground: measure → whole number, by layer."""

    __tablename__ = "grid_ledger"

    grid_row_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_row.id"), primary_key=True)
    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    measures: Mapped[dict[str, int]] = mapped_column(JSONB)


class GridLedgerBorder(Base):
    """What lies exactly on a row's border, by lattice point."""

    __tablename__ = "grid_ledger_border"
    __table_args__ = (Index("grid_ledger_border_place", "layer", "place"),)

    grid_row_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("grid_row.id"), primary_key=True)
    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    measures: Mapped[dict[str, int]] = mapped_column(JSONB)


class LedgerState(Base):
    """The version of a layer that the whole ledger is up to."""

    __tablename__ = "ledger_state"

    layer: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
