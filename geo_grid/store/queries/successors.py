"""Who has the ground of a code that names no grid any more?"""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from geo_grid.store.queries.grid_records import grid_records, grid_select
from geo_grid.store.records import GridRecord
from geo_grid.store.tables import GridRow

#: A smaller share of the former ground is not worth naming.
_LEAST = 0.01
#: How many are named; ground that went to more is better looked up on the map.
_MOST = 12

_Last = aliased(GridRow, name="last_row")


def successors(session: Session, code: str, at: datetime) -> list[GridRecord]:
    """The grid itself where it is called otherwise by now, else the grids of its level that have its ground.

    Parameters
    ----------
    code
        Of a grid that ended or got another code before the instant.
    at
        Aware instant.

    Returns
    -------
    Those with most of the ground first, at most twelve.
    """
    last = (
        select(GridRow.id, GridRow.grid_id)
        .where(GridRow.code == code, func.upper(GridRow.valid) <= at)
        .order_by(func.upper(GridRow.valid).desc())
        .limit(1)
    )
    row = session.execute(last).first()
    if row is None:
        return []
    renamed = grid_records(session, grid_select(at).where(GridRow.grid_id == row.grid_id))
    if renamed:
        return renamed
    share = func.ST_Area(func.ST_Intersection(GridRow.geom, _Last.geom)) / func.ST_Area(_Last.geom)
    statement = (
        grid_select(at)
        .join(_Last, (_Last.id == row.id) & (_Last.level == GridRow.level))
        .where(GridRow.geom.op("&&")(_Last.geom), share >= _LEAST)
        .order_by(share.desc(), GridRow.code)
        .limit(_MOST)
    )
    return grid_records(session, statement)
