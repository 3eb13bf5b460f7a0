"""What to say of a code that names no grid now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from geo_grid.publish.pages.grid_page_data import GridLink
from geo_grid.services.grid_page import grid_link
from geo_grid.store.queries.last_of_code import last_of_code
from geo_grid.store.queries.locate import locate
from geo_grid.store.queries.successors import successors


@dataclass(frozen=True, slots=True)
class MissingGrid:
    """Why a code names no grid now.

    Parameters
    ----------
    why
        ``unknown``: no grid ever had it; ``ended`` or ``future``, with the instant; ``recoded``: the same
        grid has another code since the instant.
    became
        What the grid is called now, or which grids of its level have its ground, most of it first.
    now_there
        The grids that its middle belongs to now, level ascending.
    """

    why: Literal["unknown", "ended", "recoded", "future"]
    name: str = ""
    when: datetime | None = None
    now_there: tuple[GridLink, ...] = ()
    became: tuple[GridLink, ...] = ()


def missing_grid(session: Session, code: str, at: datetime) -> MissingGrid:
    """Look for a code among the grids that ended, and among those to come."""
    # PostgreSQL's texts hold every character but this one: no grid can be called so.
    once = last_of_code(session, code, at) if "\x00" not in code else None
    if once is None:
        return MissingGrid("unknown")
    there = tuple(map(grid_link, locate(session, *once.label, at)))
    if once.begins > at:
        return MissingGrid("future", once.name, once.begins, there)
    became = successors(session, code, at)
    recoded = [grid.id for grid in became] == [once.grid_id]
    links = tuple(map(grid_link, became))
    return MissingGrid("recoded" if recoded else "ended", once.name, once.ends, there, links)
