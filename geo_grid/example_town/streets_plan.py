"""The whole network of a town: skeleton, streets between, and borders to the middle of the water."""

from typing import Any

import numpy as np
import shapely

from geo_grid.example_town.curves import Random
from geo_grid.example_town.frame import Floats, array_of
from geo_grid.example_town.ground import Ground
from geo_grid.example_town.lines import Line
from geo_grid.example_town.skeleton import Skeleton
from geo_grid.example_town.split import Crossings
from geo_grid.example_town.subdivide import Piece, subdivide

#: A street that ends this near to the corridor of water or rails ends at it, metres.
_AT_CORRIDOR = 1.5


def draw_streets(
    skeleton: Skeleton, around: Any, ground: Ground, rng: Random
) -> tuple[list[Line], list[Piece]]:
    """All lines of the plan, and the blocks between them (without water and rails)."""
    big = [ring for ring, corridor in _big_blocks(skeleton) if not corridor]
    streets, pieces = subdivide(big, around, ground, Crossings(), rng)
    return [*skeleton.lines, *streets, *_cuts(skeleton, streets)], pieces


def _big_blocks(skeleton: Skeleton) -> list[tuple[Floats, bool]]:
    drawn = array_of([shapely.LineString(line.xy) for line in skeleton.lines])
    edges = shapely.get_parts(shapely.union_all(drawn, grid_size=0.001))
    faces = shapely.normalize(shapely.get_parts(shapely.polygonize(edges)))
    inside = shapely.point_on_surface(faces)
    corridor = shapely.contains(skeleton.corridor, inside)
    place = shapely.get_coordinates(inside)
    return [
        (shapely.get_coordinates(faces[at].exterior)[:-1], bool(corridor[at]))
        for at in np.lexsort((place[:, 1], place[:, 0])).tolist()
    ]


def _cuts(skeleton: Skeleton, streets: list[Line]) -> list[Line]:
    """Borders from where a street meets a quay to the middle of the water, or of the rails."""
    ends = np.concatenate([[line.xy[0], line.xy[-1]] for line in streets])
    ends = ends[np.unique(np.round(ends, 3), axis=0, return_index=True)[1]]
    points = shapely.points(ends)
    near = shapely.dwithin(shapely.boundary(skeleton.corridor), points, _AT_CORRIDOR)
    middles: list[Any] = [shapely.LineString(water.middle) for water in skeleton.waters]
    middles.append(shapely.LineString(skeleton.rails))
    cuts = []
    for point in points[near]:
        away = [float(shapely.distance(middle, point)) for middle in middles]
        middle = middles[int(np.argmin(away))]
        foot = shapely.line_interpolate_point(middle, shapely.line_locate_point(middle, point))
        cuts.append(
            Line(np.concatenate([shapely.get_coordinates(point), shapely.get_coordinates(foot)]), "cut")
        )
    return cuts
