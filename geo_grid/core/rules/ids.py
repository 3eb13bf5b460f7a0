"""Every grid has an id, and no two have the same."""

from collections import defaultdict
from collections.abc import Sequence

from geo_grid.core.problem import Problem


def name_rows(ids: Sequence[str | None]) -> list[str]:
    """What problems call each row: its id, or ``#row`` (1-based) where it has none."""
    return [f"#{row + 1}" if name is None else name for row, name in enumerate(ids)]


def check_ids(ids: Sequence[str | None]) -> list[Problem]:
    """Find rows without an id and ids that several rows share."""
    problems = [
        Problem("missing_id", (f"#{row + 1}",), params={"row": row + 1})
        for row, name in enumerate(ids)
        if name is None
    ]
    rows: dict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(ids):
        if name is not None:
            rows[name].append(row + 1)
    problems += [
        Problem("duplicate_id", (name,), params={"rows": at, "count": len(at)})
        for name, at in rows.items()
        if len(at) > 1
    ]
    return problems
