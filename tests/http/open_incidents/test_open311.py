"""Open311 GeoReport v2, asked by the client georeport from PyPI and by hand where it has no word for it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import httpx
import pytest
import requests
from georeport import GeoReport

from geo_grid.core.accounts.report_secrets import report_secret_hash
from geo_grid.core.permissions.actions import Action
from geo_grid.services.tokens import add_token
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database
from tests.http.open_incidents.conftest import SECRET, Known, knowing

pytestmark = pytest.mark.database

FIELDS = {
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
    "address", "address_id", "zipcode", "lat", "long", "media_url",
}  # fmt: skip
PERIOD = {"start_date": "2026-10-15T00:00:00Z", "end_date": "2026-11-20T00:00:00Z"}


@pytest.fixture(scope="module")
def known(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[Known]:
    """Of the module's own: it reports."""
    with knowing(template, server_url, administer, built) as found:
        yield found


@pytest.fixture(params=["json", "xml"])
def client(known: Known, request: pytest.FixtureRequest) -> GeoReport:
    return GeoReport(f"{known.served.http.base_url}/open311/v2", output_format=request.param)


def ask(known: Known, path: str, **params: Any) -> httpx.Response:
    return known.served.http.get(f"/open311/v2/{path}", params=params)


def send(known: Known, path: str = "requests.json", **fields: Any) -> httpx.Response:
    headers = fields.pop("headers", {"Accept-Language": "en"})
    data = {"service_code": "0101", "lat": known.own.lat, "long": known.own.lon, **fields}
    given = {name: value for name, value in data.items() if value is not None}
    return known.served.http.post(f"/open311/v2/{path}", data=given, headers=headers)


def test_the_client_lists_services_and_reads_one(client: GeoReport) -> None:
    services = client.get_service_list()
    rubbish = next(each for each in services if each["service_code"] == "0101")
    assert rubbish["group"] == "市容环境"
    assert (rubbish["type"], rubbish["metadata"] in (True, "true")) == ("realtime", True)
    assert all(len(each["service_code"]) == 4 for each in services)
    definition = client.get_service_definition("0101")
    attributes = definition["attributes"]
    listed = attributes if isinstance(attributes, list) else attributes["attribute"]
    assert [each["code"] for each in listed] == ["happened_at", "language"]


def test_the_client_lists_requests_and_reads_one(client: GeoReport, known: Known) -> None:
    found = client.get_service_requests(**PERIOD)
    assert [each["service_request_id"][-1] for each in found] == ["6", "3", "2", "1"]
    for each in found:
        assert set(each) == FIELDS
        assert not each["description"] and not each["media_url"]
    closed = client.get_service_requests(**PERIOD, status="closed", service_code="0103,0202")
    one = closed if isinstance(closed, dict) else closed[0]
    assert one["service_request_id"] == "20261102-000002"
    assert (one["status"], one["address"]) == ("closed", "中山路")
    assert one["requested_datetime"] == "2026-11-02T08:00:00+08:00"
    # What came to nothing is told to whoever knows its number, and to nobody else.
    declined = client.get_service_request("20261104-000004")
    assert (declined["status"], declined["status_notes"]) == ("closed", "不予受理")
    assert SECRET not in json.dumps([found, closed, declined], ensure_ascii=False)
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_request("20269999-000001")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_report_is_sent_found_by_its_token_and_followed(known: Known, form: str) -> None:
    person = {"email": "li@example.cn", "phone": "13800138000", "first_name": "敏", "last_name": "李"}
    key = {"Idempotency-Key": str(uuid4()), "Accept-Language": "en"}
    fields = {
        "description": "Heap & <b>more</b>\n李敏 was here",
        "media_url": "https://example.cn/a.jpg",
        "attribute[language]": "en",
        "attribute[happened_at]": "2026-11-01T08:00:00+08:00",
        **person,
    }
    sent = send(known, f"requests.{form}", headers=key, **fields)
    assert sent.status_code == 201, sent.text
    assert (
        sent.headers["content-type"]
        == {"json": "application/json", "xml": "text/xml"}[form] + "; charset=utf-8"
    )
    told = told_of(sent)
    number, secret = told["service_request_id"], told["service_notice"].partition("secret ")[2][:14]
    stored = known.write("SELECT secret_hash FROM incident WHERE number = :number", number=number)
    assert bytes(stored) == report_secret_hash(secret)
    again = send(known, f"requests.{form}", headers=key, **fields)
    assert (again.status_code, told_of(again)["service_request_id"]) == (200, number)
    found = ask(known, f"tokens/{told['token']}.json").json()
    assert found == [{"service_request_id": number, "token": told["token"]}]
    reporter = known.write(
        "SELECT json_build_array(name, phone, contact, language) FROM incident_reporter"
        " JOIN incident ON id = incident_id WHERE number = :number",
        number=number,
    )
    assert reporter == ["李敏", "13800138000", "li@example.cn", "en"]
    written = known.write(
        "SELECT json_build_array(to_jsonb(i) - 'geom', (SELECT json_agg(e) FROM incident_entry e"
        " WHERE e.incident_id = i.id), (SELECT json_agg(t) FROM notification t WHERE t.incident_id = i.id),"
        " (SELECT json_agg(a) FROM audit_entry a)) FROM incident i WHERE number = :number",
        number=number,
    )
    everything = json.dumps(written, ensure_ascii=False, default=str)
    assert not [each for each in ("李敏", "13800138000", "li@example.cn") if each in everything]
    assert (written[0]["channel"], written[0]["category"]) == ("open311", "0101")
    assert written[0]["text"].endswith("\nhttps://example.cn/a.jpg")
    answer = ask(known, f"requests/{number}.json").text
    assert not [each for each in ("Heap", "example.cn", "13800138000") if each in answer]


