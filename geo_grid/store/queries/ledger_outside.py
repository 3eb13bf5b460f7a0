"""Where is every address, and what do some of them say?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text
from sqlalchemy.orm import Session

_PLACES = text("SELECT id, ST_X(geom), ST_Y(geom) FROM address ORDER BY id")
_TEXTS = text("SELECT id, text FROM address WHERE id = ANY(:ids)")


def address_places(session: Session) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Ids (n,) ascending and points (n, 2), lon/lat EPSG:4326 degrees, of all addresses."""
    rows = session.execute(_PLACES).all()
    table = np.array([tuple(row) for row in rows], dtype=object).reshape(-1, 3)
    return table[:, 0].astype(np.int64), table[:, 1:].astype(np.float64)


def address_texts(session: Session, ids: Sequence[int]) -> dict[int, str | None]:
    """Id → text of some addresses."""
    return {row.id: row.text for row in session.execute(_TEXTS, {"ids": list(ids)})}
