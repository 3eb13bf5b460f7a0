"""``geo-grid holidays``: the official calendar, by which working days are counted."""

from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.incidents.working_calendar import FIRST_YEAR, LAST_YEAR, DayKind, HolidayYear
from geo_grid.services.incidents.holiday_file import read_holiday_file
from geo_grid.services.incidents.holidays import all_years, one_year, set_year
from geo_grid.words import both, tell

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="放假安排 / Holidays.",
)


@group.callback()
def _help(context: typer.Context) -> None:
    """放假安排 / Holidays."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("list")
def list_years() -> None:
    """列出已知的年份 / The years of which something is known."""
    with transaction() as session:
        for year in all_years(session).values():
            typer.echo(f"{year.year}  {_confirmed(year)}  {len(year.days)}  {year.source}")


@group.command("show")
def show(
    year: Annotated[
        int, typer.Argument(min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR", help="年份 / The year.")
    ],
) -> None:
    """以 CSV 输出一年的安排 / The special days of a year, as CSV."""
    with transaction() as session:
        found = one_year(session, year)
    typer.echo("date,name,kind,name_en")
    for each in found.days:
        typer.echo(f"{each.day},{each.name_zh},{each.kind},{each.name_en}")


@group.command("load")
def load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV 或 JSON：日期、名称、放假或上班 / CSV or JSON: date, name, holiday or work.",
            exists=True,
            dir_okay=False,
        ),
    ],
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="只是预计，尚未公布 / A guess, not announced yet.")
    ] = False,
    source: Annotated[
        str, typer.Option("--source", help="出处，如文号 / Where it is from.", show_default=False)
    ] = "",
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正写入;否则只说明 / Write it; otherwise only say what would be."),
    ] = False,
) -> None:
    """载入放假安排，每一年整年替换 / Load holidays; each year in the file is replaced as a whole."""
    years = read_holiday_file(file, confirmed=not unconfirmed, source=source or file.name)
    with transaction() as session:
        for year in years:
            before = len(one_year(session, year.year).days)
            if commit:
                set_year(session, None, year)
            typer.echo(_said("holidays_set" if commit else "holidays_would_set", year, before))


def _said(code: str, year: HolidayYear, before: int) -> str:
    worked = sum(each.kind is DayKind.WORK for each in year.days)
    params = {"year": year.year, "holidays": len(year.days) - worked, "worked": worked, "before": before}
    word = "holidays_confirmed" if year.confirmed else "holidays_unconfirmed"
    chinese = tell(code, {**params, "confirmed": tell(word, {}, "zh")}, "zh")
    return f"{chinese} / {tell(code, {**params, 'confirmed': tell(word, {}, 'en')}, 'en')}"


def _confirmed(year: HolidayYear) -> str:
    return both("holidays_confirmed" if year.confirmed else "holidays_unconfirmed")
