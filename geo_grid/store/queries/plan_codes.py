"""Whose are the codes that a plan gives, and which has nobody had yet?"""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

_OTHERS = text(
    """
    WITH given AS (
        SELECT * FROM unnest(CAST(:keys AS text[]), CAST(:codes AS text[]), CAST(:ids AS bigint[]))
            AS given (key, code, grid_id)
    )
    SELECT given.key FROM given JOIN grid_code USING (code)
    WHERE grid_code.grid_id IS DISTINCT FROM given.grid_id
    UNION
    SELECT given.key FROM given JOIN plan_grid p ON p.code = given.code
    WHERE p.plan_id = :plan AND p.key <> given.key AND p.geom IS NOT NULL AND p.code <> ''
    """
)
_BEGUN = text(
    """
    SELECT code FROM grid_code WHERE code LIKE :begin AND length(code) = :width
    UNION
    SELECT code FROM plan_grid
    WHERE plan_id = :plan AND code LIKE :begin AND length(code) = :width AND geom IS NOT NULL
    """
)


def keys_with_others_code(
    session: Session, plan: int, given: Sequence[tuple[str, str, int | None]]
) -> frozenset[str]:
    """Keys of the grids whose code is, or ever was, another's.

    Parameters
    ----------
    given
        (key, code, identity or None where it is new) of grids that have a code.
    """
    keys, codes, ids = (list(each) for each in zip(*given, strict=True)) if given else ([], [], [])
    return frozenset(session.scalars(_OTHERS, {"plan": plan, "keys": keys, "codes": codes, "ids": ids}))


def codes_begun(session: Session, plan: int, begin: str, width: int) -> frozenset[str]:
    """Codes of a width that begin so and that some grid has, had, or has in the plan."""
    pattern = begin.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return frozenset(session.scalars(_BEGUN, {"plan": plan, "begin": pattern, "width": width}))
