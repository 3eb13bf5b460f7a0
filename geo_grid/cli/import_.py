"""``geo-grid import``: publish an edition from files, or say what it would bring."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.import_report import print_plan
from geo_grid.cli.options import CrsOption
from geo_grid.cli.progress import steps
from geo_grid.core.errors import InputError
from geo_grid.core.numbering import CodeScheme
from geo_grid.local_postgres import database_urls
from geo_grid.services.edition_draft import Approval
from geo_grid.services.import_coverage import ImportPlan, commit_import, plan_import
from geo_grid.services.import_dating import default_instant, instant_of
from geo_grid.services.import_request import ImportRequest, LayerFile, mapping_of
from geo_grid.settings import settings
from geo_grid.store.session import Session, make_engine, session_scope
from geo_grid.words import both


def _file(given: Path | None) -> LayerFile | None:
    """``file.gpkg::layer`` names a layer."""
    if given is None:
        return None
    name, separator, layer = str(given).rpartition("::")
    return LayerFile(Path(name), layer) if separator and not given.exists() else LayerFile(given)


def command(
    file: Annotated[
        Path | None,
        typer.Argument(help="含各级或仅最细一级的文件 / All levels, or the finest with its parents' ids."),
    ] = None,
    outline: Annotated[Path | None, typer.Option("--outline", help="辖区界线 / The outline.")] = None,
    level1: Annotated[Path | None, typer.Option("--level1", help="一级 / Level 1; FILE::LAYER.")] = None,
    level2: Annotated[Path | None, typer.Option("--level2", help="二级 / Level 2.")] = None,
    level3: Annotated[Path | None, typer.Option("--level3", help="三级 / Level 3.")] = None,
    voids: Annotated[
        Path | None,
        typer.Option("--voids", help="批准的空白 / Approved voids: parent, name, reason, approver."),
    ] = None,
    level_field: Annotated[
        str | None, typer.Option("--level-field", help="级别字段 / Field of the level.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            help="字段对应，如 name=VILLNAME、level2.code=TOWNCODE / Which field says what: code, name, "
            "parent, kind, ground, class, setting, statutory, parent_name, grandparent, grandparent_name.",
        ),
    ] = None,
    crs: CrsOption = None,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="文字编码 / Encoding of the text.")
    ] = None,
    generate_codes: Annotated[
        bool, typer.Option("--generate-codes", help="按编码规则编号 / Number the grids by the code scheme.")
    ] = False,
    outline_code: Annotated[
        str | None, typer.Option("--outline-code", help="界线编号 / The outline's code.")
    ] = None,
    outline_name: Annotated[
        str | None, typer.Option("--outline-name", help="界线名称 / The outline's name.")
    ] = None,
    accept_gap: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-gap", help="批准为空白：经度,纬度 或 all / Gaps approved as voids: LON,LAT or all."
        ),
    ] = None,
    accept_multipart: Annotated[
        list[str] | None,
        typer.Option(
            "--accept-multipart", help="批准的飞地：编号或 all / Grids approved as exclaves: code or all."
        ),
    ] = None,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", help="批准人 / Who approves these.")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="理由 / Why: of the edition and of what is accepted.")
    ] = "",
    title: Annotated[str, typer.Option("--title", help="版次标题 / The edition's title.")] = "",
    by: Annotated[str, typer.Option("--by", help="发布人 / Who publishes.")] = "geo-grid import",
    effective: Annotated[
        str | None,
        typer.Option("--effective", help="生效日或时刻 / Day or instant it takes effect; default today."),
    ] = None,
    commit: Annotated[
        bool,
        typer.Option("--commit", help="真正入库；否则只说明 / Publish; otherwise only say what would be."),
    ] = False,
) -> None:
    """入库：把文件中的网格发布为版次 / Publish the grids of files; a dry run without --commit."""
    asked = settings()
    at = None if effective is None else instant_of(effective, asked.zone)
    accepts = bool(accept_gap or accept_multipart)
    if accepts and not (approved_by and reason):
        raise InputError("import_approval_missing")
    files = {0: outline, 1: level1, 2: level2, 3: level3}
    request = ImportRequest(
        levels={level: found for level, given in files.items() if (found := _file(given)) is not None},
        combined=_file(file),
        voids=_file(voids),
        fields=mapping_of(mapping or []),
        level_field=level_field,
        crs=crs,
        encoding=encoding,
        limit_bytes=asked.max_file_bytes,
        generate_codes=generate_codes,
        outline_code=outline_code,
        outline_name=outline_name,
        accept_gaps=tuple(accept_gap or ()),
        accept_multipart=tuple(accept_multipart or ()),
        approval=Approval(reason, approved_by) if approved_by and reason else None,
    )
    with steps() as progress:
        plan = plan_import(request, CodeScheme.parse(asked.code_scheme), progress)
    print_plan(plan, asked.language)
    if not plan.ok:
        typer.echo(both("import_not_in_order"))
        raise typer.Exit(1)
    if not commit:
        typer.echo(both("import_dry_run"))
        return
    name = title or ", ".join(sorted({count.file for count in plan.counts if count.file}))
    _publish(plan, at, name, reason, by)


def _publish(plan: ImportPlan, at: datetime | None, title: str, reason: str, by: str) -> None:
    engine = make_engine(database_urls(settings())[0])
    try:
        with steps() as progress, session_scope(engine) as session:
            instant = at or _default(session)
            published = commit_import(
                session, plan, effective=instant, title=title, reason=reason, by=by, progress=progress
            )
    finally:
        engine.dispose()
    shown = {
        "number": published.number,
        "effective": published.effective.astimezone(settings().zone).isoformat(),
    }
    typer.echo(both("import_published", shown))


def _default(session: Session) -> datetime:
    return default_instant(session, settings().zone)
