"""Grids as the steps of a plan keep them: JSON with ground as WKB, so that they come back byte for byte."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import shapely

from geo_grid.core.edits.change import GridsChange
from geo_grid.core.edits.grid import Grid

_WORDS = (
    "key", "level", "parent", "code", "name", "kind", "ground", "class_", "setting", "statutory", "parts",
)  # fmt: skip
_NO_HUES: Mapping[str, int] = MappingProxyType({})


def grids_to_json(grids: Iterable[Grid], hues: Mapping[str, int] = _NO_HUES) -> list[dict[str, Any]]:
    """Grids by key.

    Parameters
    ----------
    hues
        Key → hue of grids that have none from what is published.
    """
    return [
        {
            **{name: getattr(grid, name) for name in _WORDS},
            **({"hue": hues[grid.key]} if grid.key in hues else {}),
            "attributes": dict(grid.attributes),
            "wkb": shapely.to_wkb(grid.geometry, hex=True, byte_order=1),
        }
        for grid in sorted(grids, key=lambda each: each.key)
    ]


def grids_from_json(told: Sequence[Mapping[str, Any]]) -> dict[str, Grid]:
    """Key → grid, as `grids_to_json` wrote them."""
    return {
        each["key"]: Grid(
            geometry=shapely.from_wkb(each["wkb"]),
            attributes=each["attributes"],
            **{name: each[name] for name in _WORDS},
        )
        for each in told
    }


def change_from_json(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> GridsChange:
    """What a step changed."""
    return GridsChange(grids_from_json(before), grids_from_json(after))
