"""``geo-grid export``: any edition, level or subtree as a file."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.progress import steps
from geo_grid.core.crs import Crs
from geo_grid.core.errors import InputError, NotFound
from geo_grid.local_postgres import database_urls
from geo_grid.services.editions import edition as edition_numbered
from geo_grid.services.editions import instant
from geo_grid.services.export_coverage import ExportScope, export_coverage
from geo_grid.settings import settings
from geo_grid.store.session import Session, make_engine, session_scope
from geo_grid.words import both


class Encoding(StrEnum):
    """Values of ``--encoding``."""

    UTF8 = "UTF-8"
    GBK = "GBK"


def command(
    out: Annotated[
        Path,
        typer.Argument(help="写入的文件 / The file: .geojson .gpkg .shp .zip .kml .topojson .parquet .fgb"),
    ],
    level: Annotated[
        int | None, typer.Option("--level", min=0, max=3, help="只导出一级 / Only this level.")
    ] = None,
    under: Annotated[
        str | None, typer.Option("--under", help="只导出此网格及其下级 / Only this grid and what is below.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="某日终了时的状态 / As it was at the end of a day.")
    ] = None,
    edition: Annotated[
        int | None,
        typer.Option(
            "--edition", min=1, max=2_147_483_647, help="某一版次生效时 / As a numbered edition took effect."
        ),
    ] = None,
    crs: Annotated[str, typer.Option("--crs", help="坐标系 / Coordinate system.")] = "EPSG:4326",
    encoding: Annotated[
        Encoding, typer.Option("--encoding", help="Shapefile 的文字编码 / Encoding of a shapefile.")
    ] = Encoding.UTF8,
) -> None:
    """导出：把任一版次、级别或网格写成文件 / Write any edition, level or subtree as a file."""
    if as_of is not None and edition is not None:
        raise InputError("export_two_dates")
    day = None if as_of is None else _day(as_of)
    system = Crs.parse(crs)
    engine = make_engine(database_urls(settings())[0])
    try:
        with steps() as progress, session_scope(engine) as session:
            progress("writing")
            scope = ExportScope(_at(session, day, edition), level, under)
            try:
                exported = export_coverage(session, out, scope, crs=system, encoding=encoding.value)
            except NotFound as error:
                if error.code == "export_nothing" and day is not None:
                    # The day as it was given: its end is an instant with an offset that nobody asked about.
                    raise NotFound("export_nothing", at=day.isoformat()) from error
                raise
    finally:
        engine.dispose()
    grids = sum(exported.grids.values())
    typer.echo(
        both("exported", {"grids": grids, "voids": exported.voids, "paths": [str(p) for p in exported.paths]})
    )
    for name, short in exported.renamed.items():
        if name != short:
            typer.echo(both("export_field_renamed", {"field": name, "given": short}))
    for name, count in exported.truncated.items():
        typer.echo(both("export_text_cut", {"field": name, "count": count}))


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError("date_unclear", given=given) from error


def _at(session: Session, day: date | None, number: int | None) -> datetime:
    return instant(day, settings().zone) if number is None else edition_numbered(session, number).effective
