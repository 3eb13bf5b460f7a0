"""``geo-grid people import`` and ``geo-grid people export``: sheets of people."""

from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.people_sheet.columns import BY_KEY
from geo_grid.core.people_sheet.rows import SheetFault
from geo_grid.files.people_sheet import annotated
from geo_grid.files.replacing import replaced
from geo_grid.services.people_sheet.export_sheet import export_sheet, template
from geo_grid.services.people_sheet.import_sheet import import_sheet
from geo_grid.settings import settings
from geo_grid.words import Language, both, tell

#: Faults that are printed; the marked copy has all of them.
_SHOWN = 20
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def import_people(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Excel 人员表 / The sheet (.xlsx).", show_default=False)
    ],
    commit: Annotated[
        bool, typer.Option("--commit", help="写入；否则只试一遍 / Keep it; else it is only tried.")
    ] = False,
    marked: Annotated[
        Path | None,
        typer.Option(
            "--marked", help="把标注了问题的副本写到这里 / Write a marked copy.", show_default=False
        ),
    ] = None,
) -> None:
    """导入人员表：全部成功或一行不动 / Take a sheet of people over, all of it or nothing."""
    with transaction() as session:
        done = import_sheet(session, None, file, file.name, settings().zone, commit=commit)
    for fault in done.faults[:_SHOWN]:
        typer.echo(_line(fault))
    if len(done.faults) > _SHOWN:
        typer.echo(both("sheet_more_faults", {"count": len(done.faults) - _SHOWN}))
    if marked is not None:
        said = [(fault, tell(fault.code, fault.params, settings().language)) for fault in done.faults]
        _write(marked, annotated(file, file.name, done.sheet, said))
    counts = {
        "rows": done.rows,
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "duties": done.duties,
        "faults": len(done.faults),
    }
    outcome = "faulty" if done.faults else "taken" if done.committed else "tried"
    typer.echo(both(f"sheet_{outcome}", counts))
    if done.faults:
        raise typer.Exit(1)


def export_people(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="写入的 .xlsx / The workbook to write.", show_default=False)
    ],
    grid: Annotated[
        str | None,
        typer.Option("--grid", help="网格编码，含其下级 / Code: it and those below it.", show_default=False),
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="只要表头 / Headers only.")] = False,
) -> None:
    """导出人员表，改好后可再导入（查看会留下记录） / Write people as a sheet to take over again."""
    if empty:
        content = template(settings().language)
    else:
        with transaction() as session:
            content = export_sheet(session, None, grid, settings().zone, settings().language)
    _write(output, content)
    typer.echo(both("sheet_written", {"path": str(output)}))


def _line(fault: SheetFault) -> str:
    return " / ".join(_in_words(fault, language) for language in _LANGUAGES)


def _in_words(fault: SheetFault, language: Language) -> str:
    column = None if fault.column is None else BY_KEY[fault.column]
    header = None if column is None else column.zh if language == "zh" else column.en
    where = tell("sheet_place", {"row": fault.row, "column": header}, language)
    return f"{where} {tell(fault.code, fault.params, language)}"


def _write(path: Path, content: bytes) -> None:
    with replaced(path) as unfinished:
        unfinished.write_bytes(content)
