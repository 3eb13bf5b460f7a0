"""An import as a person reads it before it is done."""

from collections import defaultdict

import typer
from rich.console import Console
from rich.table import Table

from geo_grid.core.problem import Problem, Severity
from geo_grid.services.import_coverage import ImportPlan
from geo_grid.services.import_rows import Rejected
from geo_grid.words import Language, tell
from geo_grid.words.amounts import area
from geo_grid.words.problems import explain

#: Problems of one kind that are printed one by one. Rejected rows are all named.
_SHOWN = 20


def print_plan(plan: ImportPlan, language: Language) -> None:
    """Print counts and areas by level, what was decided, every rejected row, and the problems by kind."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    table.add_column()
    for count in plan.counts:
        table.add_row(
            tell(f"map_level_{count.level}", {}, language),
            f"{count.grids:,}",
            area(count.area_m2, language),
            count.file or tell("import_derived", {}, language),
        )
    if plan.voids:
        table.add_row(tell("import_voids", {}, language), f"{len(plan.voids):,}", "", "")
    Console(width=100, highlight=False).print(table)
    for code, params in plan.notes:
        typer.echo(f"· {tell(code, params, language)}")
    for rejected in plan.rejected:
        typer.echo(f"✗ {_rejection(rejected, language)}")
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in plan.problems:
        by_code[problem.code].append(problem)
    for code, problems in by_code.items():
        mark = "✗" if problems[0].severity is Severity.ERROR else "!"
        typer.echo(f"{mark} {tell(f'map_problem_{code}', {}, language)} ({code}) × {len(problems):,}")
        for problem in problems[:_SHOWN]:
            typer.echo(f"  - {explain(problem, language)}")
        if len(problems) > _SHOWN:
            typer.echo(f"  … {tell('check_more', {'count': len(problems) - _SHOWN}, language)}")


def _rejection(rejected: Rejected, language: Language) -> str:
    reason = (
        explain(rejected.problem, language)
        if rejected.problem is not None
        else tell(rejected.code, rejected.params, language)
    )
    where = {"file": rejected.file or tell("import_derived", {}, language), "row": rejected.row}
    return tell("import_row_rejected", {**where, "id": rejected.id, "reason": reason}, language)
