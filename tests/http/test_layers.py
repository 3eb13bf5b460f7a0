"""What is loaded, as a client hears it: counts and reasons, no rows."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import shapely
from sqlalchemy import Engine

from geo_grid.core.crs import WGS84
from geo_grid.files.features import Features
from geo_grid.http.schemas.layer import LayerList
from geo_grid.services.load_layer import commit_load, plan_load, remove_load
from geo_grid.services.load_plan import LoadRequest
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.http.conftest import Served, serving

pytestmark = pytest.mark.database

API = "/api/v1/layers"


@pytest.fixture
def served(database: Database, built: Path) -> Iterator[Served]:
    """On an empty database of the test's own."""
    with serving(Settings(database_url=database.url), built) as running:
        yield running


def doors(engine: Engine, source: str = "doors") -> None:
    features = Features(
        shapely.points([[120.1, 30.1], [120.1, 30.1], [120.2, 30.1]]),
        WGS84,
        pd.DataFrame({"地址": ["人民路1号", "人民路1号", "人民路2号"], "独居老人": [1, 1, 7]}),
        "doors",
        "CSV",
        Path("doors.csv"),
    )
    fields = {"services.独居老人": "独居老人"}
    plan = plan_load(features, LoadRequest("addresses", source, fields=fields, made_up=True))
    with session_scope(engine) as session:
        commit_load(session, plan)


def test_before_anything_is_loaded(served: Served) -> None:
    assert LayerList.model_validate_json(served.http.get(API).content).items == []


def test_a_load_with_what_was_left_out(served: Served, engine: Engine) -> None:
    doors(engine)
    answer = served.http.get(API, headers={"Accept-Language": "en"})
    assert "独居老人" not in answer.text
    assert answer.headers["vary"].lower().find("accept-language") >= 0
    (layer,) = LayerList.model_validate_json(answer.content).items
    assert (layer.layer, layer.version, layer.features) == ("addresses", 1, 2)
    (load,) = layer.loads
    assert (load.source, load.rows_read, load.rows_kept, load.made_up) == ("doors", 3, 2, True)
    assert [(each.code, each.count) for each in load.dropped] == [("duplicate", 1)]
    assert "50 m" in load.dropped[0].message
    chinese = served.http.get(API, headers={"Accept-Language": "zh"}).json()
    assert "重复" in chinese["items"][0]["loads"][0]["dropped"][0]["message"]


def test_the_tag_changes_with_a_load(served: Served, engine: Engine) -> None:
    doors(engine)
    tag = served.http.get(API).headers["etag"]
    assert served.http.get(API, headers={"If-None-Match": tag}).status_code == 304
    doors(engine, "others")
    assert served.http.get(API, headers={"If-None-Match": tag}).status_code == 200


def test_a_layer_all_of_which_was_removed_is_empty(served: Served, engine: Engine) -> None:
    doors(engine)
    with session_scope(engine) as session:
        remove_load(session, "addresses", "doors")
    (layer,) = LayerList.model_validate_json(served.http.get(API).content).items
    assert (layer.version, layer.features, layer.loads) == (2, 0, [])
