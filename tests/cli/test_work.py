"""``geo-grid work`` begins where the database does not yet answer, and not where it never will."""

from collections.abc import Iterator

import pytest

from geo_grid.cli import work
from geo_grid.core.errors import Unavailable


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What is said of the database look by look: a code, or None where it can be read."""
    told: list[str | None] = []

    def require(url: str) -> None:
        code = told.pop(0)
        if code is not None:
            raise Unavailable(code)

    def clock() -> Iterator[float]:
        at = 0.0
        while True:
            yield at
            at += 1.0

    seconds = clock()
    monkeypatch.setattr(work, "require_database", require)
    monkeypatch.setattr("geo_grid.cli.work.time.sleep", lambda _: None)
    monkeypatch.setattr("geo_grid.cli.work.time.monotonic", lambda: next(seconds))
    return told


def test_a_database_that_comes_up_is_waited_for(answers: list[str | None]) -> None:
    answers += ["database_down", "database_down", None]
    work.wait_for_database("postgresql://somewhere/else")
    assert answers == []


def test_one_that_stays_down_is_told(answers: list[str | None]) -> None:
    answers += ["database_down"] * 200
    with pytest.raises(Unavailable, match="database_down"):
        work.wait_for_database("postgresql://somewhere/else")
    assert 100 < len(answers) < 200


def test_what_waiting_does_not_cure_is_told_at_once(answers: list[str | None]) -> None:
    answers += ["database_not_migrated", None]
    with pytest.raises(Unavailable, match="database_not_migrated"):
        work.wait_for_database("postgresql://somewhere/else")
    assert answers == [None]
