"""A check's outcome as a person reads it on a terminal."""

from collections import defaultdict
from collections.abc import Iterable

import typer

from geo_grid.core.problem import Problem, Severity
from geo_grid.services.check import CheckReport
from geo_grid.settings import settings
from geo_grid.words import Language, tell
from geo_grid.words.amounts import area
from geo_grid.words.problems import explain

#: Problems printed one by one for each code; the JSON answer always holds all.
_SHOWN = 20


def print_report(report: CheckReport) -> None:
    """Print the verdict, the problems by kind, and how to see the rest."""
    language = settings().language
    verdict = "check_tiled" if report.ok else "check_faults"
    errors = sum(problem.is_error for problem in report.problems)
    typer.echo(
        tell(
            verdict,
            {
                "grids": report.grids,
                "edges": report.edges,
                "errors": errors,
                "warnings": len(report.problems) - errors,
                "seconds": report.seconds,
            },
            language,
        )
    )
    print_kinds(report.problems, language)


def print_kinds(found: Iterable[Problem], language: Language, *, err: bool = False) -> None:
    """Print problems by kind, on stderr where `err` says so."""
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        by_code[problem.code].append(problem)
    for code, problems in by_code.items():
        total = sum(problem.area_m2 for problem in problems)
        name = tell(f"map_problem_{code}", {}, language)
        mark = "✗" if problems[0].severity is Severity.ERROR else "!"
        size = f" · {area(total, language)}" if total and code != "multipart" else ""
        typer.echo(f"\n{mark} {name} ({code}) × {len(problems):,}{size}", err=err)
        for problem in problems[:_SHOWN]:
            typer.echo(f"  - {explain(problem, language)}", err=err)
        if len(problems) > _SHOWN:
            typer.echo(f"  … {tell('check_more', {'count': len(problems) - _SHOWN}, language)}", err=err)
