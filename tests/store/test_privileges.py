"""What the application's role may not do, however it asks."""

import pytest
from sqlalchemy import text

from geo_grid.core.errors import Unavailable
from geo_grid.store.errors import translated
from tests.conftest import APPLICATION_ROLE, Database
from tests.store.ground import Writer, box, lay, refused

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE grid_row CASCADE",
        "DELETE FROM grid_row",
        "DELETE FROM edition",
        "DELETE FROM proof_due",
        "SELECT * FROM proof_due",
        "INSERT INTO proof_due VALUES (1, '1', '{}')",
        "UPDATE grid_row SET geom = geom",
        "UPDATE grid_row SET name = 'x'",
        "UPDATE grid SET touched = 0",
        "UPDATE edition SET title = 'x'",
        "UPDATE level SET level = 3",
        "ALTER TABLE grid_row DISABLE TRIGGER ALL",
        "ALTER TABLE grid_row DROP CONSTRAINT grid_row_on_lattice",
        "DROP TRIGGER proof_due_prove ON proof_due",
        "DROP TABLE proof_due",
        "CREATE OR REPLACE FUNCTION gg_prove(bigint, tstzmultirange) RETURNS void LANGUAGE sql AS 'SELECT'",
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET actor = 'x'",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "UPDATE audit_link SET seal = 1",
        "UPDATE role_grant SET role = 'administrator'",
        "DELETE FROM role_grant",
        "DELETE FROM account",
        "UPDATE account SET login = 'x'",
        "UPDATE account_identity SET subject = 'x'",
        "DELETE FROM account_identity",
        "UPDATE account_session SET account_id = 1",
        "UPDATE api_token SET actions = '{}'",
        "DELETE FROM edition_headless",
        "DELETE FROM board",
        "UPDATE board_print SET edition = 1",
        "DELETE FROM board_check",
        "UPDATE print_job SET account_id = 1",
        "DROP TABLE jobs.procrastinate_jobs",
        "DELETE FROM network",
        "UPDATE network SET ground_id = 1",
        "DELETE FROM network_cell",
        "UPDATE network_cell SET geom = NULL",
        "UPDATE network_cell_grid SET cell_id = 1",
        "DELETE FROM plan",
        "UPDATE plan SET made_by = NULL",
        "UPDATE plan_step SET name = 'x'",
        "DELETE FROM plan_step",
        "UPDATE plan_state_change SET why = 'x'",
        "DELETE FROM plan_unlock",
        "UPDATE plan_comment SET text = 'x'",
        "UPDATE size_rules SET rules = '[]'",
        "DELETE FROM size_rules",
        "UPDATE catalogue SET content = '{}'",
        "DELETE FROM holiday_year",
        "UPDATE responsibility SET category = '01'",
        "DELETE FROM responsibility",
        "TRUNCATE incident CASCADE",
        "ALTER TABLE incident DISABLE TRIGGER ALL",
        "UPDATE incident_entry SET text = 'x'",
        "DELETE FROM incident_entry",
        "DELETE FROM incident_reporter",
        "UPDATE incident_photo SET large = ''",
        "UPDATE incident_transfer SET reason_code = 'x'",
        "DELETE FROM incident_transfer",
        "DELETE FROM notification",
        "UPDATE notification SET template = 'x'",
    ],
)
def test_the_application_may_not(ground: Writer, statement: str) -> None:
    assert ground.connection.scalar(text("SELECT current_user")) == APPLICATION_ROLE
    with pytest.raises(Unavailable, match="database_forbids"), translated():
        ground.connection.execute(text(statement))


def test_a_temporary_table_of_the_same_name_deceives_nobody(ground: Writer) -> None:
    """The functions look into the public schema before the temporary one."""
    ground.connection.execute(text("CREATE TEMP TABLE proof_due (grid_id bigint, transaction xid8)"))
    ground.connection.execute(text("CREATE TEMP TABLE grid_exception (LIKE public.grid_exception)"))
    ground.row("e", 3, "E", box(2, 0, 3, 2), 1)
    with refused("not_tiled", "I2", parent="E"):
        ground.prove_now()


def test_one_role_for_both_is_enough(template: Database) -> None:
    engine = template.owner_engine()
    with engine.connect() as connection:
        writer = lay(connection)
        writer.prove_now()
        writer.row("e", 3, "E", box(2, 0, 3, 2), 1)
        with refused("not_tiled", "I2", parent="E"):
            writer.prove_now()
        connection.rollback()
