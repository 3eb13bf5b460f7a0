"""Attempts to sign in that no longer count are found without looking at all of them."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX sign_in_failure_free ON sign_in_failure (last_at) WHERE failures < 5")
    op.execute("CREATE INDEX sign_in_failure_locked ON sign_in_failure (last_at) WHERE failures >= 5")


def downgrade() -> None:
    op.execute("DROP INDEX sign_in_failure_free, sign_in_failure_locked")
