"""Which grids a point lies in, at every level, and how near the next border is."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from geo_grid.core.borders import Border, Borders
from geo_grid.core.locating import NOWHERE, Locator
from geo_grid.store.queries.locate import locate as query_locate
from geo_grid.store.queries.state import State, state
from geo_grid.store.queries.surroundings import leaves_near, leaves_touching
from geo_grid.store.queries.whole_edition import whole_edition
from geo_grid.store.records import GridRecord

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class NearestBorder:
    """The nearest point of the border of the grid that a point lies in.

    Parameters
    ----------
    distance_m
        Metres to it.
    lon, lat
        Where it is, EPSG:4326 degrees.
    neighbour
        Code of the grid on its other side, None where the coverage ends.
    """

    distance_m: float
    lon: float
    lat: float
    neighbour: str | None


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point is.

    Parameters
    ----------
    chain
        The grids that answer for it, level ascending, without the outline; empty outside the coverage. In an
        approved void it ends at the grid that the void belongs to.
    border
        The nearest border of the last grid of the chain; None outside.
    nearest
        Outside: the nearest grid and the metres to it; None inside, or where nothing is published.
    edition
        Number of the edition in force; None before the first.
    """

    chain: tuple[GridRecord, ...]
    border: NearestBorder | None
    nearest: tuple[GridRecord, float] | None
    edition: int | None


@dataclass(frozen=True, slots=True)
class LocatedPoint:
    """Where one of many points is: the codes of the chain, and metres to the border (None outside)."""

    lon: float
    lat: float
    codes: tuple[str, ...]
    border_m: float | None


class LocateIndex:
    """Everything needed to answer for one state of the coverage from memory.

    Parameters
    ----------
    grids
        All grids valid at one instant, with geometry.
    state
        The state they are in.
    """

    def __init__(self, grids: Sequence[GridRecord], state: State) -> None:
        self.state = state
        parents = {grid.parent_id for grid in grids}
        leaves = [grid for grid in grids if grid.level > 0 and grid.id not in parents]
        inner = [grid for grid in grids if grid.level > 0 and grid.id in parents]
        # Deepest first among the inner grids: in a void the smallest grid that has it answers.
        inner.sort(key=lambda grid: (-grid.level, grid.code))
        self._leaves = _Shapes(leaves, [grid.code for grid in leaves])
        self._inner = _Shapes(inner, [f"{9 - grid.level}{grid.code}" for grid in inner])
        self._borders = Borders(_geometries(leaves), [grid.code for grid in leaves])
        #: By identity, without shapes, the outline too.
        self.grids: Mapping[int, GridRecord] = MappingProxyType(
            {grid.id: replace(grid, geometry=None) for grid in grids}
        )
        self._by_code = {grid.code: grid for grid in self.grids.values()}
        self._leaf = [self.grids[grid.id] for grid in leaves]
        self._chains: dict[int, tuple[GridRecord, ...]] = {}
        self._children: dict[int, list[GridRecord]] = {}
        for grid in sorted(self.grids.values(), key=lambda grid: grid.code):
            if grid.parent_id is not None:
                self._children.setdefault(grid.parent_id, []).append(grid)

    def locate(self, lon: float, lat: float) -> Located:
        """Answer for one point, EPSG:4326 degrees."""
        edition = self.state.edition
        leaf = self._leaves.locator.at(lon, lat)
        if leaf != NOWHERE:
            border = self._borders.of(leaf, lon, lat)
            return Located(
                self._chain(self._leaf[leaf].id), self._seen(border, border.neighbour), None, edition
            )
        outer = self._borders.outer(lon, lat)
        if outer is None:
            return Located((), None, None, edition)
        inner = self._inner.locator.at(lon, lat)
        if inner != NOWHERE:
            return Located(self._chain(self._inner.ids[inner]), self._seen(outer, outer.grid), None, edition)
        return Located((), None, (self._leaf[outer.grid], outer.distance_m), edition)

    def locate_many(self, points: Floats) -> list[LocatedPoint]:
        """Answer for (n, 2) points, lon/lat EPSG:4326 degrees."""
        leaves = self._leaves.locator.many(points)
        distances = self._borders.distances_m(leaves, points)
        answers: list[LocatedPoint] = []
        for (lon, lat), leaf, distance in zip(
            points.tolist(), leaves.tolist(), distances.tolist(), strict=True
        ):
            if leaf != NOWHERE:
                codes = tuple(grid.code for grid in self._chain(self._leaf[leaf].id))
                answers.append(LocatedPoint(lon, lat, codes, distance))
                continue
            located = self.locate(lon, lat) if self._inner.locator.at(lon, lat) != NOWHERE else None
            if located is not None and located.border is not None:
                codes = tuple(grid.code for grid in located.chain)
                answers.append(LocatedPoint(lon, lat, codes, located.border.distance_m))
            else:
                answers.append(LocatedPoint(lon, lat, (), None))
        return answers

    def in_a_leaf(self, points: Floats) -> NDArray[np.bool_]:
        """Whether each of (n, 2) points lies in a grid that nothing divides further."""
        found: NDArray[np.bool_] = self._leaves.locator.many(points) != NOWHERE
        return found

    def nearest_leaf(self, lon: float, lat: float) -> tuple[GridRecord, float] | None:
        """The nearest grid of a point that lies in none, and the metres to it; None where there are none."""
        outer = self._borders.outer(lon, lat)
        return None if outer is None else (self._leaf[outer.grid], outer.distance_m)

    def chain_at(self, lon: float, lat: float) -> tuple[GridRecord, ...]:
        """As `locate` does, but without looking at borders: level ascending, without the outline."""
        leaf = self._leaves.locator.at(lon, lat)
        if leaf != NOWHERE:
            return self._chain(self._leaf[leaf].id)
        inner = self._inner.locator.at(lon, lat)
        return () if inner == NOWHERE else self._chain(self._inner.ids[inner])

    def by_code(self, code: str) -> GridRecord | None:
        """The grid of a code, without its shape."""
        return self._by_code.get(code)

    def chain_of(self, grid: GridRecord) -> tuple[GridRecord, ...]:
        """A grid behind all that it is part of, level ascending, without the outline."""
        return self._chain(grid.id)

    def children_of(self, grid: GridRecord) -> list[GridRecord]:
        """What a grid is divided into, by code."""
        return self._children.get(grid.id, [])

    def special_below(self, grid: GridRecord) -> list[GridRecord]:
        """The special grids anywhere below a grid, by code."""
        found, looking = [], [*self.children_of(grid)]
        while looking:
            below = looking.pop()
            if below.kind == "special":
                found.append(below)
            looking += self.children_of(below)
        return sorted(found, key=lambda each: each.code)

    def _seen(self, border: Border, other: int) -> NearestBorder:
        neighbour = self._leaf[other].code if other != NOWHERE else None
        return NearestBorder(border.distance_m, border.lon, border.lat, neighbour)

    def _chain(self, grid_id: int) -> tuple[GridRecord, ...]:
        chain = self._chains.get(grid_id)
        if chain is None:
            links: list[GridRecord] = []
            grid = self.grids.get(grid_id)
            while grid is not None and grid.level > 0:
                links.append(grid)
                grid = self.grids.get(grid.parent_id) if grid.parent_id is not None else None
            chain = self._chains[grid_id] = tuple(reversed(links))
        return chain


