"""``geo-grid audit``: who did what, and whether the record is as it was written."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.cli.errors import NO
from geo_grid.core.errors import InputError
from geo_grid.files.replacing import replaced
from geo_grid.services.audit import export_audit, search_audit, verify_audit
from geo_grid.settings import settings
from geo_grid.store.queries.audit import AuditSearch
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="操作记录：核验、查找、导出 / The audit: verify, search, export.",
)

_Actor = Annotated[str | None, typer.Option("--actor", help="操作人 / Part of who acted.")]
_Action = Annotated[
    str | None,
    typer.Option("--action", help="操作，如 sign_in 或 grant. / The action, or its beginning up to a dot."),
]
_Subject = Annotated[str | None, typer.Option("--subject", help="对象，如 account:3 / What was acted on.")]
_Since = Annotated[str | None, typer.Option("--since", help="起始时间 / Date or time, inclusive.")]
_Until = Annotated[str | None, typer.Option("--until", help="截止时间 / Date or time, exclusive.")]


@group.callback()
def _help(context: typer.Context) -> None:
    """操作记录：核验、查找、导出 / The audit: verify, search, export."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("verify")
def verify(
    anchor: Annotated[
        str | None,
        typer.Option(
            "--anchor",
            metavar="NUMBER:HASH",
            help="另处记下的封印 / A seal as it was written down elsewhere.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """核验记录有无被改、被删、被插入 / Find changed, missing and inserted entries."""
    with transaction() as session:
        verdict = verify_audit(session, anchor)
    for fault in verdict.tampering:
        typer.echo(both(f"audit_{fault.kind}", {"number": fault.number}))
    last = verdict.last
    params = {
        "entries": verdict.entries,
        "seals": verdict.seals,
        "faults": len(verdict.tampering),
        "anchor": None if last is None else f"{last.number}:{last.hash.hex()}",
    }
    typer.echo(both("audit_broken" if verdict.tampering else "audit_sound", params))
    if verdict.tampering:
        raise typer.Exit(NO)


@group.command("search")
def search(
    actor: _Actor = None,
    action: _Action = None,
    subject: _Subject = None,
    since: _Since = None,
    until: _Until = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10000, help="条数 / How many.")] = 50,
) -> None:
    """查找记录，最新的在前 / Entries, newest first."""
    wanted = AuditSearch(actor, action, subject, _instant(since), _instant(until))
    with transaction() as session:
        for record in search_audit(session, wanted, before=None, limit=limit):
            at = record.at.astimezone(settings().zone).isoformat(timespec="seconds")
            told = [str(record.id), at, record.actor, record.action, record.subject or "–"]
            typer.echo("  ".join(told))


@group.command("export")
def export(
    out: Annotated[
        Path, typer.Option("-o", "--out", help="写入 .jsonl 或 .csv / File to write.", show_default=False)
    ],
    actor: _Actor = None,
    action: _Action = None,
    subject: _Subject = None,
    since: _Since = None,
    until: _Until = None,
) -> None:
    """导出记录 / Write entries to a file."""
    form = out.suffix.lower().lstrip(".")
    if form not in ("jsonl", "csv"):
        raise InputError("audit_form_unknown", path=str(out))
    wanted = AuditSearch(actor, action, subject, _instant(since), _instant(until))
    lines = 0
    with (
        replaced(out) as path,
        transaction() as session,
        path.open("w", encoding="utf-8", newline="") as target,
    ):
        for line in export_audit(session, wanted, form):
            target.write(line)
            lines += 1
    typer.echo(both("audit_exported", {"lines": lines - (form == "csv"), "out": str(out)}))


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError("instant_invalid", given=text[:100]) from error
    return found if found.tzinfo is not None else found.replace(tzinfo=settings().zone)
