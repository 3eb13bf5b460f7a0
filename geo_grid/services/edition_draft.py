"""What somebody wants to publish, before anything was compared or proved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import shapely


@dataclass(frozen=True, slots=True)
class Approval:
    """Why an exception is right, and who says so."""

    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class DraftGrid:
    """A grid as it is to be.

    Parameters
    ----------
    code
        Names the grid for ever: the same code is the same grid, whatever else changes.
    level
        0 (outline) to 3.
    parent
        Code of the grid one level above; None for the outline only.
    geometry
        Polygon or multipolygon in lattice units (whole numbers of 1e-7 degree).
    kind
        ``comprehensive`` or ``special``.
    ground
        ``residential``, ``street``, ``extension`` or None.
    class_
        ``A``, ``B``, ``C`` or None.
    setting
        ``urban``, ``rural`` or None.
    statutory
        Its border is locked (法定界线).
    attributes
        Anything else; JSON types only.
    exclave
        Needed where the geometry has more than one part.
    """

    code: str
    name: str
    level: int
    parent: str | None
    geometry: shapely.Geometry
    kind: str = "comprehensive"
    ground: str | None = None
    class_: str | None = None
    setting: str | None = None
    statutory: bool = False
    attributes: Mapping[str, Any] = field(default_factory=dict)
    exclave: Approval | None = None


@dataclass(frozen=True, slots=True)
class DraftVoid:
    """A piece of a parent that is to belong to none of its children; geometry in lattice units."""

    parent: str
    name: str
    approval: Approval
    geometry: shapely.Geometry


@dataclass(frozen=True, slots=True)
class Unlocking:
    """Leave to move one statutory border in this edition.

    Parameters
    ----------
    plan
        Reference of the plan or decision that asks for it.
    """

    code: str
    granted_by: str
    reason: str
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class EditionDraft:
    """A dated replacement of whole levels, everywhere or under one grid.

    Parameters
    ----------
    effective
        Aware instant from which it is to hold.
    by
        Who publishes.
    grids
        Level (1 to 3) → all its grids. A level that is not named stays as it is; one that is named and empty
        is given up.
    under
        Code of the grid whose descendants are meant; None: the whole coverage.
    outline
        The new outline (level 0); None keeps the one in force. This is the only way to change it.
    voids
        All voids under the grids that `under` means; None keeps those in force.
    unlocks
        For statutory grids whose border moves or ends.
    """

    effective: datetime
    title: str
    reason: str
    by: str
    grids: Mapping[int, Sequence[DraftGrid]]
    under: str | None = None
    outline: DraftGrid | None = None
    voids: Sequence[DraftVoid] | None = None
    unlocks: Sequence[Unlocking] = ()

    @property
    def sets_outline(self) -> bool:
        """Whether it brings a new outline."""
        return self.outline is not None
