"""A page of incidents: those that come first, after those of the page before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo_grid.services.incidents.index.choosing import is_open
from geo_grid.services.incidents.index.columns import NEVER, Columns
from geo_grid.services.incidents.index.instants import instant, microseconds

Sort = Literal["newest", "due", "changed"]
#: Where the last row of the page before stands: what it is sorted by, and its identity.
After = tuple[datetime, int]


def first_of(
    wanted: Iterable[tuple[Columns, NDArray[np.int64]]], sort: Sort, after: After | None, limit: int
) -> list[After]:
    """The first, by what and with which identity: the newest, those changed last, or those due next."""
    # Newest first is what is furthest from now first: with a minus, the least comes first in all three.
    sign = 1 if sort == "due" else -1
    keys, ids = [], []
    for columns, positions in wanted:
        if sort == "due":
            # What has no time to be done by, or is done, is due no more.
            left = columns.take(positions)
            positions = positions[is_open(left) & (left.due != NEVER)]
        key, identity = sign * _column(columns, sort)[positions], sign * columns.id[positions]
        if after is not None:
            at, last = sign * microseconds(after[0]), sign * after[1]
            beyond = (key > at) | ((key == at) & (identity > last))
            key, identity = key[beyond], identity[beyond]
        if len(key) > limit:
            # All that are as early as the one in the last place stay, so that identities can decide.
            among = key <= np.partition(key, limit - 1)[limit - 1]
            key, identity = key[among], identity[among]
        keys.append(key)
        ids.append(identity)
    key, identity = np.concatenate(keys), np.concatenate(ids)
    order = np.lexsort((identity, key))[:limit]
    told = zip((sign * key[order]).tolist(), (sign * identity[order]).tolist(), strict=True)
    return [(instant(at), each) for at, each in told]


def _column(columns: Columns, sort: Sort) -> NDArray[np.int64]:
    return {"newest": columns.reported, "changed": columns.changed, "due": columns.due}[sort]
