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
        ({"happened_at": "0001-01-01T00:00:00+23:59"}, 422, "happened_long_ago"),
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


def test_what_is_said_to_be_the_same_is_kept_and_linked_for_who_dispatches(field: Field) -> None:
    lon, lat = field.inside
    first = field.report(category="0204", text="路灯不亮")
    key = str(uuid4())
    told = {"category": "0204", "text": "路灯还是不亮", "same_as": first["number"]}
    sent = field.sent((lon + 0.0002, lat), key=key, **told)
    assert sent.status_code == 201, sent.text
    second = sent.json()
    # It is one of its own, with its own secret.
    assert second["number"] != first["number"] and second["secret"] != first["secret"]
    seen = {
        number: field.dispatcher.get(f"{API}/incidents/{number}").json()
        for number in (first["number"], second["number"])
    }
    assert [each["number"] for each in seen[first["number"]]["links"]] == [second["number"]]
    assert [each["number"] for each in seen[second["number"]]["links"]] == [first["number"]]
    assert seen[second["number"]]["history"][0]["params"]["same_as"] == first["number"]
    entry = seen[first["number"]]["history"][-1]
    assert (entry["act"], entry["by"]["capacity"], entry["params"]) == (
        "link", "reporter", {"other": second["number"]},
    )  # fmt: skip
    headers = {"X-Report-Secret": first["secret"]}
    followed = field.anybody.get(f"{API}/reports/{first['number']}", headers=headers).text
    assert second["number"] not in followed
    # Sent again it is linked once; and it is another report without the number.
    assert field.sent((lon + 0.0002, lat), key=key, **told).status_code == 200
    without = field.sent((lon + 0.0002, lat), key=key, category="0204", text="路灯还是不亮")
    assert (without.status_code, without.json()["code"]) == (409, "idempotency_conflict")
    assert len(field.dispatcher.get(f"{API}/incidents/{first['number']}").json()["history"]) == entry["n"]
    body = {"act": "mark_duplicate", "id": str(uuid4()), "duplicate_of": first["number"]}
    marked = field.dispatcher.post(f"{API}/incidents/{second['number']}/acts", json=body)
    assert marked.json()["state"] == "duplicate"


def test_what_cannot_be_the_same_is_refused_and_nothing_is_kept(field: Field) -> None:
    lon, lat = field.inside
    number = field.report(category="0204")["number"]
    before = field.dispatcher.get(f"{API}/incidents/counts").json()["total"]
    unknown = field.sent(same_as="20200101-000001")
    far = field.sent((lon, lat + 0.002), same_as=number)
    body = {"act": "decline", "id": str(uuid4()), "reason": "不是路灯"}
    assert field.dispatcher.post(f"{API}/incidents/{number}/acts", json=body).is_success
    closed = field.sent(same_as=number)
    for answer, code in ((unknown, "same_unknown"), (far, "same_far"), (closed, "same_closed")):
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    # What is far is told as that whatever became of it, and not how far.
    assert field.sent((lon, lat + 0.002), same_as=number).json()["params"] == {"number": number}
    assert field.dispatcher.get(f"{API}/incidents/counts").json()["total"] == before


def test_a_receiver_says_so_too(field: Field) -> None:
    lon, lat = field.inside
    number = field.report(category="0204")["number"]
    body = {"category": "0204", "text": "同一盏灯", "lon": lon, "lat": lat, "same_as": number}
    made = field.dispatcher.post(f"{API}/incidents", json={**body, "channel": "hotline"})
    assert made.status_code == 201, made.text
    assert [each["number"] for each in made.json()["links"]] == [number]
    entry = field.dispatcher.get(f"{API}/incidents/{number}").json()["history"][-1]
    assert (entry["act"], entry["by"]["capacity"]) == ("link", "receiver")
    assert entry["by"]["name"] is not None


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
