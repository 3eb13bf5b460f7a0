"""Plans: their steps, the grids that differ from the base, states, comments, unlocks, and who is drawing."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE plan (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    title text NOT NULL CONSTRAINT plan_title CHECK (title <> ''),
    reason text NOT NULL,
    ground_id bigint NOT NULL REFERENCES grid,
    base_edition integer NOT NULL REFERENCES edition,
    base_at timestamptz NOT NULL,
    effective timestamptz,
    state text NOT NULL DEFAULT 'draft'
        CONSTRAINT plan_state CHECK (state IN ('draft', 'submitted', 'approved', 'published', 'withdrawn')),
    version integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    changed_at timestamptz NOT NULL DEFAULT now(),
    published_edition integer REFERENCES edition,
    CONSTRAINT plan_published CHECK ((state = 'published') = (published_edition IS NOT NULL))
);
CREATE INDEX plan_ground_id ON plan (ground_id);
CREATE INDEX plan_made_by ON plan (made_by);
CREATE INDEX plan_published_edition ON plan (published_edition);
COMMENT ON COLUMN plan.ground_id IS 'The grid whose ground is planned, with all below it.';
COMMENT ON COLUMN plan.base_edition IS
    'Its grids are those in force at base_at by the editions up to this one, whatever is published later.';
COMMENT ON COLUMN plan.version IS 'Number of the last step.';
COMMENT ON COLUMN plan.revision IS 'Raised by every change of the plan''s words, dates and state.';
COMMENT ON COLUMN plan.made_by IS 'Null where it was made at the machine itself.';

CREATE TABLE plan_step (
    plan_id bigint NOT NULL REFERENCES plan,
    number integer NOT NULL CONSTRAINT plan_step_number CHECK (number > 0),
    kind text NOT NULL CONSTRAINT plan_step_kind CHECK (kind IN ('do', 'undo', 'redo', 'rebase')),
    of_step integer,
    verb text,
    arguments jsonb,
    name text,
    before jsonb,
    after jsonb,
    done_top integer,
    redo_top integer,
    client_id uuid NOT NULL,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (plan_id, number),
    CONSTRAINT plan_step_once UNIQUE (plan_id, client_id),
    CONSTRAINT plan_step_of FOREIGN KEY (plan_id, of_step) REFERENCES plan_step (plan_id, number),
    CONSTRAINT plan_step_done FOREIGN KEY (plan_id, done_top) REFERENCES plan_step (plan_id, number),
    CONSTRAINT plan_step_redo FOREIGN KEY (plan_id, redo_top) REFERENCES plan_step (plan_id, number),
    CONSTRAINT plan_step_whole CHECK (
        CASE WHEN kind IN ('undo', 'redo') THEN of_step IS NOT NULL AND before IS NULL AND after IS NULL
        ELSE of_step IS NULL AND verb IS NOT NULL AND arguments IS NOT NULL
             AND before IS NOT NULL AND after IS NOT NULL END)
);
CREATE INDEX plan_step_made_by ON plan_step (plan_id, made_by);
COMMENT ON COLUMN plan_step.before IS
    'Grids as they were, by key, geometry as WKB in lattice units; of undo and redo see of_step.';
COMMENT ON COLUMN plan_step.done_top IS 'The step that would be undone next, once this one is made.';
COMMENT ON COLUMN plan_step.redo_top IS 'The undoing that would be taken back next, once this one is made.';
COMMENT ON COLUMN plan_step.client_id IS 'What the client called it: sent twice, it is one step.';

CREATE TABLE plan_grid (
    plan_id bigint NOT NULL REFERENCES plan,
    key text COLLATE "C" NOT NULL,
    grid_id bigint REFERENCES grid,
    void_id bigint REFERENCES void,
    level smallint NOT NULL REFERENCES level,
    parent text COLLATE "C",
    code text COLLATE "C" NOT NULL,
    name text NOT NULL,
    kind text NOT NULL CONSTRAINT plan_grid_kind CHECK (kind IN ('comprehensive', 'special', 'void')),
    ground text CONSTRAINT plan_grid_ground CHECK (ground IN ('residential', 'street', 'extension')),
    class text CONSTRAINT plan_grid_class CHECK (class IN ('A', 'B', 'C')),
    setting text CONSTRAINT plan_grid_setting CHECK (setting IN ('urban', 'rural')),
    statutory boolean NOT NULL,
    parts boolean NOT NULL,
    attributes jsonb NOT NULL DEFAULT '{}',
    noding boolean NOT NULL,
    geom geometry(MultiPolygon, 4326),
    label geometry(Point, 4326),
    area_m2 double precision,
    hue smallint CONSTRAINT plan_grid_hue CHECK (hue BETWEEN 0 AND 5),
    step integer NOT NULL,
    PRIMARY KEY (plan_id, key),
    CONSTRAINT plan_grid_identity UNIQUE (plan_id, grid_id),
    CONSTRAINT plan_grid_void UNIQUE (plan_id, void_id),
    CONSTRAINT plan_grid_parent CHECK ((level = 0) = (parent IS NULL)),
    CONSTRAINT plan_grid_whole CHECK (
        (geom IS NULL) = (label IS NULL) AND (geom IS NULL) = (area_m2 IS NULL)
        AND (geom IS NULL) = (hue IS NULL)
    )
);
CREATE INDEX plan_grid_geom ON plan_grid USING gist (plan_id, geom);
CREATE INDEX plan_grid_below ON plan_grid (plan_id, parent);
CREATE INDEX plan_grid_code ON plan_grid (plan_id, code);
CREATE INDEX plan_grid_grid_id ON plan_grid (grid_id);
CREATE INDEX plan_grid_void_id ON plan_grid (void_id);
COMMENT ON TABLE plan_grid IS
    'What differs from the base after the last step; a grid that ended has no shape.';
COMMENT ON COLUMN plan_grid.noding IS 'It differs only by vertices on its edges.';
COMMENT ON COLUMN plan_grid.step IS 'The last step that touched it.';

CREATE TABLE plan_state_change (
    plan_id bigint NOT NULL REFERENCES plan,
    number integer NOT NULL,
    state text NOT NULL,
    why text NOT NULL,
    version integer NOT NULL,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (plan_id, number)
);
CREATE INDEX plan_state_change_made_by ON plan_state_change (made_by);
COMMENT ON COLUMN plan_state_change.version IS 'Number of the last step when it was said.';

CREATE TABLE plan_comment (
    plan_id bigint NOT NULL REFERENCES plan,
    number integer NOT NULL,
    text text NOT NULL CONSTRAINT plan_comment_text CHECK (text <> ''),
    geom geometry(Point, 4326) NOT NULL,
    grid text COLLATE "C",
    version integer NOT NULL,
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    resolved_by bigint REFERENCES account,
    resolved_at timestamptz,
    PRIMARY KEY (plan_id, number)
);
CREATE INDEX plan_comment_made_by ON plan_comment (made_by);
CREATE INDEX plan_comment_resolved_by ON plan_comment (resolved_by);
COMMENT ON COLUMN plan_comment.grid IS 'Key of the grid that is meant, where one is.';

CREATE TABLE plan_unlock (
    plan_id bigint NOT NULL REFERENCES plan,
    grid text COLLATE "C" NOT NULL,
    grid_id bigint NOT NULL REFERENCES grid,
    reason text NOT NULL CONSTRAINT plan_unlock_reason CHECK (reason <> ''),
    made_by bigint REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (plan_id, grid)
);
CREATE INDEX plan_unlock_grid_id ON plan_unlock (grid_id);
CREATE INDEX plan_unlock_made_by ON plan_unlock (made_by);
COMMENT ON TABLE plan_unlock IS 'Leave by the office above to move a statutory border in one plan.';

CREATE TABLE plan_hold (
    plan_id bigint PRIMARY KEY REFERENCES plan,
    account_id bigint NOT NULL REFERENCES account,
    holder uuid NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX plan_hold_account_id ON plan_hold (account_id);
COMMENT ON COLUMN plan_hold.holder IS 'Which of the account''s tabs is drawing.';
"""

