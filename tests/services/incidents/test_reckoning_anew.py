"""What was due by a guessed calendar is due by the one that was announced, whoever dies on the way."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.working_calendar import DayKind, HolidayYear, SpecialDay
from geo_grid.services.incidents import holidays
from geo_grid.services.incidents.asked import SYSTEM, Asked, Doer
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.holidays import set_year
from geo_grid.services.incidents.known_holidays import known_holidays
from geo_grid.services.incidents.ticking import tick
from geo_grid.store.incident_held import held_incident
from geo_grid.store.session import session_scope
from tests.services.incidents.conftest import Scene

pytestmark = pytest.mark.database

#: A Monday afternoon by the wall of Shanghai, on the last day before a year that nobody has announced.
STARTED = datetime(2040, 12, 31, 7, tzinfo=UTC)
YEAR = 2041
#: One working day later, and the same behind one or two holidays.
TUESDAY, WEDNESDAY, THURSDAY = (STARTED + timedelta(days=days) for days in (1, 2, 3))
HANDLER = Doer(frozenset({Capacity.HANDLER}))


@pytest.fixture(autouse=True)
def _nothing_else_runs(scene: Scene) -> Iterator[None]:
    """Only this test's incidents have clocks, and nobody has said anything of any year."""
    scene.run("UPDATE incident_due SET met_at = now() WHERE met_at IS NULL")
    yield
    scene.run("ALTER TABLE holiday_year DISABLE TRIGGER USER")
    scene.run("DELETE FROM holiday_year")
    scene.run("ALTER TABLE holiday_year ENABLE TRIGGER USER")


def off(*days: tuple[int, int], year: int = YEAR, confirmed: bool = True) -> HolidayYear:
    named = tuple(
        SpecialDay(date(year, month, day), DayKind.HOLIDAY, "元旦", "New Year") for month, day in days
    )
    return HolidayYear(year, named, confirmed, "test")


def announce(scene: Scene, said: HolidayYear) -> None:
    with session_scope(scene.engine) as session:
        set_year(session, None, said)


def do(scene: Scene, number: str, at: datetime, what: Act, doer: Doer = HANDLER, **asked: Any) -> None:
    """Somebody does something at some instant."""
    with session_scope(scene.engine) as session:
        incident = held_incident(session, number)
        assert incident is not None
        Doing(session, scene.desk, at).do(incident, doer, Asked(what, **asked))


def taken(scene: Scene) -> str:
    """An incident that has to be handled within one working day from `STARTED`."""
    number = scene.report()
    do(scene, number, STARTED, Act.TAKE)
    assert scene.clocks(number)["handle"].due_at == TUESDAY
    return number


def reckoned(scene: Scene, number: str) -> list[dict[str, Any]]:
    return [row.params for row in scene.history(number) if row.act == "reckon"]


def test_what_is_due_waits_for_the_holidays_that_were_announced(scene: Scene) -> None:
    number = taken(scene)
    before = scene.clocks(number)
    assert before["handle"].unconfirmed == [2040, 2041]
    announce(scene, off((1, 1)))
    assert tick(scene.engine, scene.desk).done == {"reckoned": 1}
    after, row = scene.clocks(number), scene.now(number)
    assert after["handle"].due_at == WEDNESDAY == row.stage_due_at
    assert before["handle"].warn_at < after["handle"].warn_at < WEDNESDAY
    assert after["handle"].unconfirmed == [2040]
    [entry] = [entry for entry in scene.history(number) if entry.act == "reckon"]
    assert (entry.capacity, entry.from_state, entry.to_state) == ("system", "handling", "handling")
    assert entry.params == {
        "stage": "handle", "before": TUESDAY.isoformat(), "due_at": WEDNESDAY.isoformat(),
    }  # fmt: skip
    assert after["total"].due_at == before["total"].due_at


def test_once_is_enough_and_each_time_that_it_changes(scene: Scene) -> None:
    number = taken(scene)
    for days, due in (((1, 1),), WEDNESDAY), (((1, 1), (1, 2)), THURSDAY), ((), TUESDAY):
        announce(scene, off(*days))
        for _ in range(3):
            tick(scene.engine, scene.desk)
        assert scene.clocks(number)["handle"].due_at == due
    assert [each["due_at"] for each in reckoned(scene, number)] == [
        each.isoformat() for each in (WEDNESDAY, THURSDAY, TUESDAY)
    ]


def test_a_year_that_comes_true_as_it_was_guessed_leaves_no_entry_but_says_so(scene: Scene) -> None:
    number = taken(scene)
    seen = scene.now(number).version
    announce(scene, off((5, 1)))
    assert tick(scene.engine, scene.desk).done == {}
    clock = scene.clocks(number)["handle"]
    assert (clock.due_at, clock.unconfirmed) == (TUESDAY, [2040])
    assert all(step["params"]["years"] == [2040] for step in clock.explained if "years" in step["params"])
    assert scene.now(number).version > seen
    assert reckoned(scene, number) == []


def test_another_year_is_passed_over_and_looked_at_no_more(scene: Scene) -> None:
    number = taken(scene)
    seen = scene.now(number).version
    announce(scene, off((1, 1), year=2050))
    assert tick(scene.engine, scene.desk).done == {}
    assert scene.now(number).version == seen
    [row] = scene.rows(
        "SELECT count(*) FROM incident_due WHERE met_at IS NULL "
        "AND calendar_at < (SELECT max(made_at) FROM holiday_year)"
    )
    assert row[0] == 0
    # What is reported from now on is reckoned by it.
    fresh = scene.clocks(scene.report())["take"]
    assert fresh.calendar_at > datetime(2026, 1, 1, tzinfo=UTC)


