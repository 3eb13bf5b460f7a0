"""What the database refuses of people and duties, whoever writes past the application."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

pytestmark = pytest.mark.database

SINCE = "tstzrange('2026-01-01', NULL)"


@pytest.fixture
def town(session: Session) -> Session:
    """Two grids, 1 and 2 in :first and :second, with a person each."""
    session.execute(
        text(
            "WITH made AS (INSERT INTO grid (level) VALUES (3), (3) RETURNING id) "
            "INSERT INTO person (kind, name, grid_id, valid) "
            f"SELECT 'official', '陈安', id, {SINCE} FROM made"
        )
    )
    return session


def said(session: Session, statement: str) -> str:
    """The name of the constraint that refuses a statement; {p}, {q}: persons, {g}, {h}: their grids."""
    (p, g), (q, h) = session.execute(text("SELECT id, grid_id FROM person ORDER BY id DESC LIMIT 2")).all()
    with pytest.raises(DBAPIError) as caught, session.begin_nested():
        session.execute(text(statement.format(p=p, q=q, g=g, h=h)))
    diag = caught.value.orig.diag  # type: ignore[union-attr]  # psycopg's own
    return str(diag.constraint_name)


def given(session: Session, statement: str) -> None:
    (p, g), (q, h) = session.execute(text("SELECT id, grid_id FROM person ORDER BY id DESC LIMIT 2")).all()
    session.execute(text(statement.format(p=p, q=q, g=g, h=h)))


DUTY = "INSERT INTO assignment (grid_id, person_id, role, valid) VALUES "
LEAVE = "INSERT INTO leave (person_id, kind, valid, stand_in_id) VALUES "
PAIR = "INSERT INTO partner (grid_id, partner_id, valid) VALUES "


@pytest.mark.parametrize(
    ("first", "second", "constraint"),
    [
        (
            f"{DUTY} ({{g}}, {{p}}, 'head', {SINCE})",
            f"{DUTY} ({{g}}, {{q}}, 'head', {SINCE})",
            "assignment_one_head",
        ),
        (
            f"{DUTY} ({{g}}, {{p}}, 'head', tstzrange('2026-01-01', '2026-02-01'))",
            f"{DUTY} ({{g}}, {{q}}, 'head', tstzrange('2026-01-31', '2026-03-01'))",
            "assignment_one_head",
        ),
        (
            f"{DUTY} ({{g}}, {{p}}, 'member', {SINCE})",
            f"{DUTY} ({{g}}, {{p}}, 'member', {SINCE})",
            "assignment_once",
        ),
        (
            f"{LEAVE} ({{p}}, 'short', {SINCE}, NULL)",
            f"{LEAVE} ({{p}}, 'long', tstzrange('2026-05-01', '2026-06-01'), NULL)",
            "leave_once",
        ),
        (f"{PAIR} ({{g}}, {{h}}, {SINCE})", f"{PAIR} ({{g}}, {{h}}, {SINCE})", "partner_one"),
    ],
)
def test_the_second_of_what_there_is_one_is_refused(
    town: Session, first: str, second: str, constraint: str
) -> None:
    given(town, first)
    assert said(town, second) == constraint


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (f"{DUTY} ({{g}}, {{p}}, 'emperor', {SINCE})", "assignment_role"),
        (f"{DUTY} ({{g}}, {{p}}, 'head', 'empty')", "assignment_valid"),
        (f"{DUTY} ({{g}}, {{p}}, 'head', tstzrange(NULL, now()))", "assignment_valid"),
        (f"{LEAVE} ({{p}}, 'short', {SINCE}, {{p}})", "leave_other"),
        (f"{LEAVE} ({{p}}, 'sick', {SINCE}, NULL)", "leave_kind"),
        (f"{PAIR} ({{g}}, {{g}}, {SINCE})", "partner_other"),
        ("UPDATE person SET kind = 'resident' WHERE id = {p}", "person_kind"),
        ("UPDATE person SET kind = 'private', published = '{{name}}' WHERE id = {p}", "person_opted_in"),
        ("UPDATE person SET published = '{{religion}}' WHERE id = {p}", "person_published"),
        ("UPDATE person SET name = '' WHERE id = {p}", "person_name"),
        ("INSERT INTO photo (hash, large, small) VALUES ('x', '', '')", "photo_hash"),
    ],
)
def test_what_must_not_be_written_is_refused(town: Session, statement: str, constraint: str) -> None:
    assert said(town, statement) == constraint


def test_who_has_a_duty_cannot_be_deleted_and_duties_not_at_all(town: Session) -> None:
    given(town, f"{DUTY} ({{g}}, {{p}}, 'member', {SINCE})")
    assert said(town, "DELETE FROM person WHERE id = {p}").startswith("assignment_person_id")
    for table in ("assignment", "leave", "partner", "station"):
        with pytest.raises(DBAPIError, match="permission denied"), town.begin_nested():
            town.execute(text(f"DELETE FROM {table}"))


def test_what_was_cancelled_makes_room(town: Session) -> None:
    given(town, f"{DUTY} ({{g}}, {{p}}, 'head', {SINCE})")
    given(town, "UPDATE assignment SET cancelled_at = now() WHERE person_id = {p}")
    given(town, f"{DUTY} ({{g}}, {{q}}, 'head', {SINCE})")
