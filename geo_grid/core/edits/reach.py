"""What an edit must see: the grids that it names, and the box within which everything is to be loaded."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo_grid.core.edits.grid import Grid
from geo_grid.core.edits.operation import Operation
from geo_grid.core.edits.points import Box, box_of
from geo_grid.core.edits.subjects import box_of_grid, joined

#: Arguments that name a grid or several.
_NAMING = ("grid", "grids", "children", "into", "to", "other", "from", "gap")
#: Arguments that are places, however deep.
_PLACES = ("at", "to", "from", "edge", "line", "lines", "piece")
#: Verbs that need all that lies about a grid that they name, and the arguments that name it.
_AROUND: Mapping[str, tuple[str, ...]] = {
    "split": ("grid",),
    "reshape": ("grid",),
    "follow": ("grid",),
    "straighten": ("grid", "other"),
    "draw_into_gap": ("gap",),
    "resolve_overlap": ("grids",),
}
#: What lies within one unit of a line is on it; one more for the rounding.
_MARGIN = 2


def named(operation: Operation) -> tuple[str, ...]:
    """Keys of the grids that an operation names, each once; what is no key is left out."""
    found: dict[str, None] = {}
    for name in _NAMING:
        value = operation.arguments.get(name)
        found |= dict.fromkeys(_keys(value))
    codes = operation.arguments.get("codes")
    if isinstance(codes, Mapping):
        found |= dict.fromkeys(_keys(list(codes)))
    gap = operation.arguments.get("gap")
    if isinstance(gap, Mapping):
        found |= dict.fromkeys(_keys(gap.get("parent")))
    return tuple(found)


def reach(operation: Operation, grids: Mapping[str, Grid]) -> Box | None:
    """The box within which an edit must see all grids of all levels.

    Parameters
    ----------
    operation
        What is asked for; it need not be well formed.
    grids
        The grids that it names, as far as there are any of those keys.

    Returns
    -------
    West, south, east, north in lattice units; None where the grids named, their parents and their children
    are enough.
    """
    boxes = []
    places = [point for name in _PLACES for point in _points(operation.arguments.get(name))]
    gap = operation.arguments.get("gap")
    if isinstance(gap, Mapping):
        places += _points(gap.get("piece"))
        boxes += [box_of_grid(grids[key]) for key in _keys(gap.get("parent")) if key in grids]
    if places:
        boxes.append(box_of(places))
    for name in _AROUND.get(operation.verb, ()):
        if operation.verb == "split" and not places:
            continue  # by its children
        keys = _keys(operation.arguments.get(name))
        boxes += [box_of_grid(grids[key]) for key in keys if key in grids]
    if not boxes:
        return None
    west, south, east, north = joined(*boxes)
    return west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (each for each in value if isinstance(each, str))


def _points(value: Any) -> Iterator[tuple[int, int]]:
    if not isinstance(value, list | tuple):
        return
    if len(value) == 2 and all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        yield value[0], value[1]
        return
    for each in value:
        yield from _points(each)
