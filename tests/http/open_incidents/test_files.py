"""Incidents as files, over HTTP and from the command line: what is in them, and what is not."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pyogrio
import pyogrio.raw
import pytest

from geo_grid.cli.app import run
from geo_grid.core.permissions.roles import Role
from geo_grid.services.incidents.export import COLUMNS
from geo_grid.settings import settings
from tests.http.open_incidents.conftest import SECRET, Known

pytestmark = pytest.mark.database

SEEN = ["20261106-000006", "20261104-000004", "20261103-000003", "20261102-000002", "20261101-000001"]


def exported(known: Known, **params: Any) -> httpx.Response:
    asked = {"from": "2026-10-01T00:00:00+08:00", "to": "2026-11-20T00:00:00+08:00", **params}
    answer = known.clients[Role.DISPATCHER].get("/api/v1/incidents/export", params=asked)
    assert answer.status_code == 200, answer.text
    return answer


def rows(known: Known, **params: Any) -> list[dict[str, str]]:
    text = exported(known, **params).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_what_the_desk_sees_and_nothing_of_reporters(known: Known) -> None:
    found = rows(known)
    assert [each["number"] for each in found] == SEEN
    assert tuple(found[0]) == COLUMNS
    one = found[-1]
    assert (one["category"], one["channel"]) == ("0103", "resident")
    assert (one["grid_3"], one["grid_3_name"]) == (known.own.code, known.own.name)
    assert (float(one["lon"]), float(one["lat"])) == known.places["20261101-000001"]
    assert one["reported_at"] == "2026-11-01T08:00:00+08:00"
    assert [each["number"] for each in rows(known, state="closed")] == ["20261102-000002"]
    assert rows(known, grid=known.beside.code)[0]["number"] == "20261106-000006"
    # The title and the place are the desk's; whoever reported, and the whole text, are not.
    text = exported(known).text
    assert "138" not in text.replace(SECRET, "")
    assert text.count(SECRET) == 2 * len(SEEN)


def test_headings_and_values_are_in_chinese_where_they_are_wanted_so(known: Known) -> None:
    first = rows(known, headings="zh")[0]
    assert (first["编号"], first["状态"], first["来源"]) == (SEEN[0], "已派遣", "居民")
    assert rows(known, headings="en")[0]["State"] == "dispatched"


@pytest.mark.parametrize("beginning", ["=1+1", "+1", "-1", "@A1", "\t=1", "  =1", "＝1"])
def test_a_spreadsheet_never_calculates_what_somebody_wrote(known: Known, beginning: str) -> None:
    number = "20261101-000001"
    before = known.write("SELECT title FROM incident WHERE number = :number", number=number)
    change = "UPDATE incident SET title = :title WHERE number = :number"
    known.write(change, title=beginning, number=number)
    try:
        assert rows(known, state="handling")[0]["title"] == f"'{beginning}"
        # Numbers stay numbers, below zero too.
        assert not rows(known, state="handling")[0]["lat"].startswith("'")
    finally:
        known.write(change, title=before, number=number)


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
def test_a_gis_reads_the_same(known: Known, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"a.{form}"
    file.write_bytes(exported(known, format=form).content)
    if form == "parquet":
        import geopandas

        table = geopandas.read_parquet(file)
    else:
        table = pyogrio.read_dataframe(file)
    assert [str(each) for each in table["number"]] == SEEN
    assert table.crs.to_epsg() == 4326
    last = table.iloc[-1]
    assert (last.geometry.x, last.geometry.y) == known.places["20261101-000001"]
    assert (last["returned"], last["rating"]) == (1, 5)


def test_a_file_belongs_to_the_borders_of_then_or_of_today(known: Known) -> None:
    number = "20261101-000001"
    change = "UPDATE incident SET grid_id = :grid, grids = CAST(:grids AS bigint[]) WHERE number = :number"
    known.write(change, grid=known.beside.id, grids=list(known.beside.chain), number=number)
    try:
        then, today = (
            next(each["grid_3"] for each in rows(known, borders=borders) if each["number"] == number)
            for borders in ("then", "today")
        )
    finally:
        known.write(change, grid=known.own.id, grids=list(known.own.chain), number=number)
    assert (then, today) == (known.beside.code, known.own.code)


def test_only_those_on_ones_ground_and_only_with_an_account(known: Known) -> None:
    assert "20261105-000005" not in [each["number"] for each in rows(known)]
    assert known.get("/incidents/export").status_code == 401
    assert known.clients[Role.PLANNER].get("/api/v1/incidents/export").status_code == 403
    noted = known.write(
        "SELECT json_build_array(action, after) FROM audit_entry WHERE action = 'incident.export'"
        " ORDER BY id DESC LIMIT 1"
    )
    assert noted == ["incident.export", {"form": "csv", "incidents": 5}]


def test_a_map_of_a_period_holds_what_is_public_and_loads_nothing(known: Known) -> None:
    client = known.clients[Role.DISPATCHER]
    asked = {"from": "2026-11-01", "to": "2026-11-03", "lang": "en"}
    answer = client.get("/api/v1/incidents/map.html", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = answer.text
    assert SECRET not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    drawn = json.loads(page.partition('"incidents":')[2].partition(',"bounds"')[0])
    assert [each["number"][-1] for each in drawn] == ["3", "2", "1"]
    assert drawn[2]["at"] == [round(known.own.lat, 5), round(known.own.lon, 5)]
    assert drawn[2]["grid"] == [known.own.code, known.own.name]
    today = client.get("/api/v1/incidents/map.html", params={**asked, "borders": "today"}).text
    assert '"grid":["' + known.own.code in today
    assert known.clients[Role.PLANNER].get("/api/v1/incidents/map.html").status_code == 403


def test_the_command_writes_the_same(
    known: Known, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", known.database.url)
    settings.cache_clear()
    try:
        period = ["--from", "2026-11-01", "--to", "2026-11-05"]
        table, page = tmp_path / "a.csv", tmp_path / "a.html"
        assert run(["incident", "export", str(table), *period, "--headings", "zh"]) == 0
        told = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
        # Whoever works at the machine sees what lies outside too.
        assert [each["编号"][-1] for each in told] == ["5", "4", "3", "2", "1"]
        assert run(["incident", "map", "-o", str(page), *period]) == 0
        assert SECRET not in page.read_text("utf-8")
        assert run(["incident", "export", str(tmp_path / "a.xyz")]) == 2
        assert run(["incident", "export", str(table), "--from", "2026-12-01", "--to", "2026-11-01"]) == 2
        assert run(["incident", "export", str(table), "--grid", "404"]) != 0
    finally:
        settings.cache_clear()
    assert "5" in capsys.readouterr().out
