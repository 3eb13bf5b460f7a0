"""How many incidents there are in each grid, kept in memory for a moment: maps and pages ask for it often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from geo_grid.services.kept import Kept
from geo_grid.store.queries.public_incidents import PublicIncident, counts_by_chain

#: Days for which an incident that has ended stays in public counts and on the public map.
PUBLIC_DAYS = 90
#: Seconds for which public answers may be old.
KEPT_S = 15
#: Lists of grids kept, and how many are gathered at the same time.
_LISTS, _AT_ONCE = 500, 4

_NONE = (0, 0)


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """Identity of a grid → how many are open in it and below, how many ended lately.

    Parameters
    ----------
    by_grid
        Of every level, as the grids were when it happened.
    by_leaf
        The same, each incident only in the last grid of its chain.
    """

    by_grid: Mapping[int, tuple[int, int]]
    by_leaf: Mapping[int, tuple[int, int]]

    def of(self, grid: int) -> tuple[int, int]:
        """How many are open and how many ended lately in one grid with all below it."""
        return self.by_grid.get(grid, _NONE)


@dataclass(slots=True)
class PublicMemory:
    """What a worker keeps of public incidents."""

    counts: Kept[PublicCounts] = field(default_factory=lambda: Kept(1, 1))
    lists: Kept[tuple[PublicIncident, ...]] = field(default_factory=lambda: Kept(_LISTS, _AT_ONCE))

    def counts_at(self, session: Session, at: datetime) -> PublicCounts:
        """The counts, at most `KEPT_S` seconds old."""
        return self.counts.get(moment(at), lambda: public_counts(session, since(at)))

    def list_at(
        self, key: object, at: datetime, read: Callable[[], tuple[PublicIncident, ...]]
    ) -> tuple[PublicIncident, ...]:
        """A list, at most `KEPT_S` seconds old."""
        return self.lists.get((key, moment(at)), read)


def moment(at: datetime) -> int:
    """The span of `KEPT_S` seconds that an instant lies in."""
    return int(at.timestamp() // KEPT_S)


def since(at: datetime) -> datetime:
    """Since when what has ended is still shown."""
    return at - timedelta(days=PUBLIC_DAYS)


def public_counts(session: Session, ended_since: datetime) -> PublicCounts:
    """Count them afresh."""
    by_grid: dict[int, tuple[int, int]] = {}
    by_leaf: dict[int, tuple[int, int]] = {}
    for chain, waiting, ended in counts_by_chain(session, ended_since):
        for grid in chain:
            before = by_grid.get(grid, _NONE)
            by_grid[grid] = (before[0] + waiting, before[1] + ended)
        before = by_leaf.get(chain[-1], _NONE)
        by_leaf[chain[-1]] = (before[0] + waiting, before[1] + ended)
    return PublicCounts(by_grid, by_leaf)
