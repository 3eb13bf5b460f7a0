"""What a command shows while it works: on a terminal, after a second; quiet otherwise."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from geo_grid.words import both

#: Faster work than this shows nothing.
PATIENCE_S = 1.0


@contextmanager
def steps(*, quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Show the named steps of a longer work.

    Yields
    ------
    A function to call with a step's name as it begins; its words are ``step_<name>``.
    """
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _: None
        return
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console
    )
    task = bar.add_task("", total=None)
    started = time.monotonic()
    shown = _Patient(bar, started)
    with Live(shown, console=console, transient=True, refresh_per_second=8):
        yield lambda name: bar.update(task, description=both(f"step_{name}"))
    sys.stderr.flush()


class _Patient:
    """Renders nothing until the work has taken `PATIENCE_S`."""

    def __init__(self, bar: Progress, started: float) -> None:
        self._bar = bar
        self._started = started

    def __rich__(self) -> RenderableType:
        return self._bar if time.monotonic() - self._started > PATIENCE_S else ""
