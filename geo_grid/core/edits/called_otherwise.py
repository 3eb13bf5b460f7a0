"""An operation on a base on which grids are called otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geo_grid.core.edits.operation import Operation

#: Arguments that name a grid or several, and what holds such arguments in turn.
_NAMING = frozenset({"grid", "grids", "children", "into", "to", "other", "from", "gap", "parent"})
#: An argument whose keys are grids.
_BY_GRID = "codes"


def called_otherwise(operation: Operation, names: Mapping[str, str]) -> Operation:
    """The operation with other keys for the same grids.

    Parameters
    ----------
    names
        Key → what it is by now; others stay.
    """
    return replace(
        operation, arguments={name: _named(name, value, names) for name, value in operation.arguments.items()}
    )


def _named(name: str, value: Any, names: Mapping[str, str]) -> Any:
    if name == _BY_GRID and isinstance(value, Mapping):
        return {names.get(key, key): code for key, code in value.items()}
    if name not in _NAMING:
        return value
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        return {key: _named(key, inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_named(name, inner, names) for inner in value]
    return value
