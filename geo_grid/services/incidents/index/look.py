"""All incidents at one moment, and what is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo_grid.services.incidents.index.choosing import Mask, chosen
from geo_grid.services.incidents.index.columns import Columns, Vocabulary
from geo_grid.services.incidents.index.mercator import BITS, stretch
from geo_grid.store.incident_records import IncidentFilter, Sight
from geo_grid.store.queries.incident_columns import Stand

#: Zoom, column and row in the Web Mercator scheme.
Tile = tuple[int, int, int]

#: Incidents that changed since all were sorted, from which on all are sorted again; and their share of all.
_MOST_LATER, _LATER_SHARE = 5_000, 0.02


@dataclass(frozen=True, slots=True)
class Look:
    """All incidents as one transaction sees them; never changed, so that several may read it at once.

    Parameters
    ----------
    ordered
        By place, as all were when they were sorted last.
    stands
        Which of ``ordered`` are still so, shape (n,).
    by_id
        Positions in ``ordered`` by ascending identity.
    later
        Those that came or changed since, by place too.
    """

    vocabulary: Vocabulary
    stand: Stand
    ordered: Columns
    stands: Mask
    by_id: NDArray[np.int64]
    later: Columns

    @classmethod
    def of(cls, columns: Columns, vocabulary: Vocabulary, stand: Stand) -> "Look":
        """All of them, sorted by place."""
        everything = np.ones(len(columns), np.bool_)
        return cls(vocabulary, stand, columns, everything, np.argsort(columns.id), columns.part(0, 0))

    def __len__(self) -> int:
        return int(self.stands.sum()) + len(self.later)

    def at(self, stand: Stand) -> "Look":
        """The same at a later moment, at which nothing has changed; a demo that is over is let go of."""
        if stand.first_made_up == self.stand.first_made_up:
            return replace(self, stand=stand)
        first = np.iinfo(np.int64).max if stand.first_made_up is None else stand.first_made_up
        stays = ~(self.ordered.made_up & (self.ordered.id < first))
        later = self.later.take(~(self.later.made_up & (self.later.id < first)))
        return replace(self, stand=stand, stands=self.stands & stays, later=later)

    def changed(self, new: Columns) -> "Look":
        """With some as they are now; those that are known to be so are passed over."""
        new = new.take(~self._holds(new))
        if not len(new):
            return self
        stands = self.stands.copy()
        stands[self._positions(new.id)] = False
        later = self.later.take(~np.isin(self.later.id, new.id)).with_more(new)
        if len(later) > max(_MOST_LATER, _LATER_SHARE * len(self.ordered)):
            everything = self.ordered.take(stands).with_more(later)
            return Look.of(everything.take(np.argsort(everything.place)), self.vocabulary, self.stand)
        later = later.take(np.argsort(later.place, kind="stable"))
        return replace(self, stands=stands, later=later)

    def wanted(
        self, asked: IncidentFilter, sight: Sight, tile: Tile | None = None
    ) -> Iterator[tuple[Columns, NDArray[np.int64]]]:
        """Columns, each with the positions of those that are asked for, may be seen and lie in a tile."""
        for columns, stands in self._stretches(tile):
            mask = chosen(columns, self.vocabulary, asked, sight, self.stand.at) & stands
            yield columns, np.flatnonzero(mask)

    def wanted_beside(
        self, asked: IncidentFilter, sight: Sight, tile: Tile, around: float
    ) -> Iterator[tuple[Columns, NDArray[np.int64]]]:
        """The same of those just outside a tile.

        Parameters
        ----------
        around
            How far, as a share of its side.
        """
        z, x, y = tile
        side = 2.0 ** (BITS - z)
        left, right = (x - around) * side, (x + 1 + around) * side
        top, bottom = (y - around) * side, (y + 1 + around) * side
        last = 2**z - 1
        beside = [
            (z, x + right_by, y + down_by)
            for right_by in (-1, 0, 1)
            for down_by in (-1, 0, 1)
            if (right_by, down_by) != (0, 0) and 0 <= x + right_by <= last and 0 <= y + down_by <= last
        ]
        for each in beside:
            for columns, stands in self._stretches(each):
                across = (columns.x >= left) & (columns.x < right)
                strip = np.flatnonzero(stands & across & (columns.y >= top) & (columns.y < bottom))
                if len(strip):
                    few = columns.take(strip)
                    mask = chosen(few, self.vocabulary, asked, sight, self.stand.at)
                    yield few, np.flatnonzero(mask)

    def _stretches(self, tile: Tile | None) -> Iterator[tuple[Columns, Mask]]:
        """Those of a tile, or all, each with whether it still stands."""
        for columns, stands in ((self.ordered, self.stands), (self.later, None)):
            start, stop = 0, len(columns)
            if tile is not None:
                first, last = stretch(*tile)
                start = int(np.searchsorted(columns.place, first, "left"))
                stop = int(np.searchsorted(columns.place, last, "right"))
            still = np.ones(stop - start, np.bool_) if stands is None else stands[start:stop]
            yield columns.part(start, stop), still

    def _positions(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where some are in ``ordered``, without those that are not."""
        if not len(self.by_id):
            return self.by_id
        found = np.searchsorted(self.ordered.id, ids, sorter=self.by_id)
        positions = self.by_id[np.minimum(found, len(self.by_id) - 1)]
        there: NDArray[np.int64] = positions[self.ordered.id[positions] == ids]
        return there

    def _holds(self, new: Columns) -> Mask:
        """Which of some are known just so."""
        known: set[tuple[int, int]] = set()
        positions = self._positions(new.id)
        positions = positions[self.stands[positions]]
        for columns, which in ((self.ordered, positions), (self.later, np.isin(self.later.id, new.id))):
            known.update(zip(columns.id[which].tolist(), columns.version[which].tolist(), strict=True))
        told = zip(new.id.tolist(), new.version.tolist(), strict=True)
        return np.fromiter((each in known for each in told), np.bool_, len(new))