class PastIndexes:
    """The indexes of the few other states that were asked about last: each is worth many answers.

    Parameters
    ----------
    entries
        Indexes kept; one of 100,000 grids takes some hundred megabytes.
    """

    def __init__(self, entries: int = 2) -> None:
        self._entries = entries
        self._indexes: OrderedDict[tuple[int, int], LocateIndex] = OrderedDict()
        # Held while an index is built, so that a crowd asking for one state builds it once.
        self._building = threading.Lock()

    def at(self, session: Session, at: datetime) -> LocateIndex:
        """The index of the state at an instant, from memory or from the database."""
        here = state(session, at)
        with self._building:
            index = self._indexes.get(here.key)
            if index is None:
                index = self._indexes[here.key] = build_index(session, at, here)
            self._indexes.move_to_end(here.key)
            while len(self._indexes) > self._entries:
                self._indexes.popitem(last=False)
        return index


class _Shapes:
    """A locator and the ids of the grids it was made of."""

    def __init__(self, grids: Sequence[GridRecord], order: Sequence[str]) -> None:
        self.ids = [grid.id for grid in grids]
        self.locator = Locator(_geometries(grids), order)


def _geometries(grids: Sequence[GridRecord]) -> NDArray[Any]:
    geometries = np.empty(len(grids), dtype=object)
    geometries[:] = [grid.geometry for grid in grids]
    return geometries


def build_index(session: Session, at: datetime, state: State) -> LocateIndex:
    """Load a whole state of the coverage into memory.

    Parameters
    ----------
    at
        An instant of the state.
    state
        As the same transaction read it.
    """
    return LocateIndex(whole_edition(session, at), state)


def locate_in_database(session: Session, lon: float, lat: float, at: datetime, state: State) -> Located:
    """Answer for one point at any instant from the database, the same as the index of that instant would.

    Parameters
    ----------
    lon, lat
        EPSG:4326 degrees.
    at
        Aware instant.
    state
        The state at that instant.
    """
    chain = tuple(replace(grid, geometry=None) for grid in query_locate(session, lon, lat, at))
    leaf = chain[-1] if chain else None
    around = leaves_touching(session, leaf.id, at) if leaf is not None else []
    codes = [grid.code for grid in around]
    here = next((i for i, grid in enumerate(around) if leaf is not None and grid.id == leaf.id), NOWHERE)
    if here != NOWHERE:
        border = Borders(_geometries(around), codes).of(here, lon, lat)
        neighbour = codes[border.neighbour] if border.neighbour != NOWHERE else None
        return Located(
            chain, NearestBorder(border.distance_m, border.lon, border.lat, neighbour), None, state.edition
        )
    around = leaves_near(session, lon, lat, at)
    nearest = Borders(_geometries(around), [grid.code for grid in around]).outer(lon, lat)
    if nearest is None:
        return Located(chain, None, None, state.edition)
    grid = replace(around[nearest.grid], geometry=None)
    if chain:
        border_seen = NearestBorder(nearest.distance_m, nearest.lon, nearest.lat, grid.code)
        return Located(chain, border_seen, None, state.edition)
    return Located((), None, (grid, nearest.distance_m), state.edition)
