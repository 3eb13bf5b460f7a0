"""The kind of ground of a grid, by which its task list goes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from geo_grid.core.errors import NotFound
from geo_grid.core.incidents.catalogue import GROUNDS, Ground
from geo_grid.store.queries.ground_kind import ground_kind


@dataclass(frozen=True, slots=True)
class TaskGrid:
    """A grid and its kind of ground; one that does not say counts as residential."""

    code: str
    name: str
    ground: Ground


def task_grid(session: Session, code: str) -> TaskGrid:
    """A grid that is in force.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    found = ground_kind(session, code)
    if found is None:
        raise NotFound("grid_not_found", grid=code)
    name, said = found
    return TaskGrid(code, name, next((ground for ground in GROUNDS if ground == said), "residential"))
