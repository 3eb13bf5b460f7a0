"""Whether a base layer lies where the grids are; and where not, what its coordinates may really be.

Only told, never applied: which system a file is in is for its owner to say.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo_grid.core.crs import BD09, GCJ02, Crs, distance_m

Array = NDArray[np.float64]

#: Vertices looked at.
_SAMPLE = 2_000
#: A layer of which less lies near the grids is said to be far away.
_MOST = 0.5
#: What counts as near the outline, degrees; streets and rivers go on beyond it.
_NEAR = 0.02
#: Another reading of the coordinates is worth saying where it brings in this share of the layer.
_CONVINCING = 0.8
#: Transverse Mercator systems of China: EPSG code of the first zone, its number, how many zones, their width
#: in degrees. CGCS2000 first, then Xi'an 1980, Beijing 1954 and UTM.
_ZONED = (
    (4534, 25, 21, 3), (4513, 25, 21, 3), (4502, 13, 11, 6), (4491, 13, 11, 6),
    (2370, 25, 21, 3), (2349, 25, 21, 3), (2338, 13, 11, 6), (2327, 13, 11, 6),
    (2422, 25, 21, 3), (2401, 25, 21, 3), (32643, 13, 11, 6),
)  # fmt: skip
#: Other metres that maps of China come in: Web Mercator, TWD97, Hong Kong 1980.
_OTHERS = (3857, 3826, 2326)

#: How much nearer to the streets another reading must be, for points farther from one than so many metres.
#: In a dense town whatever is shifted lies near some street, so there only a clear difference tells.
_NEARER = ((30.0, 0.5), (3.0, 0.2))
_FEWEST = 30


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A layer that does not lie where it should.

    Parameters
    ----------
    code
        ``layer_far`` or ``layer_shifted``.
    distance_m
        Of half its vertices, the distance from the outline (``layer_far``) or by which they are shifted.
    likely
        What would bring it home: names of reference systems, likeliest first, and ``swapped`` where the axes
        are.
    """

    code: str
    distance_m: float
    likely: tuple[str, ...]


def misplaced(
    xy: Array, crs: Crs, outline: shapely.Geometry, streets: Array | None = None
) -> Misplaced | None:
    """Tell where a layer lies by its vertices.

    Parameters
    ----------
    xy
        (n, 2) vertices in `crs`, as given.
    crs
        What the file or the user says they are.
    outline
        Outline of the grids, EPSG:4326 degrees.
    streets
        (k, 2) vertices of streets known to be right, EPSG:4326, densely set; None where there are none.

    Returns
    -------
    None where it lies among the grids, and nothing speaks for GCJ-02 or BD-09.
    """
    sample = _sampled(xy[np.isfinite(xy).all(axis=1)])
    if len(sample) == 0:
        return None
    shapely.prepare(outline)
    lonlat = crs.to_lonlat(sample)
    if _share_near(lonlat, outline) < _MOST:
        return Misplaced("layer_far", _distance_from(lonlat, outline), _other_readings(sample, crs, outline))
    if not crs.is_lonlat or crs.is_shifted:
        return None
    return _shifted(sample, outline, streets)


