"""How many incidents there are, by state, category, urgency and how they are due."""

from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from geo_grid.services.incidents.index.choosing import is_soon, runs
from geo_grid.services.incidents.index.columns import STATES, URGENCIES, Columns, Vocabulary
from geo_grid.services.incidents.index.instants import microseconds
from geo_grid.store.incident_records import Counts

_DUE = ("none", "overdue", "today", "later")


def counted(
    wanted: Iterable[tuple[Columns, NDArray[np.int64]]],
    vocabulary: Vocabulary,
    at: int,
    day_ends: datetime | None,
) -> Counts:
    """The counts; what does not occur is not told.

    What is due is overdue, today, later or none; ``soon`` is counted beside them, as the filter of that name
    has it, and is today or later as well.

    Parameters
    ----------
    at
        Now, microseconds since 1970.
    day_ends
        When this local day ends; None where nothing is due today.
    """
    ends = at if day_ends is None else microseconds(day_ends)
    values = {"state": STATES, "urgency": URGENCIES, "due": _DUE, "category": vocabulary.categories.all()}
    sums = {name: np.zeros(len(each), np.int64) for name, each in values.items()}
    total = soon = 0
    for columns, positions in wanted:
        total += len(positions)
        due = columns.due[positions]
        soon += int(is_soon(columns, at)[positions].sum())
        how = np.where(due < at, 1, np.where(due <= ends, 2, 3)) * runs(columns)[positions]
        told = {
            "state": columns.state[positions],
            "urgency": columns.urgency[positions],
            "due": how,
            "category": columns.category[positions],
        }
        for name, codes in told.items():
            sums[name] += np.bincount(codes, minlength=len(sums[name]))
    found = {
        name: {values[name][code]: int(sums[name][code]) for code in np.flatnonzero(sums[name]).tolist()}
        for name in ("state", "category", "urgency", "due")
    }
    if soon:
        found["due"]["soon"] = soon
    return Counts(total, found)
