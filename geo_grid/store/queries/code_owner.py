"""Whose is a code that a plan would give to a grid?"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.plan_base import base_code_of

# A grid may have a code back that was its own. What else has it in the plan is asked by key, since what a
# step made has no identity.
_OWNER = text(
    """
    SELECT name FROM (
        SELECT 1 AS place, (
            SELECT r.name FROM grid_row r WHERE r.grid_id = c.grid_id
            ORDER BY upper(r.valid) DESC NULLS FIRST LIMIT 1
        ) AS name
        FROM grid_code c
        WHERE c.code = :code AND NOT EXISTS (
            SELECT FROM plan_grid p WHERE p.plan_id = :plan AND p.key = :key AND p.grid_id = c.grid_id)
          AND NOT EXISTS (SELECT FROM grid_code o WHERE o.code = :own AND o.grid_id = c.grid_id)
        UNION ALL
        SELECT 2, p.name FROM plan_grid p
        WHERE p.plan_id = :plan AND p.code = :code AND p.key <> :key AND p.geom IS NOT NULL
    ) AS owner ORDER BY place LIMIT 1
    """
)


def owner_of_code(session: Session, plan: int, key: str, code: str) -> str | None:
    """Name of the grid that has, or ever had, a code, where it is not this one's own; None where it is free.

    Parameters
    ----------
    key
        The grid that is to have it.
    """
    asked = {"plan": plan, "key": key, "code": code, "own": base_code_of(key)}
    found: str | None = session.scalar(_OWNER, asked)
    return found
