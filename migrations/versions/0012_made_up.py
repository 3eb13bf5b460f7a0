"""Which people, offices and work stations a demo made up: what takes its place ends them, and nobody else."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLES = ("person", "station", "office")


def upgrade() -> None:
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN made_up boolean NOT NULL DEFAULT false")
        op.execute(
            f"COMMENT ON COLUMN {table}.made_up IS 'Part of a demo; false as soon as somebody changes it.'"
        )


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN made_up")
