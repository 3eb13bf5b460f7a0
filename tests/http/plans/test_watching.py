"""Watching a plan live: steps, states, comments and who draws, as they happen and after a gap."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.http.accounts.conftest import Town
from tests.http.plans.conftest import Draft

pytestmark = [pytest.mark.database, pytest.mark.serial]

Event = tuple[str, int, dict[str, Any]]


def events(client: httpx.Client, draft: Draft, **asked: Any) -> Iterator[Event]:
    """(name, number of the last step, what is said) as they come, until the stream ends."""
    found: dict[str, str] = {}
    with client.stream("GET", f"{draft.path}/events", params=asked, timeout=30) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line:
                name, _, value = line.partition(": ")
                found[name] = value
            elif "data" in found:
                yield found["event"], int(found["id"]), json.loads(found["data"])
                found = {}


def test_what_happens_is_told_to_whoever_watches(town: Town, draft: Draft, approver: httpx.Client) -> None:
    watched = events(approver, draft)
    first = [next(watched) for _ in range(3)]
    assert [name for name, _, _ in first] == ["state", "notes", "hold"]
    assert first[0][2]["state"] == "draft" and first[2][2]["by"] is None
    acts = threading.Thread(target=_act, args=(town, draft))
    acts.start()
    told: list[Event] = []
    while not any(name == "state" for name, _, _ in told):
        told.append(next(watched))
    acts.join()
    steps = [said for name, _, said in told if name == "step"]
    assert [(step["number"], step["verb"], step["grids"]) for step in steps] == [
        (1, "rename", [town.ground.leaf])
    ]
    assert ("notes", {"comments": 1, "open": 1, "unlocks": 0}) in [(name, said) for name, _, said in told]
    assert "planner" in [said["by"]["login"] for name, _, said in told if name == "hold"]
    assert told[-1][2]["state"] == "submitted"


def _act(town: Town, draft: Draft) -> None:
    draft.draw("rename", grid=town.ground.leaf, name="一")
    draft.client.post(f"{draft.path}/comments", json={"text": "好", "lon": 120.4, "lat": 23.4})
    draft.move("submit")


def test_whoever_was_away_is_told_what_they_missed(town: Town, draft: Draft) -> None:
    for name in ("一", "二", "三"):
        draft.draw("rename", grid=town.ground.leaf, name=name)
    missed = list(events(draft.client, draft, version=1, seconds=0))
    assert [(name, number) for name, number, _ in missed if name == "step"] == [("step", 2), ("step", 3)]
    fresh = list(events(draft.client, draft, seconds=0))
    assert "step" not in [name for name, _, _ in fresh]
    assert fresh[0][1] == 3
