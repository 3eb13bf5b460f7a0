"""``geo-grid incident export`` and ``geo-grid incident map``: incidents as files."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.core.errors import InputError, NotFound
from geo_grid.services.current import now
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.export import Wish, export_incidents
from geo_grid.services.incidents.period_map import write_period_map
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.settings import settings
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_records import IncidentFilter
from geo_grid.store.instants import start_of_day
from geo_grid.store.queries.scope import grid_with_code
from geo_grid.store.queries.state import state as state_at
from geo_grid.store.session import Session
from geo_grid.words import both

#: Days of a period where nobody says when it begins.
_DAYS = 90


class Borders(StrEnum):
    """Values of ``--borders``."""

    THEN = "then"
    TODAY = "today"


class Headings(StrEnum):
    """Values of ``--headings``."""

    CODES = "codes"
    ZH = "zh"
    EN = "en"


class PageLanguage(StrEnum):
    """Values of ``--lang``."""

    ZH = "zh"
    EN = "en"


BordersOption = Annotated[
    Borders,
    typer.Option("--borders", help="按当时的网格，或按今天的网格 / By the grids of then or of today."),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", help="开始日期 YYYY-MM-DD，默认 90 天 / First day; 90 days by default."),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", help="结束日期，含当天，默认今天 / Last day, included; today by default."),
]


def export(
    out: Annotated[Path, typer.Argument(help="写入的文件 / The file to write: .csv .geojson .gpkg .parquet")],
    first: FromOption = None,
    last: ToOption = None,
    state: Annotated[
        list[str] | None, typer.Option("--state", help="状态，可多次 / State; may be given again.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option("--category", help="类别，可多次 / Category; may be given again.")
    ] = None,
    grid: Annotated[
        str | None, typer.Option("--grid", help="网格编码，含其下级 / Code: it and those below it.")
    ] = None,
    headings: Annotated[
        Headings,
        typer.Option("--headings", help="列名用代码、中文或英文 / Columns by code or in a language."),
    ] = Headings.CODES,
    borders: BordersOption = Borders.THEN,
) -> None:
    """导出事件，不含上报人信息 / Write incidents into a file, without anything of reporters."""
    chosen = settings()
    begin, end = _period(first, last)
    with transaction() as session:
        wanted = IncidentFilter(
            states=tuple(state or ()),
            categories=tuple(category or ()),
            grid=None if grid is None else _grid(session, grid),
            since=start_of_day(begin, chosen.zone),
            until=start_of_day(end + timedelta(days=1), chosen.zone),
        )
        count = export_incidents(
            session,
            out,
            wanted,
            sight_of(session, None),
            Wish(headings.value, borders.value, chosen.language),
            rules=Desk.of(chosen).rules(session),
            zone=chosen.zone,
            index=_today(session),
        )
        note(session, "incident.export", after={"form": out.suffix[1:].lower(), "incidents": count})
    typer.echo(both("incidents_exported", {"count": count, "path": str(out)}))


def draw(
    out: Annotated[Path, typer.Option("--output", "-o", help="写入的网页 / The page to write.")],
    first: FromOption = None,
    last: ToOption = None,
    borders: BordersOption = Borders.THEN,
    lang: Annotated[
        PageLanguage | None, typer.Option("--lang", help="网页语言 / Language the page opens in.")
    ] = None,
) -> None:
    """画一段时间的事件，可公开 / Draw the incidents of a period as one page to hand out."""
    chosen = settings()
    begin, end = _period(first, last)
    with transaction() as session:
        count = write_period_map(
            session,
            out,
            begin,
            end,
            rules=Desk.of(chosen).rules(session),
            settings=chosen,
            language=lang.value if lang is not None else chosen.language,
            borders=borders.value,
            index=_today(session),
        )
    typer.echo(both("incidents_drawn", {"count": count, "path": str(out)}))


def _period(first: str | None, last: str | None) -> tuple[date, date]:
    end = _day(last) if last is not None else now().astimezone(settings().zone).date()
    begin = _day(first) if first is not None else end - timedelta(days=_DAYS - 1)
    if begin > end:
        raise InputError("period_backwards", first=begin.isoformat(), last=end.isoformat())
    return begin, end


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError("date_unclear", given=given) from error


def _grid(session: Session, code: str) -> int:
    found = grid_with_code(session, code)
    if found is None:
        raise NotFound("grid_not_found", grid=code)
    return found


def _today(session: Session) -> Callable[[], LocateIndex]:
    return lambda: build_index(session, now(), state_at(session, now()))
