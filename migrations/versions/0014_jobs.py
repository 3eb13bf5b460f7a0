"""The queue of background work (procrastinate), in a schema of its own."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = Path(__file__).parents[1] / "sql" / "procrastinate_3_10.sql"

#: Whoever calls them finds its tables, by whatever path of their own.
_PATHS = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', each);
    END LOOP;
END $$;
"""


def upgrade() -> None:
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path = jobs")
    # Many statements at once, with percent signs of their own: only the driver itself takes them as they are.
    cursor = op.get_bind().connection.cursor()
    cursor.execute(_TABLES.read_text(encoding="utf-8"))
    cursor.close()
    op.execute("SET LOCAL search_path = public")
    op.execute(_PATHS)


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
