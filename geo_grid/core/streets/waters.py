"""What of waters a border may follow: streams as they run, the middle of rivers, the banks of ponds."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo_grid.core.canonical import as_array
from geo_grid.core.lattice import Geometries
from geo_grid.core.streets.lines import Lines
from geo_grid.core.streets.middle import middles

#: Water that runs, and so has a middle that is followed rather than its banks.
RUNNING = ("river", "canal", "stream")
#: The file holds the middle as well where lines in the area are this long, as a share of half its banks.
_HAS_LINE = 0.3
#: Two waters meet where one ends this near the other, units (about 2 m).
_MEET = 200.0
#: Type ids of Polygon and MultiPolygon.
_AREAS = (3, 6)


def water_lines(shapes: Geometries, names: Sequence[str | None], kinds: Sequence[str | None]) -> Lines:
    """Lines of waters.

    Parameters
    ----------
    shapes
        (n,) lines and areas, lattice units; an area as a whole, whatever part of it is looked at.
    names, kinds
        (n,) of the base layer.
    """
    is_area = np.isin(shapely.get_type_id(shapes), _AREAS)
    streams = shapes[~is_area]
    middle_of: dict[int, list[shapely.LineString]] = {}
    drawn: list[tuple[shapely.Geometry, int]] = []
    for number, shape in enumerate(shapes):
        middle = _middles(shape, streams) if is_area[number] and kinds[number] in RUNNING else None
        if middle is not None:
            middle_of[number] = middle
        else:
            lines = (
                shapely.get_rings(shapely.get_parts(shape)) if is_area[number] else shapely.get_parts(shape)
            )
            drawn += [(shapely.linestrings(shapely.get_coordinates(line)), number) for line in lines]
    drawn += [(line, number) for number, lines in middle_of.items() for line in lines]
    drawn += [
        (shapely.LineString(joint), number)
        for line, number in drawn
        for area, middle in middle_of.items()
        if area != number and middle
        for joint in _joints(line, shapes[area], middle)
    ]
    return Lines(
        as_array([line for line, _ in drawn]),
        ("water",) * len(drawn),
        tuple(names[of] for _, of in drawn),
        tuple(kinds[of] for _, of in drawn),
    )


def _middles(area: shapely.Geometry, streams: Geometries) -> list[shapely.LineString] | None:
    """Middles of an area; none where its middle is there as a line, None where it cannot be told."""
    if len(streams):
        inside = float(shapely.length(shapely.intersection(streams, area)).sum())
        if inside > _HAS_LINE * area.length / 2:
            return []
    return middles(area) or None


def _joints(
    line: shapely.LineString, area: shapely.Geometry, middle: Sequence[shapely.LineString]
) -> list[list[tuple[float, float]]]:
    """From the ends of a line that are at the bank of another water, on to the middle of that one."""
    found: list[list[tuple[float, float]]] = []
    ends = shapely.get_coordinates(line)[[0, -1]]
    near = shapely.dwithin(shapely.points(ends), area, _MEET)
    if not near.any():
        return found
    together = shapely.multilinestrings(as_array(middle))
    for x, y in ends[near].tolist():
        here = shapely.Point(x, y)
        to_x, to_y = np.floor(
            shapely.get_coordinates(shapely.shortest_line(here, together))[1] + 0.5
        ).tolist()
        if (to_x, to_y) != (x, y):
            found.append([(x, y), (to_x, to_y)])
    return found
