"""``geo-grid repair``: a repaired copy of a file, with the list of what changed."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.format import Format
from geo_grid.cli.options import (
    CrsOption,
    EncodingOption,
    IdOption,
    LayerOption,
    ParentIdOption,
    ParentLayerOption,
    ParentOption,
)
from geo_grid.cli.problems import print_report
from geo_grid.cli.progress import steps
from geo_grid.core.repairs.match_vertices import DEFAULT_M
from geo_grid.core.repairs.wishes import NOT_ASKED, Wishes
from geo_grid.services.repair import Files, RepairReport, repair_file
from geo_grid.settings import settings
from geo_grid.words import tell
from geo_grid.words.problems import explain
from geo_grid.words.repairs import explain_refusal, explain_transfer

_KEEP = "keep"
#: Changes printed one by one; the file of changes holds all.
_SHOWN = 40


def command(
    file: Annotated[Path, typer.Argument(help="网格文件 / The file with the grids.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="修复后的副本；不给则只预览 / The repaired copy; without it only a preview.",
        ),
    ] = None,
    layer: LayerOption = None,
    parent: ParentOption = None,
    parent_layer: ParentLayerOption = None,
    id_field: IdOption = None,
    parent_id_field: ParentIdOption = None,
    crs: CrsOption = None,
    encoding: EncodingOption = None,
    parent_out: Annotated[
        Path | None,
        typer.Option(
            "--parent-output",
            help="上级的副本，补上下级相接处的顶点 / "
            "A copy of the parents with the vertices children meet at.",
        ),
    ] = None,
    gap: Annotated[
        str,
        typer.Option(
            help="空白归谁：longest 公共边界最长的邻格，new 新网格，keep 不动，或网格编号 / "
            "Who gets a gap: longest, new, keep, or a grid's id."
        ),
    ] = "longest",
    overlap: Annotated[
        str,
        typer.Option(
            help="重叠归谁：smaller 较小的，larger 较大的，keep 不动，或网格编号 / "
            "Who keeps an overlap: smaller, larger, keep, or a grid's id."
        ),
    ] = "smaller",
    outside: Annotated[
        str, typer.Option(help="超出上级：clip 裁去，keep 不动 / Beyond the parent: clip or keep.")
    ] = "clip",
    match: Annotated[
        float,
        typer.Option(
            help="对齐顶点的容差（米），0 只补顶点不移动 / "
            "Tolerance for matching vertices, metres; 0 moves none."
        ),
    ] = DEFAULT_M,
    no_match: Annotated[bool, typer.Option("--no-match", help="不对齐顶点 / Leave vertices alone.")] = False,
    duplicates: Annotated[
        str, typer.Option(help="重复图形：first 留第一个，keep 不动 / Duplicates: first or keep.")
    ] = "first",
    invalid: Annotated[
        str, typer.Option(help="无效图形：valid 修正，keep 不动 / Invalid shapes: valid or keep.")
    ] = "valid",
    grid: Annotated[
        list[str] | None,
        typer.Option(help="只修复涉及这些网格的问题，可多次给出 / Only faults that touch these grids."),
    ] = None,
    max_area: Annotated[
        float | None,
        typer.Option(min=0, help="只修复不大于此面积的问题（平方米）/ Only faults up to this area, m²."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="允许容差超过 1 米 / Allow a tolerance over 1 m.")
    ] = False,
    answer: Annotated[
        Format, typer.Option("--format", help="text 供人阅读，json 供程序使用 / For people or for programs.")
    ] = Format.TEXT,
) -> None:
    """修复网格并写出副本 / Write a repaired copy: exit 0 proved, 1 faults remain, 2 bad input."""
    _one_of("--outside", outside, ("clip", _KEEP))
    _one_of("--duplicates", duplicates, ("first", _KEEP))
    _one_of("--invalid", invalid, ("valid", _KEEP))
    wishes = Wishes(
        gap=None if gap == _KEEP else gap,
        overlap=None if overlap == _KEEP else overlap,
        clip=outside == "clip",
        match_m=None if no_match else match,
        force=force,
        duplicates=duplicates == "first",
        valid=invalid == "valid",
        grids=frozenset(grid or ()),
        max_area_m2=max_area,
    )
    files = Files(
        path=file,
        layer=layer,
        parent=parent,
        parent_layer=parent_layer,
        id_field=id_field,
        parent_id_field=parent_id_field,
        crs=crs,
        encoding=encoding,
        limit_bytes=settings().max_file_bytes,
        out=out,
        parent_out=parent_out,
    )
    with steps(quiet=answer is Format.JSON) as progress:
        report = repair_file(files, wishes, progress)
    if answer is Format.JSON:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, allow_nan=False) + "\n")
    else:
        _print(report, out)
    raise typer.Exit(0 if report.ok else 1)


def _one_of(option: str, given: str, allowed: tuple[str, ...]) -> None:
    if given not in allowed:
        raise typer.BadParameter(f"{option}: {' | '.join(allowed)}")


def _print(report: RepairReport, out: Path | None) -> None:
    language = settings().language
    note = report.repaired.note
    typer.echo(tell("repair_changes", {"count": len(note)}, language))
    for transfer in note[:_SHOWN]:
        typer.echo(f"  - {explain_transfer(transfer, language)}")
    if len(note) > _SHOWN:
        typer.echo(f"  … {tell('repair_more', {'count': len(note) - _SHOWN}, language)}")
    stays = [entry for entry in report.repaired.refused if entry[1] not in NOT_ASKED]
    for fault, reason in stays[:_SHOWN]:
        typer.echo(f"  ✗ {explain(fault.problem, language)} {explain_refusal(reason, language)}")
    if len(stays) > _SHOWN:
        typer.echo(f"  … {tell('repair_more_stay', {'count': len(stays) - _SHOWN}, language)}")
    if out is None:
        typer.echo(tell("repair_preview", {}, language))
    else:
        typer.echo(tell("repair_written", {"file": str(out), "changes": str(report.changes_path)}, language))
    print_report(report.after)
