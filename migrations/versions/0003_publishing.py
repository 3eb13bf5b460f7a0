"""What is published stays as it was published, and only an edition of the same transaction changes anything.

I3 (the outline only by an edition that says so, statutory borders only when unlocked), I4 (codes fit the
scheme) and I5 (immutable but for closing the open bound once).
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

#: The advisory lock of publishing: the bytes of "geo-grid".
_PUBLISHERS = int.from_bytes(b"geo-grid", "big")

EDITION = f"""
CREATE FUNCTION gg_number_edition() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    -- One publisher at a time: numbers without holes, in the order of their commits, so that the highest
    -- number effective at an instant is a version of everything visible at that instant.
    -- Not LOCK TABLE: the INSERT holds a weaker lock already, and two that want to raise it would block each
    -- other.
    PERFORM pg_advisory_xact_lock({_PUBLISHERS});
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM edition;
    NEW.published_at := transaction_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER edition_number BEFORE INSERT ON edition FOR EACH ROW EXECUTE FUNCTION gg_number_edition();

CREATE FUNCTION gg_announce_edition() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('geo_grid_edition', NEW.number::text);
    RETURN NULL;
END $$;
CREATE TRIGGER edition_announce AFTER INSERT ON edition FOR EACH ROW EXECUTE FUNCTION gg_announce_edition();
"""

IMMUTABLE = f"""
CREATE FUNCTION gg_refuse_change(of_table text, operation text) RETURNS void LANGUAGE sql
RETURN gg_refuse('published_is_kept', 'I5', jsonb_build_object('table', of_table, 'operation', operation));

CREATE FUNCTION gg_refuse_edition(of_table text, number int) RETURNS void LANGUAGE sql
RETURN gg_refuse('edition_mismatch', 'I5', jsonb_build_object('table', of_table, 'edition', number));

CREATE FUNCTION gg_keep() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    RETURN NULL;
END $$;

CREATE FUNCTION gg_only_close() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    candidate record := NEW;
    closing edition;
BEGIN
    candidate.valid := OLD.valid;
    candidate.edition_to := OLD.edition_to;
    IF candidate *<> OLD OR NOT upper_inf(OLD.valid) OR upper_inf(NEW.valid)
       OR lower(NEW.valid) <> lower(OLD.valid) THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    SELECT * INTO closing FROM edition WHERE number = NEW.edition_to;
    IF closing.effective IS DISTINCT FROM upper(NEW.valid)
       OR closing.published_at <> transaction_timestamp() THEN
        PERFORM gg_refuse_edition(TG_TABLE_NAME, NEW.edition_to);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION gg_opened_by_edition() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    wrong int;
BEGIN
    SELECT fresh.edition_from INTO wrong
    FROM fresh JOIN edition ON edition.number = fresh.edition_from
    WHERE lower(fresh.valid) <> edition.effective OR NOT upper_inf(fresh.valid)
       OR edition.published_at <> transaction_timestamp()
    LIMIT 1;
    IF FOUND THEN
        PERFORM gg_refuse_edition(TG_TABLE_NAME, wrong);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION gg_outline_opened() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    wrong int;
BEGIN
    SELECT fresh.edition_from INTO wrong
    FROM fresh JOIN edition ON edition.number = fresh.edition_from
    WHERE fresh.level = 0 AND NOT edition.sets_outline LIMIT 1;
    IF FOUND THEN
        PERFORM gg_refuse('outline_kept', 'I3', jsonb_build_object('edition', wrong));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_row_outline_opened AFTER INSERT ON grid_row REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION gg_outline_opened();

CREATE FUNCTION gg_outline_closed() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    IF NOT (SELECT sets_outline FROM edition WHERE number = NEW.edition_to) THEN
        PERFORM gg_refuse('outline_kept', 'I3', jsonb_build_object('edition', NEW.edition_to));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_row_outline_closed AFTER UPDATE ON grid_row
    FOR EACH ROW WHEN (OLD.level = 0) EXECUTE FUNCTION gg_outline_closed();

