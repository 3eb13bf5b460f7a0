"""Accounts, their sessions, tokens and reset links; offices; and roles granted on ground."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL,
    folded text COLLATE "C" NOT NULL CONSTRAINT account_folded UNIQUE,
    skeleton text COLLATE "C" NOT NULL CONSTRAINT account_skeleton UNIQUE,
    name text NOT NULL CONSTRAINT account_name CHECK (name <> ''),
    language text CONSTRAINT account_language CHECK (language IN ('zh', 'en')),
    password_hash text,
    created_at timestamptz NOT NULL DEFAULT now(),
    disabled_at timestamptz,
    last_sign_in_at timestamptz
);
COMMENT ON COLUMN account.folded IS 'The login as it is compared: compatible forms and case folded.';
COMMENT ON COLUMN account.skeleton IS 'What the login looks like; two accounts never look the same.';
COMMENT ON COLUMN account.password_hash IS 'argon2id with its parameters; null until a reset link was used.';

CREATE TABLE account_session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    token_hash bytea NOT NULL CONSTRAINT account_session_token UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    address text,
    agent text
);
CREATE INDEX account_session_account ON account_session (account_id);
COMMENT ON COLUMN account_session.token_hash IS 'SHA-256 of the cookie; the cookie itself is nowhere.';

CREATE TABLE account_reset (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    token_hash bytea NOT NULL CONSTRAINT account_reset_token UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX account_reset_account ON account_reset (account_id);

CREATE TABLE api_token (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    name text NOT NULL CONSTRAINT api_token_name CHECK (name <> ''),
    token_hash bytea NOT NULL CONSTRAINT api_token_token UNIQUE,
    actions text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX api_token_account ON api_token (account_id);

CREATE TABLE sign_in_failure (
    key text COLLATE "C" PRIMARY KEY,
    failures integer NOT NULL,
    last_at timestamptz NOT NULL,
    locked_until timestamptz
);
COMMENT ON TABLE sign_in_failure IS
    'Attempts by login (hashed: people type passwords there) and by address since the last success.';

CREATE TABLE office (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL
        CONSTRAINT office_kind CHECK (kind IN ('district', 'town', 'community', 'department')),
    name_zh text NOT NULL CONSTRAINT office_name CHECK (name_zh <> ''),
    name_en text,
    parent_id bigint REFERENCES office,
    hours text,
    phone text,
    address text,
    closed_at timestamptz
);
CREATE INDEX office_parent_id ON office (parent_id);

CREATE TABLE office_grid (
    office_id bigint NOT NULL REFERENCES office,
    grid_id bigint NOT NULL REFERENCES grid,
    PRIMARY KEY (office_id, grid_id)
);
CREATE INDEX office_grid_grid_id ON office_grid (grid_id);
COMMENT ON TABLE office_grid IS 'The ground of an office: these grids and all below them.';

CREATE TABLE role_grant (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    role text NOT NULL,
    grid_id bigint REFERENCES grid,
    office_id bigint REFERENCES office,
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_until timestamptz,
    reason text,
    granted_by text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CONSTRAINT role_grant_dates CHECK (valid_until > valid_from),
    CONSTRAINT role_grant_ground CHECK (
        (role = 'administrator') = (grid_id IS NULL AND office_id IS NULL)
    )
);
CREATE INDEX role_grant_account_id ON role_grant (account_id);
CREATE INDEX role_grant_grid_id ON role_grant (grid_id);
CREATE INDEX role_grant_office_id ON role_grant (office_id);
COMMENT ON COLUMN role_grant.grid_id IS
    'The identity of the grid, with all below it: the grant follows it through editions and new codes.';
"""

# Of two administrators who revoke each other, the second waits for the lock, and then is refused.
LAST_ADMINISTRATOR = """
CREATE FUNCTION gg_keep_administrator() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7350010);
    IF NOT EXISTS (
        SELECT FROM role_grant JOIN account ON account.id = role_grant.account_id
        WHERE role = 'administrator' AND revoked_at IS NULL AND disabled_at IS NULL
          AND valid_from <= now() AND valid_until IS NULL
    ) THEN
        RAISE EXCEPTION 'one administrator always remains' USING ERRCODE = 'GG002';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION gg_keep_administrator IS
    'After this change there is still an enabled account whose right to administer has no end.';

CREATE TRIGGER role_grant_administrator_revoked AFTER UPDATE ON role_grant
    FOR EACH ROW WHEN (OLD.role = 'administrator') EXECUTE FUNCTION gg_keep_administrator();
CREATE TRIGGER role_grant_administrator_deleted AFTER DELETE ON role_grant
    FOR EACH ROW WHEN (OLD.role = 'administrator') EXECUTE FUNCTION gg_keep_administrator();
CREATE TRIGGER account_administrator_disabled AFTER UPDATE OF disabled_at ON account
    FOR EACH ROW WHEN (OLD.disabled_at IS NULL AND NEW.disabled_at IS NOT NULL)
    EXECUTE FUNCTION gg_keep_administrator();
ALTER TABLE role_grant ENABLE ALWAYS TRIGGER role_grant_administrator_revoked;
ALTER TABLE role_grant ENABLE ALWAYS TRIGGER role_grant_administrator_deleted;
ALTER TABLE account ENABLE ALWAYS TRIGGER account_administrator_disabled;
"""

ANNOUNCED = """
CREATE FUNCTION gg_accounts_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NOTIFY geo_grid_accounts;
    RETURN NULL;
END $$;
CREATE TRIGGER account_changed AFTER UPDATE OF disabled_at, name, language, password_hash ON account
    FOR EACH STATEMENT EXECUTE FUNCTION gg_accounts_changed();
CREATE TRIGGER account_session_changed AFTER UPDATE OF ended_at ON account_session
    FOR EACH STATEMENT EXECUTE FUNCTION gg_accounts_changed();
CREATE TRIGGER api_token_changed AFTER UPDATE OF revoked_at ON api_token
    FOR EACH STATEMENT EXECUTE FUNCTION gg_accounts_changed();
CREATE TRIGGER role_grant_changed AFTER INSERT OR UPDATE OR DELETE ON role_grant
    FOR EACH STATEMENT EXECUTE FUNCTION gg_accounts_changed();
"""

TABLE_NAMES = (
    "role_grant, office_grid, office, sign_in_failure, api_token, account_reset, account_session, account"
)


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(LAST_ADMINISTRATOR)
    op.execute(ANNOUNCED)


def downgrade() -> None:
    op.execute(f"DROP TABLE {TABLE_NAMES}")
    op.execute("DROP FUNCTION gg_accounts_changed(), gg_keep_administrator()")
