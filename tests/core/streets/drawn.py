"""Lines and squares that tests of streets draw, in lattice units; 100 units are about a metre."""

import numpy as np
import shapely

from geo_grid.core.streets.lines import Lines

Line = list[tuple[int, int]]


def lines(*given: tuple[str | None, Line], layer: str = "street", kind: str | None = "branch") -> Lines:
    """Named lines of one layer and kind."""
    made = np.empty(len(given), dtype=object)
    made[:] = [shapely.LineString(line) for _, line in given]
    count = len(given)
    return Lines(made, (layer,) * count, tuple(name for name, _ in given), (kind,) * count)


def together(*given: Lines) -> Lines:
    """Several sets of lines as one."""
    return Lines(
        np.concatenate([each.geometry for each in given]),
        tuple(layer for each in given for layer in each.layer),
        tuple(name for each in given for name in each.name),
        tuple(kind for each in given for kind in each.kind),
    )


def points(line: "np.ndarray[tuple[int, int], np.dtype[np.int64]]") -> Line:
    """Lattice points as tuples."""
    return [(int(x), int(y)) for x, y in line]
