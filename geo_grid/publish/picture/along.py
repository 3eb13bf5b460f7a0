"""Names along streets and rivers, where these are straight enough to be read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.publish.picture.lettering import Box, Lettering, Sheet, is_square, width_em
from geo_grid.publish.picture.svg import UNITS_PER_MM

Floats = NDArray[np.float64]

#: Degrees that a line may turn from one letter to the next, and over the whole name.
_TURN_BY_LETTER, _TURN_IN_ALL = 24.0, 60.0
#: The same for letters that are set as one straight line.
_STRAIGHT = 9.0
#: Lines steeper than this carry Chinese letters upright, one below the other.
_STEEP = 58.0
#: A long street says its name again after so many millimetres, at most so often.
_AGAIN_MM, _TIMES = 85, 3
#: How far beside a border a name stands that would hide it, ems.
_ASIDE_EM = 1.15
#: Places tried on one line.
_TRIES = 60


def name_along(
    sheet: Sheet,
    name: str,
    lines: Iterable[Any],
    how: Lettering,
    *,
    towards: Any,
    within: Any = None,
    border: Any = None,
) -> int:
    """Write a name along lines, nearest to the ground of interest first; says how often there was room.

    Parameters
    ----------
    lines
        Lines in drawing units.
    towards
        The ground that the picture is of.
    within
        Where given, names only stand in it.
    border
        A line that names must not hide: what runs along it is named on either side of it.
    """
    advances = _advances(name, how.size)
    length = float(advances.sum())
    if length == 0:
        return 0
    places: list[tuple[float, int, float, Any]] = []
    for number, (line, aside_of_line) in enumerate(_with_both_sides(lines, border, _ASIDE_EM * how.size)):
        room = line.length - length
        if room < 0.3 * how.size:
            continue
        starts = np.linspace(0.15 * how.size, room - 0.15 * how.size, min(_TRIES, 2 + int(room / how.size)))
        middles = shapely.line_interpolate_point(line, starts + length / 2)
        far = shapely.distance(middles, towards)
        # In the middle of a line rather than at a crossing.
        off = np.abs(starts / max(room, 1.0) - 0.5) * 6 * UNITS_PER_MM
        for start, middle, distance, aside in zip(starts, middles, far, off, strict=True):
            if within is None or within.contains(middle):
                places.append((float(distance + aside + aside_of_line), number, float(start), line))
    written: list[Any] = []
    for _, _, start, line in sorted(places, key=lambda place: place[:3]):
        middle = line.interpolate(start + length / 2)
        if any(middle.distance(other) < _AGAIN_MM * UNITS_PER_MM for other in written):
            continue
        if _write(sheet, name, line, start, advances, how):
            written.append(middle)
            if len(written) == _TIMES:
                break
    return len(written)


def _with_both_sides(lines: Iterable[Any], border: Any, off: float) -> Iterator[tuple[Any, float]]:
    """Each line, and its sides where it runs along a border, with how little they are liked."""
    for line in lines:
        yield line, 0.0
        if border is not None and line.distance(border) < off:
            for side in (off, -off):
                for part in shapely.get_parts(shapely.offset_curve(line, side)):
                    yield part, 2.0 * UNITS_PER_MM


def _advances(name: str, size: float) -> Floats:
    return np.array([max(width_em(letter), 0.0) for letter in name]) * size


def _write(sheet: Sheet, name: str, line: Any, start: float, advances: Floats, how: Lettering) -> bool:
    if is_square(name):
        return _write_letters(sheet, name, line, start, advances, how)
    return _write_straight(sheet, name, line, start, float(advances.sum()), how)


def _write_letters(
    sheet: Sheet, name: str, line: Any, start: float, advances: Floats, how: Lettering
) -> bool:
    ends = start + np.concatenate([[0.0], np.cumsum(advances)])
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, ends))
    middles = shapely.get_coordinates(shapely.line_interpolate_point(line, (ends[:-1] + ends[1:]) / 2))
    turns = _directions(points)
    if not _is_smooth(turns):
        return False
    whole = points[-1] - points[0]
    if abs(_degrees(whole)) > _STEEP and abs(_degrees(whole)) < 180 - _STEEP:
        order = slice(None) if whole[1] > 0 else slice(None, None, -1)
        middles, turned = middles[order], np.zeros(len(turns))
    elif whole[0] < 0:
        middles, turned = middles[::-1], _level(turns[::-1] + 180)
    else:
        turned = _level(turns)
    half = 0.56 * how.size
    boxes = [(x - half, y - half, x + half, y + half) for x, y in middles.tolist()]
    if not sheet.is_free(boxes):
        return False
    sheet.keep_free(*boxes)
    sheet.write_letters(name, middles, turned.tolist(), how)
    return True


def _write_straight(sheet: Sheet, name: str, line: Any, start: float, length: float, how: Lettering) -> bool:
    ends = np.linspace(start, start + length, 7)
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, ends))
    turns = _directions(points)
    if np.ptp(_level(turns - turns[0])) > _STRAIGHT:
        return False
    degrees = _degrees(points[-1] - points[0])
    degrees -= 180 * round(degrees / 180)
    x, y = points[0] + (points[-1] - points[0]) / 2
    boxes = turned_boxes(float(x), float(y), length, how.size, degrees)
    if not sheet.is_free(boxes):
        return False
    sheet.keep_free(*boxes)
    sheet.write_turned(name, float(x), float(y), degrees, how)
    return True


def turned_boxes(x: float, y: float, length: float, size: float, degrees: float) -> list[Box]:
    """Small boxes along a turned line of text around its middle."""
    count = max(1, round(length / size))
    along = (np.arange(count) + 0.5) / count * length - length / 2
    cos, sin, half = np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.6 * size
    return [
        (x + at * cos - half, y + at * sin - half, x + at * cos + half, y + at * sin + half)
        for at in along.tolist()
    ]


def _directions(points: Floats) -> Floats:
    steps = np.diff(points, axis=0)
    turned: Floats = np.degrees(np.arctan2(steps[:, 1], steps[:, 0]))
    return turned


def _degrees(step: Floats) -> float:
    return float(np.degrees(np.arctan2(step[1], step[0])))


def _level(turns: Floats) -> Floats:
    """The same directions between -180 and 180 degrees."""
    level: Floats = (np.asarray(turns) + 180) % 360 - 180
    return level


def _is_smooth(turns: Floats) -> bool:
    steps = _level(np.diff(turns))
    return bool(np.all(np.abs(steps) <= _TURN_BY_LETTER) and abs(steps.sum()) <= _TURN_IN_ALL)


def joined(lines: Sequence[Any]) -> list[Any]:
    """Lines joined where they meet end to end, longest first."""
    merged = shapely.line_merge(shapely.union_all(np.asarray(lines, dtype=object)))
    parts = [part for part in shapely.get_parts(merged) if shapely.get_type_id(part) == 1]
    return sorted(parts, key=lambda part: (-part.length, part.wkb))