CREATE FUNCTION gg_only_touch() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.level) <> (OLD.id, OLD.level) THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_only_touch AFTER UPDATE ON grid FOR EACH ROW EXECUTE FUNCTION gg_only_touch();
"""

STATUTORY = f"""
CREATE FUNCTION gg_statutory_kept() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM grid_row
        WHERE grid_id = NEW.grid_id AND lower(valid) = upper(NEW.valid)
          AND statutory AND ST_Equals(geom, NEW.geom)
    ) AND NOT EXISTS (
        SELECT FROM unlock WHERE grid_id = NEW.grid_id AND edition = NEW.edition_to
    ) THEN
        PERFORM gg_refuse('statutory_border_locked', 'I3', jsonb_build_object(
            'grids', jsonb_build_array(NEW.code), 'edition', NEW.edition_to, 'instant', upper(NEW.valid)));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grid_row_statutory_kept AFTER UPDATE ON grid_row
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.statutory) EXECUTE FUNCTION gg_statutory_kept();
"""

SCHEME = f"""
CREATE FUNCTION gg_code_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM 1 FROM level FOR SHARE;
    SELECT fresh.code AS grid, fresh.level, level.code_pattern INTO wrong
    FROM fresh JOIN level USING (level)
    WHERE fresh.code !~ ('^(?:' || level.code_pattern || ')$')
    ORDER BY fresh.code LIMIT 1;
    IF FOUND THEN
        PERFORM gg_refuse('code_outside_scheme', 'I4', to_jsonb(wrong));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_code_fits AFTER INSERT ON grid_code REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION gg_code_fits();

CREATE FUNCTION gg_scheme_fits() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    wrong record;
BEGIN
    IF NEW.level <> OLD.level THEN
        PERFORM gg_refuse_change(TG_TABLE_NAME, TG_OP);
    END IF;
    SELECT code AS grid, level, NEW.code_pattern INTO wrong FROM grid_row
    WHERE level = NEW.level AND upper_inf(valid) AND code !~ ('^(?:' || NEW.code_pattern || ')$')
    ORDER BY code LIMIT 1;
    IF FOUND THEN
        PERFORM gg_refuse('code_outside_scheme', 'I4', to_jsonb(wrong));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER level_scheme_fits AFTER UPDATE ON level FOR EACH ROW EXECUTE FUNCTION gg_scheme_fits();
"""

_DATED = ("grid_row", "void", "grid_exception")
_UPDATES_REFUSED = ("edition", "grid_code", "unlock")
_KEPT = (*_DATED, *_UPDATES_REFUSED, "grid", "level")

TRIGGERS = (
    ("edition", "edition_number"),
    ("edition", "edition_announce"),
    ("grid_row", "grid_row_outline_opened"),
    ("grid_row", "grid_row_outline_closed"),
    ("grid_row", "grid_row_statutory_kept"),
    ("grid", "grid_only_touch"),
    ("grid_code", "grid_code_fits"),
    ("level", "level_scheme_fits"),
    *((table, f"{table}_{what}") for table in _DATED for what in ("only_close", "opened_by_edition")),
    *((table, f"{table}_no_update") for table in _UPDATES_REFUSED),
    *((table, f"{table}_{what}") for table in _KEPT for what in ("no_delete", "no_truncate")),
)


def upgrade() -> None:
    for block in (EDITION, IMMUTABLE, STATUTORY, SCHEME):
        op.execute(block)
    for table in _DATED:
        op.execute(
            f"""
            CREATE TRIGGER {table}_only_close AFTER UPDATE ON {table}
                FOR EACH ROW EXECUTE FUNCTION gg_only_close();
            CREATE TRIGGER {table}_opened_by_edition AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh
                FOR EACH STATEMENT EXECUTE FUNCTION gg_opened_by_edition();
            """
        )
    for table in _UPDATES_REFUSED:
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION gg_keep()"
        )
    for table in _KEPT:
        op.execute(
            f"""
            CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION gg_keep();
            CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION gg_keep();
            """
        )
    for table, trigger in TRIGGERS:
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    for table, trigger in TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(
        """
        DROP FUNCTION gg_number_edition(), gg_announce_edition(), gg_keep(), gg_only_close(),
            gg_opened_by_edition(), gg_outline_opened(), gg_outline_closed(), gg_only_touch(),
            gg_statutory_kept(), gg_code_fits(), gg_scheme_fits(),
            gg_refuse_change(text, text), gg_refuse_edition(text, int)
        """
    )