def test_what_was_given_stays_and_what_was_paused_is_added(scene: Scene) -> None:
    extended, paused = taken(scene), taken(scene)
    until = THURSDAY + timedelta(days=1)
    do(scene, extended, STARTED, Act.ASK_EXTENSION, reason="等料", until=until)
    supervisor = Doer(frozenset({Capacity.SUPERVISOR}))
    do(scene, extended, STARTED, Act.GRANT_EXTENSION, supervisor)
    do(scene, paused, STARTED, Act.ASK_SUSPENSION, reason="雨", until=until)
    do(scene, paused, STARTED, Act.GRANT_SUSPENSION, supervisor)
    announce(scene, off((1, 1)))
    # What stands still is left alone until it goes on.
    assert tick(scene.engine, scene.desk).done == {}
    do(scene, paused, STARTED + timedelta(hours=1), Act.RESUME, SYSTEM)
    assert scene.clocks(extended)["handle"].due_at == until == scene.now(extended).stage_due_at
    assert scene.clocks(paused)["handle"].due_at == WEDNESDAY + timedelta(hours=1)
    announce(scene, off((1, 1), (1, 2)))
    tick(scene.engine, scene.desk)
    assert scene.clocks(extended)["handle"].due_at == until
    assert [step["code"] for step in scene.clocks(extended)["handle"].explained][-1] == "due_extended"
    assert scene.clocks(paused)["handle"].due_at == THURSDAY + timedelta(hours=1)
    # More holidays than what was given: it is due by the calendar.
    announce(scene, off((1, 1), (1, 2), (1, 3), (1, 4), (1, 7)))
    tick(scene.engine, scene.desk)
    assert scene.clocks(extended)["handle"].due_at == datetime(2041, 1, 8, 7, tzinfo=UTC)


def test_alarms_do_not_wait_for_a_whole_year_to_be_reckoned(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo_grid.services.incidents.ticking._RECKONED", 2)
    numbers = [taken(scene) for _ in range(3)]
    scene.run("UPDATE incident_due SET met_at = now() WHERE met_at IS NULL AND stage = 'total'")
    announce(scene, off((1, 1)))
    done = [tick(scene.engine, scene.desk).done for _ in range(3)]
    assert done == [{"reckoned": 2}, {"reckoned": 1}, {}]
    assert [len(reckoned(scene, number)) for number in numbers] == [1, 1, 1]


def test_an_alarm_of_a_time_that_has_not_come_after_all_is_taken_back_and_raised_again(scene: Scene) -> None:
    desk = scene.settings(auto_escalate=False)
    number = taken(scene)
    scene.run("UPDATE incident_due SET met_at = now() WHERE met_at IS NULL AND stage = 'total'")
    tick(scene.engine, desk, TUESDAY)
    assert scene.now(number).overdue
    announce(scene, off((1, 1)))
    tick(scene.engine, desk, TUESDAY)
    assert not scene.now(number).overdue
    tick(scene.engine, desk, WEDNESDAY)
    assert scene.now(number).overdue
    alarms = [row.params["due_at"] for row in scene.history(number) if row.act == "alarm"]
    assert alarms == [TUESDAY.isoformat(), WEDNESDAY.isoformat()]


def test_the_limit_is_the_one_that_the_clock_began_with(scene: Scene) -> None:
    number = taken(scene)
    scene.run(
        "INSERT INTO catalogue (version, content) SELECT 2, replace(content::text, "
        '\'"unit": "working_days", "amount": 1\', \'"unit": "working_days", "amount": 9\')::jsonb '
        "FROM catalogue WHERE version = 1"
    )
    try:
        announce(scene, off((1, 1)))
        tick(scene.engine, scene.desk)
        assert scene.clocks(number)["handle"].due_at == WEDNESDAY
    finally:
        scene.run("ALTER TABLE catalogue DISABLE TRIGGER USER")
        scene.run("DELETE FROM catalogue WHERE version = 2")
        scene.run("ALTER TABLE catalogue ENABLE TRIGGER USER")


def test_a_release_that_knows_more_years_reckons_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    number = taken(scene)
    known = {**known_holidays(), YEAR: off((1, 1))}
    monkeypatch.setattr(holidays, "known_holidays", lambda: known)
    # Another process, which has kept nothing.
    tick(scene.engine, Desk.of(scene.desk.settings))
    assert scene.clocks(number)["handle"].due_at == WEDNESDAY


_WORK = textwrap.dedent(
    """
    import sys
    from geo_grid.services.incidents.desk import Desk
    from geo_grid.services.incidents.ticking import tick
    from geo_grid.settings import Settings
    from geo_grid.store.session import make_engine

    settings = Settings(database_url=sys.argv[1])
    tick(make_engine(settings.database_url), Desk.of(settings))
    """
)


def test_a_killed_worker_leaves_nothing_out_and_reckons_nothing_twice(scene: Scene) -> None:
    numbers = [taken(scene) for _ in range(30)]
    announce(scene, off((1, 1)))

    def done() -> int:
        [row] = scene.rows(
            "SELECT count(*) FROM incident_due WHERE met_at IS NULL AND due_at = :due", due=WEDNESDAY
        )
        return int(row[0])

    worker = subprocess.Popen([sys.executable, "-c", _WORK, scene.database.url], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while done() < 5 and worker.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert worker.poll() is None, "the worker was done before it could be killed"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert 0 < done() < len(numbers)
    tick(scene.engine, scene.desk)
    assert done() == len(numbers)
    assert [len(reckoned(scene, number)) for number in numbers] == [1] * len(numbers)
