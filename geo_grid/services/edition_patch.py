"""What somebody wants to publish, said grid by grid: only what changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from geo_grid.services.edition_draft import DraftGrid, DraftVoid, Unlocking


@dataclass(frozen=True, slots=True)
class PatchGrid:
    """One grid of a patch.

    Parameters
    ----------
    was
        The code that it has until then; None for one that comes. It stays the same grid under another code.
    to_be
        As it is to be, its parent by the code that this one has from then on; None where the grid ends. A
        grid that comes under the code of one that has ended is that grid again.
    out_of
        For one that comes: code until then of the grid whose ground it mostly is.
    """

    was: str | None
    to_be: DraftGrid | None
    out_of: str | None = None


@dataclass(frozen=True, slots=True)
class EditionPatch:
    """A dated change of some grids; everything else stays as it is and is looked at only where it touches.

    Parameters
    ----------
    effective
        Aware instant from which it is to hold.
    by
        Who publishes.
    grids
        Those that come, change or end, each once.
    voids_ended
        Ids of the voids whose ground is given away or redrawn.
    voids
        Voids that begin; their parents by the codes from then on.
    unlocks
        For statutory grids whose border moves or ends, by their codes until then.
    carry_duties
        Give those on duty for a grid the same duties for what was cut out of it.
    """

    effective: datetime
    title: str
    reason: str
    by: str
    grids: Sequence[PatchGrid]
    voids_ended: Sequence[int] = ()
    voids: Sequence[DraftVoid] = ()
    unlocks: Sequence[Unlocking] = ()
    carry_duties: bool = True
