"""Duties as they are stored: what is over or cancelled does not count; a part answers as the whole."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from geo_grid.core.duty.answering import answer
from geo_grid.store.queries.roster import roster
from tests.core.duty.people import SHANGHAI
from tests.store.ground import DAY_1, DAY_2, DAY_3, Writer

pytestmark = pytest.mark.database


def person(connection: Connection, grid: int, name: str, valid: str = "[2026-01-01,)") -> int:
    return int(
        connection.scalar(
            text(
                "INSERT INTO person (kind, name, grid_id, valid) VALUES ('official', :name, :grid,"
                " CAST(:valid AS tstzrange)) RETURNING id"
            ),
            {"name": name, "grid": grid, "valid": valid},
        )
    )


def assign(connection: Connection, grid: int, who: int, valid: str, cancelled: str | None = None) -> int:
    return int(
        connection.scalar(
            text(
                "INSERT INTO assignment (grid_id, person_id, role, valid, cancelled_at) VALUES (:grid, :who,"
                " 'head', CAST(:valid AS tstzrange), CAST(:cancelled AS timestamptz)) RETURNING id"
            ),
            {"grid": grid, "who": who, "valid": valid, "cancelled": cancelled},
        )
    )


def test_duties_in_force_and_to_come_count_and_others_do_not(ground: Writer) -> None:
    connection, grid = ground.connection, ground.ids["sw"]
    people = [person(connection, grid, name) for name in "甲乙丙丁"]
    assign(connection, grid, people[0], "[2026-01-01, 2026-01-15)")
    now = assign(connection, grid, people[1], "[2026-01-15, 2026-03-01)")
    assign(connection, grid, people[2], "[2026-02-20, 2026-03-01)", "2026-01-20")
    to_come = assign(connection, grid, people[3], "[2026-03-01, infinity)")
    with Session(connection) as session:
        found = roster(session, DAY_2)
        assert [duty.id for duty in found.duties[grid]] == [now, to_come]
        told = answer(found, grid, DAY_2, SHANGHAI)
        assert told.person is not None
        assert (told.person.id, told.until) == (people[1], DAY_3)
        later = answer(found, grid, DAY_3, SHANGHAI)
        assert later.person is not None
        assert (later.person.id, later.until) == (people[3], None)
        assert answer(roster(session, DAY_1), grid, DAY_1, SHANGHAI).person is not None


def test_a_part_holds_all_that_an_answer_follows_from(ground: Writer) -> None:
    connection, ids = ground.connection, ground.ids
    heads = {code: person(connection, ids[code], code) for code in ("A", "W", "E", "sw", "nw")}
    for code, head in heads.items():
        assign(connection, ids[code], head, "[2026-01-01,)")
    connection.execute(
        text("INSERT INTO partner (grid_id, partner_id, valid) VALUES (:sw, :nw, '[2026-01-01,)')"), ids
    )
    connection.execute(
        text(
            "INSERT INTO leave (person_id, kind, valid, stand_in_id) VALUES (:sw, 'short',"
            " '[2026-01-10, 2026-02-10)', :east), (:east, 'short', '[2026-01-20, 2026-02-05)', NULL)"
        ),
        {"sw": heads["sw"], "east": heads["E"]},
    )
    with Session(connection) as session:
        for day in range(0, 60, 4):
            at = DAY_1 + timedelta(days=day)
            whole, part = roster(session, at), roster(session, at, [ids["sw"]])
            assert answer(part, ids["sw"], at, SHANGHAI) == answer(whole, ids["sw"], at, SHANGHAI)
        # The stand-in of 12 January is away on the 25th; then the partner answers.
        because = [str(answer(whole, ids["sw"], DAY_1, SHANGHAI).because)]
        for day in (12, 25):
            at = DAY_1 + timedelta(days=day - 1)
            because.append(str(answer(roster(session, at, [ids["sw"]]), ids["sw"], at, SHANGHAI).because))
        assert because == ["head", "named_stand_in", "ab_post"]
