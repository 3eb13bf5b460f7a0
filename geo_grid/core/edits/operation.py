"""An operation: a verb with its arguments as plain JSON, as a client sends it and a plan keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Operation:
    """What somebody asks to be done.

    Parameters
    ----------
    verb
        Name of the edit, e.g. ``split``.
    arguments
        JSON types only; places are ``[x, y]`` in lattice units, grids are keys.
    """

    verb: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EditRules:
    """What an edit must keep, beyond the tiling.

    Parameters
    ----------
    step
        Number of the step that this is: names what it makes (``~step``, ``~step.2``).
    narrowest_m
        A piece narrower than this is a sliver and refused; metres.
    unlocked
        Keys of statutory grids whose border the office above has unlocked for this plan.
    """

    step: int = 1
    narrowest_m: float = 1.0
    unlocked: frozenset[str] = frozenset()
