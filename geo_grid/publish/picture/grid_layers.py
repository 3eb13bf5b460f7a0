"""The grids of a ground picture: borders by level, the grid itself in a double line, the rest faded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.publish.picture.frame import Frame
from geo_grid.publish.picture.ground import GridShape, GroundPicture
from geo_grid.publish.picture.ink import Ink, Style
from geo_grid.publish.picture.svg import element, path_data

#: What is finer than this is not seen, drawing units.
_FINE = 3.0
#: Level → token, width in pixels.
_LINES = {1: ("level-1-line", 2.6), 2: ("level-2-line", 2.0), 3: ("level-3-line", 1.1)}
#: Distance of the hatch lines of special grids and of those outside the coverage, pixels.
_HATCH_PX, _OUTSIDE_PX = 7.0, 9.0
_FILL = 0.16
#: How far what lies around fades.
_VEILS: Mapping[Style, float] = {"screen": 0.56, "dark": 0.42, "print": 0.5}


@dataclass(frozen=True, slots=True)
class PlacedGrids:
    """The grids in drawing units; rows are those of the `GroundPicture`.

    Parameters
    ----------
    own
        The grid itself, cut off beyond the edge.
    outline
        Where the coverage is; None where nobody knows.
    """

    own: Any
    neighbours: NDArray[Any]
    around: NDArray[Any]
    above: NDArray[Any]
    children: NDArray[Any]
    outline: Any | None


def placed_grids(ground: GroundPicture, frame: Frame) -> PlacedGrids:
    """Bring the grids onto the paper."""

    def on_paper(grids: Sequence[Any]) -> NDArray[Any]:
        row = np.empty(len(grids), dtype=object)
        row[:] = grids
        placed = frame.place(row)
        return frame.shown(np.asarray(shapely.make_valid(placed), dtype=object))

    def of(grids: Sequence[GridShape]) -> NDArray[Any]:
        return on_paper([grid.geometry for grid in grids])

    outline = on_paper([ground.outline])[0] if ground.outline is not None else None
    return PlacedGrids(
        of([ground.grid])[0], of(ground.neighbours), of(ground.around), of(ground.above),
        of(ground.children), outline,
    )  # fmt: skip


def tints(ground: GroundPicture, on: PlacedGrids, ink: Ink) -> str:
    """The hue of each child, or of the grid itself where it has none."""
    if not len(on.children):
        return _area(on.own, f"gp-hue-{ground.grid.hue}", ink[f"hue-{ground.grid.hue}"], 0.07)
    return "".join(
        _area(shape, f"gp-hue-{grid.hue}", ink[f"hue-{grid.hue}"], _FILL)
        for grid, shape in zip(ground.children, on.children, strict=True)
    )


def special_hatches(ground: GroundPicture, on: PlacedGrids, ink: Ink) -> str:
    """Lines over special grids, so that they differ without colour too."""
    hatched = [on.own] if ground.grid.special and not len(on.children) else []
    hatched += [shape for grid, shape in zip(ground.children, on.children, strict=True) if grid.special]
    data = path_data([_hatch(shape, _HATCH_PX * ink.line) for shape in hatched])
    if not data:
        return ""
    return element(
        "path", class_="gp-special", d=data, fill="none", stroke=ink["special-hatch"],
        stroke_width=round(0.8 * ink.line, 1), stroke_opacity=0.34,
    )  # fmt: skip


def outside_coverage(on: PlacedGrids, frame: Frame, ink: Ink) -> str:
    """Where no grid is: another paper, with its rim drawn."""
    if on.outline is None:
        return ""
    sheet = shapely.box(-200, -200, frame.width + 200, frame.height + 200)
    outside = shapely.difference(sheet, on.outline)
    if outside.is_empty:
        return ""
    lines = _hatch(outside, _OUTSIDE_PX * ink.line, rising=False)
    return (
        _area(outside, "gp-outside", ink["map-outside"], 0.86)
        + element(
            "path", class_="gp-outside-hatch", d=path_data([lines]),
            fill="none", stroke=ink["map-outside-dot"], stroke_width=round(ink.line, 1),
        )
    )  # fmt: skip


def borders_around(ground: GroundPicture, on: PlacedGrids, ink: Ink) -> str:
    """Borders of the other grids in sight, the finer levels beneath the coarser."""
    level = ground.grid.level
    drawn = _border([*on.neighbours, *on.around], level, ink)
    for above in sorted({grid.level for grid in ground.above}, reverse=True):
        shapes = [shape for grid, shape in zip(ground.above, on.above, strict=True) if grid.level == above]
        drawn += _border(shapes, above, ink)
    return drawn


def veil(on: PlacedGrids, frame: Frame, ink: Ink, style: Style) -> str:
    """What is not the grid's fades."""
    outside = shapely.difference(shapely.box(-100, -100, frame.width + 100, frame.height + 100), on.own)
    return _area(outside, "gp-veil", ink["map-veil"], _VEILS[style])


def own_border(ground: GroundPicture, on: PlacedGrids, ink: Ink) -> str:
    """The grid's children and its own double line, with a band along the inside."""
    px = ink.line
    inner = _border(list(on.children), ground.grid.level + 1, ink) if len(on.children) else ""
    band = shapely.difference(on.own, shapely.buffer(on.own, -7 * px, join_style="mitre", mitre_limit=2))
    data = path_data([shapely.simplify(on.own, _FINE)])
    return (
        inner
        + _area(band, "gp-band", ink["selected-line"], 0.14)
        + _line(data, "gp-own-casing", ink["selected-casing"], 7.5 * px)
        + _line(data, "gp-own", ink["selected-line"], 3.4 * px)
    )


def _border(shapes: Sequence[Any], level: int, ink: Ink) -> str:
    data = path_data(shapely.simplify(np.asarray(shapes, dtype=object), _FINE)) if len(shapes) else ""
    if not data:
        return ""
    token, width = _LINES[min(max(level, 1), 3)]
    drawn = _line(data, "gp-casing-1", ink["level-1-casing"], 5.2 * ink.line) if level == 1 else ""
    return drawn + _line(data, f"gp-level-{level}", ink[token], width * ink.line)


def _line(data: str, class_: str, stroke: str, width: float) -> str:
    return element(
        "path", class_=class_, d=data, fill="none", stroke=stroke, stroke_width=round(width, 1),
        stroke_linejoin="round",
    )  # fmt: skip


def _area(shape: Any, class_: str, fill: str, opacity: float) -> str:
    data = path_data([shape])
    if not data:
        return ""
    return element("path", class_=class_, d=data, fill=fill, fill_opacity=opacity, fill_rule="evenodd")


def _hatch(shape: Any, gap: float, *, rising: bool = True) -> Any:
    """Parallel lines at 45 degrees, cut off at a shape; they meet from shape to shape."""
    if shape.is_empty:
        return shape
    left, top, right, bottom = shape.bounds
    slope = -1 if rising else 1
    ends = [top - slope * left, top - slope * right, bottom - slope * left, bottom - slope * right]
    first, last = int(np.floor(min(ends) / gap)), int(np.ceil(max(ends) / gap))
    lines = [
        shapely.LineString([(left, slope * left + at * gap), (right, slope * right + at * gap)])
        for at in range(first, last + 1)
    ]
    return shapely.intersection(shapely.MultiLineString(lines), shape)
