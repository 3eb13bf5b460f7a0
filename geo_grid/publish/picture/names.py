"""Which names stand on a ground picture, in the order in which they take their places."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geo_grid.publish.picture.along import joined, name_along
from geo_grid.publish.picture.base_layers import STREETS, Placed, street_width
from geo_grid.publish.picture.frame import Frame
from geo_grid.publish.picture.grid_layers import PlacedGrids
from geo_grid.publish.picture.ground import GridShape, GroundPicture, short_name
from geo_grid.publish.picture.lettering import Lettering, Sheet, box_of, folded, shortened, width_em
from geo_grid.publish.picture.svg import UNITS_PER_MM

#: Sizes that are tried for the names of grids, against plain text.
_NEIGHBOUR_SIZES = (1.0, 0.86, 0.74)
_CHILD_SIZES = (1.2, 1.05, 0.9, 0.78)
#: How far from the border a neighbour's name stands, against its own size; along the border, as shares.
_OFF = (1.5, 2.2, 3.0, 4.0, 5.2)
_ALONG = (0.5, 0.38, 0.62, 0.25, 0.75, 0.12, 0.88)
#: Ground smaller than this on paper carries no name, millimetres of width and height together.
_NAMED_MM = 7.0
#: Streets near the grid are named, others only where they are large; millimetres from its border.
_NEAR_MM = 6.0


def own_names(ground: GroundPicture, on: PlacedGrids, frame: Frame, sheet: Sheet) -> None:
    """The children's names, or the grid's own where it has none."""
    ink = sheet.ink
    halo = ink["map-halo"]
    if not ground.children:
        size = 1.3 * ink.text
        name = shortened(short_name(ground.grid.name, ground.parent_name), 14)
        x, y = _label(ground.grid, on.own, frame)
        how = Lettering(size, ink["selected-line"], halo, "bold")
        for lines in (folded(name, _room(on.own, y) / size), [name]):
            if _write_near(sheet, lines, x, y, how):
                break
        return
    large_first = sorted(
        zip(ground.children, on.children, strict=True), key=lambda pair: (-pair[1].area, pair[0].code)
    )
    for grid, shape in large_first:
        name = shortened(short_name(grid.name, ground.grid.name), 16)
        x, y = _label(grid, shape, frame)
        for share in _CHILD_SIZES:
            size = share * ink.text
            lines = folded(name, max(_room(shape, y) / size, 4.0))
            fits = width_em(max(lines, key=width_em)) * size <= _room(shape, y) * 1.05
            last = share == _CHILD_SIZES[-1]
            how = Lettering(size, ink["map-text"], halo, "bold")
            if (fits or last) and _write_near(sheet, lines, x, y, how, inside=shape):
                break


def keep_border_free(on: PlacedGrids, sheet: Sheet) -> None:
    """Let no later name hide the grid's own border."""
    half = 0.34 * sheet.ink.text
    border = shapely.segmentize(shapely.boundary(on.own), 2 * half)
    for x, y in shapely.get_coordinates(border).tolist():
        sheet.keep_free((x - half, y - half, x + half, y + half))


def neighbour_names(ground: GroundPicture, on: PlacedGrids, sheet: Sheet) -> None:
    """Each neighbour's name beyond the border that it shares, the longest border first."""
    ink = sheet.ink
    border = shapely.boundary(on.own)
    keep_off = shapely.buffer(on.own, 0.7 * UNITS_PER_MM)
    paper = shapely.box(0, 0, sheet.width, sheet.height)
    shared = [
        (_shared(border, shape, paper), grid, shape)
        for grid, shape in zip(ground.neighbours, on.neighbours, strict=True)
    ]
    for line, grid, shape in sorted(shared, key=lambda each: (-each[0].length, each[1].code)):
        name = shortened(short_name(grid.name, ground.parent_name), 18)
        if not line.is_empty:
            _beyond(
                sheet,
                name,
                line,
                shape,
                keep_off,
                Lettering(ink.text, ink["map-text-soft"], ink["map-halo"], "bold"),
            )


