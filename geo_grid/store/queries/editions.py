"""Which editions were published?"""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from geo_grid.store.records import EditionRecord
from geo_grid.store.tables import Edition, EditionHeadless, GridRow


def editions(session: Session, *, before: int | None = None, limit: int = 100) -> list[EditionRecord]:
    """Published editions, newest number first.

    Parameters
    ----------
    before
        Only numbers below this one: the last of the page before.
    limit
        At most so many.
    """
    narrowed: list[ColumnElement[bool]] = [] if before is None else [Edition.number < before]
    return read_editions(session, narrowed, [Edition.number.desc()], limit)


def read_editions(
    session: Session, conditions: list[ColumnElement[bool]], order: list[Any], limit: int
) -> list[EditionRecord]:
    """Editions that meet conditions, each with the number of grids a level at its effective instant."""
    found = session.scalars(select(Edition).where(*conditions).order_by(*order).limit(limit)).all()
    counts: dict[int, dict[int, int]] = {edition.number: {} for edition in found}
    counted = (
        select(Edition.number, GridRow.level, func.count())
        .join(GridRow, GridRow.valid.op("@>")(Edition.effective))
        .where(Edition.number.in_(counts), GridRow.level > 0)
        .group_by(Edition.number, GridRow.level)
        .order_by(Edition.number, GridRow.level)
    )
    for number, level, count in session.execute(counted).all():
        counts[number][level] = count
    headless = (
        select(EditionHeadless.edition, func.count())
        .where(EditionHeadless.edition.in_(counts))
        .group_by(EditionHeadless.edition)
    )
    without_head = {row[0]: row[1] for row in session.execute(headless)}
    return [
        EditionRecord(
            edition.number,
            edition.effective,
            edition.title,
            edition.reason,
            edition.published_by,
            edition.published_at,
            counts[edition.number],
            without_head.get(edition.number, 0),
        )
        for edition in found
    ]
