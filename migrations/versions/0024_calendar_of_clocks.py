"""A clock says by which calendar it was reckoned, so that those by an older one are found."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE incident_due ADD COLUMN calendar_at timestamptz NOT NULL DEFAULT 'epoch'")
    op.execute(
        "CREATE INDEX incident_due_calendar ON incident_due (calendar_at) "
        "WHERE met_at IS NULL AND paused_at IS NULL"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE incident_due DROP COLUMN calendar_at")