def _shared(border: Any, shape: Any, paper: Any) -> Any:
    """The longest run of a border in sight that a neighbour shares."""
    near = shapely.intersection(shapely.intersection(border, paper), shapely.buffer(shape, 4))
    runs = shapely.get_parts(shapely.line_merge(near) if shapely.get_type_id(near) == 5 else near)
    lines = [run for run in runs if shapely.get_type_id(run) == 1]
    return max(lines, key=lambda run: run.length, default=shapely.LineString())


def _beyond(sheet: Sheet, name: str, line: Any, shape: Any, keep_off: Any, how: Lettering) -> bool:
    """Write a name across a border; wholly in the neighbour's ground where that is possible."""
    for share in _NEIGHBOUR_SIZES:
        size = share * how.size
        for lines in (folded(name, 9), folded(name, 5.5)):
            place = _place_beyond(sheet, lines, line, shape, keep_off, size)
            if place is not None:
                sheet.write(lines, *place, Lettering(size, how.colour, how.halo, how.weight))
                return True
    return False


def _place_beyond(
    sheet: Sheet, lines: Sequence[str], line: Any, shape: Any, keep_off: Any, size: float
) -> tuple[float, float] | None:
    left, top, right, bottom = box_of(lines, 0, 0, size)
    reach = np.array([(right - left) / 2, (bottom - top) / 2])
    found: list[tuple[bool, int, float, float]] = []
    for order, (off, along) in enumerate((off, along) for off in _OFF for along in _ALONG):
        middle = line.interpolate(along, normalized=True)
        ahead = line.interpolate(min(along * line.length + size, line.length))
        behind = line.interpolate(max(along * line.length - size, 0.0))
        step = np.array([ahead.x - behind.x, ahead.y - behind.y])
        if not np.any(step):
            continue
        normal = np.array([-step[1], step[0]]) / np.hypot(*step)
        probe = np.array([middle.x, middle.y]) + normal * 0.5 * size
        if shapely.distance(shapely.Point(probe), shape) > shapely.distance(
            shapely.Point(np.array([middle.x, middle.y]) - normal * 0.5 * size), shape
        ):
            normal = -normal
        # A wide name needs more room beside a border that runs up and down.
        away = abs(normal[0]) * reach[0] + abs(normal[1]) * reach[1]
        x, y = (np.array([middle.x, middle.y]) + normal * (away + (off - 1.1) * size)).tolist()
        box = box_of(lines, x, y, size)
        place = shapely.box(*box)
        if not sheet.is_free([box]) or shapely.intersects(place, keep_off):
            continue
        if shapely.contains(shape, place):
            return x, y
        if shapely.intersects(shape, shapely.Point(x, y)):
            found.append((False, order, x, y))
        elif shapely.area(shapely.intersection(shape, place)) > 0.2 * place.area:
            found.append((True, order, x, y))
    if not found:
        return None
    _, _, x, y = min(found)
    return x, y


def street_names(ground: GroundPicture, on: Placed, grids: PlacedGrids, frame: Frame, sheet: Sheet) -> None:
    """Names of streets, railways aside, the great streets first and each near the grid."""
    ink = sheet.ink
    near = shapely.buffer(grids.own, _NEAR_MM * UNITS_PER_MM)
    if grids.outline is not None:
        near = shapely.intersection(near, grids.outline)
    border = shapely.boundary(grids.own)
    by_name: dict[tuple[int, str], list[Any]] = {}
    for street, line in zip(ground.streets, on.streets, strict=True):
        if street.name and not line.is_empty:
            class_ = street.class_ if street.class_ and street.class_ in STREETS else "branch"
            by_name.setdefault((-STREETS[class_][0], shortened(street.name, 16)), []).append(line)
    classes = {-rank[0]: class_ for class_, rank in STREETS.items()}
    for (rank, name), lines in sorted(by_name.items()):
        class_ = classes[rank]
        size = ink.text * (0.94 if rank <= -3 else 0.86 if rank == -2 else 0.78)
        # A street that is too fine to be seen is not named either.
        if rank > -3 and street_width(class_, frame) < 0.4 * UNITS_PER_MM * (1.6 if rank == -2 else 1):
            continue
        how = Lettering(size, ink["base-street-text"], ink["map-halo"])
        within = grids.outline if rank <= -3 else near
        name_along(sheet, name, joined(lines), how, towards=grids.own, within=within, border=border)


