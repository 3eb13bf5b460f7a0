"""How large grids shall be: rule sets, each in the place of the one before."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE size_rules (
    version integer PRIMARY KEY CONSTRAINT size_rules_version CHECK (version > 0),
    rules jsonb NOT NULL CONSTRAINT size_rules_list CHECK (jsonb_typeof(rules) = 'array'),
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX size_rules_made_by ON size_rules (made_by);
COMMENT ON TABLE size_rules IS 'The newest version is in force; without one the defaults of the program are.';

CREATE TRIGGER size_rules_no_update BEFORE UPDATE ON size_rules FOR EACH ROW EXECUTE FUNCTION gg_keep();
CREATE TRIGGER size_rules_no_delete BEFORE DELETE ON size_rules FOR EACH ROW EXECUTE FUNCTION gg_keep();
CREATE TRIGGER size_rules_no_truncate BEFORE TRUNCATE ON size_rules EXECUTE FUNCTION gg_keep();
"""


def upgrade() -> None:
    op.execute(TABLES)
    for what in ("no_update", "no_delete", "no_truncate"):
        op.execute(f"ALTER TABLE size_rules ENABLE ALWAYS TRIGGER size_rules_{what}")


def downgrade() -> None:
    op.execute("DROP TABLE size_rules")
