"""The database proves the invariants again: at commit, whoever writes, whatever the isolation level.

Functions that look at more than they may change run as the owner (SECURITY DEFINER) with a fixed search path;
the triggers are ENABLE ALWAYS, so that session_replication_role does not switch them off.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: Own objects first and temporary ones last: nobody slips a table of the same name in between.
_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

REFUSE = """
CREATE FUNCTION gg_refuse(code text, invariant text, params jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'GG001',
        MESSAGE = format('%s: %s', invariant, code),
        DETAIL = (jsonb_build_object('code', code, 'invariant', invariant) || params)::text;
END $$;
COMMENT ON FUNCTION gg_refuse IS 'The one way to refuse: SQLSTATE GG001 with a JSON detail.';

CREATE FUNCTION gg_code(of_grid bigint) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT code FROM grid_row WHERE grid_id = of_grid ORDER BY valid DESC LIMIT 1);
"""

PROOF = f"""
CREATE FUNCTION gg_point(lon float8, lat float8) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (lon * 1e7::float8)::bigint << 32 | ((lat * 1e7::float8)::bigint + 2147483648);
COMMENT ON FUNCTION gg_point IS
    'A coordinate that is on the lattice already, as one number that sorts by longitude, then latitude.';

CREATE FUNCTION gg_leftover(of_parent bigint, at timestamptz)
RETURNS TABLE (edges bigint, lon float8, lat float8)
LANGUAGE sql VOLATILE {_DEFINER} SET work_mem = '64MB' AS $$
    WITH piece AS (
        SELECT geom, 1 AS sign FROM grid_row WHERE parent_id = of_parent AND valid @> at
        UNION ALL SELECT geom, 1 FROM void WHERE parent_id = of_parent AND valid @> at
        UNION ALL SELECT geom, -1 FROM grid_row WHERE grid_id = of_parent AND valid @> at
    ), segment AS MATERIALIZED (
        -- Materialized, or each use of an end point would take the segment apart again: seven times slower.
        SELECT sign, ST_StartPoint(dump.geom) AS first, ST_EndPoint(dump.geom) AS last
        FROM piece, ST_DumpSegments(ST_ForcePolygonCCW(piece.geom)) AS dump
    ), directed AS MATERIALIZED (
        SELECT sign, gg_point(ST_X(first), ST_Y(first)) AS first, gg_point(ST_X(last), ST_Y(last)) AS last
        FROM segment
    ), remains AS (
        SELECT least(first, last) AS low
        FROM directed
        WHERE first <> last
        GROUP BY low, greatest(first, last)
        HAVING sum(CASE WHEN first < last THEN sign ELSE -sign END) <> 0
    )
    SELECT count(*), (min(low) >> 32) / 1e7::float8, ((min(low) & 4294967295) - 2147483648) / 1e7::float8
    FROM remains
$$;
COMMENT ON FUNCTION gg_leftover IS
    'Edges left over by children + voids - parent, and where the westernmost begins; no edges: it tiles.';

