"""I5: one row a grid at a time; what is published stays, but for closing the open bound once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.conftest import OWNER_ROLE
from tests.store.ground import ALL, DAY_1, DAY_2, DAY_3, EAST, NORTH_WEST, Writer, refused

pytestmark = pytest.mark.database

OWNER = f"SET ROLE {OWNER_ROLE}"
#: The role of the connection is its default, so RESET ROLE would not do.
SUPERUSER = "SET ROLE NONE"


@pytest.mark.parametrize(
    "change",
    [
        "geom = ST_Multi(ST_MakeEnvelope(0, 0, 1, 1, 4326))",
        "name = 'new'",
        "attributes = '{\"a\": 1}'",
        "parent_id = parent_id + 1",
        "code = 'other'",
        "hue = 5",
        "edition_from = 2",
        "valid = tstzrange(lower(valid) + interval '1 day', NULL)",
        "valid = tstzrange(lower(valid) - interval '1 day', NULL)",
        "hue = 4, valid = tstzrange(lower(valid), '2026-02-01Z'), edition_to = 2",
    ],
)
def test_even_the_owner_does_not_change_a_published_row(ground: Writer, change: str) -> None:
    ground.edition(DAY_2)
    ground.connection.execute(
        text("INSERT INTO grid_code VALUES ('other', :grid, 3)"), {"grid": ground.ids["sw"]}
    )
    ground.connection.execute(text(OWNER))
    with refused("published_is_kept", "I5", table="grid_row", operation="UPDATE"):
        ground.connection.execute(
            text(f"UPDATE grid_row SET {change} WHERE grid_id = :grid"), {"grid": ground.ids["sw"]}
        )


@pytest.mark.parametrize(
    "table", ["grid_row", "void", "grid_exception", "edition", "grid", "grid_code", "unlock", "level"]
)
def test_even_the_owner_does_not_truncate(ground: Writer, table: str) -> None:
    ground.connection.execute(text(OWNER))
    ground.connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    with refused("published_is_kept", "I5", operation="TRUNCATE"):
        ground.connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("table", ["grid_row", "edition", "grid", "grid_code", "level"])
def test_even_the_owner_does_not_delete(ground: Writer, table: str) -> None:
    ground.connection.execute(text(OWNER))
    with refused("published_is_kept", "I5", table=table, operation="DELETE"):
        ground.connection.execute(text(f"DELETE FROM {table}"))


@pytest.mark.parametrize("change", ["effective = effective + interval '1 day'", "number = 9", "title = 'x'"])
def test_even_the_owner_does_not_change_an_edition(ground: Writer, change: str) -> None:
    ground.connection.execute(text(OWNER))
    with refused("published_is_kept", "I5", table="edition"):
        ground.connection.execute(text(f"UPDATE edition SET {change}"))


def test_even_the_owner_does_not_withhold_a_proof(ground: Writer) -> None:
    ground.connection.execute(text(OWNER))
    with refused("proof_withheld", "I2"):
        ground.connection.execute(text("DELETE FROM proof_due"))


def test_a_proof_is_not_narrowed(ground: Writer) -> None:
    ground.connection.execute(text(OWNER))
    with refused("proof_withheld", "I2"):
        ground.connection.execute(text("UPDATE proof_due SET during = '{}'"))


def test_session_replication_role_does_not_switch_the_proof_off(ground: Writer) -> None:
    ground.prove_now()
    ground.connection.execute(text(SUPERUSER))
    ground.connection.execute(text("SET LOCAL session_replication_role = replica"))
    ground.row("e", 3, "E", "MULTIPOLYGON(((2 0,3 0,3 1,2 0)))", 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_a_row_is_closed_twice(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    third = ground.edition(DAY_3)
    ground.close("sw", second)
    with refused("published_is_kept", "I5"):
        ground.connection.execute(
            text(
                "UPDATE grid_row SET valid = tstzrange(lower(valid), :upper), edition_to = :edition"
                " WHERE grid_id = :grid"
            ),
            {"upper": DAY_3, "edition": third, "grid": ground.ids["sw"]},
        )


def test_a_closed_row_is_opened_again(ground: Writer) -> None:
    ground.close("sw", ground.edition(DAY_2))
    with refused("published_is_kept", "I5"):
        ground.connection.execute(
            text(
                "UPDATE grid_row SET valid = tstzrange(lower(valid), NULL), edition_to = NULL"
                " WHERE grid_id = :grid"
            ),
            {"grid": ground.ids["sw"]},
        )


def test_two_rows_at_a_time(ground: Writer) -> None:
    with refused("row_twice", "I5"):
        ground.row("sw", 3, "W", ALL, ground.edition(DAY_2), DAY_2)


@pytest.mark.parametrize(
    ("valid", "code"),
    [
        ("(,)", "validity_wrong"),
        ("[-infinity,)", "validity_wrong"),
        ("empty", "validity_wrong"),
        ("[2026-01-01Z,infinity)", "validity_wrong"),
        ("(2026-01-01Z,)", "validity_wrong"),
        ("[2026-01-01Z,2026-02-01Z)", "validity_wrong"),
        ("[2026-01-01Z,2026-02-01Z]", "validity_wrong"),
        ("[2026-01-02Z,)", "edition_mismatch"),
        ("[2025-01-01Z,)", "edition_mismatch"),
    ],
)
def test_a_time_that_is_not_the_editions(ground: Writer, valid: str, code: str) -> None:
    with refused(code, "I5"):
        ground.row("e", 3, "E", EAST, 1, valid=valid)


def test_closing_at_another_instant_than_the_editions(ground: Writer) -> None:
    with refused("edition_mismatch", "I5"):
        ground.close("sw", ground.edition(DAY_2), DAY_3)


def test_closing_before_it_began(ground: Writer) -> None:
    before = DAY_1 - timedelta(days=1)
    with pytest.raises(Exception, match=r"lower bound must be less|range"):
        ground.close("sw", ground.edition(before), before)


def test_closing_at_the_instant_it_began(ground: Writer) -> None:
    with refused("validity_wrong", "I5"):
        ground.close("sw", ground.edition(DAY_1), DAY_1)


def test_a_statement_that_closes_nothing_and_changes_nothing(ground: Writer) -> None:
    with refused("published_is_kept", "I5"):
        ground.connection.execute(text("UPDATE grid_row SET valid = valid"))


def test_editions_are_numbered_without_holes(ground: Writer) -> None:
    assert [ground.edition(DAY_2), ground.edition(DAY_3)] == [2, 3]
    ground.connection.execute(
        text(
            "INSERT INTO edition (number, effective, title, reason, published_by)"
            " VALUES (99, now(), '', '', '')"
        )
    )
    assert ground.edition(DAY_3) == 5


def test_a_mark_of_noding_is_true(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("E", second)
    ground.row("E", 2, "A", EAST, second, DAY_2, noding=True)
    ground.prove_now()


@pytest.mark.parametrize(
    "change", ["name = 'east end'", "class = 'A'", "attributes = '{\"a\": 1}'", "kind = 'special'"]
)
def test_a_mark_of_noding_hides_nothing_else(ground: Writer, change: str) -> None:
    second = ground.edition(DAY_2)
    ground.close("E", second)
    column, value = change.split(" = ")
    ground.connection.execute(
        text(
            f"INSERT INTO grid_row (grid_id, level, parent_id, code, name, kind, class, statutory, noding,"
            f" geom, label, area_m2, hue, attributes, valid, edition_from)"
            f" SELECT grid_id, level, parent_id, code,"
            f" {value if column == 'name' else 'name'}, {value if column == 'kind' else 'kind'},"
            f" {value if column == 'class' else 'class'}, statutory, true, geom, label, area_m2, hue,"
            f" {value if column == 'attributes' else 'attributes'}, tstzrange(:day, NULL), :edition"
            f" FROM grid_row WHERE code = 'E'"
        ),
        {"day": DAY_2, "edition": second},
    )
    with refused("noding_untrue", "I5", grids=["E"]):
        ground.prove_now()


def test_a_first_row_is_no_noding(ground: Writer) -> None:
    second = ground.edition(DAY_2)
    ground.close("nw", second)
    ground.row("new", 3, "W", NORTH_WEST, second, DAY_2, noding=True)
    with refused("noding_untrue", "I5", grids=["new"]):
        ground.prove_now()