def _sampled(xy: Array) -> Array:
    return xy[:: max(1, len(xy) // _SAMPLE)][:_SAMPLE]


def _share_near(lonlat: Array, outline: shapely.Geometry) -> float:
    """Share of points within the bounds of the outline, with a margin."""
    west, south, east, north = shapely.bounds(outline).tolist()
    with np.errstate(invalid="ignore"):
        near = (
            (lonlat[:, 0] >= west - _NEAR)
            & (lonlat[:, 0] <= east + _NEAR)
            & (lonlat[:, 1] >= south - _NEAR)
            & (lonlat[:, 1] <= north + _NEAR)
        )
    return float(near.mean())


def _share_inside(lonlat: Array, outline: shapely.Geometry) -> float:
    return float(shapely.contains_xy(outline, lonlat).mean())


def _distance_from(lonlat: Array, outline: shapely.Geometry) -> float:
    """Distance of the middle of the points from the outline, metres; NaN where it is not on the earth."""
    placed = lonlat[np.isfinite(lonlat).all(axis=1)]
    middle = np.median(placed, axis=0) if len(placed) else np.array([np.inf, np.inf])
    if np.abs(middle[1]) > 90 or np.abs(middle[0]) > 180:
        return float("nan")
    line = shapely.shortest_line(outline, shapely.Point(middle))
    (lon, lat), (other_lon, other_lat) = shapely.get_coordinates(line).tolist()
    return float(distance_m(lon, lat, other_lon, other_lat))


def _candidates(longitude: float) -> list[Crs]:
    """Systems in metres whose zone lies at a longitude, or beside it."""
    codes = []
    for first, number, count, width in _ZONED:
        # Zones of 3° are centred on multiples of it, those of 6° on odd multiples of 3°.
        zone = round(longitude / width) if width == 3 else int(longitude // width) + 1
        codes += [first + near - number for near in (zone, zone - 1, zone + 1) if 0 <= near - number < count]
    return [Crs(f"EPSG:{code}") for code in (*codes, *_OTHERS)]


def _other_readings(sample: Array, crs: Crs, outline: shapely.Geometry) -> tuple[str, ...]:
    """The first reading of the coordinates that puts them among the grids.

    Datums a hundred metres apart all do so; the likeliest is named.
    """
    swapped = sample[:, ::-1]
    if _share_near(crs.to_lonlat(swapped), outline) >= _CONVINCING:
        return ("swapped",)
    if crs.is_lonlat:
        return ()
    west, _, east, _ = shapely.bounds(outline).tolist()
    for candidate in _candidates((west + east) / 2):
        if candidate.same_as(crs):
            continue
        if _share_near(candidate.to_lonlat(sample), outline) >= _CONVINCING:
            return (candidate.name,)
        if _share_near(candidate.to_lonlat(swapped), outline) >= _CONVINCING:
            return (candidate.name, "swapped")
    return ()


def _shifted(sample: Array, outline: shapely.Geometry, streets: Array | None) -> Misplaced | None:
    """Whether undoing the shift of GCJ-02 or BD-09 brings the points home."""
    inside = _share_inside(sample, outline)
    by_outline, by_streets = [], []
    given_m = _distance_to(sample, streets)
    for system in (GCJ02, BD09):
        unshifted = system.to_lonlat(sample)
        moved = float(np.median(distance_m(*sample.T, *unshifted.T)))
        if moved < 1.0:  # outside China
            return None
        share = _share_inside(unshifted, outline)
        # Nearly all of it must come in, and most of what was out.
        if share >= 0.995 and 1 - inside >= 0.02 and (1 - share) * 4 <= 1 - inside:
            by_outline.append((-share, moved, system.name))
        metres = _distance_to(unshifted, streets)
        if given_m is not None and metres is not None and metres <= _much_nearer(given_m):
            by_streets.append((metres, moved, system.name))
    # Streets tell two shifts apart, the outline hardly does.
    for found in (by_streets, by_outline):
        if found:
            return Misplaced("layer_shifted", min(found)[1], tuple(name for *_, name in sorted(found)))
    return None


def _much_nearer(given_m: float) -> float:
    """Distance from the streets that is much nearer than another, metres."""
    return next((given_m * share for farther, share in _NEARER if given_m > farther), -1.0)


def _distance_to(lonlat: Array, streets: Array | None) -> float | None:
    """Median distance from the nearest vertex of a street, metres; None where too few lie near any."""
    if streets is None or len(streets) < _FEWEST or len(lonlat) < _FEWEST:
        return None
    scale = np.array([np.cos(np.radians(float(np.median(streets[:, 1])))), 1.0]) * 111_195.0
    tree = shapely.STRtree(shapely.points(streets * scale))
    _, metres = tree.query_nearest(shapely.points(lonlat * scale), return_distance=True, all_matches=False)
    return float(np.median(metres))
