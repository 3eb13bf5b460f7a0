"""Where the public may know an incident to be, as Python sees it; the migrations are the truth about it."""

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from geo_grid.store.tables import Base


def _point() -> Geometry:
    return Geometry("POINT", srid=4326, spatial_index=False)


class IncidentPublic(Base):
    """The place of an incident as everybody may know it; kept by trigger."""

    __tablename__ = "incident_public"
    __table_args__ = (
        Index("incident_public_geom", "geom", postgresql_using="gist"),
        Index("incident_public_rough", "rough", postgresql_using="gist"),
    )

    incident_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("incident.id", ondelete="CASCADE"), primary_key=True
    )
    near: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    geom: Mapped[WKBElement] = mapped_column(_point())
    rough: Mapped[WKBElement] = mapped_column(_point())
