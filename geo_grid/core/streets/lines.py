"""Lines on the ground that a border may follow: middles of streets, railways and waters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo_grid.core.lattice import Geometries

#: What a line is the middle, or the bank, of.
LAYERS = ("street", "railway", "water")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of one piece of ground.

    Parameters
    ----------
    geometry
        (n,) LineStrings, lattice units, without repeated points.
    layer
        (n,) each of `LAYERS`.
    name
        (n,) what the street or water is called; None where it has no name.
    kind
        (n,) class of a street, kind of a water; None where it is not known.
    """

    geometry: Geometries
    layer: tuple[str, ...]
    name: tuple[str | None, ...]
    kind: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.geometry)

    def only(self, which: Sequence[int]) -> "Lines":
        """The lines at some positions."""
        at = np.asarray(which, dtype=np.int64)
        return Lines(
            self.geometry[at],
            tuple(self.layer[i] for i in which),
            tuple(self.name[i] for i in which),
            tuple(self.kind[i] for i in which),
        )

    def of_layers(self, layers: Sequence[str]) -> "Lines":
        """The lines of some layers."""
        return self.only([i for i, layer in enumerate(self.layer) if layer in layers])
