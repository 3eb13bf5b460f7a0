"""Ledgers as a table: one row a grid, one column a count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from geo_grid.core.ledger.counts import Counts, Said
from geo_grid.services.grids import GridFilter, grid_detail
from geo_grid.services.ledger import grid_ledger, list_ledgers
from geo_grid.store.records import GridRecord

#: A grid and what is in it.
Line = tuple[GridRecord, Counts]
#: What of a column's heading is said in words (`ledger_column_…`), and what is somebody's own word behind it.
Heading = tuple[str, str | None]

_AT_ONCE = 500


def ledger_lines(
    session: Session,
    at: datetime,
    weights: Mapping[str, float],
    *,
    level: int | None = None,
    code: str | None = None,
) -> list[Line]:
    """Ledgers by code: of a level, of one grid followed by its children, or of all grids.

    Raises
    ------
    NotFound
        ``grid_not_found``.
    """
    lines: list[Line] = []
    if code is not None:
        own = grid_ledger(session, code, at, weights)
        lines.append((own.grid, own.counts))
        if grid_detail(session, code, at).children_count == 0:
            return lines
    after = None
    while True:
        wanted = GridFilter(level=level, parent=code)
        page = list_ledgers(session, at, wanted, weights, after=after, limit=_AT_ONCE)
        lines += page.items
        after = page.next
        if after is None:
            return lines


def ledger_columns(lines: Sequence[Line]) -> dict[Heading, list[Any]]:
    """Heading → a cell for each line; None where nothing is known.

    Every trade, class of facilities, class of streets and service that any line has gets a column of its own.
    """
    columns: dict[Heading, list[Any]] = {}
    for number, (grid, counts) in enumerate(lines):
        for heading, cell in _cells(grid, counts):
            columns.setdefault(heading, [None] * len(lines))[number] = cell
    return {heading: columns[heading] for heading in sorted(columns, key=_place)}


def _cells(grid: GridRecord, counts: Counts) -> Iterator[tuple[Heading, Any]]:
    said: dict[str, Said | None] = {"households": counts.households, "people": counts.people}
    yield ("code", None), grid.code
    yield ("name", None), grid.name
    yield ("level", None), grid.level
    yield ("parent", None), grid.parent
    yield ("addresses", None), counts.addresses
    for what, found in said.items():
        yield (what, None), None if found is None else found.value
        yield (f"{what}_unknown", None), None if found is None else found.unknown
    yield ("buildings", None), counts.buildings
    yield ("compounds", None), counts.compounds
    yield ("organisations", None), counts.organisations
    yield ("facilities", None), counts.facilities_total
    yield ("street_m", None), counts.streets_total_m
    yield ("workload", None), None if counts.workload is None else round(counts.workload, 2)
    for trade, count in counts.trades or ():
        yield ("trade", trade or ""), count
    for each in counts.facilities or ():
        yield ("facility", " ".join(filter(None, (each.class_code, each.class_name)))), each.count
    for name, metres in counts.street_m or ():
        yield ("street_class_m", name or ""), metres
    for service, count in counts.services:
        yield ("service", service), count


_ORDER = (
    "code", "name", "level", "parent", "addresses", "households", "households_unknown", "people",
    "people_unknown", "buildings", "compounds", "organisations", "facilities", "street_m", "workload",
    "trade", "facility", "street_class_m", "service",
)  # fmt: skip


def _place(heading: Heading) -> tuple[int, str]:
    return _ORDER.index(heading[0]), heading[1] or ""
