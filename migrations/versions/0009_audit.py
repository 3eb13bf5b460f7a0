"""The audit: entries that nobody changes, and the chain of seals that shows when somebody did."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor text NOT NULL CONSTRAINT audit_entry_actor CHECK (actor <> ''),
    via text NOT NULL CONSTRAINT audit_entry_via CHECK (via IN ('session', 'token', 'cli', 'system')),
    address text,
    request text,
    action text NOT NULL CONSTRAINT audit_entry_action CHECK (action <> ''),
    subject text,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_entry_at ON audit_entry (at);
CREATE INDEX audit_entry_actor_at ON audit_entry (actor, id);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
COMMENT ON TABLE audit_entry IS 'Who did what, when, from where; written in the transaction of the deed.';

CREATE TABLE audit_seal (
    number bigint PRIMARY KEY,
    sealed_at timestamptz NOT NULL,
    entries integer NOT NULL,
    hash bytea NOT NULL
);
COMMENT ON TABLE audit_seal IS 'A batch of entries, chained to the seal before it by its hash.';

CREATE TABLE audit_link (
    entry_id bigint PRIMARY KEY,
    seal bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE INDEX audit_link_seal ON audit_link (seal, entry_id);
COMMENT ON TABLE audit_link IS 'In which seal an entry is, and its own hash, so that a changed one is named.';

CREATE FUNCTION gg_audit_now() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;

CREATE FUNCTION gg_audit_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the audit is never changed' USING ERRCODE = '42501';
END $$;

CREATE TRIGGER audit_entry_now BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION gg_audit_now();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER audit_entry_now;
"""

KEPT = ("audit_entry", "audit_seal", "audit_link")


def upgrade() -> None:
    op.execute(TABLES)
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION gg_audit_refuse()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_kept")


def downgrade() -> None:
    op.execute("DROP TABLE audit_link, audit_seal, audit_entry")
    op.execute("DROP FUNCTION gg_audit_refuse(), gg_audit_now()")
