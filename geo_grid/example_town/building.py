"""A building on the drawing board."""

from dataclasses import dataclass, field

import numpy as np

from geo_grid.example_town.frame import Floats


@dataclass(slots=True)
class Door:
    """An entrance: a house's door or a unit (单元) of a larger building.

    Parameters
    ----------
    place
        (2,) metres, inside the building.
    households
        How many live behind it.
    """

    place: Floats
    households: int


@dataclass(slots=True)
class Building:
    """One building.

    Parameters
    ----------
    ring
        (n, 2) metres, open.
    use
        As the layer of buildings has it.
    storeys
        Above ground.
    doors
        Its entrances.
    name
        None for nearly all.
    shops
        How many shops open onto the street.
    """

    ring: Floats
    use: str
    storeys: int
    doors: list[Door] = field(default_factory=list)
    name: str | None = None
    shops: int = 0

    @property
    def households(self) -> int:
        """Of all doors."""
        return sum(door.households for door in self.doors)

    @property
    def middle(self) -> Floats:
        """(2,) the mean of its corners, metres."""
        mean: Floats = np.asarray(self.ring.mean(axis=0))
        return mean
