"""Positions in the world of Web Mercator as whole numbers, so that a tile is a shift and a comparison."""

import numpy as np
from numpy.typing import NDArray

#: Bits along a side of the world; one step is 9 mm at the equator, as the lattice has it.
BITS = 32
_SIDE = float(2**BITS)
#: Degrees of latitude at which the world of Web Mercator ends.
_LAST_LAT = 85.051128779806


def world(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Columns and rows of points, counted from the north-west; EPSG:4326 degrees, shape (n,).

    Spherical Mercator as EPSG:1024 gives it: y = ln(tan(π/4 + φ/2)). What lies beyond its ends is put there.
    """
    across = (np.asarray(lon) + 180.0) / 360.0 * _SIDE
    angle = np.radians(np.clip(np.asarray(lat), -_LAST_LAT, _LAST_LAT))
    down = (1.0 - np.arcsinh(np.tan(angle)) / np.pi) / 2.0 * _SIDE
    last = _SIDE - 1.0
    return (
        np.clip(np.floor(across), 0.0, last).astype(np.uint32),
        np.clip(np.floor(down), 0.0, last).astype(np.uint32),
    )


def interleaved(x: NDArray[np.uint32], y: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The bits of both by turns (Morton, 1966): what is in a tile follows each other."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def stretch(z: int, x: int, y: int) -> tuple[np.uint64, np.uint64]:
    """The first and the last interleaved number of a tile."""
    left = 2 * (BITS - z)
    corner = int(interleaved(np.array([x], np.uint32), np.array([y], np.uint32))[0])
    first = corner << left
    return np.uint64(first), np.uint64(first + (1 << left) - 1)


def _spread(values: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Each bit followed by an empty one."""
    spread = values.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread
