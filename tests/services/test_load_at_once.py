"""Two loads at the same time: one waits for the other, and both are there in the end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from shapely import LineString
from sqlalchemy import Engine

from geo_grid.core.crs import WGS84
from geo_grid.files.features import Features
from geo_grid.services.layers import list_layers
from geo_grid.services.load_extract import commit_extract
from geo_grid.services.load_layer import commit_load, plan_load
from geo_grid.services.load_plan import LoadPlan, LoadRequest
from geo_grid.store.session import session_scope

pytestmark = pytest.mark.database

#: Seconds that the one who is first leaves to the other to get in his way.
TURN = 1.0


def line(layer: str, source: str) -> LoadPlan:
    shapes = np.array([LineString([(120, 30), (121, 30)])], dtype=object)
    features = Features(shapes, WGS84, pd.DataFrame(index=range(1)), layer, "GeoJSON", Path("line.geojson"))
    return plan_load(features, LoadRequest(layer, source))


def test_a_layer_and_an_extract_that_has_it_too(engine: Engine) -> None:
    half, other_counts = threading.Event(), threading.Event()
    begun: list[str] = []

    def after_the_first(step: str) -> None:
        begun.append(step)
        if begun.count("storing") == 2:
            half.set()
            other_counts.wait(TURN)

    def extract() -> None:
        with session_scope(engine) as session:
            plans = [line("streets", "osm"), line("water", "osm")]
            commit_extract(session, plans, "osm", after_the_first)

    with ThreadPoolExecutor(1) as threads:
        loading = threads.submit(extract)
        assert half.wait(20)
        with session_scope(engine) as session:
            plan = line("water", "survey")
            commit_load(session, plan, lambda step: other_counts.set() if step == "counting" else None)
        loading.result()
    with session_scope(engine) as session:
        loaded = {layer.layer: (layer.version, layer.features) for layer in list_layers(session)}
    assert loaded == {"streets": (1, 1), "water": (2, 2)}
