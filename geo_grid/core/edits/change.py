"""What an edit changes, as data: grids before and after. Its inverse is the same the other way round."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo_grid.core.edits.grid import Grid


@dataclass(frozen=True, slots=True)
class GridsChange:
    """Grids as they were and as they are to be; a grid that is on one side only comes or goes.

    Parameters
    ----------
    before, after
        Key → grid. A grid that is on both sides differs between them.
    """

    before: Mapping[str, Grid]
    after: Mapping[str, Grid]

    @property
    def inverse(self) -> "GridsChange":
        """What undoes it, byte for byte."""
        return GridsChange(self.after, self.before)

    @property
    def keys(self) -> frozenset[str]:
        """Everything it touches."""
        return frozenset(self.before) | frozenset(self.after)

    def __bool__(self) -> bool:
        return bool(self.before or self.after)
