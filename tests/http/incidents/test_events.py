"""What changes is told as it changes, to those who may see it, and nothing is missed."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from geo_grid.store.queries.incidents import changed_since, changed_so_far
from geo_grid.store.session import session_scope
from tests.http.incidents.conftest import API, Field

pytestmark = pytest.mark.database


class Stream:
    """A stream that is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.last: str | None = None

    def next(self, *names: str) -> Any:
        """The data of the next event of one of these names."""
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("id: "):
                self.last = line[4:]
            elif line.startswith("data: ") and name in names:
                return json.loads(line[6:])
        raise AssertionError("the stream has ended")


@contextmanager
def watching(client: httpx.Client, last: str | None = None) -> Iterator[Stream]:
    headers = {} if last is None else {"Last-Event-ID": last}
    with client.stream("GET", f"{API}/incidents/events", params={"seconds": 20}, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer.iter_lines())


def test_a_report_is_seen_by_whoever_watches_its_ground(field: Field) -> None:
    with watching(field.dispatcher) as stream:
        stream.next("seen")
        field.report(field.beyond)
        own = field.report()
        assert stream.next("incident")["number"] == own["number"]
        stream.next("counts")
        assert stream.last is not None


def test_whoever_saw_more_than_has_happened_looks_afresh(field: Field) -> None:
    # The database was read back from a dump: it counts its transactions anew.
    with watching(field.dispatcher, last="9" * 18) as stream:
        assert stream.next("reset") == {}
        assert stream.last is not None and int(stream.last) < 10**18 - 1


def test_whoever_comes_back_is_told_what_was_missed(field: Field) -> None:
    with watching(field.dispatcher) as stream:
        stream.next("seen")
        first = field.report()
        assert stream.next("incident")["number"] == first["number"]
        stream.next("counts")
        last = stream.last
    missed = [field.report()["number"] for _ in range(2)]
    with watching(field.dispatcher, last) as stream:
        found = {stream.next("incident")["number"] for _ in range(2)}
    assert found >= set(missed) or first["number"] in found


def test_who_else_looks_is_told(field: Field) -> None:
    number = field.report()["number"]
    path = f"{API}/incidents/{number}/presence"
    with watching(field.dispatcher) as stream:
        stream.next("seen")
        field.dispatcher.post(path, json={"here": True})
        stream.next("viewers")
        field.inspector.post(path, json={"here": True})
        assert stream.next("viewers") == {"number": number, "viewers": ["Inspector"]}
        assert field.dispatcher.get(f"{API}/incidents/{number}").json()["viewers"] == ["Inspector"]
        field.inspector.post(path, json={"here": False})
        assert stream.next("viewers") == {"number": number, "viewers": []}


def test_what_commits_late_is_not_missed_by_who_looked_in_between(field: Field) -> None:
    """One transaction began first and ends last:

    ::

        late  ──begin────change──────────────commit──
        quick        ──change─commit──
        look                          ──▲─          ──▲─
    """
    late_number, quick_number = field.report()["number"], field.report()["number"]
    engine = field.town.database.engine()
    changed, looked = threading.Event(), threading.Event()
    touch = text("UPDATE incident SET overdue = overdue WHERE number = :number")

    def late() -> None:
        with session_scope(engine) as session:
            session.execute(touch, {"number": late_number})
            changed.set()
            assert looked.wait(30)

    thread = threading.Thread(target=late)
    thread.start()
    try:
        assert changed.wait(30)
        with session_scope(engine) as session:
            session.execute(touch, {"number": quick_number})
        with session_scope(engine) as session:
            seen = changed_so_far(session)
    finally:
        looked.set()
        thread.join()
    with session_scope(engine) as session:
        found = changed_since(session, seen)
    engine.dispose()
    assert found is not None
    assert late_number in {row.number for row in found}
