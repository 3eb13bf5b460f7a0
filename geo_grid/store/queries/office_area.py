"""Which service area of its own does an office have?"""

from typing import Any

import shapely
from sqlalchemy import text
from sqlalchemy.orm import Session

_AREA = text("SELECT ST_AsBinary(service_area) FROM office WHERE id = :office")


def office_area(session: Session, office: int) -> Any:
    """A multipolygon, EPSG:4326 degrees on the lattice; None where the office has none."""
    found = session.scalar(_AREA, {"office": office})
    return None if found is None else shapely.from_wkb(bytes(found))
