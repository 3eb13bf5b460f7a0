"""Where do the streets run that are loaded already?"""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from geo_grid.store.base_tables import BaseLoad, Street

#: Streets looked at.
_MOST = 20_000


def base_streets(session: Session, *, but_source: str | None = None) -> NDArray[Any]:
    """Lines of loaded streets, EPSG:4326 degrees, at most `_MOST` of them.

    Parameters
    ----------
    but_source
        Leaves out what came from this source.
    """
    statement = select(Street.geom).join(BaseLoad, BaseLoad.id == Street.load_id)
    if but_source is not None:
        statement = statement.where(BaseLoad.source != but_source)
    shapes = [bytes(shape.data) for shape in session.scalars(statement.order_by(Street.id).limit(_MOST))]
    return np.asarray(shapely.from_wkb(shapes)) if shapes else np.zeros(0, dtype=object)
