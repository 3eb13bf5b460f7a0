"""Which grids a point is in, and which leaves are around it."""

import numpy as np
import pytest
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.crs import distance_m
from geo_grid.store.queries.locate import locate
from geo_grid.store.queries.surroundings import leaves_near, leaves_touching
from geo_grid.store.queries.whole_edition import whole_edition
from tests.store.queries.conftest import NOW

pytestmark = pytest.mark.database


def test_the_chain_at_a_point(city: Session) -> None:
    for village in whole_edition(city, NOW, levels=(3,))[::10]:
        lon, lat = village.label
        codes = [grid.code for grid in locate(city, lon, lat, NOW)]
        assert codes == ["10020", village.parent, village.code]


def test_on_a_border_the_lowest_code_wins_and_its_ancestors_follow(city: Session) -> None:
    villages = whole_edition(city, NOW, levels=(3,))
    shapes = np.array([village.geometry for village in villages])
    vertices = np.unique(shapely.get_coordinates(shapes), axis=0)[::97]
    for lon, lat in vertices.tolist():
        touching = [villages[i] for i in np.flatnonzero(shapely.intersects_xy(shapes, lon, lat))]
        lowest = min(touching, key=lambda village: village.code)
        assert [grid.code for grid in locate(city, lon, lat, NOW)] == ["10020", lowest.parent, lowest.code]


def test_outside_there_is_no_chain(city: Session) -> None:
    assert locate(city, 0.0, 0.0, NOW) == []


@pytest.mark.parametrize(("dx", "dy"), [(0.3, 0.0), (-0.3, 0.1), (0.0, 0.4), (0.2, -0.3), (5.0, 5.0)])
def test_the_nearest_leaf_is_among_those_near(city: Session, dx: float, dy: float) -> None:
    outline = whole_edition(city, NOW, levels=(0,))[0].geometry
    assert outline is not None
    lon, lat = outline.centroid.x + dx, outline.centroid.y + dy

    def metres(shape: shapely.Geometry) -> float:
        xy = shapely.get_coordinates(shapely.segmentize(shapely.boundary(shape), 1e-5))
        return float(distance_m(xy[:, 0], xy[:, 1], np.full(len(xy), lon), np.full(len(xy), lat)).min())

    villages = whole_edition(city, NOW, levels=(3,))
    nearest = min(villages, key=lambda village: metres(village.geometry))
    near = leaves_near(city, lon, lat, NOW)
    assert nearest.code in [leaf.code for leaf in near]
    assert len(near) < len(villages) or dx == 5.0


def test_leaves_around_a_leaf(city: Session) -> None:
    village = whole_edition(city, NOW, levels=(3,))[0]
    around = {leaf.code for leaf in leaves_touching(city, village.id, NOW)}
    touching = {
        other.code
        for other in whole_edition(city, NOW, levels=(3,))
        if shapely.intersects(other.geometry, village.geometry)
    }
    assert touching <= around
