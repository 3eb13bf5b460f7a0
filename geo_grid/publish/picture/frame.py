"""Where the ground lies on the paper: one scale in both directions, north up."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs.plane import Plane
from geo_grid.publish.picture.svg import UNITS_PER_MM

#: The finest scale, metres of ground to a millimetre of paper: a grid of one house keeps its surroundings.
_FINEST_M_PER_MM = 0.4
#: How far things are drawn beyond the edge, millimetres, so that no line ends in sight.
_BLEED_MM = 4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet of paper over the ground.

    Parameters
    ----------
    width, height
        Drawing units.
    plane
        Around the middle of what is shown.
    units_per_m
        The scale.
    """

    width: int
    height: int
    plane: Plane
    units_per_m: float

    @property
    def m_per_mm(self) -> float:
        """Metres of ground to a millimetre of paper."""
        return UNITS_PER_MM / self.units_per_m

    def metres(self, length_m: float, least_mm: float, most_mm: float) -> float:
        """A length on the ground in drawing units, but not below or above these on paper."""
        return min(max(length_m * self.units_per_m, least_mm * UNITS_PER_MM), most_mm * UNITS_PER_MM)

    def place(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Shapes (n,) in EPSG:4326 degrees as shapes in drawing units, y downwards."""
        middle = (self.width / 2, self.height / 2)

        def on_paper(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
            flat = self.plane.to_metres(degrees) * self.units_per_m
            return np.column_stack([middle[0] + flat[:, 0], middle[1] - flat[:, 1]])

        return np.asarray(shapely.transform(shapes, on_paper), dtype=object)

    def shown(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Shapes (n,) in drawing units cut off a little beyond the edge; empty where nothing is in sight."""
        bleed = _BLEED_MM * UNITS_PER_MM
        if len(shapes) == 0:
            return shapes
        cut = shapely.clip_by_rect(shapes, -bleed, -bleed, self.width + bleed, self.height + bleed)
        return np.asarray(cut, dtype=object)

    def ground(self) -> Box:
        """West, south, east, north of the paper, EPSG:4326 degrees."""
        half = np.array([self.width, self.height]) / 2 / self.units_per_m
        (west, south), (east, north) = self.plane.to_degrees(np.array([-half, half])).tolist()
        return west, south, east, north


def frame_around(bounds: Box, width_mm: float, height_mm: float, margin_mm: float) -> Frame:
    """The frame in which bounds are as large as the margin allows.

    Parameters
    ----------
    bounds
        West, south, east, north, EPSG:4326 degrees.
    """
    west, south, east, north = bounds
    plane = Plane((west + east) / 2, (south + north) / 2)
    corner = plane.to_metres(np.array([[east, north]]))[0]
    room = np.array([width_mm, height_mm]) - 2 * margin_mm
    m_per_mm = float(max(np.max(2 * corner / np.maximum(room, 1.0)), _FINEST_M_PER_MM))
    width, height = (round(side * UNITS_PER_MM) for side in (width_mm, height_mm))
    return Frame(width, height, plane, UNITS_PER_MM / m_per_mm)
