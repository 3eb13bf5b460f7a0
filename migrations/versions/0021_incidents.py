"""Incidents: catalogue and calendar, who is responsible, what is reported, its history and clocks."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

RULES = """
CREATE TABLE catalogue (
    version integer PRIMARY KEY CONSTRAINT catalogue_version CHECK (version > 0),
    content jsonb NOT NULL CONSTRAINT catalogue_content CHECK (jsonb_typeof(content) = 'object'),
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX catalogue_made_by ON catalogue (made_by);
COMMENT ON TABLE catalogue IS
    'Categories with their time limits and task lists; the newest version is in force, each is kept.';

CREATE TABLE holiday_year (
    year integer NOT NULL CONSTRAINT holiday_year_year CHECK (year BETWEEN 1949 AND 9998),
    days jsonb NOT NULL CONSTRAINT holiday_year_days CHECK (jsonb_typeof(days) = 'object'),
    source text NOT NULL,
    confirmed boolean NOT NULL,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (year, made_at)
);
CREATE INDEX holiday_year_made_by ON holiday_year (made_by);
COMMENT ON TABLE holiday_year IS 'The last one said of a year is in force, each is kept.';
COMMENT ON COLUMN holiday_year.days IS 'Date: holiday or makeup; every other day is as its weekday.';

CREATE TABLE responsibility (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    category text COLLATE "C" NOT NULL,
    grid_id bigint REFERENCES grid,
    lead_office bigint NOT NULL REFERENCES office,
    co_offices bigint[] NOT NULL DEFAULT '{}',
    arbiter_office bigint REFERENCES office,
    from_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    made_by bigint REFERENCES account,
    CONSTRAINT responsibility_dates CHECK (ended_at >= from_at)
);
CREATE UNIQUE INDEX responsibility_one ON responsibility (category, coalesce(grid_id, 0))
    WHERE ended_at IS NULL;
CREATE INDEX responsibility_grid_id ON responsibility (grid_id);
CREATE INDEX responsibility_lead_office ON responsibility (lead_office);
CREATE INDEX responsibility_arbiter_office ON responsibility (arbiter_office);
CREATE INDEX responsibility_made_by ON responsibility (made_by);
COMMENT ON COLUMN responsibility.grid_id IS 'With all below it; null: everywhere.';
"""

# A number is drawn without waiting for anybody: the sequence runs on, and a day knows where in it it began.
NUMBERS = """
CREATE SEQUENCE incident_number AS bigint;
CREATE TABLE incident_day (
    day date PRIMARY KEY,
    before_first bigint NOT NULL
);
COMMENT ON TABLE incident_day IS 'Where the sequence of numbers stood when a day''s first was drawn.';

CREATE FUNCTION gg_incident_number(of_day date) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    start bigint := (SELECT before_first FROM incident_day WHERE day = of_day);
    drawn bigint;
BEGIN
    IF start IS NULL THEN
        INSERT INTO incident_day SELECT of_day, CASE WHEN is_called THEN last_value ELSE 0 END
        FROM incident_number ON CONFLICT DO NOTHING;
        start := (SELECT before_first FROM incident_day WHERE day = of_day);
    END IF;
    drawn := nextval('incident_number') - start;
    RETURN to_char(of_day, 'YYYYMMDD') || '-' || lpad(drawn::text, greatest(6, length(drawn::text)), '0');
END $$;
COMMENT ON FUNCTION gg_incident_number IS 'The next number of a day, e.g. 20261122-000123; gaps are no loss.';
"""

INCIDENTS = """
CREATE FUNCTION gg_pairs(title text, place text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    WITH said AS (SELECT lower(title || ' ' || coalesce(place, '')) AS words)
    SELECT coalesce(array_agg(DISTINCT pair), '{}')
    FROM said, generate_series(1, length(words) - 1) AS n, substr(words, n, 2) AS pair
    WHERE pair !~ '\\s'
);
COMMENT ON FUNCTION gg_pairs IS
    'Every two characters that stand side by side: in Chinese, two make a word, and a trigram finds none.';

CREATE TABLE incident (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text COLLATE "C" NOT NULL CONSTRAINT incident_number_once UNIQUE,
    secret_hash bytea,
    client_id uuid CONSTRAINT incident_once UNIQUE,
    client_hash bytea,
    version integer NOT NULL DEFAULT 1,
    state text NOT NULL CONSTRAINT incident_state CHECK (state IN (
        'reported', 'accepted', 'dispatched', 'handling', 'suspended', 'handled', 'disputed',
        'closed', 'declined', 'withdrawn', 'duplicate')),
    is_open boolean NOT NULL GENERATED ALWAYS AS (
        state NOT IN ('closed', 'declined', 'withdrawn', 'duplicate')) STORED,
    stage text CONSTRAINT incident_stage CHECK (
        stage IN ('accept', 'dispatch', 'take', 'handle', 'verify', 'arbitrate')),
    stage_since timestamptz NOT NULL DEFAULT now(),
    kind text NOT NULL CONSTRAINT incident_kind CHECK (
        kind IN ('general', 'coordination', 'emergency', 'approval')),
    urgency text NOT NULL CONSTRAINT incident_urgency CHECK (urgency IN ('emergency', 'urgent', 'normal')),
    channel text NOT NULL CONSTRAINT incident_channel CHECK (channel IN (
        'resident', 'open311', 'member', 'hotline', 'higher_office', 'media', 'sensor', 'batch')),
    category text COLLATE "C" NOT NULL,
    catalogue_version integer NOT NULL,
    title text NOT NULL,
    place text,
    text text,
    geom geometry(Point, 4326) NOT NULL CONSTRAINT incident_on_lattice CHECK (gg_point_on_lattice(geom)),
    edition integer REFERENCES edition,
    grid_id bigint REFERENCES grid,
    grids bigint[] NOT NULL DEFAULT '{}',
    outside boolean NOT NULL GENERATED ALWAYS AS (grid_id IS NULL) STORED,
    nearest_grid bigint REFERENCES grid,
    nearest_m real,
    border_m real,
    border_grid bigint REFERENCES grid,
    choice text NOT NULL DEFAULT 'located' CONSTRAINT incident_choice CHECK (choice IN ('located', 'chosen')),
    assignee_person bigint REFERENCES person,
    assignee_office bigint REFERENCES office,
    co_offices bigint[] NOT NULL DEFAULT '{}',
    level smallint CONSTRAINT incident_level CHECK (level BETWEEN 1 AND 3),
    ruled_person bigint REFERENCES person,
    ruled_office bigint REFERENCES office,
    pending text CONSTRAINT incident_pending CHECK (pending IN ('extension', 'suspension')),
    pending_until timestamptz,
    pending_by bigint REFERENCES account,
    duplicate_of bigint REFERENCES incident,
    reported_at timestamptz NOT NULL DEFAULT now(),
    happened_at timestamptz,
    accepted_at timestamptz,
    dispatched_at timestamptz,
    finished_at timestamptz,
    closed_at timestamptz,
    due_at timestamptz,
    stage_due_at timestamptz,
    due_next timestamptz GENERATED ALWAYS AS (least(due_at, stage_due_at)) STORED,
    warn_at timestamptz,
    overdue boolean NOT NULL DEFAULT false,
    reopened smallint NOT NULL DEFAULT 0,
    returned smallint NOT NULL DEFAULT 0,
    escalated smallint NOT NULL DEFAULT 0,
    extended smallint NOT NULL DEFAULT 0,
    closings smallint NOT NULL DEFAULT 0,
    ratings smallint NOT NULL DEFAULT 0,
    rating smallint CONSTRAINT incident_rating CHECK (rating BETWEEN 1 AND 5),
    solved boolean,
    reporter_account bigint REFERENCES account,
    made_up boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT incident_duplicate CHECK ((state = 'duplicate') <= (duplicate_of IS NOT NULL)),
    CONSTRAINT incident_of_itself CHECK (duplicate_of <> id),
    CONSTRAINT incident_located CHECK (
        CASE WHEN grid_id IS NULL THEN grids = '{}' ELSE grids[cardinality(grids)] = grid_id END)
);
CREATE INDEX incident_geom ON incident USING gist (geom);
CREATE INDEX incident_open_geom ON incident USING gist (geom) WHERE is_open;
CREATE INDEX incident_grids ON incident USING gin (grids);
CREATE INDEX incident_co_offices ON incident USING gin (co_offices);
CREATE INDEX incident_words ON incident USING gin (gg_pairs(title, place));
CREATE INDEX incident_newest ON incident (reported_at, id);
CREATE INDEX incident_open ON incident (reported_at, id) WHERE is_open;
CREATE INDEX incident_next_due ON incident (due_next, id) WHERE is_open;
CREATE INDEX incident_state ON incident (state, reported_at, id);
CREATE INDEX incident_category ON incident (category, reported_at, id);
CREATE INDEX incident_grid_id ON incident (grid_id, reported_at, id);
CREATE INDEX incident_changed ON incident (changed_at, id);
CREATE INDEX incident_changed_in ON incident (changed_in, id);
CREATE INDEX incident_person ON incident (assignee_person, reported_at, id);
CREATE INDEX incident_office ON incident (assignee_office, reported_at, id);
CREATE INDEX incident_outside ON incident (reported_at, id) WHERE outside;
CREATE INDEX incident_nearest_grid ON incident (nearest_grid) WHERE nearest_grid IS NOT NULL;
CREATE INDEX incident_border_grid ON incident (border_grid) WHERE border_grid IS NOT NULL;
CREATE INDEX incident_duplicate_of ON incident (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX incident_reporter_account ON incident (reporter_account) WHERE reporter_account IS NOT NULL;
CREATE INDEX incident_made_up ON incident (id) WHERE made_up;
COMMENT ON TABLE incident IS 'What somebody reported, as it stands now. Who reported it: incident_reporter.';
COMMENT ON COLUMN incident.secret_hash IS 'SHA-256 of what its reporter follows it with, which is nowhere.';
COMMENT ON COLUMN incident.client_id IS 'Hash of what the client called it: sent twice, it is one incident.';
COMMENT ON COLUMN incident.client_hash IS
    'SHA-256 of what was sent, without anything of the reporter: other things under one name are refused.';
COMMENT ON COLUMN incident.version IS 'Raised by every change, by trigger.';
COMMENT ON COLUMN incident.stage IS 'Whose clock runs; null while none does.';
COMMENT ON COLUMN incident.edition IS 'The edition whose grids these are; null before the first.';
COMMENT ON COLUMN incident.grids IS 'The chain of grids, level ascending, without the outline.';
COMMENT ON COLUMN incident.border_grid IS 'The grid on the other side of a border that is near.';
COMMENT ON COLUMN incident.choice IS 'Whether somebody chose the grid, at a border, or the point alone did.';
COMMENT ON COLUMN incident.co_offices IS 'Offices that act beside the assigned one, and may see it.';
COMMENT ON COLUMN incident.level IS 'The level of whoever has it now.';
COMMENT ON COLUMN incident.ruled_person IS 'For whom an arbiter ruled: they may not return it again.';
COMMENT ON COLUMN incident.pending IS 'What was asked for and is neither granted nor refused yet.';
COMMENT ON COLUMN incident.overdue IS 'An alarm was raised for the clock that runs.';
COMMENT ON COLUMN incident.changed_in IS
    'The transaction of the last change, by trigger: what has been seen up to it is never missed.';

CREATE TABLE incident_reporter (
    incident_id bigint PRIMARY KEY REFERENCES incident ON DELETE CASCADE,
    name text,
    phone text,
    contact text,
    language text NOT NULL DEFAULT 'zh'
        CONSTRAINT incident_reporter_language CHECK (language IN ('zh', 'en')),
    erased_at timestamptz,
    CONSTRAINT incident_reporter_erased CHECK (
        erased_at IS NULL OR (name IS NULL AND phone IS NULL AND contact IS NULL))
);
CREATE INDEX incident_reporter_kept ON incident_reporter (incident_id) WHERE erased_at IS NULL;
COMMENT ON TABLE incident_reporter IS 'The only place with anything of a reporter; erased after a time.';

CREATE TABLE incident_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    n integer NOT NULL CONSTRAINT incident_entry_n CHECK (n > 0),
    act text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    by_account bigint REFERENCES account,
    by_person bigint REFERENCES person,
    capacity text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    made_at timestamptz,
    reason_code text,
    reason text,
    text text,
    params jsonb NOT NULL DEFAULT '{}',
    geom geometry(Point, 4326) CONSTRAINT incident_entry_on_lattice CHECK (
        geom IS NULL OR gg_point_on_lattice(geom)),
    accuracy_m real,
    client_id uuid CONSTRAINT incident_entry_once UNIQUE,
    client_hash bytea,
    version integer NOT NULL,
    CONSTRAINT incident_entry_number UNIQUE (incident_id, n)
);
CREATE INDEX incident_entry_at ON incident_entry (at, id);
CREATE INDEX incident_entry_by_account ON incident_entry (by_account);
CREATE INDEX incident_entry_by_person ON incident_entry (by_person);
COMMENT ON TABLE incident_entry IS 'What happened with an incident; added to only. Nothing of a reporter.';
COMMENT ON COLUMN incident_entry.made_at IS 'When it was done as the client says, where it was sent later.';
COMMENT ON COLUMN incident_entry.geom IS 'Where whoever acted stood, where the act asks for it.';
COMMENT ON COLUMN incident_entry.version IS 'Of the incident, once this was done.';

CREATE TABLE incident_photo (
    id text COLLATE "C" PRIMARY KEY CONSTRAINT incident_photo_id CHECK (id ~ '^[A-Za-z0-9_-]{22}$'),
    incident_id bigint REFERENCES incident ON DELETE CASCADE,
    entry_id bigint REFERENCES incident_entry ON DELETE CASCADE,
    stage text CONSTRAINT incident_photo_stage CHECK (
        stage IN ('report', 'arrival', 'finish', 'verify', 'note')),
    hash text COLLATE "C" NOT NULL CONSTRAINT incident_photo_hash CHECK (hash ~ '^[0-9a-f]{64}$'),
    large bytea NOT NULL,
    small bytea NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    by_account bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT incident_photo_used CHECK (
        (incident_id IS NULL) = (stage IS NULL) AND (entry_id IS NULL OR incident_id IS NOT NULL))
);
ALTER TABLE incident_photo ALTER COLUMN large SET STORAGE EXTERNAL;
ALTER TABLE incident_photo ALTER COLUMN small SET STORAGE EXTERNAL;
CREATE INDEX incident_photo_incident_id ON incident_photo (incident_id);
CREATE INDEX incident_photo_entry_id ON incident_photo (entry_id);
CREATE INDEX incident_photo_by_account ON incident_photo (by_account);
CREATE INDEX incident_photo_unused ON incident_photo (made_at) WHERE incident_id IS NULL;
COMMENT ON COLUMN incident_photo.id IS 'Whoever knows it may see the photo: 128 bits by chance.';
COMMENT ON COLUMN incident_photo.incident_id IS 'Null until it is used; what stays unused is let go.';
"""

CLOCKS = """
CREATE TABLE incident_due (
    incident_id bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    stage text NOT NULL CONSTRAINT incident_due_stage CHECK (
        stage IN ('accept', 'dispatch', 'take', 'handle', 'verify', 'arbitrate', 'total')),
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    warn_at timestamptz,
    explained jsonb NOT NULL DEFAULT '[]',
    unconfirmed integer[] NOT NULL DEFAULT '{}',
    paused_at timestamptz,
    met_at timestamptz,
    warned_at timestamptz,
    alarmed_at timestamptz,
    escalated_at timestamptz,
    PRIMARY KEY (incident_id, stage, started_at)
);
CREATE INDEX incident_due_to_warn ON incident_due (warn_at)
    WHERE met_at IS NULL AND paused_at IS NULL AND warned_at IS NULL;
CREATE INDEX incident_due_to_alarm ON incident_due (due_at)
    WHERE met_at IS NULL AND paused_at IS NULL AND alarmed_at IS NULL;
CREATE INDEX incident_due_unconfirmed ON incident_due USING gin (unconfirmed) WHERE met_at IS NULL;
COMMENT ON COLUMN incident_due.met_at IS 'When its clock stopped for good, in time or not.';
COMMENT ON COLUMN incident_due.unconfirmed IS 'Years whose calendar was not confirmed when it was reckoned.';

CREATE TABLE incident_pause (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    from_at timestamptz NOT NULL DEFAULT now(),
    planned_until timestamptz,
    until_at timestamptz,
    CONSTRAINT incident_pause_dates CHECK (until_at >= from_at)
);
CREATE UNIQUE INDEX incident_pause_one ON incident_pause (incident_id) WHERE until_at IS NULL;
CREATE INDEX incident_pause_incident_id ON incident_pause (incident_id);
CREATE INDEX incident_pause_to_end ON incident_pause (planned_until) WHERE until_at IS NULL;
"""

BETWEEN = """
CREATE TABLE incident_link (
    a bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    b bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    kind text NOT NULL,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (a, b),
    CONSTRAINT incident_link_order CHECK (a < b)
);
CREATE INDEX incident_link_b ON incident_link (b);
CREATE INDEX incident_link_made_by ON incident_link (made_by);

CREATE TABLE incident_transfer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incident ON DELETE CASCADE,
    entry_id bigint REFERENCES incident_entry ON DELETE CASCADE,
    act text NOT NULL CONSTRAINT incident_transfer_act CHECK (
        act IN ('return', 'hand_on', 'dispute', 'rule', 'move', 'reassign', 'escalate')),
    from_grid bigint REFERENCES grid,
    to_grid bigint REFERENCES grid,
    border_low bigint GENERATED ALWAYS AS (least(from_grid, to_grid)) STORED,
    border_high bigint GENERATED ALWAYS AS (greatest(from_grid, to_grid)) STORED,
    from_person bigint REFERENCES person,
    to_person bigint REFERENCES person,
    from_office bigint REFERENCES office,
    to_office bigint REFERENCES office,
    reason_code text,
    at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX incident_transfer_incident_id ON incident_transfer (incident_id);
CREATE INDEX incident_transfer_entry_id ON incident_transfer (entry_id);
CREATE INDEX incident_transfer_at ON incident_transfer (at);
CREATE INDEX incident_transfer_border ON incident_transfer (border_low, border_high, at);
CREATE INDEX incident_transfer_from_grid ON incident_transfer (from_grid);
CREATE INDEX incident_transfer_to_grid ON incident_transfer (to_grid);
CREATE INDEX incident_transfer_from_person ON incident_transfer (from_person);
CREATE INDEX incident_transfer_to_person ON incident_transfer (to_person);
CREATE INDEX incident_transfer_from_office ON incident_transfer (from_office);
CREATE INDEX incident_transfer_to_office ON incident_transfer (to_office);
COMMENT ON TABLE incident_transfer IS 'Each time an incident went from one to another.';
COMMENT ON COLUMN incident_transfer.border_low IS 'With border_high the border it went over, either way.';
"""

TELLING = """
CREATE TABLE notification_route (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint REFERENCES account,
    person_id bigint REFERENCES person,
    office_id bigint REFERENCES office,
    channel text NOT NULL,
    label text NOT NULL,
    sealed text NOT NULL,
    quiet_from time,
    quiet_until time,
    language text NOT NULL DEFAULT 'zh'
        CONSTRAINT notification_route_language CHECK (language IN ('zh', 'en')),
    enabled boolean NOT NULL DEFAULT true,
    made_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT notification_route_of CHECK (num_nonnulls(account_id, person_id, office_id) = 1),
    CONSTRAINT notification_route_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);
CREATE INDEX notification_route_account_id ON notification_route (account_id);
CREATE INDEX notification_route_person_id ON notification_route (person_id);
CREATE INDEX notification_route_office_id ON notification_route (office_id);
COMMENT ON COLUMN notification_route.sealed IS 'Where to, sealed: it may hold a password.';

CREATE TABLE notification (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint REFERENCES incident ON DELETE CASCADE,
    entry_id bigint REFERENCES incident_entry ON DELETE CASCADE,
    to_person bigint REFERENCES person,
    to_office bigint REFERENCES office,
    to_account bigint REFERENCES account,
    to_reporter boolean NOT NULL DEFAULT false,
    template text NOT NULL,
    params jsonb NOT NULL DEFAULT '{}',
    once text COLLATE "C" CONSTRAINT notification_once UNIQUE,
    not_before timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT notification_state CHECK (
        state IN ('waiting', 'sent', 'failed', 'quiet', 'skipped')),
    attempts smallint NOT NULL DEFAULT 0,
    route_id bigint REFERENCES notification_route ON DELETE SET NULL,
    channel text,
    error text,
    made_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    CONSTRAINT notification_to CHECK (
        num_nonnulls(to_person, to_office, to_account) + to_reporter::integer = 1)
);
CREATE INDEX notification_waiting ON notification (not_before, id) WHERE state IN ('waiting', 'quiet');
CREATE INDEX notification_incident_id ON notification (incident_id);
CREATE INDEX notification_entry_id ON notification (entry_id);
CREATE INDEX notification_to_person ON notification (to_person, id);
CREATE INDEX notification_to_office ON notification (to_office, id);
CREATE INDEX notification_to_account ON notification (to_account, id);
CREATE INDEX notification_route_id ON notification (route_id);
COMMENT ON TABLE notification IS
    'Whom to tell what, written with what happened, and whether they were told. Nothing of a reporter.';
COMMENT ON COLUMN notification.once IS 'A name of what is told only once, however often it is tried.';

CREATE TABLE saved_view (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    name text NOT NULL CONSTRAINT saved_view_name CHECK (name <> ''),
    query jsonb NOT NULL CONSTRAINT saved_view_query CHECK (jsonb_typeof(query) = 'object'),
    made_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_view_once UNIQUE (account_id, name)
);
"""

# What a demo made up goes with the demo; everything else stays.
KEPT = """
CREATE FUNCTION gg_incident_moves() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (NEW.number, NEW.channel, NEW.reported_at) <> (OLD.number, OLD.channel, OLD.reported_at)
       OR NEW.client_id IS DISTINCT FROM OLD.client_id
       OR NEW.reporter_account IS DISTINCT FROM OLD.reporter_account
       OR (NEW.made_up AND NOT OLD.made_up) THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    NEW.version := OLD.version + 1;
    NEW.changed_at := greatest(OLD.changed_at, now());
    NEW.changed_in := pg_current_xact_id();
    RETURN NEW;
END $$;
CREATE TRIGGER incident_moves BEFORE UPDATE ON incident FOR EACH ROW EXECUTE FUNCTION gg_incident_moves();

CREATE FUNCTION gg_responsibility_ends() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    candidate record := NEW;
BEGIN
    candidate.ended_at := OLD.ended_at;
    IF candidate *<> OLD OR OLD.ended_at IS NOT NULL THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER responsibility_ends AFTER UPDATE ON responsibility
    FOR EACH ROW EXECUTE FUNCTION gg_responsibility_ends();

CREATE FUNCTION gg_keep_incident() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT OLD.made_up THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION gg_keep_incident IS 'Only what a demo made up is ever deleted.';
CREATE TRIGGER incident_no_delete BEFORE DELETE ON incident FOR EACH ROW EXECUTE FUNCTION gg_keep_incident();

CREATE FUNCTION gg_keep_of_incident() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM incident WHERE id = OLD.incident_id) THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION gg_keep_of_incident IS 'What is said of an incident goes only with it.';
"""

ANNOUNCED = """
CREATE FUNCTION gg_incidents_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    ids text := (SELECT CASE WHEN count(*) <= 200 THEN coalesce(string_agg(id::text, ','), '') ELSE '*' END
                 FROM changed);
