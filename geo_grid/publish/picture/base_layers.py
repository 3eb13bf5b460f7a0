"""The base map of a ground picture: water, parks, compounds, houses, streets and railways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.publish.picture.frame import Frame
from geo_grid.publish.picture.ground import GroundPicture
from geo_grid.publish.picture.ink import Ink
from geo_grid.publish.picture.svg import element, path_data

#: Class → its rank (later ones lie over earlier ones), width on the ground in metres, least and most on paper
#: in millimetres.
STREETS: Mapping[str, tuple[int, float, float, float]] = {
    "path": (0, 2.0, 0.22, 0.5),
    "alley": (1, 5.0, 0.34, 2.2),
    "branch": (2, 10.0, 0.55, 3.6),
    "secondary": (3, 17.0, 0.85, 5.0),
    "arterial": (4, 24.0, 1.15, 6.0),
    "expressway": (5, 28.0, 1.4, 6.5),
}
#: A stream's and a river's bed where only its line is known.
_WATER_LINES_M = {"river": 18.0, "canal": 10.0, "stream": 3.0}
#: What is finer than this is not seen, drawing units.
_FINE_LINE, _FINE_AREA = 3.0, 5.0
#: Houses smaller than this on paper are left out, drawing units squared.
_SMALLEST_HOUSE = 260.0


@dataclass(frozen=True, slots=True)
class Placed:
    """The ground in drawing units, cut off beyond the edge; rows are those of the `GroundPicture`."""

    streets: NDArray[Any]
    water: NDArray[Any]
    compounds: NDArray[Any]
    railways: NDArray[Any]
    buildings: NDArray[Any]


def placed(ground: GroundPicture, frame: Frame) -> Placed:
    """Bring the base layers onto the paper."""

    def on_paper(shapes: Sequence[Any], fine: float) -> NDArray[Any]:
        row = np.empty(len(shapes), dtype=object)
        row[:] = shapes
        return np.asarray(shapely.simplify(frame.shown(frame.place(row)), fine), dtype=object)

    return Placed(
        streets=on_paper([street.geometry for street in ground.streets], _FINE_LINE),
        water=on_paper([each.geometry for each in ground.water], _FINE_AREA),
        compounds=on_paper([each.geometry for each in ground.compounds], _FINE_AREA),
        railways=on_paper(ground.railways, _FINE_LINE),
        buildings=on_paper(ground.buildings, _FINE_AREA),
    )


def street_width(class_: str | None, frame: Frame) -> float:
    """How wide a street is drawn, drawing units."""
    _, metres, least, most = STREETS.get(class_ or "branch", STREETS["branch"])
    return frame.metres(metres, least, most)


def areas(ground: GroundPicture, on: Placed, ink: Ink) -> str:
    """Compounds, parks and houses: what lies beneath the tint of the grids."""
    is_park = np.array([each.kind == "park" for each in ground.compounds], dtype=bool)
    houses = on.buildings[shapely.area(on.buildings) > _SMALLEST_HOUSE] if len(on.buildings) else on.buildings
    return (
        _filled(on.compounds[~is_park], "gp-compound", ink["base-compound"])
        + _filled(on.compounds[is_park], "gp-park", ink["base-park"])
        + _filled(houses, "gp-house", ink["base-building"], ink["base-building-line"], 0.55 * ink.line)
    )


def lines(ground: GroundPicture, on: Placed, frame: Frame, ink: Ink) -> str:
    """Water, streets and railways: over the tint of the grids, so that each keeps its colour."""
    return _water(ground, on, frame, ink) + _streets(ground, on, frame, ink) + _railways(on, frame, ink)


def _water(ground: GroundPicture, on: Placed, frame: Frame, ink: Ink) -> str:
    is_area = shapely.get_dimensions(on.water) == 2 if len(on.water) else np.zeros(0, dtype=bool)
    drawn = _filled(on.water[is_area], "gp-water", ink["base-water"], ink["base-water-line"], 0.8 * ink.line)
    for kind, metres in _WATER_LINES_M.items():
        rows = [
            row
            for row, each in enumerate(ground.water)
            if not is_area[row] and (each.kind if each.kind in _WATER_LINES_M else "stream") == kind
        ]
        drawn += _stroked(on.water[rows], "gp-water", ink["base-water"], frame.metres(metres, 0.3, 6.0))
    return drawn


def _streets(ground: GroundPicture, on: Placed, frame: Frame, ink: Ink) -> str:
    classes = [each.class_ if each.class_ in STREETS else "branch" for each in ground.streets]
    casings, fills = "", ""
    for class_ in STREETS:
        lines = on.streets[[row for row, each in enumerate(classes) if each == class_]]
        width = street_width(class_, frame)
        if class_ == "path":
            dashes = f"{round(4 * ink.line)} {round(3 * ink.line)}"
            casings += _stroked(lines, "gp-path", ink["base-path"], width, dashes)
            continue
        casings += _stroked(lines, "gp-casing", ink["base-street-casing"], width + 1.7 * ink.line)
        fills += _stroked(lines, "gp-street", ink["base-street"], width)
    return casings + fills


def _railways(on: Placed, frame: Frame, ink: Ink) -> str:
    width = frame.metres(6.0, 0.6, 1.6)
    dashes = f"{round(9 * ink.line)} {round(9 * ink.line)}"
    return _stroked(on.railways, "gp-rail", ink["base-railway"], width, cap="butt") + _stroked(
        on.railways, "gp-rail-gap", ink["base-railway-gap"], 0.55 * width, dashes, cap="butt"
    )


def _filled(shapes: NDArray[Any], class_: str, fill: str, line: str | None = None, width: float = 0.0) -> str:
    data = path_data(shapes)
    if not data:
        return ""
    return element(
        "path",
        class_=class_,
        d=data,
        fill=fill,
        fill_rule="evenodd",
        stroke=line,
        stroke_width=round(width, 1) if line else None,
        stroke_linejoin="round" if line else None,
    )


def _stroked(
    shapes: NDArray[Any],
    class_: str,
    stroke: str,
    width: float,
    dashes: str | None = None,
    cap: str = "round",
) -> str:
    data = path_data(shapes)
    if not data:
        return ""
    return element(
        "path",
        class_=class_,
        d=data,
        fill="none",
        stroke=stroke,
        stroke_width=round(width, 1),
        stroke_linecap="butt" if dashes else cap,
        stroke_linejoin="round",
        stroke_dasharray=dashes,
    )