def ground_names(ground: GroundPicture, on: Placed, grids: PlacedGrids, sheet: Sheet) -> None:
    """Names of compounds, parks, lakes and rivers, the largest first."""
    ink = sheet.ink
    colours = {"park": ink["base-park-text"], "water": ink["base-water-text"]}
    areas = [
        (shape, each.name, "park" if each.kind == "park" else "compound")
        for each, shape in zip(ground.compounds, on.compounds, strict=True)
        if each.name
    ]
    lines: dict[str, list[Any]] = {}
    for each, shape in zip(ground.water, on.water, strict=True):
        if each.name and shapely.get_dimensions(shape) == 2:
            areas.append((shape, each.name, "water"))
        elif each.name and not shape.is_empty:
            lines.setdefault(shortened(each.name), []).append(shape)
    for shape, name, kind in sorted(areas, key=lambda area: (-area[0].area, area[1])):
        left, top, right, bottom = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
        if right - left + bottom - top < 2 * _NAMED_MM * UNITS_PER_MM:
            continue
        if grids.outline is not None and not shapely.intersects(shape, grids.outline):
            continue
        x, y = _inside(shape, sheet)
        colour = colours.get(kind, ink["base-place-text"])
        inside = shapely.intersects(shape, grids.own) and shapely.area(
            shapely.intersection(shape, grids.own)
        ) > 0.5 * shapely.area(shape)
        # What lies around steps back: only the large is named, and lightly.
        how = Lettering(0.84 * ink.text, colour, ink["map-halo"], "bold" if inside else "normal")
        _write_near(
            sheet, folded(shortened(name, 16), max(_room(shape, y) / how.size, 6)), x, y, how, tries=5
        )
    for name, parts in sorted(lines.items()):
        how = Lettering(0.86 * ink.text, colours["water"], ink["map-halo"])
        name_along(
            sheet,
            name,
            joined(parts),
            how,
            towards=grids.own,
            within=grids.outline,
            border=shapely.boundary(grids.own),
        )


def _label(grid: GridShape, shape: Any, frame: Frame) -> tuple[float, float]:
    point = frame.place(np.array([shapely.Point(grid.label)], dtype=object))[0]
    if not shapely.contains(shape, point):
        point = shapely.point_on_surface(shape)
    return (point.x, point.y) if not point.is_empty else (frame.width / 2, frame.height / 2)


def _inside(shape: Any, sheet: Sheet) -> tuple[float, float]:
    edge = 2 * sheet.ink.text
    seen = shapely.clip_by_rect(shape, edge, edge, sheet.width - edge, sheet.height - edge)
    point = shapely.point_on_surface(seen if not seen.is_empty else shape)
    return point.x, point.y


def _room(shape: Any, y: float) -> float:
    """How wide a shape is at a height: the longest stretch."""
    left, _, right, _ = shape.bounds
    cut = shapely.intersection(shape, shapely.LineString([(left - 1, y), (right + 1, y)]))
    return float(max((part.length for part in shapely.get_parts(cut)), default=0.0))


def _write_near(
    sheet: Sheet,
    lines: Sequence[str],
    x: float,
    y: float,
    how: Lettering,
    *,
    tries: int = 9,
    inside: Any = None,
) -> bool:
    """Write at a place or close by, its middle inside a shape where one is given; whether there was room."""
    step = 1.1 * how.size
    around = [(0, 0), (0, -1), (0, 1), (-1, 0), (1, 0), (0, -2), (0, 2), (-2, 0), (2, 0)]
    for across, down in around[:tries]:
        at = (x + 1.4 * across * step, y + down * step)
        if inside is not None and not shapely.intersects_xy(inside, *at):
            continue
        if sheet.is_free([box_of(lines, *at, how.size)]):
            sheet.write(lines, *at, how)
            return True
    return False
