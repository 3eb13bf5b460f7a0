"""People, their dated duties, leaves and stand-ins; work stations; service areas of offices."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE photo (
    hash text COLLATE "C" PRIMARY KEY CONSTRAINT photo_hash CHECK (hash ~ '^[0-9a-f]{64}$'),
    large bytea NOT NULL,
    small bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE photo IS
    'Encoded anew by us, so without whatever the file said besides; named by SHA-256 of large.';

CREATE TABLE person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    kind text NOT NULL CONSTRAINT person_kind CHECK (kind IN ('official', 'private')),
    name text NOT NULL CONSTRAINT person_name CHECK (name <> ''),
    name_en text,
    post text,
    phone text,
    mobile text,
    reception_hours text,
    published text[] NOT NULL DEFAULT '{}'
        CONSTRAINT person_published CHECK (
            published <@ ARRAY['name', 'post', 'photo', 'phone', 'mobile', 'hours']
        ),
    opted_in_at timestamptz,
    photo_hash text COLLATE "C" REFERENCES photo,
    grid_id bigint NOT NULL REFERENCES grid,
    office_id bigint REFERENCES office,
    account_id bigint REFERENCES account CONSTRAINT person_account UNIQUE,
    valid tstzrange NOT NULL CONSTRAINT person_valid CHECK (
        NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
    ),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT person_opted_in CHECK (kind = 'official' OR opted_in_at IS NOT NULL OR published = '{}')
);
CREATE INDEX person_grid_id ON person (grid_id);
CREATE INDEX person_office_id ON person (office_id);
CREATE INDEX person_photo_hash ON person (photo_hash);
COMMENT ON COLUMN person.grid_id IS 'On whose ground the record is kept: its people managers may change it.';
COMMENT ON COLUMN person.published IS 'What the public may see; of a private person nothing without consent.';

CREATE TABLE assignment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grid_id bigint NOT NULL REFERENCES grid,
    person_id bigint NOT NULL REFERENCES person,
    role text NOT NULL CONSTRAINT assignment_role CHECK (
        role IN ('head', 'member', 'information_officer', 'liaison', 'specialist')
    ),
    valid tstzrange NOT NULL CONSTRAINT assignment_valid CHECK (
        NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
    ),
    shift text CONSTRAINT assignment_shift CHECK (shift IN ('day', 'night', 'staggered')),
    hours jsonb,
    specialty text,
    duties text,
    office_id bigint REFERENCES office,
    cancelled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT assignment_one_head
        EXCLUDE USING gist (grid_id WITH =, valid WITH &&)
        WHERE (role = 'head' AND cancelled_at IS NULL),
    CONSTRAINT assignment_once
        EXCLUDE USING gist (grid_id WITH =, person_id WITH =, role WITH =, valid WITH &&)
        WHERE (cancelled_at IS NULL)
);
CREATE INDEX assignment_person_id ON assignment (person_id);
CREATE INDEX assignment_office_id ON assignment (office_id);
COMMENT ON COLUMN assignment.hours IS
    'Local hours: [{"days": [1, ..., 7], "from": "22:00", "until": "06:00"}, ...]; null: at all times.';
COMMENT ON COLUMN assignment.cancelled_at IS 'Withdrawn before it began.';

CREATE TABLE partner (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grid_id bigint NOT NULL REFERENCES grid,
    partner_id bigint NOT NULL REFERENCES grid,
    valid tstzrange NOT NULL CONSTRAINT partner_valid CHECK (
        NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
    ),
    CONSTRAINT partner_other CHECK (grid_id <> partner_id),
    CONSTRAINT partner_one EXCLUDE USING gist (grid_id WITH =, valid WITH &&)
);
CREATE INDEX partner_partner_id ON partner (partner_id);
COMMENT ON TABLE partner IS
    'AB posts: while the first grid''s person is away for short, the other grid''s answers.';

CREATE TABLE leave (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person,
    kind text NOT NULL CONSTRAINT leave_kind CHECK (kind IN ('short', 'long')),
    valid tstzrange NOT NULL CONSTRAINT leave_valid CHECK (
        NOT isempty(valid) AND NOT lower_inf(valid) AND lower_inc(valid) AND NOT upper_inc(valid)
    ),
    stand_in_id bigint REFERENCES person,
    cancelled_at timestamptz,
    CONSTRAINT leave_other CHECK (stand_in_id <> person_id),
    CONSTRAINT leave_once EXCLUDE USING gist (person_id WITH =, valid WITH &&) WHERE (cancelled_at IS NULL)
);
CREATE INDEX leave_stand_in_id ON leave (stand_in_id);
COMMENT ON TABLE leave IS 'When a person is away. Never why.';

CREATE TABLE station (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grid_id bigint NOT NULL REFERENCES grid,
    name_zh text NOT NULL CONSTRAINT station_name CHECK (name_zh <> ''),
    name_en text,
    geom geometry(Point, 4326) NOT NULL,
    address text,
    hours text,
    phone text,
    services text[] NOT NULL DEFAULT '{}',
    office_id bigint REFERENCES office,
    closed_at timestamptz
);
CREATE INDEX station_geom ON station USING gist (geom);
CREATE INDEX station_grid_id ON station (grid_id);
CREATE INDEX station_office_id ON station (office_id);
COMMENT ON COLUMN station.grid_id IS 'On whose ground the record is kept.';

ALTER TABLE office ADD COLUMN service_area geometry(MultiPolygon, 4326);
COMMENT ON COLUMN office.service_area IS
    'Ground of its own shape, where its service does not run along grids.';
"""

ANNOUNCED = """
CREATE FUNCTION gg_duty_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NOTIFY geo_grid_duty;
    RETURN NULL;
END $$;
CREATE TRIGGER person_changed AFTER INSERT OR UPDATE OR DELETE ON person
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER assignment_changed AFTER INSERT OR UPDATE OR DELETE ON assignment
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER partner_changed AFTER INSERT OR UPDATE OR DELETE ON partner
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER leave_changed AFTER INSERT OR UPDATE OR DELETE ON leave
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER station_changed AFTER INSERT OR UPDATE OR DELETE ON station
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER office_changed AFTER INSERT OR UPDATE OR DELETE ON office
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
CREATE TRIGGER office_grid_changed AFTER INSERT OR UPDATE OR DELETE ON office_grid
    FOR EACH STATEMENT EXECUTE FUNCTION gg_duty_changed();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(ANNOUNCED)


def downgrade() -> None:
    op.execute("DROP TRIGGER office_grid_changed ON office_grid")
    op.execute("DROP TRIGGER office_changed ON office")
    op.execute("ALTER TABLE office DROP COLUMN service_area")
    op.execute("DROP TABLE station, leave, partner, assignment, person, photo")
    op.execute("DROP FUNCTION gg_duty_changed()")
