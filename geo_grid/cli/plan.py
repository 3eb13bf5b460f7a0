"""``geo-grid plan``: which plans there are, how one stands, and what was done in it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.services.plans.reading import plan_now, plans, steps
from geo_grid.settings import settings
from geo_grid.store.plan_records import Maker, PlanRecord
from geo_grid.words import both

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="划分方案 / Plans of changed boundaries.",
)


class State(StrEnum):
    """Values of ``--state``."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


Id = Annotated[int, typer.Argument(metavar="ID", min=1, help="方案编号 / The plan's id.", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="最多几行 / Rows at most.")]


@group.callback()
def _help(context: typer.Context) -> None:
    """划分方案 / Plans of changed boundaries."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("list")
def list_plans(
    state: Annotated[
        State | None, typer.Option("--state", help="只看这种状态 / Only in this state.", show_default=False)
    ] = None,
    limit: Limit = 50,
) -> None:
    """列出方案，新的在前 / List plans, the newest first."""
    with transaction() as session:
        found = plans(session, None, state=None if state is None else state.value, limit=limit)
    for plan in found:
        typer.echo(_line(plan))
    typer.echo(both("plans_listed", {"count": len(found)}), err=True)


@group.command("show")
def show(plan: Id) -> None:
    """方案的现状与经过 / How a plan stands, and how it came there."""
    with transaction() as session:
        now = plan_now(session, None, plan)
    typer.echo(_line(now.plan))
    typer.echo(now.plan.reason)
    for change in now.states:
        state = both(f"plan_state_{change.state}")
        typer.echo(f"{_at(change.made_at)}  {state}  {_who(change.made_by)}  {change.why}")
    for unlock in now.unlocks:
        typer.echo(both("plan_unlocked", {"grid": unlock.grid, "by": _who(unlock.made_by)}))
    if now.hold is not None:
        typer.echo(both("plan_drawn_in", {"by": now.hold.by.name}))


@group.command("steps")
def show_steps(plan: Id, limit: Limit = 50) -> None:
    """方案的步骤，新的在前 / Steps of a plan, the last first."""
    with transaction() as session:
        found = steps(session, None, plan, limit=limit)
    for step in found:
        of = "" if step.of_step is None else f" #{step.of_step}"
        typer.echo(
            f"#{step.number}  {_at(step.made_at)}  {step.kind}{of}  {step.verb}  {_who(step.made_by)}"
            f"  {step.name or ''}".rstrip()
        )


def _line(plan: PlanRecord) -> str:
    code, name, _ = plan.ground
    state = both(f"plan_state_{plan.state}")
    return f"{plan.id}  {state}  {plan.title}  {code} {name}  #{plan.version}  {_who(plan.made_by)}"


def _who(maker: Maker | None) -> str:
    return "–" if maker is None else maker.name


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(settings().zone):%Y-%m-%d %H:%M}"
