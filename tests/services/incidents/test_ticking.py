"""The clock: warnings before, alarms after, escalation, resumption; each once, whoever dies or is late."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta

import pytest

from geo_grid.core.incidents.actions import Act
from geo_grid.services.incidents.ticking import tick
from tests.services.incidents.conftest import Scene, later

pytestmark = pytest.mark.database


def acts(scene: Scene, number: str) -> list[str]:
    return [row.act for row in scene.history(number)]


@pytest.fixture(autouse=True)
def _nothing_else_runs(scene: Scene) -> None:
    """What other tests left open is met: only this test's incidents have clocks."""
    scene.run("UPDATE incident_due SET met_at = now() WHERE met_at IS NULL")


def test_a_warning_comes_before_and_an_alarm_after_each_once(scene: Scene) -> None:
    desk = scene.settings(auto_escalate=False)
    number = scene.report("0104")
    clock = scene.clocks(number)["take"]
    assert clock.warn_at is not None and clock.started_at < clock.warn_at < clock.due_at
    before = clock.warn_at - timedelta(seconds=1)
    assert tick(scene.engine, desk, before).done == {}
    for _ in range(2):
        tick(scene.engine, desk, clock.warn_at)
    assert acts(scene, number).count("warn") == 1
    assert ("warned", "leaf") in scene.told(number)
    for _ in range(3):
        tick(scene.engine, desk, clock.due_at)
    assert acts(scene, number).count("alarm") == 1
    assert scene.now(number).overdue
    assert {("alarmed", "leaf"), ("alarmed", "community")} <= scene.told(number)
    scene.act("leaf", number, Act.TAKE)
    assert not scene.now(number).overdue


def test_what_is_not_taken_up_in_time_goes_up_a_level_and_further_until_nobody_is_above(scene: Scene) -> None:
    number = scene.report()
    for level, who in ((2, "middle"), (1, "top")):
        due = scene.clocks(number)["take"].due_at
        tick(scene.engine, scene.desk, due)
        incident = scene.now(number)
        assert (incident.level, incident.assignee_person) == (level, scene.people[who])
        assert ("escalated", who) in scene.told(number)
    [first, *_] = scene.rows(
        "SELECT * FROM incident_due WHERE incident_id = :id AND stage = 'take' ORDER BY started_at",
        id=incident.id,
    )
    assert first.alarmed_at is not None and first.escalated_at is not None
    for _ in range(3):
        due = scene.clocks(number)["take"].due_at
        tick(scene.engine, scene.desk, due)
    assert scene.now(number).assignee_office == scene.offices["town"]
    assert acts(scene, number).count("escalate") == 3


def test_after_an_hour_down_alarms_come_once_and_late_warnings_not_at_all(scene: Scene) -> None:
    desk = scene.settings(auto_escalate=False)
    numbers = [scene.report("0104") for _ in range(3)]
    at = max(scene.clocks(number)["take"].due_at for number in numbers) + timedelta(hours=1)
    assert tick(scene.engine, desk, at).done == {"alarmed": 3}
    for number in numbers:
        assert acts(scene, number).count("alarm") == 1
        assert "warn" not in acts(scene, number)


def test_a_suspension_ends_on_its_day(scene: Scene) -> None:
    number, until = scene.report(), later(days=3)
    scene.act("leaf", number, Act.TAKE)
    scene.act("leaf", number, Act.ASK_SUSPENSION, reason="雨季", until=until)
    scene.act("dispatcher", number, Act.GRANT_SUSPENSION)
    tick(scene.engine, scene.desk, until - timedelta(minutes=1))
    assert scene.now(number).state == "suspended"
    tick(scene.engine, scene.desk, until)
    assert scene.now(number).state == "handling"
    assert ("resumed", "leaf") in scene.told(number)


def test_what_somebody_had_who_left_goes_to_who_answers_now(scene: Scene) -> None:
    number = scene.report()
    scene.act("dispatcher", number, Act.REASSIGN, person=scene.people["member"])
    scene.run(
        "UPDATE person SET valid = tstzrange(lower(valid), now()) WHERE id = :id", id=scene.people["member"]
    )
    try:
        tick(scene.engine, scene.desk)
        assert scene.now(number).assignee_person == scene.people["leaf"]
        assert scene.history(number)[-1].params["instead_of"] == scene.people["member"]
    finally:
        scene.run(
            "UPDATE person SET valid = tstzrange(lower(valid), NULL) WHERE id = :id",
            id=scene.people["member"],
        )


_WORK = textwrap.dedent(
    """
    import sys
    from datetime import datetime
    from geo_grid.services.incidents.desk import Desk
    from geo_grid.services.incidents.ticking import tick
    from geo_grid.settings import Settings
    from geo_grid.store.session import make_engine

    settings = Settings(database_url=sys.argv[1], auto_escalate=False)
    print("begun", flush=True)
    tick(make_engine(settings.database_url), Desk.of(settings), datetime.fromisoformat(sys.argv[2]))
    """
)


def test_a_killed_worker_has_neither_lost_nor_doubled_an_alarm(scene: Scene) -> None:
    numbers = [scene.report("0104") for _ in range(40)]
    at = max(scene.clocks(number)["take"].due_at for number in numbers)
    command = [sys.executable, "-c", _WORK, scene.database.url, at.isoformat()]

    def alarmed() -> int:
        [row] = scene.rows(
            "SELECT count(*) FROM incident_due WHERE alarmed_at IS NOT NULL AND met_at IS NULL"
        )
        return int(row[0])

    kills = 0
    for share in (0.2, 0.5):
        worker = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while alarmed() < share * len(numbers) and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        kills += worker.poll() is None
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    assert kills, "the worker was done before it could be killed"
    assert alarmed() < len(numbers)
    tick(scene.engine, scene.settings(auto_escalate=False), at)
    for number in numbers:
        assert acts(scene, number).count("alarm") == 1
    rows = scene.rows(
        "SELECT once, count(*) FROM notification WHERE template = 'alarmed' AND incident_id IN "
        "(SELECT id FROM incident WHERE number = ANY(:numbers)) GROUP BY once",
        numbers=numbers,
    )
    assert len(rows) == 2 * len(numbers)
    assert {row.count for row in rows} == {1}
