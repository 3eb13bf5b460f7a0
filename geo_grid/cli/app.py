"""The command ``geo-grid``: which commands there are, and the one place where their failures are caught.

A command is a module of this package with a function ``command``, whose signature is its options (Typer) and
whose docstring is its help, or with a Typer ``group`` of several. It is named once, in `COMMANDS`. A module
is imported when its command is called, so that ``geo-grid check`` need not load the web server. A command
leaves with ``raise typer.Exit(code)``; errors that a person can act on are raised as `GeoGridError` and
caught here.
"""

import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from geo_grid.cli.errors import BAD_INPUT, INTERRUPTED, report, say, wants_json
from geo_grid.cli.typist import typed_by
from geo_grid.store.origin import Origin, acting

#: Command → the module whose function ``command`` carries it out; in the order that --help shows.
COMMANDS: Mapping[str, str] = {
    "check": "geo_grid.cli.check",
    "repair": "geo_grid.cli.repair",
    "locate": "geo_grid.cli.locate",
    "map": "geo_grid.cli.map",
    "import": "geo_grid.cli.import_",
    "export": "geo_grid.cli.export",
    "layer": "geo_grid.cli.layer",
    "ledger": "geo_grid.cli.ledger",
    "user": "geo_grid.cli.user",
    "token": "geo_grid.cli.token",
    "office": "geo_grid.cli.office",
    "people": "geo_grid.cli.people",
    "board": "geo_grid.cli.board",
    "grid": "geo_grid.cli.grid",
    "plan": "geo_grid.cli.plan",
    "network": "geo_grid.cli.network",
    "incident": "geo_grid.cli.incident",
    "catalogue": "geo_grid.cli.catalogue",
    "holidays": "geo_grid.cli.holidays",
    "audit": "geo_grid.cli.audit",
    "migrate": "geo_grid.cli.migrate",
    "serve": "geo_grid.cli.serve",
    "work": "geo_grid.cli.work",
    "demo": "geo_grid.cli.demo",
}


def load(name: str) -> Any:
    """Import one command and build its parser."""
    with _interrupted_afterwards():
        module = importlib.import_module(COMMANDS[name])
    if hasattr(module, "group"):
        return typer.main.get_command(module.group)
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(module.command)
    return typer.main.get_command(single)


@contextmanager
def _interrupted_afterwards() -> Iterator[None]:
    """Keep Ctrl-C until the block is done: compiled modules that are loading print it and go on broken."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


class _Commands(typer.core.TyperGroup):
    """A group whose members are imported when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - signature of the base class
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - signature of the base class
        return load(cmd_name) if cmd_name in COMMANDS else None


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from geo_grid import __version__

        typer.echo(f"geo-grid {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="显示版本 / Print the version."),
    ] = False,
) -> None:
    """网格划分：检查、修复、入库、发布 / Community grids: prove, repair, store, serve."""


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; nothing is raised."""
    as_json = wants_json(arguments)
    acting.set(Origin(typed_by(), "cli"))
    try:
        code = app(list(arguments) or ["--help"], prog_name="geo-grid", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _usage(error, as_json=as_json)
    except typer.Abort:
        say("interrupted", {}, as_json=as_json)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as error:
        # Typer leaves like this when the pipe breaks while a command prints.
        if isinstance(error.__context__, BrokenPipeError):
            return 0
        raise
    except BaseException as error:  # noqa: BLE001  the outermost frame: whatever it is becomes one sentence
        return report(error, as_json=as_json, debug=_debug())
    if code == INTERRUPTED:
        # Typer makes a plain exit code of Ctrl-C and says nothing.
        say("interrupted", {}, as_json=as_json)
    return code if isinstance(code, int) else 0


def _usage(error: typer.TyperException, *, as_json: bool) -> int:
    reason = " ".join(error.format_message().split()).rstrip(".")
    say("usage", {"reason": reason}, as_json=as_json)
    return BAD_INPUT


def _debug() -> bool:
    # Read here and not through Settings: a broken setting must not hide the error being reported.
    return os.environ.get("GEO_GRID_DEBUG", "").lower() in {"1", "true", "yes", "on"}


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))
