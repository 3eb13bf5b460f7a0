"""A flat map agrees with the ellipsoid where it is used."""

import numpy as np
import pytest

from geo_grid.core.crs import distance_m
from geo_grid.core.crs.plane import Plane


@pytest.mark.parametrize("lat", [-52.0, 0.0, 23.5, 53.5])
def test_metres_on_the_plane_are_metres_on_the_ground(lat: float) -> None:
    plane = Plane(120.0, lat)
    points = np.array([[120.02, lat], [120.0, lat + 0.02], [119.98, lat - 0.015]])
    flat = np.hypot(*plane.to_metres(points).T)
    ground = distance_m(120.0, lat, points[:, 0], points[:, 1])
    assert flat == pytest.approx(ground, rel=1e-3)


def test_there_and_back_is_the_same_place() -> None:
    plane = Plane(120.4, 23.4)
    points = np.array([[120.5, 23.3], [120.4, 23.4]])
    assert plane.to_degrees(plane.to_metres(points)) == pytest.approx(points, abs=1e-12)
