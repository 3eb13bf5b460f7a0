"""``geo-grid people``: who is there, who answers for a grid and why, and what is wrong with the duties."""

from enum import StrEnum
from typing import Annotated

import typer

from geo_grid.cli.database import transaction
from geo_grid.cli.people_sheet import export_people, import_people
from geo_grid.core.people_sheet.choices import ROLES, said
from geo_grid.services.current import now
from geo_grid.services.import_dating import instant_of
from geo_grid.services.people.explain_answer import explain_answer
from geo_grid.services.people.list_problems import list_problems
from geo_grid.services.people.read_people import PersonWithDuties, read_persons
from geo_grid.settings import settings
from geo_grid.store.queries.people import PersonSearch
from geo_grid.words import both
from geo_grid.words.people import say_problem, say_step

#: People asked for at a time.
_PAGE = 1000

group = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    invoke_without_command=True,
    help="人员与任职 / People and their duties.",
)

OneGrid = Annotated[
    str | None,
    typer.Option("--grid", help="网格编码，含其下级 / Code: it and those below it.", show_default=False),
]


class State(StrEnum):
    """Which people."""

    IN_SERVICE = "in_service"
    AWAY = "away"
    ENDED = "ended"
    ALL = "all"


@group.callback()
def _help(context: typer.Context) -> None:
    """人员与任职 / People and their duties."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


group.command("import")(import_people)
group.command("export")(export_people)


@group.command("list")
def list_people(
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="[WORDS]", help="姓名、职务或电话 / Of a name, post or number.", show_default=False
        ),
    ] = None,
    grid: OneGrid = None,
    state: Annotated[State, typer.Option("--state", help="哪些人 / Which people.")] = State.IN_SERVICE,
) -> None:
    """列出人员（查看会留下记录） / People and their duties; it is written down who looked."""
    search = PersonSearch(words, grid, None, state.value)
    after = 0
    with transaction() as session:
        while True:
            page, more = read_persons(session, None, search, after, _PAGE)
            for found in page:
                typer.echo(_line(found))
            if not more:
                break
            after = page[-1].person.id
        if not page and not after:
            typer.echo(both("people_none"))


@group.command("who")
def who(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="网格编码 / Code of the grid.", show_default=False)
    ],
    at: Annotated[
        str | None,
        typer.Option(
            "--at", help="日期或时间，默认现在 / Day or instant; now by default.", show_default=False
        ),
    ] = None,
) -> None:
    """此刻谁负责这个网格、为什么 / Who answers for a grid, and why; exit 1 where no person does."""
    zone = settings().zone
    instant = now() if at is None else instant_of(at, zone)
    with transaction() as session:
        found = explain_answer(session, None, code, instant, zone)
    for step in found.steps:
        chinese, english = (say_step(step.code, step.params, language) for language in ("zh", "en"))
        typer.echo(f"{chinese} / {english}")
    until = (
        None if found.found.until is None else found.found.until.astimezone(zone).isoformat(" ", "minutes")
    )
    params = {
        "grid": f"{found.found.grid.name} ({code})",
        "at": instant.astimezone(zone).isoformat(" ", "minutes"),
        "person": None if found.person is None else found.person[1],
    }
    typer.echo(both("people_nobody_answers" if found.person is None else "people_answers", params))
    if until is not None:
        typer.echo(both("people_until", {"until": until}))
    if found.person is None:
        raise typer.Exit(1)


@group.command("problems")
def problems(grid: OneGrid = None) -> None:
    """任职有哪些问题 / What is wrong with the duties; exit 1 where there is an error."""
    chosen = settings()
    with transaction() as session:
        found, _ = list_problems(session, None, now(), chosen.zone, chosen.lapse_days, grid=grid)
    for problem in found:
        chinese, english = (say_problem(problem.code, problem.words, language) for language in ("zh", "en"))
        typer.echo(f"{problem.severity}  {problem.code}  {chinese} / {english}")
    if not found:
        typer.echo(both("people_no_problems"))
    if any(problem.severity == "error" for problem in found):
        raise typer.Exit(1)


def _line(found: PersonWithDuties) -> str:
    person = found.person
    duties = ", ".join(f"{said(duty.role, ROLES, 'zh')} {duty.grid[0]}" for duty in found.assignments)
    return f"{person.id}  {person.name}  {person.post or '–'}  {person.grid[0]}  {duties or '–'}"
