"""What residents report: located, kept once, with nothing of them but in one place."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import anyio
import httpx
import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from geo_grid.core.crs import GCJ02
from geo_grid.http.app import create_app
from geo_grid.settings import Settings
from tests.http.incidents.conftest import API, Field, picture

pytestmark = pytest.mark.database


def stored(field: Field, number: str) -> Any:
    engine = field.town.database.owner_engine()
    with engine.connect() as connection:
        return connection.execute(
            text("SELECT *, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM incident WHERE number = :number"),
            {"number": number},
        ).one()


def test_a_report_is_located_at_all_levels_and_on_its_way(field: Field) -> None:
    told = field.report()
    chain = field.index.chain_at(*field.inside)
    assert [grid["code"] for grid in told["chain"]] == [grid.code for grid in chain]
    assert told["outside"] is False
    assert told["due_at"] is not None
    assert [step["code"] for step in told["due_explained"]][-1] == "due_at"
    row = stored(field, told["number"])
    assert tuple(row.grids) == tuple(grid.id for grid in chain)
    assert row.edition == 1


def test_sent_again_it_is_the_same_report_with_the_same_secret(field: Field) -> None:
    key = str(uuid4())
    first, again = field.sent(key=key), field.sent(key=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["secret"] == again.json()["secret"]
    assert first.json()["number"] == again.json()["number"]
    other = field.sent(key=key, text="something else")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


def test_numbers_count_through_the_day(field: Field) -> None:
    first, second = field.report()["number"], field.report()["number"]
    assert first[:9] == second[:9]
    assert int(second[9:]) == int(first[9:]) + 1


def test_nothing_of_a_reporter_is_anywhere_but_in_its_place(field: Field) -> None:
    told = field.report(
        text="王二麻子家门口，电话 139 8765-4321 <script>alert(1)</script> 😀",
        place="王二麻子旁边",
        contact={"name": "王二麻子", "phone": "13987654321", "contact": "wem@example.cn"},
    )
    row = stored(field, told["number"])
    assert row.text == "〔上报人〕家门口，电话 〔上报人〕 <script>alert(1)</script> 😀"
    assert row.place == "〔上报人〕旁边"
    engine = field.town.database.owner_engine()
    with engine.connect() as connection:
        tables = connection.scalars(
            text("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        ).all()
        holding = [
            table
            for table in tables
            if connection.scalar(
                text(
                    f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%王二麻子%' "
                    "OR t::text LIKE '%13987654321%' OR t::text LIKE '%wem@example%'"
                )
            )
        ]
        addresses = connection.scalar(
            text("SELECT count(*) FROM audit_entry WHERE actor = 'anonymous' AND address IS NOT NULL")
        )
    assert holding == ["incident_reporter"]
    assert addresses == 0


def test_a_place_on_a_shifted_map_is_put_right(field: Field) -> None:
    shifted = GCJ02.from_lonlat(np.array([field.inside])).tolist()[0]
    row = stored(field, field.report(tuple(shifted), crs="gcj02")["number"])
    assert (row.lon, row.lat) == pytest.approx(field.inside, abs=2e-7)


def test_swapped_coordinates_are_told_and_the_sea_is_kept(field: Field) -> None:
    lon, lat = field.inside
    swapped = field.sent((lat, lon))
    assert (swapped.status_code, swapped.json()["code"]) == (422, "position_swapped")
    sea = field.report((lon - 1.0, lat))
    assert sea["outside"] is True
    assert sea["chain"] == []
    assert sea["nearest"]["distance_m"] > 10_000
    row = stored(field, sea["number"])
    assert (row.grid_id, row.outside) == (None, True)
    assert row.nearest_grid is not None


def test_near_a_border_both_sides_are_told_and_the_choice_is_kept(field: Field) -> None:
    located = field.index.locate(*field.inside)
    assert located.border is not None
    lon, lat = located.border.lon, located.border.lat
    told = field.report((lon, lat))
    assert told["border"]["distance_m"] < 1
    chosen = field.report((lon, lat), grid=told["border"]["neighbour"]["code"])
    assert chosen["chain"][-1]["code"] == told["border"]["neighbour"]["code"]
    assert chosen["border"]["neighbour"]["code"] == told["chain"][-1]["code"]
    assert stored(field, chosen["number"]).choice == "chosen"
    far = field.sent(field.inside, grid=field.town.ground.other_leaf)
    assert (far.status_code, far.json()["code"]) == (422, "grid_choice_far")


@pytest.mark.parametrize(
    ("given", "status", "code"),
    [
        ({"text": "x" * 100_000}, 422, "value_too_long"),
        ({"text": None}, 422, "requires"),
        ({"category": "9999"}, 422, "category_unknown"),
        ({"category": "01"}, 422, "category_too_wide"),
        ({"photos": ["A" * 22]}, 422, "photo_unknown"),
        ({"happened_at": "2999-01-01T00:00:00Z"}, 422, "happened_in_future"),
    ],
)
def test_what_cannot_be_reported_is_told(field: Field, given: Any, status: int, code: str) -> None:
    answer = field.sent(**given)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_photo_tells_where_it_was_taken_and_forgets_it(field: Field) -> None:
    answer = field.anybody.post(f"{API}/incident-photos", content=picture((120.5, 23.5)))
    assert answer.status_code == 201, answer.text
    assert answer.json()["position"] == {"lon": 120.5, "lat": 23.5}
    photo = answer.json()["photo"]
    kept = field.anybody.get(f"{API}/incident-photos/{photo}")
    assert not Image.open(BytesIO(kept.content)).getexif()
    assert field.report(text=None, photos=[photo])["number"]
    again = field.sent(photos=[photo])
    assert again.json()["code"] == "photo_unknown"


def test_a_photo_that_is_none_is_refused(field: Field) -> None:
    answer = field.anybody.post(f"{API}/incident-photos", content=b"<html>no picture</html>")
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_not_image")


def test_what_may_be_the_same_is_offered_without_where_it_is(field: Field) -> None:
    number = field.report(category="0203")["number"]
    lon, lat = field.inside
    asked: dict[str, Any] = {"lon": lon + 0.0002, "lat": lat, "category": "0203"}
    found = field.anybody.get(f"{API}/reports/likely", params=asked).json()["incidents"]
    assert number in [each["number"] for each in found]
    assert not {"lon", "lat", "title", "text"} & found[0].keys()


def test_one_address_can_only_report_so_often(built: Path) -> None:
    app = create_app(Settings(database_url=None, report_limit_per_minute=2), built=built)

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            body = {"category": "0101", "text": "x", "lon": 1.0, "lat": 1.0}
            return [await client.post(f"{API}/reports", json=body) for _ in range(3)]

    answers: list[Any] = anyio.run(ask)
    assert [each.status_code for each in answers] == [503, 503, 429]
    assert answers[-1].json()["code"] == "too_many_reports"
    assert '"reports";q=2;w=60' in answers[0].headers["ratelimit-policy"]
