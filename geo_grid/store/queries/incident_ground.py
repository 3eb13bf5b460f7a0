"""What ground and which offices do grants of incidents span, and who is an account among the people?"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.queries.scope import GROUND

_SPAN = text(
    f"""
    WITH RECURSIVE {GROUND}, own_offices AS (
        SELECT unnest(CAST(:own_offices AS bigint[])) AS id
        UNION
        SELECT o.id FROM office o JOIN own_offices ON o.parent_id = own_offices.id
    )
    SELECT ARRAY(SELECT grid_id FROM ground),
           ARRAY(SELECT id FROM own_offices),
           EXISTS (SELECT FROM ground JOIN grid_row r USING (grid_id) WHERE r.level = 0 AND r.valid @> now()),
           (SELECT id FROM person WHERE account_id = :account),
           (SELECT office_id FROM person WHERE account_id = :account)
    """  # noqa: S608 - constants of the store
)


@dataclass(frozen=True, slots=True)
class Span:
    """Ground of grants with all below it, offices with all below them, and the account's own record.

    Parameters
    ----------
    outline
        Whether the ground is all there is.
    """

    ground: frozenset[int]
    offices: frozenset[int]
    outline: bool
    person: int | None
    person_office: int | None


def span_of(
    session: Session, grids: Sequence[int], offices: Sequence[int], own_offices: Sequence[int], account: int
) -> Span:
    """What grants span at this instant.

    Parameters
    ----------
    grids, offices
        On which something is granted: their ground.
    own_offices
        Offices that somebody works for.
    """
    row = session.execute(
        _SPAN,
        {
            "grids": list(grids),
            "offices": list(offices),
            "own_offices": list(own_offices),
            "account": account,
        },
    ).one()
    return Span(frozenset(row[0]), frozenset(row[1]), row[2], row[3], row[4])
