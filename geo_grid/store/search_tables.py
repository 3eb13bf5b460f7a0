"""The search's tables as Python sees them; the migrations are the truth about them."""

from sqlalchemy import BigInteger, Double, ForeignKey, Identity, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from geo_grid.store.tables import CODE, Base


class SearchPlace(Base):
    """Something that is found by its name."""

    __tablename__ = "search_place"
    __table_args__ = (
        Index("search_place_layer", "layer"),
        Index("search_place_folded", "folded"),
        Index("search_place_initials", "initials"),
        Index("search_place_pinyin", "pinyin"),
        Index("search_place_grid_row_id", "grid_row_id"),
        Index(
            "search_place_folded_part",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
        ),
        Index(
            "search_place_pinyin_part",
            "pinyin",
            postgresql_using="gin",
            postgresql_ops={"pinyin": "gin_trgm_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    layer: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(CODE)
    initials: Mapped[str] = mapped_column(CODE)
    pinyin: Mapped[str] = mapped_column(CODE)
    detail: Mapped[str | None] = mapped_column(Text)
    grid_row_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("grid_row.id"))
    lon: Mapped[float]
    lat: Mapped[float]
    bbox: Mapped[list[float] | None] = mapped_column(ARRAY(Double))


class SearchAddress(Base):
    """An address below the name that it begins with."""

    __tablename__ = "search_address"
    __table_args__ = (Index("search_address_number", "place_id", "number"),)
    # The table needs no key of its own; SQLAlchemy wants to be told one.
    place_id: Mapped[int] = mapped_column(BigInteger, nullable=False)
    number: Mapped[str] = mapped_column(CODE)
    address_id: Mapped[int] = mapped_column(BigInteger)
    __mapper_args__ = {"primary_key": [place_id, number, address_id]}  # noqa: RUF012 - read by SQLAlchemy