CREATE FUNCTION gg_prove_at(of_grid bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    own_parts int;
    pieces bigint;
    remains record;
    place jsonb := jsonb_build_object('parent_id', of_grid, 'parent', gg_code(of_grid), 'instant', at);
BEGIN
    SELECT ST_NumGeometries(geom) INTO own_parts FROM grid_row WHERE grid_id = of_grid AND valid @> at;
    IF own_parts > 1 AND NOT EXISTS (
        SELECT FROM grid_exception WHERE grid_id = of_grid AND kind = 'exclave' AND valid @> at
    ) THEN
        PERFORM gg_refuse('exclave_unrecorded', 'I1', place || jsonb_build_object('parts', own_parts));
    END IF;
    SELECT (SELECT count(*) FROM grid_row WHERE parent_id = of_grid AND valid @> at)
         + (SELECT count(*) FROM void WHERE parent_id = of_grid AND valid @> at) INTO pieces;
    IF pieces = 0 THEN
        RETURN;
    END IF;
    IF own_parts IS NULL THEN
        PERFORM gg_refuse('parent_not_valid', 'I2', place || jsonb_build_object('children', pieces));
    END IF;
    SELECT * INTO remains FROM gg_leftover(of_grid, at);
    IF remains.edges > 0 THEN
        PERFORM gg_refuse('not_tiled', 'I2', place || jsonb_build_object(
            'edges', remains.edges, 'lon', remains.lon, 'lat', remains.lat));
    END IF;
END $$;
COMMENT ON FUNCTION gg_prove_at IS 'I1 (one part unless excepted) and I2 of one grid at one instant.';

CREATE FUNCTION gg_prove(of_grid bigint, during tstzmultirange) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    at timestamptz;
BEGIN
    FOR at IN
        SELECT DISTINCT bound FROM (
            SELECT lower(span) AS bound FROM unnest(during) AS span
            UNION ALL
            SELECT unnest(ARRAY[lower(valid), upper(valid)]) FROM grid_row
            WHERE parent_id = of_grid OR grid_id = of_grid
            UNION ALL
            SELECT unnest(ARRAY[lower(valid), upper(valid)]) FROM void WHERE parent_id = of_grid
            UNION ALL
            SELECT unnest(ARRAY[lower(valid), upper(valid)]) FROM grid_exception WHERE grid_id = of_grid
        ) AS bounds
        WHERE during @> bound
        ORDER BY bound
    LOOP
        PERFORM gg_prove_at(of_grid, at);
    END LOOP;
END $$;
COMMENT ON FUNCTION gg_prove IS
    'Between two bounds nothing changes, so every lower and upper bound in the touched time is enough.';

CREATE FUNCTION gg_prove_due() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
DECLARE
    still tstzmultirange;
BEGIN
    DELETE FROM proof_due WHERE grid_id = NEW.grid_id AND transaction = NEW.transaction
    RETURNING during INTO still;
    IF FOUND THEN
        PERFORM gg_prove(NEW.grid_id, still);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER proof_due_prove AFTER INSERT OR UPDATE ON proof_due
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION gg_prove_due();

CREATE FUNCTION gg_guard_due() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    -- The triggers' own writes come from within a trigger; anybody else's would lose a proof.
    IF TG_OP = 'TRUNCATE' OR pg_trigger_depth() < 2 THEN
        PERFORM gg_refuse('proof_withheld', 'I2', '{{}}');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER proof_due_guard BEFORE UPDATE OR DELETE ON proof_due
    FOR EACH STATEMENT EXECUTE FUNCTION gg_guard_due();
CREATE TRIGGER proof_due_keep BEFORE TRUNCATE ON proof_due EXECUTE FUNCTION gg_guard_due();
"""

TOUCH = f"""
CREATE FUNCTION gg_touch(touched_grid bigint[], touched_time tstzmultirange[]) RETURNS void
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    -- In the order of ids, so that two transactions rarely wait for each other in a circle. An UPDATE and not
    -- a mere lock: under REPEATABLE READ the second then fails instead of proving against an old snapshot.
    PERFORM 1 FROM grid WHERE id = ANY (touched_grid) ORDER BY id FOR NO KEY UPDATE;
    UPDATE grid SET touched = touched + 1 WHERE id = ANY (touched_grid);
    INSERT INTO proof_due (grid_id, transaction, during)
    SELECT id, pg_current_xact_id(), range_agg(span)
    FROM unnest(touched_grid, touched_time) AS due(id, spans), unnest(spans) AS span
    GROUP BY id ORDER BY id
    ON CONFLICT (grid_id, transaction) DO UPDATE SET during = proof_due.during + excluded.during;
END $$;

CREATE FUNCTION gg_rows_inserted() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    PERFORM gg_touch(array_agg(id), array_agg(spans)) FROM (
        SELECT id, range_agg(valid) AS spans FROM (
            SELECT parent_id AS id, valid FROM fresh WHERE parent_id IS NOT NULL
            UNION ALL
            SELECT grid_id, valid FROM fresh WHERE level < 3 OR ST_NumGeometries(geom) > 1
        ) AS row GROUP BY id
    ) AS due HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_row_inserted AFTER INSERT ON grid_row REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION gg_rows_inserted();

CREATE FUNCTION gg_rows_closed() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    PERFORM gg_touch(array_agg(id), array_agg(spans)) FROM (
        SELECT id, range_agg(span) AS spans FROM (
            SELECT stale.parent_id AS id, stale.valid - fresh.valid AS span
            FROM stale JOIN fresh USING (id) WHERE stale.parent_id IS NOT NULL
            UNION ALL
            SELECT stale.grid_id, stale.valid - fresh.valid
            FROM stale JOIN fresh USING (id) WHERE stale.level < 3
        ) AS row GROUP BY id
    ) AS due HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER grid_row_closed AFTER UPDATE ON grid_row
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION gg_rows_closed();

CREATE FUNCTION gg_voids_changed() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    PERFORM gg_touch(ARRAY[NEW.parent_id],
        ARRAY[CASE TG_OP WHEN 'INSERT' THEN NEW.valid ELSE OLD.valid - NEW.valid END::tstzmultirange]);
    RETURN NULL;
END $$;
CREATE TRIGGER void_changed AFTER INSERT OR UPDATE ON void
    FOR EACH ROW EXECUTE FUNCTION gg_voids_changed();

CREATE FUNCTION gg_exceptions_changed() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    PERFORM gg_touch(ARRAY[NEW.grid_id],
        ARRAY[CASE TG_OP WHEN 'INSERT' THEN NEW.valid ELSE OLD.valid - NEW.valid END::tstzmultirange]);
    RETURN NULL;
END $$;
CREATE TRIGGER grid_exception_changed AFTER INSERT OR UPDATE ON grid_exception
    FOR EACH ROW EXECUTE FUNCTION gg_exceptions_changed();
"""

ALWAYS = (
    ("proof_due", "proof_due_prove"),
    ("proof_due", "proof_due_guard"),
    ("proof_due", "proof_due_keep"),
    ("grid_row", "grid_row_inserted"),
    ("grid_row", "grid_row_closed"),
    ("void", "void_changed"),
    ("grid_exception", "grid_exception_changed"),
)


def upgrade() -> None:
    for block in (REFUSE, PROOF, TOUCH):
        op.execute(block)
    for table, trigger in ALWAYS:
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def downgrade() -> None:
    for table, trigger in ALWAYS:
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute(
        """
        DROP FUNCTION gg_rows_inserted(), gg_rows_closed(), gg_voids_changed(), gg_exceptions_changed(),
            gg_touch(bigint[], tstzmultirange[]), gg_prove_due(), gg_guard_due(),
            gg_prove(bigint, tstzmultirange), gg_prove_at(bigint, timestamptz),
            gg_leftover(bigint, timestamptz), gg_point(float8, float8), gg_code(bigint),
            gg_refuse(text, text, jsonb)
        """
    )
