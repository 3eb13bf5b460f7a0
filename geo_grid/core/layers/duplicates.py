"""Addresses that occur twice: the same text at one door, and the same text elsewhere."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

#: Within this distance the same text is the same door, metres.
SAME_DOOR_M = 50.0

_METRES_PER_DEGREE = 111_195.0


def repeated_addresses(
    texts: Sequence[str | None], lonlat: NDArray[np.float64]
) -> tuple[dict[int, int], dict[int, int]]:
    """Rows that repeat an earlier one.

    Parameters
    ----------
    texts
        (n,) full texts; None repeats nothing.
    lonlat
        (n, 2) EPSG:4326 degrees.

    Returns
    -------
    Rows of the same text within `SAME_DOOR_M` of an earlier one, and rows of the same text farther away; each
    with the earlier row it repeats. Linear in n, however many rows share one text.
    """
    first: dict[str, int] = {}
    again: list[tuple[int, str]] = []
    for row, text in enumerate(texts):
        if text is not None and first.setdefault(text, row) != row:
            again.append((row, text))
    # Doors of one text by cell, so that only cells next to each other are compared. A cell is at least
    # `SAME_DOOR_M` wide at the row farthest from the equator, so everywhere.
    high = np.radians(np.abs(lonlat[:, 1]).max(initial=0.0))
    side = SAME_DOOR_M / _METRES_PER_DEGREE
    cell = np.floor(lonlat / [side / max(float(np.cos(high)), 1e-3), side]).astype(np.int64)
    doors: dict[tuple[str, int, int], list[int]] = {}
    same: dict[int, int] = {}
    elsewhere: dict[int, int] = {}
    for text in {text for _, text in again}:
        x, y = cell[first[text]].tolist()
        doors[text, x, y] = [first[text]]
    for row, text in again:
        x, y = cell[row].tolist()
        around = (doors.get((text, x + east, y + north), ()) for east in (-1, 0, 1) for north in (-1, 0, 1))
        near = next(
            (other for found in around for other in found if _distance(lonlat, row, other) <= SAME_DOOR_M),
            None,
        )
        if near is not None:
            same[row] = near
            continue
        elsewhere[row] = first[text]
        doors.setdefault((text, x, y), []).append(row)
    return same, elsewhere


def _distance(lonlat: NDArray[np.float64], row: int, other: int) -> float:
    """Metres on a sphere small enough to be flat."""
    north = float(lonlat[row, 1] - lonlat[other, 1]) * _METRES_PER_DEGREE
    east = float(lonlat[row, 0] - lonlat[other, 0]) * _METRES_PER_DEGREE
    return math.hypot(north, east * math.cos(math.radians(float(lonlat[row, 1]))))