KEPT = """
CREATE FUNCTION gg_plan_moves() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    candidate record := NEW;
BEGIN
    candidate.title := OLD.title;
    candidate.reason := OLD.reason;
    candidate.effective := OLD.effective;
    candidate.base_edition := OLD.base_edition;
    candidate.base_at := OLD.base_at;
    candidate.state := OLD.state;
    candidate.version := OLD.version;
    candidate.revision := OLD.revision;
    candidate.changed_at := OLD.changed_at;
    candidate.published_edition := OLD.published_edition;
    IF candidate *<> OLD OR OLD.state IN ('published', 'withdrawn') OR NEW.version < OLD.version
       OR (NEW.version > OLD.version AND NEW.state <> 'draft')
       OR (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
           ('draft', 'submitted'), ('draft', 'withdrawn'), ('submitted', 'draft'), ('submitted', 'approved'),
           ('submitted', 'withdrawn'), ('approved', 'draft'), ('approved', 'published'),
           ('approved', 'withdrawn'))) THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plan_moves AFTER UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION gg_plan_moves();

CREATE FUNCTION gg_plan_comment_resolved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    candidate record := NEW;
BEGIN
    candidate.resolved_at := OLD.resolved_at;
    candidate.resolved_by := OLD.resolved_by;
    IF candidate *<> OLD OR OLD.resolved_at IS NOT NULL THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER plan_comment_resolved AFTER UPDATE ON plan_comment
    FOR EACH ROW EXECUTE FUNCTION gg_plan_comment_resolved();
"""

