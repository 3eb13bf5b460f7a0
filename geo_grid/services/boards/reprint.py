"""The boards that no longer hold, in an order to walk, with the cards that go along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from geo_grid.core.boards.fingerprint import Reason
from geo_grid.core.boards.walking import steps_m, walking_order
from geo_grid.core.crs.plane import Plane
from geo_grid.core.permissions.deciding import Actor
from geo_grid.services.boards.register import BoardNow, boards
from geo_grid.settings import Settings
from geo_grid.store.board_records import BoardRecord
from geo_grid.store.queries.card_counts import CardCount, card_counts


@dataclass(frozen=True, slots=True)
class Stop:
    """A board to hang anew.

    Parameters
    ----------
    order
        1 for the first.
    walk_m
        Metres from the stop before, as the crow flies.
    """

    board: BoardRecord
    reasons: tuple[Reason, ...]
    order: int
    walk_m: float


@dataclass(frozen=True, slots=True)
class CardsNeeded:
    """Cards of a grid whose boards no longer hold, building by building."""

    grid: tuple[str, str, int]
    buildings: tuple[CardCount, ...]


@dataclass(frozen=True, slots=True)
class ReprintList:
    """What to print and where to take it."""

    stops: tuple[Stop, ...]
    cards: tuple[CardsNeeded, ...]
    total_m: float


def reprint_list(
    session: Session, actor: Actor | None, settings: Settings, at: datetime, grid: str | None = None
) -> ReprintList:
    """Exactly the boards whose border, people or contact changed since they were printed.

    Parameters
    ----------
    actor
        Only boards on their ground; None for whoever works at the machine itself.
    at
        This instant.
    grid
        Code: only boards of it and of the grids below it.
    """
    due = [each for each in boards(session, actor, settings, at, grid=grid) if each.stale]
    stops = _walk(due)
    grids = {stop.board.grid_id: stop.board.grid for stop in stops}
    cards = [CardsNeeded(named, tuple(card_counts(session, each, at))) for each, named in grids.items()]
    return ReprintList(
        stops, tuple(each for each in cards if each.buildings), sum(stop.walk_m for stop in stops)
    )


def _walk(due: Sequence[BoardNow]) -> tuple[Stop, ...]:
    if not due:
        return ()
    degrees = np.array([(each.board.lon, each.board.lat) for each in due])
    middle = degrees.mean(axis=0)
    places = Plane(float(middle[0]), float(middle[1])).to_metres(degrees)
    order = walking_order(places)
    return tuple(
        Stop(due[at].board, due[at].stale or (), number, float(step))
        for number, (at, step) in enumerate(zip(order.tolist(), steps_m(places, order), strict=True), start=1)
    )
