"""Lines that a border may follow: streets, waters, railways."""

from dataclasses import dataclass
from typing import Any, Literal

LineLayer = Literal["street", "water", "railway"]

#: Waters that are as long as they are wide: a border in one of them follows it, whichever way it runs.
STILL = frozenset({"lake", "pond"})


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A feature of a base layer that a border may run along.

    Parameters
    ----------
    layer
        What it is.
    name
        None where the base layer has none: such a line counts for the share of the border that follows
        something, and is not spoken of.
    geometry
        Lines, or for water areas too, lattice units.
    kind
        Of water, as in the base layer.
    """

    layer: LineLayer
    name: str | None
    geometry: Any
    kind: str | None = None
