"""A load is judged by the outline in force and by streets of other sources."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from sqlalchemy.orm import Session

from geo_grid.core.crs import GCJ02, WGS84, Crs
from geo_grid.core.lattice import geometries_to_degrees
from geo_grid.files.features import Features
from geo_grid.services.load_layer import commit_load, plan_load
from geo_grid.services.load_plan import LoadPlan, LoadRequest
from geo_grid.services.publish_edition import publish
from geo_grid.services.surroundings import surroundings
from tests.services.draft_ground import ALL, OUTLINE, draft

pytestmark = pytest.mark.database

(GROUND,) = geometries_to_degrees(np.array([ALL], dtype=object))
WEST, SOUTH, EAST, NORTH = GROUND.bounds


def features(xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]], crs: Crs = WGS84) -> Features:
    return Features(
        np.asarray(shapely.points(xy)), crs, pd.DataFrame(index=range(len(xy))), "a", "CSV", Path("a")
    )


def planned(session: Session, given: Features, source: str = "doors") -> LoadPlan:
    around = surroundings(session, but_source=source)
    return plan_load(given, LoadRequest("facilities", source), around)


def test_an_empty_database_says_nothing(session: Session) -> None:
    found = surroundings(session)
    assert (found.outline, found.streets) == (None, None)
    assert planned(session, features(np.array([[0.0, 0.0]]))).misplaced is None


def test_far_from_the_outline_in_force(session: Session) -> None:
    publish(session, draft(outline=OUTLINE))
    assert planned(session, features(np.array([[WEST + 0.001, SOUTH + 0.001]]))).misplaced is None
    found = planned(session, features(np.array([[WEST + 1, SOUTH]]))).misplaced
    assert found is not None
    assert found.code == "layer_far"


def test_beside_streets_of_another_source(session: Session) -> None:
    publish(session, draft(outline=OUTLINE))
    # Short streets here and there, so that the shift of public maps lands between them.
    starts = np.random.default_rng(5).uniform([WEST, SOUTH], [EAST, NORTH], (40, 2))
    lines = [shapely.LineString([start, start + np.array([0.0002, 0.0001])]) for start in starts]
    table = pd.DataFrame(index=range(len(lines)))
    streets = Features(np.array(lines, dtype=object), WGS84, table, "s", "GeoJSON", Path("s"))
    commit_load(session, plan_load(streets, LoadRequest("streets", "survey")))
    # Doors that stay within the outline wherever they are shifted to.
    doors = shapely.get_coordinates(shapely.segmentize(np.array(lines, dtype=object), 0.00005))
    inner = GCJ02.from_lonlat(doors)
    doors = doors[shapely.contains_xy(GROUND, doors) & shapely.contains_xy(GROUND, inner)]
    assert len(doors) > 50
    assert planned(session, features(doors)).misplaced is None
    shifted = features(GCJ02.from_lonlat(doors))
    found = planned(session, shifted).misplaced
    assert found is not None
    assert (found.code, found.likely[0]) == ("layer_shifted", "GCJ-02")
    # What the same source brought before is no witness against it.
    assert surroundings(session, but_source="survey").streets is None