ANNOUNCED = """
CREATE FUNCTION gg_plan_said() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('geo_grid_plan', NEW.plan_id::text);
    RETURN NULL;
END $$;
CREATE FUNCTION gg_plan_let_go() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_notify('geo_grid_plan', OLD.plan_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER plan_step_said AFTER INSERT ON plan_step
    FOR EACH ROW EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_state_change_said AFTER INSERT ON plan_state_change
    FOR EACH ROW EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_comment_said AFTER INSERT OR UPDATE ON plan_comment
    FOR EACH ROW EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_unlock_said AFTER INSERT ON plan_unlock
    FOR EACH ROW EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_hold_said AFTER INSERT ON plan_hold
    FOR EACH ROW EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_hold_taken AFTER UPDATE ON plan_hold
    FOR EACH ROW WHEN (OLD.holder <> NEW.holder) EXECUTE FUNCTION gg_plan_said();
CREATE TRIGGER plan_hold_let_go AFTER DELETE ON plan_hold
    FOR EACH ROW EXECUTE FUNCTION gg_plan_let_go();
"""

#: What is said once and for ever.
_ADDED_TO = ("plan_step", "plan_state_change", "plan_unlock")
_NEVER_DELETED = (*_ADDED_TO, "plan", "plan_comment")

TRIGGERS = (
    ("plan", "plan_moves"),
    ("plan_comment", "plan_comment_resolved"),
    *((table, f"{table}_no_update") for table in _ADDED_TO),
    *((table, f"{table}_{what}") for table in _NEVER_DELETED for what in ("no_delete", "no_truncate")),
)


def upgrade() -> None:
    for block in (TABLES, KEPT, ANNOUNCED):
        op.execute(block)
    for table in _ADDED_TO:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION gg_keep()"
        )
    for table in _NEVER_DELETED:
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION gg_keep();
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION gg_keep();
            """
        )
    for table, trigger in TRIGGERS:
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    op.execute(
        "DROP TABLE plan_hold, plan_unlock, plan_comment, plan_state_change, plan_grid, plan_step, plan"
    )
    op.execute("DROP FUNCTION gg_plan_moves(), gg_plan_comment_resolved(), gg_plan_said(), gg_plan_let_go()")
