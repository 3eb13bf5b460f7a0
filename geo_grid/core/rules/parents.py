"""Every child names a parent that exists."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo_grid.core.problem import Problem


def parent_positions(
    names: Sequence[str], parent_ids: Sequence[str | None], parents: Sequence[str]
) -> tuple[NDArray[np.int32], list[Problem]]:
    """Look up each child's parent.

    Parameters
    ----------
    names
        (n,) what to call the children.
    parent_ids
        (n,) the parent each names; None where it names none.
    parents
        Ids of the level above; where one occurs twice the first counts.

    Returns
    -------
    (n,) position among `parents`, -1 where there is none, and one `unknown_parent` for each of these.
    """
    position: dict[str, int] = {}
    for at, parent in enumerate(parents):
        position.setdefault(parent, at)
    found = np.array([-1 if p is None else position.get(p, -1) for p in parent_ids], dtype=np.int32)
    problems = [
        Problem("unknown_parent", (names[row],), params={"row": int(row) + 1, "parent": parent_ids[row]})
        for row in np.flatnonzero(found < 0).tolist()
    ]
    return found, problems
