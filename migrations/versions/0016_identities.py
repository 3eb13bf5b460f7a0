"""Identities of an outside provider that are bound to accounts, and sign-ins by it that are under way."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE account_identity (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    issuer text COLLATE "C" NOT NULL CONSTRAINT account_identity_issuer CHECK (issuer <> ''),
    subject text COLLATE "C" NOT NULL CONSTRAINT account_identity_subject CHECK (subject <> ''),
    bound_at timestamptz NOT NULL DEFAULT now(),
    bound_by text NOT NULL,
    removed_at timestamptz
);
CREATE UNIQUE INDEX account_identity_once ON account_identity (issuer, subject) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX account_identity_one ON account_identity (account_id, issuer) WHERE removed_at IS NULL;
COMMENT ON TABLE account_identity IS
    'Whom a provider of identities calls by a subject is this account, until an administrator removes it.';

CREATE TABLE provider_sign_in (
    state_hash bytea PRIMARY KEY,
    browser_hash bytea NOT NULL,
    issuer text NOT NULL,
    return_path text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX provider_sign_in_expires ON provider_sign_in (expires_at);
COMMENT ON COLUMN provider_sign_in.browser_hash IS
    'SHA-256 of the cookie of the browser that began; only that browser ends it, and only once.';
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE provider_sign_in, account_identity")
