"""Codes for grids that have none: the code scheme, and the order in which siblings are numbered."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.errors import InputError


@dataclass(frozen=True, slots=True)
class CodeScheme:
    """Digits that each level adds to the code of the level above, outline first.

    ``6+3+3+3`` is a county's six digits, then street, community and serial number.
    """

    digits: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> "CodeScheme":
        """Read a scheme as the setting spells it."""
        return cls(tuple(int(part) for part in text.split("+")))

    def width(self, level: int) -> int:
        """Digits of a whole code of a level."""
        return tuple(accumulate(self.digits))[level]

    def children_of(self, parent: str, level: int, count: int) -> list[str]:
        """Codes of `count` children of one parent, numbered from 1.

        Raises
        ------
        InputError
            ``codes_too_many``: the scheme has no digits left for so many siblings, or none for the level.
        """
        digits = self.digits[level] if level < len(self.digits) else 0
        if count >= 10**digits:
            raise InputError("codes_too_many", parent=parent, level=level, count=count, digits=digits)
        return [f"{parent}{number:0{digits}d}" for number in range(1, count + 1)]


def reading_order(centres: NDArray[np.float64], heights: NDArray[np.float64]) -> list[int]:
    """The order in which siblings are numbered: west to east along a row, rows from north to south.

    A row begins with the northernmost grid left and takes all whose centres lie less than half a typical
    (median) grid's height further south.

    Parameters
    ----------
    centres
        (n, 2) x east and y north, any unit.
    heights
        (n,) north–south extents in the same unit.

    Returns
    -------
    Positions of the grids in the order of their numbers.
    """
    if len(centres) == 0:
        return []
    half = float(np.median(heights)) / 2
    southward = np.lexsort((centres[:, 0], -centres[:, 1]))
    order: list[int] = []
    row: list[int] = []
    top = 0.0
    for grid in southward.tolist():
        y = float(centres[grid, 1])
        if row and top - y >= half:
            order += sorted(row, key=lambda each: (centres[each, 0], -centres[each, 1]))
            row = []
        if not row:
            top = y
        row.append(grid)
    return order + sorted(row, key=lambda each: (centres[each, 0], -centres[each, 1]))
