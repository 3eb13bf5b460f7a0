"""What a drawn point may be put onto in a window: streets, railways and waters."""

from dataclasses import dataclass

import shapely
from sqlalchemy.orm import Session

from geo_grid.core.edits.points import Box
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.plans.found import found_plan
from geo_grid.services.plans.ground_lines import ground_lines


@dataclass(frozen=True, slots=True)
class SnapLine:
    """A line with its vertices as x, y, x, y … in lattice units."""

    name: str | None
    layer: str
    points: tuple[int, ...]


def snap_lines(session: Session, actor: Actor | None, plan: int, box: Box) -> list[SnapLine]:
    """Lines whose bounds meet a window, each as a whole; streets first.

    Parameters
    ----------
    box
        West, south, east, north, lattice units.

    Raises
    ------
    NotFound, Denied
        As `found_plan`.
    InputError
        ``window_too_large``.
    """
    found_plan(session, actor, plan)
    lines = ground_lines(session, box)
    return [
        SnapLine(name, layer, tuple(int(value) for value in shapely.get_coordinates(line).ravel().tolist()))
        for line, layer, name in zip(lines.geometry, lines.layer, lines.name, strict=True)
    ]
