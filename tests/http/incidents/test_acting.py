"""Acting on incidents over HTTP: by their people, by their reporters, and who may look at whom."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from tests.http.accounts.conftest import opened
from tests.http.incidents.conftest import API, Field
from tests.services.notifying.receivers import mail_server, webhook

pytestmark = pytest.mark.database


def act(client: httpx.Client, number: str, what: str, **more: Any) -> httpx.Response:
    """Ask for an act."""
    body = {"act": what, "id": str(uuid4()), **more}
    return client.post(f"{API}/incidents/{number}/acts", json=body)


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def follow(field: Field, report: dict[str, Any], secret: str | None = None) -> httpx.Response:
    headers = {"X-Report-Secret": secret or report["secret"]}
    return field.anybody.get(f"{API}/reports/{report['number']}", headers=headers)


def say(field: Field, report: dict[str, Any], what: str, **more: Any) -> httpx.Response:
    return field.anybody.post(
        f"{API}/reports/{report['number']}/{what}",
        headers={"X-Report-Secret": report["secret"]},
        json={"id": str(uuid4()), **more},
    )


def test_nobody_answers_here_so_the_desk_dispatches_it_and_the_member_takes_it_up(field: Field) -> None:
    number = field.report()["number"]
    incident = done(field.dispatcher.get(f"{API}/incidents/{number}"))
    # The town has no people on duty: it is accepted by itself, and waits for the desk.
    assert incident["state"] == "accepted"
    acts = {each["act"]: each["requires"] for each in incident["can"]}
    assert acts["dispatch"] == ["target"] and acts["decline"] == ["reason"]
    assert code(act(field.dispatcher, number, "dispatch")) == (422, "requires")
    assert code(act(field.dispatcher, number, "dispatch", to={"person": 10**6})) == (422, "target_unknown")
    assert code(act(field.dispatcher, number, "dispatch", to={"grid": "nowhere"})) == (422, "target_unknown")
    assert code(act(field.dispatcher, number, "finish", text="x")) == (409, "transition_impossible")
    assert code(act(field.inspector, number, "decline", reason="x")) == (403, "not_yours")
    assert code(act(field.dispatcher, "20200101-000001", "note", text="x")) == (404, "incident_not_found")
    assert code(act(opened(field.town.served), number, "note", text="x"))[0] == 401


def test_an_office_gets_it_and_others_are_told_that_it_has_moved_on(field: Field) -> None:
    office = _office(field, "受理科")
    report = field.report(contact={"name": "王小明", "phone": "13800138000"})
    number = report["number"]
    seen = done(field.dispatcher.get(f"{API}/incidents/{number}"))
    called = str(uuid4())
    body = {"act": "dispatch", "id": called, "version": seen["version"], "to": {"office": office}}
    address = f"{API}/incidents/{number}/acts"
    first = done(field.dispatcher.post(address, json=body))
    assert (first["state"], first["office"]["id"]) == ("dispatched", office)
    assert done(field.dispatcher.post(address, json=body))["version"] == first["version"]
    assert code(field.dispatcher.post(address, json={**body, "act": "note"})) == (409, "idempotency_conflict")
    late = act(field.dispatcher, number, "reassign", version=seen["version"], to={"office": office})
    assert code(late) == (409, "incident_moved_on")
    assert late.json()["params"]["state"] == "dispatched"
    assert late.json()["params"]["entries"][-1]["act"] == "dispatch"
    noted = done(act(field.member, number, "note", text="打 138 0013 8000 找王小明"))
    assert noted["history"][-1]["text"] == "打 〔上报人〕 找〔上报人〕"


def test_candidates_are_the_people_and_offices_around(field: Field) -> None:
    number = field.report()["number"]
    found = done(field.dispatcher.get(f"{API}/incidents/{number}/candidates"))
    assert set(found) == {"people", "offices"}
    assert field.inspector.get(f"{API}/incidents/20200101-000001/candidates").status_code == 404


def test_who_reported_it_is_for_those_who_deal_with_it_and_each_look_is_noted(field: Field) -> None:
    number = field.report(contact={"name": "李四", "phone": "13800138001"})["number"]
    address = f"{API}/incidents/{number}/reporter"
    assert done(field.dispatcher.get(address))["phone"] == "13800138001"
    assert code(field.inspector.get(address)) == (403, "incident_not_yours")
    engine = field.town.database.owner_engine()
    with engine.connect() as connection:
        looks = connection.scalar(
            text(
                "SELECT count(*) FROM audit_entry WHERE action = 'incident.reporter' AND subject = :subject"
            ),
            {"subject": f"incident:{number}"},
        )
    assert looks == 1


def test_a_reporter_follows_with_number_and_secret_and_nothing_else(field: Field) -> None:
    report = field.report(contact={"name": "赵六"})
    told = done(follow(field, report))
    assert (told["state"], told["state_zh"], told["can"]) == ("accepted", "已受理", ["withdraw", "add"])
    assert [each["act"] for each in told["history"]] == ["report", "accept"]
    assert "赵六" not in follow(field, report).text
    wrong, unknown = (
        follow(field, report, "aaaa-bbbb-cccc"),
        follow(field, {"number": "20200101-000001"}, "x"),
    )
    assert code(wrong) == code(unknown) == (404, "report_not_found")
    assert wrong.json()["detail"] == unknown.json()["detail"]
    done(say(field, report, "add", text="又多了"))
    assert code(say(field, report, "rate", solved=True, rating=5)) == (409, "transition_impossible")
    assert done(say(field, report, "withdraw"))["state"] == "withdrawn"
    assert done(follow(field, report))["can"] == []


def test_a_reporter_rates_once_and_has_it_opened_again(field: Field) -> None:
    report = field.report(category="0101")
    number = report["number"]
    done(act(field.dispatcher, number, "decline", reason="不在本辖区"))
    assert done(follow(field, report))["can"] == ["reopen"]
    assert code(say(field, report, "reopen")) == (422, "requires")
    again = done(say(field, report, "reopen", reason="就在这里"))
    assert again["state"] == "accepted"
    incident = done(field.dispatcher.get(f"{API}/incidents/{number}"))
    assert incident["reopened"] == 1
    assert incident["history"][-1]["by"] == {"name": None, "capacity": "reporter"}


def test_a_reporter_is_told_why_it_was_declined_in_the_words_of_the_office(field: Field) -> None:
    report = field.report(contact={"name": "王二麻子", "phone": "13987654321"})
    number = report["number"]
    assert done(follow(field, report))["reason"] is None
    why = "王二麻子您好：这是小区内的事，请找物业。"
    assert done(act(field.dispatcher, number, "decline", reason=why))["state"] == "declined"
    told = done(follow(field, report))
    assert told["reason"] == told["history"][-1]["reason"] == "〔上报人〕您好：这是小区内的事，请找物业。"
    done(say(field, report, "reopen", reason="物业说不归他们管"))
    back = done(act(field.dispatcher, number, "dispatch", to={"office": _office(field, "物业办")}))
    assert back["state"] == "dispatched"
    done(
        act(field.dispatcher, number, "reassign", to={"office": _office(field, "房管所")}, reason="内部说明")
    )
    told = done(follow(field, report))
    # It goes on: the reason stays where it was given, and what the office tells itself is not told.
    assert told["reason"] is None
    assert [(each["act"], each["reason"]) for each in told["history"] if each["reason"]] == [
        ("decline", "〔上报人〕您好：这是小区内的事，请找物业。")
    ]


def test_work_is_what_waits_for_somebody(field: Field) -> None:
    for client in (field.member, field.dispatcher, field.inspector):
        assert set(done(client.get(f"{API}/me/work"))) == {"mine", "to_verify", "to_sample"}


def test_an_address_to_be_told_at_is_never_told_again(field: Field) -> None:
    listed = done(field.member.get(f"{API}/me/notification-routes"))
    assert (listed["routes"], listed["is_ready"]) == ([], True)
    body = {"address": "wecombot://chensecret", "label": "企业微信"}
    added = field.member.post(f"{API}/me/notification-routes", json=body)
    assert (added.status_code, "chensecret" in added.text) == (200, False), added.text
    quiet = {"quiet": {"from": "22:00", "until": "07:00"}}
    told = field.member.put(f"{API}/me/quiet-hours", json=quiet)
    [route] = done(told)["routes"]
    assert (route["label"], "chensecret" in told.text) == ("企业微信", False)
    mine = f"{API}/me/notification-routes/{route['id']}"
    assert field.dispatcher.delete(mine).status_code == 404
    assert field.member.delete(mine).is_success
    assert field.member.delete(mine).status_code == 404
    log = done(field.dispatcher.get(f"{API}/notifications", params={"limit": 1}))
    assert len(log["items"]) <= 1


def test_a_way_is_tried_at_once_and_told_whether_it_was_taken(field: Field) -> None:
    runtime = field.town.served.runtime
    before = runtime.settings
    routes = f"{API}/me/notification-routes"
    with mail_server() as box, webhook() as hook:
        schemes = {"notification_schemes": "json", "mail_url": box.address, "sms_url": None}
        runtime.settings = before.model_copy(update=schemes)
        try:
            mail, json = (
                done(field.member.post(routes, json={"address": address, "label": "x", "language": language}))
                for address, language in (("mailto:chen@example.cn", "zh"), (f"{hook.address}/key77", "en"))
            )
            done(
                field.member.put(f"{API}/me/quiet-hours", json={"quiet": {"from": "00:00", "until": "23:59"}})
            )
            assert done(field.member.post(f"{routes}/{mail['id']}/test")) == {"taken": True}
            assert done(field.member.post(f"{routes}/{json['id']}/test")) == {"taken": True}
            hook.statuses = [500]
            refused = field.member.post(f"{routes}/{json['id']}/test")
            assert done(refused) == {"taken": False} and "key77" not in refused.text
            assert code(field.dispatcher.post(f"{routes}/{mail['id']}/test")) == (404, "route_not_found")
            runtime.settings = runtime.settings.model_copy(update={"mail_url": None})
            assert code(field.member.post(f"{routes}/{mail['id']}/test")) == (503, "mail_server_missing")
            answers = [field.member.post(f"{routes}/{json['id']}/test") for _ in range(6)]
            assert code(answers[-1]) == (429, "too_many_requests")
            assert int(answers[-1].headers["retry-after"]) > 0
            for each in (mail, json):
                assert field.member.delete(f"{routes}/{each['id']}").is_success
        finally:
            runtime.settings = before
    assert (box.recipients, str(box.messages[0]["Subject"])) == (
        ["chen@example.cn"], "测试通知：以后的通知会发到这里",
    )  # fmt: skip
    assert [body["title"] for body in hook.bodies] == ["Test: notifications will arrive here"]
    with field.town.database.owner_engine().connect() as connection:
        noted = connection.scalars(
            text("SELECT e::text FROM audit_entry e WHERE action = 'notification_route.test'")
        ).all()
        told = connection.scalar(text("SELECT count(*) FROM notification WHERE template = 'test'"))
    # What did not get as far as sending, for want of a mail server or for too many, is not noted.
    assert len(noted) == 3 + [answer.status_code for answer in answers].count(200)
    assert not any("key77" in each or "chen@" in each for each in noted)
    assert told == 0


def _office(field: Field, name: str) -> int:
    engine = field.town.database.owner_engine()
    with engine.begin() as connection:
        return int(
            connection.execute(
                text("INSERT INTO office (kind, name_zh) VALUES ('department', :name) RETURNING id"),
                {"name": name},
            ).scalar_one()
        )
