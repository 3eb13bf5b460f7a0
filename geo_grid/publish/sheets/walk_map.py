"""The map of a walk from board to board: grids in outline, stops numbered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs.plane import Plane
from geo_grid.publish.picture.lettering import Box, width_em
from geo_grid.publish.picture.svg import FONTS, escape, fit_for_xml
from geo_grid.publish.tokens import tokens

Floats = NDArray[np.float64]
#: (n, 2) degrees → millimetres on the sheet.
Paper = Callable[[Floats], Floats]

#: Free paper around the walk, mm; the least ground that a map shows, metres.
_MARGIN_MM, _LEAST_M = 14.0, 300.0
_RADIUS_MM = 3.2
_NAME_MM = 2.7
#: Round lengths for the scale bar, metres.
_BARS_M = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)


@dataclass(frozen=True, slots=True)
class WalkGround:
    """A grid or a street beneath the walk, EPSG:4326 degrees; streets have no fill."""

    geometry: shapely.Geometry
    kind: Literal["grid", "street"]


def walk_map(
    stops: Floats,
    names: Sequence[str],
    ground: Sequence[WalkGround],
    width_mm: float,
    height_mm: float,
    north: str,
) -> str:
    """Draw the stops in their order with the steps between them.

    Parameters
    ----------
    stops
        (n, 2) EPSG:4326 degrees, at least one, in the order of the walk.
    names
        (n,) what stands under or over each, where there is room.
    ground
        ``grid`` in outline, ``street`` lines.
    north
        Letter on the arrow.

    Returns
    -------
    SVG.
    """
    middle = (stops.min(axis=0) + stops.max(axis=0)) / 2
    plane = Plane(float(middle[0]), float(middle[1]))
    metres = plane.to_metres(stops)
    span = np.maximum(np.ptp(metres, axis=0), _LEAST_M)
    room = np.array([width_mm, height_mm]) - 2 * _MARGIN_MM
    scale = float((room / span).min())
    centre = (metres.min(axis=0) + metres.max(axis=0)) / 2

    def paper(degrees: Floats) -> Floats:
        offset = (plane.to_metres(degrees) - centre) * scale
        return np.column_stack([width_mm / 2 + offset[:, 0], height_mm / 2 - offset[:, 1]])

    colours = tokens("light")
    parts = [f'<rect width="{width_mm}" height="{height_mm}" fill="{colours["map-land"]}"/>']
    parts += [_drawn(each, paper) for each in ground]
    at = paper(stops)
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in at)
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="{colours["brand"]}" stroke-width="0.9" '
        'stroke-dasharray="2.4 1.4" stroke-linejoin="round"/>'
    )
    parts += _names(at, [escape(fit_for_xml(name)) for name in names], [width_em(name) for name in names])
    for number, (x, y) in enumerate(at, start=1):
        parts.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{_RADIUS_MM}" fill="{colours["brand"]}" stroke="#ffffff" '
            f'stroke-width="0.6"/><text x="{x:.2f}" y="{y + 1.15:.2f}" text-anchor="middle" font-size="3.2" '
            f'font-weight="bold" fill="#ffffff">{number}</text>'
        )
    parts.append(_furniture(width_mm, height_mm, scale, north))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_mm} {height_mm}" '
        f'width="{width_mm}mm" height="{height_mm}mm" font-family="{FONTS}">{"".join(parts)}</svg>'
    )


def _names(stops: Floats, names: Sequence[str], widths_em: Sequence[float]) -> Iterator[str]:
    """The names that stand clear of the stops and of each other; the list has those that do not."""
    taken = [(x - _RADIUS_MM, y - _RADIUS_MM, x + _RADIUS_MM, y + _RADIUS_MM) for x, y in stops.tolist()]
    for (x, y), name, wide in zip(stops.tolist(), names, widths_em, strict=True):
        half = wide * _NAME_MM / 2
        for line in (y + 6.4, y - 4.2):
            box = (x - half, line - _NAME_MM, x + half, line + 0.3 * _NAME_MM)
            if not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield (
                    f'<text x="{x:.2f}" y="{line:.2f}" text-anchor="middle" font-size="{_NAME_MM}" '
                    f'fill="#26393a" stroke="#fdfbf7" stroke-width="0.7" paint-order="stroke">{name}</text>'
                )
                break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn(ground: WalkGround, paper: Paper) -> str:
    path = _path(ground.geometry, paper)
    if ground.kind == "street":
        return f'<path d="{path}" fill="none" stroke="#d3cec3" stroke-width="0.7" stroke-linecap="round"/>'
    return f'<path d="{path}" fill="#ffffff" fill-opacity="0.5" stroke="#7d8782" stroke-width="0.45"/>'


def _path(geometry: shapely.Geometry, paper: Paper) -> str:
    lines = shapely.get_parts(shapely.boundary(geometry) if geometry.area > 0 else geometry)
    drawn = []
    for line in lines:
        at = paper(shapely.get_coordinates(line))
        drawn.append("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in at))
    return "".join(drawn)


def _furniture(width_mm: float, height_mm: float, scale: float, north: str) -> str:
    length = next((each for each in reversed(_BARS_M) if each * scale <= width_mm / 4), _BARS_M[0])
    x, y = 6.0, height_mm - 6.0
    told = f"{length} m" if length < 1000 else f"{length // 1000} km"
    return (
        f'<rect x="{x}" y="{y}" width="{length * scale:.2f}" height="1.2" fill="#1b292a"/>'
        f'<text x="{x}" y="{y - 1.4}" font-size="3" fill="#1b292a">{told}</text>'
        f'<path d="M{width_mm - 9} 15l3 -9l3 9l-3 -2z" fill="#1b292a"/>'
        f'<text x="{width_mm - 6}" y="19" text-anchor="middle" font-size="3.4" font-weight="bold" '
        f'fill="#1b292a">{escape(north)}</text>'
    )