def told_of(answer: httpx.Response) -> dict[str, Any]:
    if answer.headers["content-type"].startswith("application/json"):
        (told,) = answer.json()
        return dict(told)
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = ET.fromstring(answer.content)
    assert (root.tag, root[0].tag) == ("service_requests", "request")
    return {each.tag: each.text for each in root[0]}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"service_code": None}, ["service_code is missing: add it."]),
        ({"lat": None, "long": None}, ["lat, long is missing: add it."]),
        ({"lat": "x", "service_code": "9999"}, ["9999", "“x” cannot be used for lat: give a number."]),
        ({"lat": "95"}, ["95"]),
        ({"lat": None, "long": None, "address_string": "没有这条街"}, ["No address “没有这条街” was found"]),
        ({"media_url": "file:///etc/passwd"}, ["media_url is no address"]),
        ({"description": "x" * 4001}, ["description cannot be used: at most 4000"]),
        ({"phone": "1" * 50}, ["phone cannot be used"]),
        ({"first_name": "a\x00b"}, ["first_name cannot be used"]),
        ({"attribute[happened_at]": "yesterday"}, ["is no date and time"]),
        ({"attribute[language]": "fr"}, ["attribute[language] cannot be used"]),
    ],
)
def test_what_cannot_be_reported_is_told_at_once(
    known: Known, fields: dict[str, Any], said: list[str]
) -> None:
    answer = send(known, **fields)
    assert answer.status_code == 400, answer.text
    faults = answer.json()
    assert [set(each) for each in faults] == [{"code", "description"}] * len(said)
    assert all(each["code"] == 400 for each in faults)
    for fault, words in zip(faults, said, strict=True):
        assert words in fault["description"]


def test_failures_are_in_the_format_that_was_asked_for(known: Known) -> None:
    unknown = ask(known, "services/0199x.xml")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "text/xml; charset=utf-8")
    root = ET.fromstring(unknown.content)
    assert [root.tag, root[0].tag, root[0][0].tag, root[0][0].text] == ["errors", "error", "code", "404"]
    for path, params, status in (
        ("requests.json", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-11-01T00:00:00Z"}, 400),
        ("requests.json", {"start_date": "2026-11-01T00:00:00"}, 400),
        ("requests.json", {"start_date": "0001-01-01T00:00:00Z"}, 400),
        ("requests.json", {"status": "half"}, 400),
        ("requests.json", {"page": "0"}, 400),
        ("requests.json", {"page_size": "1001"}, 400),
        ("services.csv", {}, 400),
        ("tokens/none.json", {}, 404),
        (f"tokens/{uuid4()}.json", {}, 404),
    ):
        answer = ask(known, path, **params)
        assert answer.status_code == status, path
        assert "description" in answer.text
    nothing = known.served.http.post("/open311/v2/requests.json", json={"service_code": "0101"})
    assert (nothing.status_code, nothing.json()[0]["code"]) == (400, 400)


def test_pages_hold_each_once(known: Known) -> None:
    whole = [each["service_request_id"] for each in ask(known, "requests.json", **PERIOD).json()]
    pages = [ask(known, "requests.json", **PERIOD, page_size=2, page=page).json() for page in (1, 2, 3)]
    assert [each["service_request_id"] for page in pages for each in page] == whole
    some = ask(known, "requests.json", service_request_id=f"{whole[0]}, {whole[2]},nothing").json()
    assert [each["service_request_id"] for each in some] == [whole[0], whole[2]]


def test_discovery_leads_here(known: Known) -> None:
    found = ask(known, "discovery.json").json()
    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == f"{str(known.served.http.base_url).rstrip('/')}/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    root = ET.fromstring(ask(known, "discovery.xml").content)
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"


def test_a_key_where_one_is_needed_and_a_jurisdiction_where_one_is_named(
    known: Known, monkeypatch: pytest.MonkeyPatch, chosen: Callable[..., None]
) -> None:
    engine = known.database.engine()
    with session_scope(engine) as session:
        account = int(known.write("SELECT id FROM account WHERE login = 'dispatcher'"))
        mine = frozenset({Action.INCIDENTS_RECEIVE, Action.INCIDENTS_DISPATCH})
        right, _ = add_token(session, account, "app", [str(Action.INCIDENTS_RECEIVE)], 1, mine)
        other, _ = add_token(session, account, "other", [str(Action.INCIDENTS_DISPATCH)], 1, mine)
    engine.dispose()
    chosen(open311_key_needed=True, open311_jurisdiction="example.cn")
    here = {"jurisdiction_id": "example.cn"}
    assert send(known, **here).status_code == 403
    assert send(known, **here, api_key="gg_nonsense").status_code == 403
    assert send(known, **here, api_key=other).status_code == 403
    assert send(known, **here, api_key=right).status_code == 201
    assert send(known, api_key=right).status_code == 404
    assert [ask(known, "services.json", **where).status_code for where in (here, {})] == [200, 404]
    told = ask(known, "discovery.json").json()["key_service"]
    assert "api_key" in told


@pytest.fixture
def chosen(known: Known, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the installation decide otherwise for one test."""

    def choose(**settings: Any) -> None:
        runtime = known.served.runtime
        changed: Settings = runtime.settings.model_copy(update=settings)
        monkeypatch.setattr(runtime, "settings", changed)

    return choose
