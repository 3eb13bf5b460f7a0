"""What is above a grid of a plan? Keys and identities alone, without the ground."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.plan_records import Base
from geo_grid.store.queries.plan_base import at_base, key_sql

_ABOVE = text(
    f"""
    WITH RECURSIVE up AS (
        SELECT unnest(CAST(:keys AS text[])) COLLATE "C" AS key, CAST(NULL AS text) COLLATE "C" AS below,
               CAST(NULL AS bigint) AS grid_id
        UNION
        SELECT found.parent, up.key, found.grid_id
        FROM up CROSS JOIN LATERAL (
            SELECT p.parent, p.grid_id FROM plan_grid p WHERE p.plan_id = :plan AND p.key = up.key
            UNION ALL
            SELECT {key_sql("pr.code")}, r.grid_id
            FROM grid_code c
            JOIN grid_row r ON r.grid_id = c.grid_id AND r.code = c.code AND {at_base("r")}
            LEFT JOIN grid_row pr ON pr.grid_id = r.parent_id AND {at_base("pr")}
            WHERE c.code = CASE WHEN up.key LIKE '~=%' THEN substr(up.key, 3)
                                WHEN up.key NOT LIKE '~%' THEN up.key END
              AND NOT EXISTS (SELECT FROM plan_grid o WHERE o.plan_id = :plan AND o.grid_id = r.grid_id)
        ) AS found
        WHERE up.key IS NOT NULL
    )
    SELECT below AS key, key AS parent, grid_id FROM up WHERE below IS NOT NULL
    """  # noqa: S608 - constants of the store
)


def above(session: Session, base: Base, keys: Collection[str]) -> dict[str, tuple[str | None, int | None]]:
    """Key → (key of the parent, identity), of some grids and all that is above them."""
    if not keys:
        return {}
    rows = session.execute(_ABOVE, {**base.params(), "keys": list(keys)})
    return {row.key: (row.parent, row.grid_id) for row in rows}
