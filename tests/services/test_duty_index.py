"""Duties in memory: an answer is kept until it may be another, and its bytes no longer than it."""

from datetime import UTC, datetime, timedelta

import orjson

from geo_grid.http.people_bytes import KeptPeopleBytes
from geo_grid.services.duty_index import DutyIndex
from geo_grid.services.locate import Located
from geo_grid.settings import Settings
from geo_grid.store.queries.open_stations import StationRecord
from geo_grid.store.records import GridRecord
from tests.core.duty.people import (
    COMMUNITY,
    DAY,
    GROUNDS,
    HEADS,
    NOW,
    OUTLINE,
    SHANGHAI,
    TOWN,
    WORKDAYS,
    A,
    B,
    duty,
    leave,
    roster,
)


def record(number: int, level: int, parent: int | None) -> GridRecord:
    return GridRecord(
        id=number,
        code=f"g{number}",
        name=f"格{number}",
        level=level,
        kind="comprehensive",
        ground=None,
        class_=None,
        setting=None,
        statutory=False,
        parent_id=parent,
        parent=None,
        area_m2=1.0,
        hue=number % 6,
        label=(number / 10, 30.0),
        bbox=(0.0, 0.0, 1.0, 1.0),
        edition=1,
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_to=None,
        attributes={},
    )


GRIDS = {ground.id: record(ground.id, ground.level, ground.parent) for ground in GROUNDS}
STATION = StationRecord(1, "站", None, 0.4, 30.0, None, None, None, (), A)


def index(*leaves: object) -> DutyIndex:
    people = roster(*leaves, duties=(*HEADS, duty(20, A, 6, "member", WORKDAYS)))  # type: ignore[arg-type]
    return DutyIndex(GRIDS, people, [STATION], SHANGHAI)


def test_an_answer_is_kept_until_it_may_be_another() -> None:
    kept = index()
    first = kept.answer(GRIDS[A], NOW)
    assert (first.answer.because, first.until) == ("shift", datetime(2026, 11, 23, 17, 30, tzinfo=SHANGHAI))
    assert first.until is not None
    assert kept.answer(GRIDS[A], first.until - timedelta(microseconds=1)) is first
    second = kept.answer(GRIDS[A], first.until)
    assert second.answer.because == "head"


def test_a_head_who_goes_ends_what_is_kept_even_where_the_answer_stays() -> None:
    kept = index(leave(A, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2)))
    first = kept.answer(GRIDS[A], NOW)
    assert not first.head_away
    assert first.kept_until == NOW + timedelta(hours=1)
    assert first.until is not None
    assert first.until > NOW + timedelta(hours=1)
    assert kept.answer(GRIDS[A], NOW + timedelta(hours=1)).head_away


def test_bytes_change_when_the_answer_does_and_with_new_duties() -> None:
    kept = KeptPeopleBytes(Settings(database_url=None))
    duties = index()
    chain = (GRIDS[TOWN], GRIDS[COMMUNITY], GRIDS[A])
    found = Located(chain, None, None, 1)

    def because(of: DutyIndex, at: datetime) -> list[str]:
        told = orjson.loads(kept.of(of).located(0.4, 30.0, found, at))
        return [each["answer"]["because"] for each in told["people"]]

    assert because(duties, NOW) == ["head", "head", "shift"]
    assert because(duties, NOW + timedelta(hours=9)) == ["head", "head", "head"]
    assert because(duties, NOW + DAY) == ["head", "head", "shift"]
    assert because(index(leave(6), leave(COMMUNITY, "long")), NOW) == ["head", "leaders", "head"]
    assert kept.of(duties) is kept.of(duties)


def test_stations_belong_to_all_grids_they_stand_in() -> None:
    kept = index()
    standing = {grid for grid in GRIDS if kept.people(GRIDS[grid], NOW).stations}
    assert standing == {A, COMMUNITY, TOWN, OUTLINE}
    assert kept.people(GRIDS[COMMUNITY], NOW).stations == ((STATION, GRIDS[A]),)


def test_grids_in_view_are_found_by_their_label_points() -> None:
    kept = index()
    assert kept.in_view(3, (0.4, 30.0, 0.5, 30.0), 10) == [GRIDS[A], GRIDS[B]]
    assert kept.in_view(3, (0.45, 29.0, 0.6, 31.0), 10) == [GRIDS[B]]
    assert kept.in_view(3, (0.0, 29.0, 1.0, 31.0), 1) == [GRIDS[A]]
    assert kept.in_view(1, (0.4, 29.0, 0.6, 31.0), 10) == []
