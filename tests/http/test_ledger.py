"""Ledgers over HTTP: public counts, paged lists, and nothing about any one address."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from geo_grid.http.schemas.ledger import LedgerList, LedgerOut, OutsideList
from geo_grid.services.publish_edition import publish
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.conftest import Served, serving
from tests.services.draft_ground import FIRST
from tests.services.made_layers import line, load, point

pytestmark = pytest.mark.database

SERVICES: dict[str, Any] = {"services.独居老人": [2, None, 1, None, None]}
PRIVATE = ("独居老人", "services")


@pytest.fixture(scope="module")
def served(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[Served]:
    """Two addresses in sw, one in E, two outside; a shop, lamps and a street. Only read."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    try:
        database = named(server_url, name)
        engine = database.engine()
        with session_scope(engine) as session:
            publish(session, FIRST)
            load(
                session,
                "addresses",
                [point(0.5, 0.5), point(0.6, 0.5), point(3, 1), point(4.2, 1), point(-0.3, 1)],
                text=["人民路1号", "人民路2号", "中路1号", "滨河路2号", "滨河路4号"],
                households=[3, None, 5, 7, 7],
                people=[None, None, 12, 20, 20],
                **SERVICES,
            )
            load(session, "organisations", [point(0.5, 0.6)], name=["面馆"], trade=["餐饮"])
            load(session, "facilities", [point(0.5, 0.7)], class_code=["0105"], class_name=["路灯"])
            load(session, "streets", [line((0, 0.5), (4, 0.5))], name=["人民路"], class_=["branch"])
        engine.dispose()
        weights = "households=1,organisations=2"
        with serving(Settings(database_url=database.url, workload_weights=weights), built) as running:
            running.wait_for(1)
            yield running
    finally:
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_grid_has_a_ledger(served: Served) -> None:
    answer = served.http.get("/api/v1/grids/sw/ledger")
    ledger = LedgerOut.model_validate_json(answer.content)
    assert (ledger.grid.code, ledger.edition, ledger.complete) == ("sw", 1, True)
    assert set(ledger.loads) == {"addresses", "organisations", "facilities", "streets"}
    assert ledger.loads["addresses"].sources == ["made"]
    told = answer.json()["counts"]
    metres = told["streets"].pop("total_m")
    assert told == {
        "addresses": 2,
        "households": {"value": 3, "unknown": 1},
        "people": {"value": None, "unknown": 2},
        "buildings": None,
        "compounds": None,
        "organisations": {"total": 1, "by_trade": [{"trade": "餐饮", "count": 1}]},
        "facilities": {
            "total": 1,
            "by_class": [{"class_code": "0105", "class_name": "路灯", "count": 1}],
        },
        "streets": {"by_class": [{"class": "branch", "m": metres}]},
        "workload": 5.0,
    }
    assert 900 < metres < 1000
    again = served.http.get("/api/v1/grids/sw/ledger", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_before_the_first_edition_there_is_no_ledger(served: Served) -> None:
    answer = served.http.get("/api/v1/grids/sw/ledger?as_of=2020-01-01")
    assert (answer.status_code, answer.json()["code"]) == (404, "grid_not_found")


def test_ledgers_are_listed_page_by_page(served: Served) -> None:
    first = LedgerList.model_validate_json(served.http.get("/api/v1/ledger?limit=3").content)
    rest = LedgerList.model_validate_json(
        served.http.get("/api/v1/ledger", params={"after": first.next}).content
    )
    assert rest.next is None
    found = {one.grid.code: one.counts.addresses for one in (*first.items, *rest.items)}
    assert found == {"A": 3, "E": 1, "W": 2, "nw": 0, "sw": 2}
    level = served.http.get("/api/v1/ledger?level=3&parent=W").json()["items"]
    assert [one["grid"]["code"] for one in level] == ["nw", "sw"]


def test_addresses_outside_every_grid_are_listed(served: Served) -> None:
    first = OutsideList.model_validate_json(
        served.http.get("/api/v1/layers/addresses/outside?limit=1").content
    )
    assert (first.total, len(first.items)) == (2, 1)
    assert first.items[0].text == "滨河路2号"
    assert first.items[0].nearest is not None
    assert first.items[0].nearest.grid.code == "E"
    rest = served.http.get("/api/v1/layers/addresses/outside", params={"after": first.next}).json()
    assert [one["text"] for one in rest["items"]] == ["滨河路4号"]
    assert rest["next"] is None


def test_nothing_about_one_address_is_told(served: Served) -> None:
    for address in (
        "/api/v1/grids/sw/ledger",
        "/api/v1/ledger",
        "/api/v1/layers/addresses/outside",
        "/api/v1/layers",
        "/api/v1/search?q=人民路1号",
    ):
        answer = served.http.get(address)
        assert answer.status_code == 200
        assert not any(word in answer.text for word in PRIVATE), address
    assert "households" not in served.http.get("/api/v1/layers/addresses/outside").text
