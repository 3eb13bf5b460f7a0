"""``geo-grid ledger``: what is in each grid, printed or as a table for the office."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from geo_grid.cli.format import Format
from geo_grid.cli.progress import steps
from geo_grid.core.errors import InputError
from geo_grid.files.table_writing import write_table
from geo_grid.local_postgres import database_urls
from geo_grid.services.editions import instant
from geo_grid.services.ledger_table import Heading, ledger_columns, ledger_lines
from geo_grid.services.refresh_ledger import refresh_ledger
from geo_grid.settings import settings
from geo_grid.store.session import make_engine, session_scope
from geo_grid.words import Language, both, tell

#: Columns that a terminal has room for.
_PRINTED = (
    "code", "name", "addresses", "households", "people", "buildings", "organisations", "facilities",
    "street_m", "workload",
)  # fmt: skip
#: Sums of what addresses say, or do not say.
_SAID = ("households", "people")
#: Width of the table where it goes to a file or another program.
_WIDTH = 160


def command(
    level: Annotated[
        int | None, typer.Option("--level", min=0, max=3, help="只看一级 / Only this level.")
    ] = None,
    code: Annotated[
        str | None,
        typer.Option(
            "--code", help="一个网格及其下级 / One grid and those it is divided into.", show_default=False
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", help="某日终了时的界线 / Borders as they were at the end of a day.", show_default=False
        ),
    ] = None,
    answer: Annotated[Format, typer.Option("--format", help="text | json")] = Format.TEXT,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="写成 .xlsx 或 .csv / Write .xlsx or .csv.", show_default=False),
    ] = None,
) -> None:
    """台账:每个网格的户数、人数、楼栋、单位、部件、街道和工作量 / What is in each grid."""
    at = instant(_day(as_of), settings().zone)
    engine = make_engine(database_urls(settings())[0])
    try:
        with steps() as progress, session_scope(engine) as session:
            progress("counting")
            refresh_ledger(session)
            lines = ledger_lines(session, at, settings().weights, level=level, code=code)
    finally:
        engine.dispose()
    columns = ledger_columns(lines)
    language = settings().language
    if out is not None:
        named = {_heading(heading, language): cells for heading, cells in columns.items()}
        write_table(out, named, sheet=tell("ledger_sheet", {}, language))
        typer.echo(both("ledger_written", {"grids": len(lines), "path": str(out)}))
    elif answer is Format.JSON:
        typer.echo(json.dumps(_records(columns, len(lines)), ensure_ascii=False, indent=2))
    elif not lines:
        typer.echo(both("ledger_empty"))
    else:
        Console(width=None if sys.stdout.isatty() else _WIDTH).print(_table(columns, len(lines), language))
        unknown = sum(sum(filter(None, columns[f"{name}_unknown", None])) for name in _SAID)
        if unknown:
            typer.echo(both("ledger_some_unknown"))


def _table(columns: dict[Heading, list[Any]], count: int, language: Language) -> Table:
    table = Table(box=None)
    shown = [(heading, cells) for heading, cells in columns.items() if heading[0] in _PRINTED]
    for heading, _ in shown:
        is_text = heading[0] in ("code", "name")
        table.add_column(_heading(heading, language), justify="left" if is_text else "right", no_wrap=is_text)
    for row in range(count):
        table.add_row(*(_cell(cells[row]) + _mark(columns, heading[0], row) for heading, cells in shown))
    return table


def _mark(columns: dict[Heading, list[Any]], name: str, row: int) -> str:
    """What says that some addresses do not say."""
    if name not in _SAID:
        return ""
    return "+" if columns[f"{name}_unknown", None][row] else " "


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if isinstance(value, (int, float)) else str(value)


def _records(columns: dict[Heading, list[Any]], count: int) -> list[dict[str, Any]]:
    """One object a grid; counts by somebody's own words are objects of their own."""
    records: list[dict[str, Any]] = [{} for _ in range(count)]
    for (name, own), cells in columns.items():
        for record, cell in zip(records, cells, strict=True):
            if own is None:
                record[name] = cell
            elif cell is not None:
                record.setdefault(f"by_{name}", {})[own] = cell
    return records


def _heading(heading: Heading, language: Language) -> str:
    name, own = heading
    said = tell(f"ledger_column_{name}", {}, language)
    return said if own is None else f"{said} {own or tell('ledger_unknown', {}, language)}"


def _day(given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise InputError("date_invalid", given=given) from error
