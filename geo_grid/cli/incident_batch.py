"""``geo-grid incident import``: a sheet of incidents."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.files.incident_sheet import read_incidents
from geo_grid.services.incidents.batch import RowFault, take_batch
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.locate import build_index
from geo_grid.settings import settings
from geo_grid.store.queries.state import state
from geo_grid.words import Language, both, tell
from geo_grid.words.incidents.naming import named

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class System(StrEnum):
    """Values of ``--crs``."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def import_(
    file: Annotated[Path, typer.Argument(help="CSV 或 Excel 文件 / A CSV file or an Excel workbook.")],
    crs: Annotated[
        System, typer.Option("--crs", help="经纬度所用的坐标系 / In which longitude and latitude are.")
    ] = System.WGS84,
    commit: Annotated[
        bool, typer.Option("--commit", help="真正导入；否则只检查 / Take it in; otherwise only try.")
    ] = False,
) -> None:
    """批量导入事件，全部或全不 / Take a sheet of incidents in: every row or none."""
    sheet = read_incidents(file, file.name)
    with transaction() as session:
        now = datetime.now(UTC)
        index = build_index(session, now, state(session, now))
        done = take_batch(session, Desk.of(settings()), index, sheet, None, system=crs.value, commit=commit)
    for fault in done.faults:
        typer.echo(" / ".join(_fault(fault, language) for language in LANGUAGES))
    code = "batch_kept" if done.is_kept else "batch_refused" if done.faults else "batch_would_keep"
    params = {"rows": done.rows, "faults": len(done.faults), "known": done.known}
    typer.echo(both(code, params))
    if done.faults:
        raise typer.Exit(1)


def _fault(fault: RowFault, language: Language) -> str:
    said = tell(fault.code, named(fault.code, fault.params, language), language)
    return tell("batch_fault", {"row": fault.row, "said": said}, language)
