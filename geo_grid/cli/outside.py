"""``geo-grid layer outside``: the addresses that lie in no grid."""

from pathlib import Path
from typing import Annotated

import typer

from geo_grid.files.table_writing import write_table
from geo_grid.local_postgres import database_urls
from geo_grid.services.current import now
from geo_grid.services.locate import build_index
from geo_grid.services.outside_addresses import Outside, OutsideAddresses
from geo_grid.settings import settings
from geo_grid.store.queries.state import state
from geo_grid.store.session import make_engine, session_scope
from geo_grid.words import both, tell

#: Lines that are printed where no file is asked for.
_PRINTED = 50
#: Addresses that are read in one go.
_AT_ONCE = 1000


def outside(
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="全部写成 .xlsx 或 .csv / Write all, .xlsx or .csv.", show_default=False
        ),
    ] = None,
) -> None:
    """列出不在任何网格内的地址 / List addresses that lie in no grid and are counted nowhere."""
    found, total = _found(_PRINTED if out is None else None)
    if out is not None:
        write_table(out, _columns(found), sheet=tell("outside_sheet", {}, settings().language))
        typer.echo(both("outside_written", {"count": total, "path": str(out)}))
        return
    typer.echo(both("outside_count", {"count": total}))
    for each in found:
        place = f"{each.lon:.7f},{each.lat:.7f}"
        near = ""
        if each.nearest is not None:
            grid, metres = each.nearest
            near = tell("outside_nearest", {"grid": grid.code, "m": metres}, settings().language)
        typer.echo("  ".join(filter(None, (each.text or "–", place, near))))
    if total > len(found):
        typer.echo(both("outside_more", {"count": total - len(found)}))


def _found(most: int | None) -> tuple[list[Outside], int]:
    engine = make_engine(database_urls(settings())[0])
    try:
        with session_scope(engine) as session:
            at = now()
            index, addresses = build_index(session, at, state(session, at)), OutsideAddresses()
            limit = _AT_ONCE if most is None else most
            page = addresses.page(session, index, limit=limit)
            found = list(page.items)
            while most is None and page.next is not None:
                page = addresses.page(session, index, after=page.next, limit=limit)
                found += page.items
    finally:
        engine.dispose()
    return found, page.total


def _columns(found: list[Outside]) -> dict[str, list[object]]:
    language = settings().language
    nearest = [
        (None, None) if each.nearest is None else (each.nearest[0].code, each.nearest[1]) for each in found
    ]
    return {
        tell("outside_column_text", {}, language): [each.text for each in found],
        "lon": [each.lon for each in found],
        "lat": [each.lat for each in found],
        tell("outside_column_grid", {}, language): [code for code, _ in nearest],
        tell("outside_column_distance", {}, language): [
            None if metres is None else round(metres, 1) for _, metres in nearest
        ],
    }
