"""Numbering siblings again: grids that keep most of their ground keep their codes, others get free ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from geo_grid.core.errors import InputError
from geo_grid.core.numbering import reading_order


@dataclass(frozen=True, slots=True)
class Sibling:
    """A grid among those that have one parent.

    Parameters
    ----------
    code
        Its own by now; empty where it has none.
    keeps
        Whether it keeps most of the ground that the code stood for.
    centre, height
        x east, y north, and how far it reaches from north to south; any one unit.
    """

    key: str
    code: str
    keeps: bool
    centre: tuple[float, float]
    height: float


def numbered_again(
    siblings: Sequence[Sibling], parent: str, digits: int, taken: Collection[str]
) -> dict[str, str]:
    """A code for each of the grids of one parent.

    Parameters
    ----------
    siblings
        All of them.
    parent
        The parent's code: theirs begin with it.
    digits
        Of the serial number behind it.
    taken
        Codes that some grid has or ever had, their own among them.

    Returns
    -------
    Key → code. Free numbers are given in the order of reading: west to east along a row, rows from north to
    south. A number that was anybody's is never given again.

    Raises
    ------
    InputError
        ``codes_too_many``: there are no digits for so many.
    """
    kept = {
        sibling.key: sibling.code
        for sibling in siblings
        if sibling.keeps and _fits(sibling.code, parent, digits)
    }
    centres = np.array([sibling.centre for sibling in siblings], dtype=np.float64).reshape(-1, 2)
    heights = np.array([sibling.height for sibling in siblings], dtype=np.float64)
    used = {*taken, *kept.values()}
    number = 0
    found: dict[str, str] = {}
    for place in reading_order(centres, heights):
        key = siblings[place].key
        if key in kept:
            found[key] = kept[key]
            continue
        number += 1
        while f"{parent}{number:0{digits}d}" in used:
            number += 1
        if number >= 10**digits:
            raise InputError("codes_too_many", parent=parent, count=len(siblings), digits=digits)
        found[key] = f"{parent}{number:0{digits}d}"
    return found


def _fits(code: str, parent: str, digits: int) -> bool:
    serial = code.removeprefix(parent)
    return code.startswith(parent) and len(serial) == digits and serial.isascii() and serial.isdecimal()
