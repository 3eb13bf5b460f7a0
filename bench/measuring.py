"""How the measurements are taken and printed."""

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Measured:
    """One line of the report.

    Parameters
    ----------
    what, size
        What was measured, on how much.
    value
        The number, with its unit.
    target
        What it should be, empty where nothing was promised.
    met
        Whether it is; None where nothing was promised.
    """

    what: str
    size: str
    value: str
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        mark = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"| {self.what} | {self.size} | {self.value} | {self.target} | {mark} |"


HEADER = "| What | Size | Measured | Target | |\n|---|---|---|---|---|"


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time of one call, and what it returned; the garbage collector rests meanwhile.

    What is compared runs in one thread of this process, so processor time is what an idle machine's clock
    would show, and other work on the machine does not count.
    """
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        result = work()
        return time.process_time() - started, result
    finally:
        gc.enable()


def side_by_side(
    ours: Callable[[], Any], other: Callable[[], Any], repeat: int = 3
) -> tuple[float, float, Any, Any]:
    """The best of several runs of two ways, taken in turns so that a busy machine slows both alike."""
    best_ours = best_other = float("inf")
    result_ours = result_other = None
    for _ in range(repeat):
        took, result_ours = seconds(ours)
        best_ours = min(best_ours, took)
        took, result_other = seconds(other)
        best_other = min(best_other, took)
    return best_ours, best_other, result_ours, result_other


def ratio(what: str, size: str, ours: float, other: float, *, least: float, note: str = "") -> Measured:
    """How many times faster ours is."""
    times = other / ours
    value = f"{times:.1f}× ({ours:.3f} s against {other:.3f} s{note})"
    return Measured(what, size, value, f"≥ {least:g}×", times >= least)


def run_alone(module: str, *arguments: str) -> str:
    """Output of a Python module run in a process of its own, for memory that nothing else has touched."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout
