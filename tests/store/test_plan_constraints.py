"""What the database itself holds of plans, against raw SQL and against the owner."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from geo_grid.core.errors import CoverageBroken
from geo_grid.store.errors import translated
from tests.conftest import Database
from tests.store.ground import lay

pytestmark = pytest.mark.database

STEP = (
    "INSERT INTO plan_step (plan_id, number, kind, of_step, verb, arguments, before, after, done_top,"
    " redo_top, client_id) VALUES "
)
COMMENT = (
    "INSERT INTO plan_comment (plan_id, number, text, geom, version)"
    " VALUES ((SELECT plan FROM known), 1, 'x', ST_SetSRID(ST_MakePoint(1, 1), 4326), 2)"
)
DO = "'rename', '{}', '[]', '[]'"


@pytest.fixture
def owner(template: Database) -> Iterator[Connection]:
    """The owner, on the small ground, with plan 1 of two steps, a comment and a change of state."""
    engine = template.owner_engine()
    with engine.connect() as connection:
        ids = lay(connection).ids
        plan = connection.scalar(
            text(
                "INSERT INTO plan (title, reason, ground_id, base_edition, base_at)"
                " VALUES ('x', 'y', :ground, 1, now()) RETURNING id"
            ),
            {"ground": next(iter(ids.values()))},
        )
        known = text("CREATE TEMP TABLE known AS SELECT CAST(:plan AS bigint) AS plan")
        connection.execute(known, {"plan": plan})
        for statement in (
            f"{STEP} ((SELECT plan FROM known), 1, 'do', NULL, {DO}, 1, NULL, '{uuid4()}')",
            f"{STEP} ((SELECT plan FROM known), 2, 'undo', 1, NULL, NULL, NULL, NULL, NULL, 2, '{uuid4()}')",
            "UPDATE plan SET version = 2 WHERE id = (SELECT plan FROM known)",
            "INSERT INTO plan_state_change VALUES ((SELECT plan FROM known), 1, 'draft', 'y', 0)",
            COMMENT,
        ):
            connection.execute(text(statement))
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_step SET name = 'x'",
        "DELETE FROM plan_step",
        "TRUNCATE plan_step CASCADE",
        "UPDATE plan_state_change SET why = 'x'",
        "DELETE FROM plan_state_change",
        "DELETE FROM plan_comment",
        "UPDATE plan_comment SET text = 'y'",
        "DELETE FROM plan",
        "UPDATE plan SET version = 1",
        "UPDATE plan SET made_at = now() - interval '1 day'",
        "UPDATE plan SET state = 'approved'",
        "UPDATE plan SET state = 'published', published_edition = 1",
    ],
)
def test_not_even_the_owner_changes_what_was_done(owner: Connection, statement: str) -> None:
    with pytest.raises(CoverageBroken, match="published_is_kept"), translated():
        owner.execute(text(statement))


def test_a_plan_is_published_once_approved_and_then_stays(owner: Connection) -> None:
    for state in ("submitted", "draft", "submitted", "approved"):
        owner.execute(text(f"UPDATE plan SET state = '{state}'"))
    drawing = owner.begin_nested()
    with pytest.raises(CoverageBroken, match="published_is_kept"), translated():
        owner.execute(text("UPDATE plan SET version = 3"))
    drawing.rollback()
    owner.execute(text("UPDATE plan SET state = 'published', published_edition = 1"))
    with pytest.raises(CoverageBroken, match="published_is_kept"), translated():
        owner.execute(text("UPDATE plan SET title = 'z'"))


def test_a_comment_is_settled_once(owner: Connection) -> None:
    owner.execute(text("UPDATE plan_comment SET resolved_at = now()"))
    with pytest.raises(CoverageBroken, match="published_is_kept"), translated():
        owner.execute(text("UPDATE plan_comment SET resolved_at = now() + interval '1 day'"))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        (f"3, 'do', 1, {DO}, 3, NULL", "plan_step_whole"),
        ("3, 'do', NULL, NULL, '{}', '[]', '[]', 3, NULL", "plan_step_whole"),
        ("3, 'undo', NULL, NULL, NULL, NULL, NULL, NULL, 3", "plan_step_whole"),
        ("3, 'undo', 9, NULL, NULL, NULL, NULL, NULL, 3", "plan_step_of"),
        (f"3, 'do', NULL, {DO}, 9, NULL", "plan_step_done"),
        (f"2, 'do', NULL, {DO}, 2, NULL", "plan_step_pkey"),
        (f"0, 'do', NULL, {DO}, NULL, NULL", "plan_step_number"),
    ],
)
def test_steps_that_are_refused(owner: Connection, values: str, constraint: str) -> None:
    with pytest.raises(DBAPIError, match=constraint):
        owner.execute(text(f"{STEP} ((SELECT plan FROM known), {values}, '{uuid4()}')"))


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("kind", "'x'", "plan_grid_kind"),
        ("hue", "6", "plan_grid_hue"),
        ("parent", "NULL", "plan_grid_parent"),
        ("area_m2", "NULL", "plan_grid_whole"),
        ("geom", "NULL", "plan_grid_whole"),
    ],
)
def test_grids_that_are_refused(owner: Connection, column: str, value: str, constraint: str) -> None:
    given = {
        "plan_id": "(SELECT plan FROM known)", "key": "'~1'", "level": "3", "parent": "'W'", "code": "''",
        "name": "''", "kind": "'special'", "statutory": "false", "parts": "false", "noding": "false",
        "geom": "ST_SetSRID('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))'::geometry, 4326)",
        "label": "ST_SetSRID('POINT(1 1)'::geometry, 4326)", "area_m2": "1", "hue": "0", "step": "1",
    }  # fmt: skip
    insert = "INSERT INTO plan_grid ({}) VALUES ({})"
    owner.execute(text(insert.format(", ".join(given), ", ".join(given.values()))))
    owner.execute(text("DELETE FROM plan_grid"))
    given[column] = value
    with pytest.raises(DBAPIError, match=constraint):
        owner.execute(text(insert.format(", ".join(given), ", ".join(given.values()))))
