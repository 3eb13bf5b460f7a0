"""The tables of rules for grids as Python sees them; the migrations are the truth about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import DateTime

from geo_grid.store.tables import Base


class SizeRules(Base):
    """A rule set for the size of grids; the newest version is in force."""

    __tablename__ = "size_rules"
    __table_args__ = (Index("size_rules_made_by", "made_by"),)

    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
