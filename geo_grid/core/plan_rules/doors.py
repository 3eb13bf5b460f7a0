"""Where addresses are, and how much each has of what is measured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Doors:
    """Addresses: (n, 2) places in lattice units, and how much of what is measured each has."""

    places: NDArray[np.int64]
    amounts: NDArray[np.float64]
