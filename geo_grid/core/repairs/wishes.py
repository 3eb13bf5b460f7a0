"""What a person asks of a repair."""

from dataclasses import dataclass, field

from geo_grid.core.repairs.close_gap import LONGEST
from geo_grid.core.repairs.match_vertices import DEFAULT_M
from geo_grid.core.repairs.resolve_overlap import SMALLER

#: Reasons of faults that nobody asked to repair.
NOT_ASKED = frozenset({"kept", "over_limit", "of_others"})


@dataclass(frozen=True)
class Wishes:
    """What to repair, and how.

    Parameters
    ----------
    gap
        ``longest``, ``new`` or a grid's id; None leaves gaps.
    overlap
        ``smaller``, ``larger`` or a grid's id; None leaves overlaps.
    clip
        Clip what reaches beyond the parent.
    match_m
        Tolerance for matching vertices, metres; None leaves them.
    force
        Allow a tolerance over 1 m.
    duplicates, valid
        Dissolve duplicates; make invalid polygons valid.
    grids
        Only faults that touch one of these ids; empty: all.
    max_area_m2
        Only patches up to this area; None: all.
    parents
        Give the parents the vertices that their children meet at on their edges, and nothing else.
    first_new
        Number of the first new grid, where ids are numbers.
    """

    gap: str | None = LONGEST
    overlap: str | None = SMALLER
    clip: bool = True
    match_m: float | None = DEFAULT_M
    force: bool = False
    duplicates: bool = True
    valid: bool = True
    grids: frozenset[str] = field(default_factory=frozenset)
    max_area_m2: float | None = None
    parents: bool = False
    first_new: int | None = None
