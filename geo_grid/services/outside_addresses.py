"""Addresses that lie in no grid: they are counted nowhere, so they are listed."""

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.services.current import BaseVersions, read_base
from geo_grid.services.locate import LocateIndex
from geo_grid.store.queries.ledger_outside import address_places, address_texts
from geo_grid.store.records import GridRecord

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outside:
    """An address outside every grid, and the nearest grid with the metres to it.

    In an approved void the grid is the nearest beside the void. It is None where nothing is published.
    """

    text: str | None
    lon: float
    lat: float
    nearest: tuple[GridRecord, float] | None


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """Some of them by their id, the id to ask for the next with, and how many there are."""

    items: tuple[Outside, ...]
    next: int | None
    total: int


class OutsideAddresses:
    """Which addresses lie in no grid, kept until an edition or a load changes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[object, NDArray[np.int64], Floats] | None = None

    def page(
        self, session: Session, index: LocateIndex, *, after: int | None = None, limit: int = 100
    ) -> OutsidePage:
        """One page of them.

        Parameters
        ----------
        index
            Of the state asked about.
        after
            Id of the last address of the page before.
        """
        ids, points = self._outside(session, index)
        start = 0 if after is None else int(np.searchsorted(ids, after, side="right"))
        chosen = slice(start, start + limit)
        texts = address_texts(session, ids[chosen].tolist())
        items = tuple(
            Outside(texts.get(identity), lon, lat, index.nearest_leaf(lon, lat))
            for identity, (lon, lat) in zip(ids[chosen].tolist(), points[chosen].tolist(), strict=True)
        )
        more = int(ids[start + limit - 1]) if start + limit < len(ids) else None
        return OutsidePage(items, more, len(ids))

    def _outside(self, session: Session, index: LocateIndex) -> tuple[NDArray[np.int64], Floats]:
        key: tuple[tuple[int, int], BaseVersions] = (index.state.key, read_base(session))
        # Held while they are looked for, so that a crowd asking at once looks once.
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                ids, points = address_places(session)
                outside = ~index.in_a_leaf(points)
                self._kept = (key, ids[outside], points[outside])
            return self._kept[1], self._kept[2]
