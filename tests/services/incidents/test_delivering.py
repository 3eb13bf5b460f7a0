"""Notifications reach people by a real mail server and a real webhook, not in quiet hours, and never lost."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from geo_grid.core.errors import Denied, InputError, NotFound
from geo_grid.core.incidents.actions import Act
from geo_grid.services.notifying import routes as service
from geo_grid.services.notifying.delivering import MOST_ATTEMPTS, deliver_waiting, wait_s
from geo_grid.store.session import session_scope
from geo_grid.words.incidents.notices import Notice
from tests.services.incidents.conftest import Scene
from tests.services.notifying.receivers import mail_server, webhook

pytestmark = pytest.mark.database

#: Night in Shanghai, and the morning after.
NIGHT = datetime(2030, 3, 1, 16, 30, tzinfo=UTC)
MORNING = datetime(2030, 3, 1, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _an_empty_outbox(scene: Scene) -> None:
    scene.run("UPDATE notification SET state = 'skipped' WHERE state IN ('waiting', 'quiet')")
    scene.run("UPDATE notification SET route_id = NULL")
    scene.run("DELETE FROM notification_route")


def add(scene: Scene, who: str, address: str, **more: Any) -> None:
    told: dict[str, Any] = {"label": "x", "language": "zh", "office": None, "quiet": None, **more}
    desk = scene.settings(notification_schemes="json,dingtalk")
    with session_scope(scene.engine) as session:
        service.add_my_route(session, scene.actors[who], desk.settings, address, **told)


def log(scene: Scene, number: str) -> list[Any]:
    return scene.rows(
        "SELECT n.* FROM notification n JOIN incident i ON i.id = n.incident_id "
        "WHERE i.number = :number ORDER BY n.id",
        number=number,
    )


def test_a_person_is_told_by_mail_and_by_webhook_in_their_language(scene: Scene) -> None:
    with mail_server() as box, webhook() as hook:
        add(scene, "leaf", "mailto:chen@example.cn")
        add(scene, "leaf", hook.address, language="en")
        number = scene.report(name="王小明", phone="13800138000", text="王小明门口有垃圾")
        desk = scene.settings(mail_url=box.address, public_url="https://grid.example.cn")
        assert deliver_waiting(scene.engine, desk) == 2
        assert deliver_waiting(scene.engine, desk) == 0
    subject, body = str(box.messages[0]["Subject"]), str(box.messages[0])
    assert subject == f"新任务：{number} 乱堆物"
    assert hook.bodies[0]["title"] == f"New for you: {number} Sort 0101"
    assert f"https://grid.example.cn/field/{number}" in hook.bodies[0]["message"]
    assert "Due (take up): 20" in hook.bodies[0]["message"]
    for plain in ("王小明", "13800138000", "门口"):
        assert plain not in hook.bodies[0]["message"] and plain not in body
    assert [(row.state, row.channel) for row in log(scene, number)] == [("sent", "mail"), ("sent", "json")]


def test_an_office_is_told_and_so_is_the_installations_webhook(scene: Scene) -> None:
    with webhook() as own, webhook() as all_:
        add(scene, "officer", own.address, office=scene.offices["department"])
        scene.report("0105")
        deliver_waiting(scene.engine, scene.settings(webhook_url=all_.address))
    assert len(own.bodies) == len(all_.bodies) == 1


def test_a_reporter_who_left_a_number_is_told_by_the_gateway_and_by_nothing_else(scene: Scene) -> None:
    with webhook() as gateway, webhook() as own:
        add(scene, "leaf", own.address)
        sent = scene.settings(
            sms_url=f"{gateway.address}?:phone={{to}}", public_url="https://grid.example.cn"
        )
        known = scene.report(name="王小明", phone="+86 138 0013 8000", text="王小明门口有垃圾", language="en")
        unknown = scene.report(name="王小明")
        for number in (known, unknown):
            scene.act("leaf", number, Act.RETURN, reason="不是我们的")
            scene.act("dispatcher", number, Act.DECLINE, reason="王小明：这不归我们管")
        assert deliver_waiting(scene.engine, sent) > 0
        assert deliver_waiting(scene.engine, sent) == 0
    [body] = gateway.bodies
    assert (body["phone"], body["title"]) == ("+86 138 0013 8000", f"Declined: {known} Sort 0101")
    assert f"https://grid.example.cn/report/{known}" in body["message"]
    assert not any(each in f"{own.bodies}{body['message']}" for each in ("王小明", "8000", "不归我们管"))
    told = {number: [row for row in log(scene, number) if row.to_reporter] for number in (known, unknown)}
    assert [(row.state, row.channel, row.error) for row in told[known]] == [("sent", "sms", None)]
    assert [(row.state, row.channel, row.error) for row in told[unknown]] == [
        ("skipped", "sms", "no_address")
    ]
    # The number was read from its place when it was sent, and is written down nowhere else.
    rows = scene.rows("SELECT n::text FROM notification n")
    assert not any(each in row[0] for row in rows for each in ("王小明", "8000", "138 0013"))


def test_quiet_hours_put_off_what_does_not_press(scene: Scene) -> None:
    with webhook() as hook:
        add(scene, "leaf", hook.address, quiet=(time(22), time(7)))
        calm, pressing = scene.report(), scene.report("0104")
        deliver_waiting(scene.engine, scene.desk, NIGHT)
        assert [body["title"] for body in hook.bodies] == [f"突发：{pressing} 燃气泄漏"]
        assert {row.state for row in log(scene, calm)} == {"quiet"}
        deliver_waiting(scene.engine, scene.desk, MORNING - timedelta(seconds=1))
        assert len(hook.bodies) == 1
        deliver_waiting(scene.engine, scene.desk, MORNING)
    assert hook.bodies[1]["title"] == f"新任务：{calm} 乱堆物"


def test_what_is_not_taken_is_tried_again_and_given_up_at_last(scene: Scene) -> None:
    with webhook() as hook:
        hook.statuses = [500, 500, 200]
        add(scene, "leaf", hook.address)
        number, at = scene.report(), NIGHT
        for attempts in range(3):
            assert deliver_waiting(scene.engine, scene.desk, at) == 1
            assert (
                deliver_waiting(scene.engine, scene.desk, at + timedelta(seconds=wait_s(attempts) - 1)) == 0
            )
            at += timedelta(seconds=wait_s(attempts))
        assert len(hook.bodies) == 1
    [row] = log(scene, number)
    assert (row.state, row.attempts, row.error) == ("sent", 3, None)
    other = scene.report()
    for _ in range(MOST_ATTEMPTS):
        deliver_waiting(scene.engine, scene.desk, at, lambda _address, _notice: False)
        at += timedelta(hours=2)
    [row] = log(scene, other)
    assert (row.state, row.attempts, row.error) == ("failed", MOST_ATTEMPTS, "not_taken")


def test_a_worker_that_dies_while_it_sends_has_lost_nothing(scene: Scene) -> None:
    class Killed(BaseException):
        """As a signal would end it: nothing catches it."""

    def dying(_address: str, _notice: Notice) -> bool:
        raise Killed

    with webhook() as hook:
        add(scene, "leaf", hook.address)
        number = scene.report()
        with pytest.raises(Killed):
            deliver_waiting(scene.engine, scene.desk, NIGHT, dying)
        assert deliver_waiting(scene.engine, scene.desk, NIGHT) == 0
        assert deliver_waiting(scene.engine, scene.desk, NIGHT + timedelta(seconds=wait_s(0))) == 1
        assert len(hook.bodies) == 1
    assert [row.state for row in log(scene, number)] == ["sent"]


def test_who_has_chosen_nothing_is_skipped_and_an_address_of_another_key_fails(scene: Scene) -> None:
    number = scene.report()
    deliver_waiting(scene.engine, scene.desk)
    assert [(row.state, row.error) for row in log(scene, number)] == [("skipped", "no_route")]
    add(scene, "leaf", "mailto:chen@example.cn")
    number = scene.report()
    deliver_waiting(scene.engine, scene.settings(sealing_key="another key of this machine"))
    assert [(row.state, row.error) for row in log(scene, number)] == [("failed", "sealing_key_other")]


def test_an_address_is_never_in_the_tables_as_it_is(scene: Scene) -> None:
    add(scene, "leaf", "dingtalk://secrettokenofchen")
    [row] = scene.rows("SELECT r::text FROM notification_route r")
    assert "secrettoken" not in row[0]


def test_ways_are_ones_own_or_ones_offices(scene: Scene) -> None:
    with pytest.raises(Denied):
        add(scene, "leaf", "mailto:a@example.cn", office=scene.offices["department"])
    with pytest.raises(InputError, match="route_scheme_closed"):
        add(scene, "leaf", "xml://127.0.0.1/")
    add(scene, "leaf", "mailto:a@example.cn")
    with session_scope(scene.engine) as session:
        [route] = service.my_routes(session, scene.actors["leaf"])
        with pytest.raises(NotFound):
            service.remove_my_route(session, scene.actors["middle"], route.id)
        service.keep_quiet(session, scene.actors["leaf"], (time(21), time(6)))
        assert service.my_routes(session, scene.actors["leaf"])[0].quiet_from == time(21)
        service.remove_my_route(session, scene.actors["leaf"], route.id)
        assert service.my_routes(session, scene.actors["leaf"]) == []


def test_the_log_is_of_ones_own_ground(scene: Scene) -> None:
    number = scene.report()
    with session_scope(scene.engine) as session:

        def seen(who: str) -> int:
            return len(service.delivery_log(session, scene.actors[who], number, None, None, 10))

        assert (seen("leaf"), seen("dispatcher"), seen("elsewhere"), seen("sibling")) == (1, 1, 0, 0)