BEGIN
    IF ids <> '' THEN
        PERFORM pg_notify('geo_grid_incident', ids);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION gg_incidents_changed IS 'Tells the ids of what changed; a star where they are too many.';
CREATE TRIGGER incident_added AFTER INSERT ON incident REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incidents_changed();
CREATE TRIGGER incident_changed AFTER UPDATE ON incident REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incidents_changed();

CREATE FUNCTION gg_incident_rules_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('geo_grid_incident_rules', TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE TRIGGER catalogue_changed AFTER INSERT ON catalogue
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incident_rules_changed();
CREATE TRIGGER holiday_year_changed AFTER INSERT ON holiday_year
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incident_rules_changed();
CREATE TRIGGER responsibility_changed AFTER INSERT OR UPDATE ON responsibility
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incident_rules_changed();
"""

#: Said once and for ever, each with what keeps it from being deleted.
_ADDED_TO = {
    "catalogue": "gg_keep",
    "holiday_year": "gg_keep",
    "incident_entry": "gg_keep_of_incident",
    "incident_transfer": "gg_keep_of_incident",
}
_NEVER_TRUNCATED = (
    *_ADDED_TO,
    "responsibility",
    "incident",
    "incident_reporter",
    "incident_due",
    "notification",
)

TRIGGERS = (
    ("incident", "incident_moves"),
    ("incident", "incident_no_delete"),
    ("responsibility", "responsibility_ends"),
    ("responsibility", "responsibility_no_delete"),
    *((table, f"{table}_{what}") for table in _ADDED_TO for what in ("no_update", "no_delete")),
    *((table, f"{table}_no_truncate") for table in _NEVER_TRUNCATED),
)

TABLE_NAMES = (
    "saved_view, notification, notification_route, incident_transfer, incident_link, incident_pause, "
    "incident_due, incident_photo, incident_entry, incident_reporter, incident, incident_day, "
    "responsibility, holiday_year, catalogue"
)


def upgrade() -> None:
    for block in (RULES, NUMBERS, INCIDENTS, CLOCKS, BETWEEN, TELLING, KEPT, ANNOUNCED):
        op.execute(block)
    for table, keep in _ADDED_TO.items():
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION gg_keep();
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {keep}();
            """
        )
    op.execute(
        "CREATE TRIGGER responsibility_no_delete BEFORE DELETE ON responsibility"
        " FOR EACH ROW EXECUTE FUNCTION gg_keep()"
    )
    for table in _NEVER_TRUNCATED:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION gg_keep()"
        )
    for table, trigger in TRIGGERS:
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    op.execute(f"DROP TABLE {TABLE_NAMES}")
    op.execute("DROP SEQUENCE incident_number")
    op.execute(
        """
        DROP FUNCTION gg_incident_number(date), gg_pairs(text, text), gg_incident_moves(),
            gg_responsibility_ends(),
            gg_keep_incident(), gg_keep_of_incident(), gg_incidents_changed(), gg_incident_rules_changed()
        """
    )
