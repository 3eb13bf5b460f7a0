"""What a rule says of grids in a plan, and the edits that could cure it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from geo_grid.core.edits.points import Box, Point

#: ``error``: the plan cannot be published so; ``warning``: it had better not; ``notice``: worth a look.
Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Cure:
    """An edit that takes what is amiss away, as far as could be seen without doing it.

    Parameters
    ----------
    code
        What it does, for words: ``cure_merge`` …
    verb, arguments
        As an operation of the plan takes them.
    params
        What the wording needs; JSON types only.
    """

    code: str
    verb: str
    arguments: Mapping[str, Any]
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One thing that a rule says.

    Parameters
    ----------
    code
        What is amiss.
    grids
        Keys, the one it is about first.
    at, box
        Where to look, lattice units.
    params
        Numbers and names for the wording; JSON types only.
    more_cures
        More may be found where only this grid is asked about.
    """

    code: str
    severity: Severity
    grids: tuple[str, ...]
    at: Point
    box: Box
    params: Mapping[str, Any] = field(default_factory=dict)
    cures: tuple[Cure, ...] = ()
    more_cures: bool = False
