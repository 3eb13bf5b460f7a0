"""A grid, or a void, as a plan has it at some step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely


@dataclass(frozen=True, slots=True)
class Grid:
    """What a grid is: its place in the hierarchy, its words and its ground.

    Parameters
    ----------
    key
        Its name within a plan, which stays when its code changes: the code it had on the plan's base, or
        ``~N`` (and ``~N.M``) for what step N made.
    level
        0 (outline) to 3.
    parent
        Key of the grid one level above; None for the outline alone.
    geometry
        Lattice units, a MultiPolygon as `canonical` writes it: equal ground is equal bytes.
    code
        Empty while a new grid has none.
    kind
        ``comprehensive`` or ``special``; ``void`` for ground that is approved to belong to nobody.
    ground
        ``residential``, ``street``, ``extension`` or None.
    class_
        ``A``, ``B``, ``C`` or None.
    setting
        ``urban``, ``rural`` or None.
    statutory
        Its border is locked (法定界线).
    parts
        True where more than one part is recorded as an approved exception.
    """

    key: str
    level: int
    parent: str | None
    geometry: shapely.Geometry
    code: str = ""
    name: str = ""
    kind: str = "comprehensive"
    ground: str | None = None
    class_: str | None = None
    setting: str | None = None
    statutory: bool = False
    parts: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_void(self) -> bool:
        """Whether it is ground that is approved to belong to nobody."""
        return self.kind == "void"
