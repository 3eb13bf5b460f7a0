"""A vertex put into an edge is no move of the border: noding changes need no unlock and are marked truly.

Before, a statutory border that got a vertex beside its edge needed the office above, though nobody's ground
moved.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

#: As core/only_noded.py: all edges of the former shape are there again once the further vertices are left
#: out, and each of these lies within one lattice unit of the edge that it was put into.
ONLY_NODED = f"""
CREATE FUNCTION gg_vertices(shape geometry)
RETURNS TABLE (part int, ring int, i int, x numeric, y numeric)
LANGUAGE sql STABLE {_DEFINER} AS $$
    SELECT path[1], path[2], path[3],
           round(ST_X(ST_StartPoint(geom)) * 1e7), round(ST_Y(ST_StartPoint(geom)) * 1e7)
    FROM ST_DumpSegments(ST_ForcePolygonCCW(shape))
$$;

CREATE FUNCTION gg_only_noded(before geometry, after geometry) RETURNS boolean
LANGUAGE sql STABLE {_DEFINER} AS $$
WITH old AS (
    SELECT x, y, lead(x, 1, first_x) OVER this AS to_x, lead(y, 1, first_y) OVER this AS to_y
    FROM (SELECT *, first_value(x) OVER this AS first_x, first_value(y) OVER this AS first_y
          FROM gg_vertices(before) WINDOW this AS (PARTITION BY part, ring ORDER BY i)) AS vertex
    WINDOW this AS (PARTITION BY part, ring ORDER BY i)
), new AS (
    SELECT part, ring, i, x, y, known, count(*) FILTER (WHERE known) OVER this AS position,
           count(*) FILTER (WHERE known) OVER (PARTITION BY part, ring) AS known_here
    FROM (SELECT *, EXISTS (SELECT FROM old WHERE (old.x, old.y) = (vertex.x, vertex.y)) AS known
          FROM gg_vertices(after) AS vertex) AS vertex
    WINDOW this AS (PARTITION BY part, ring ORDER BY i)
), reduced AS (
    SELECT here.part, here.ring, here.position, here.x, here.y, following.x AS to_x, following.y AS to_y
    FROM new AS here
    JOIN new AS following ON following.known AND (following.part, following.ring) = (here.part, here.ring)
        AND following.position = here.position % here.known_here + 1
    WHERE here.known
), further AS (
    SELECT new.x - edge.x AS dx, new.y - edge.y AS dy, edge.to_x - edge.x AS ex, edge.to_y - edge.y AS ey
    FROM new
    -- What stands before the ring's first known vertex lies on the edge that comes round from its last.
    LEFT JOIN reduced AS edge ON (edge.part, edge.ring) = (new.part, new.ring)
        AND edge.position = CASE new.position WHEN 0 THEN new.known_here ELSE new.position END
    WHERE NOT new.known
)
SELECT NOT EXISTS (SELECT x, y, to_x, to_y FROM old EXCEPT SELECT x, y, to_x, to_y FROM reduced)
   AND NOT EXISTS (SELECT x, y, to_x, to_y FROM reduced EXCEPT SELECT x, y, to_x, to_y FROM old)
   AND NOT EXISTS (
        SELECT FROM further
        WHERE (dx * ex + dy * ey > 0 AND dx * ex + dy * ey < ex * ex + ey * ey
               AND (dx * ey - dy * ex) * (dx * ey - dy * ex) <= ex * ex + ey * ey) IS NOT TRUE)
$$;
"""

_KEPT = """
CREATE OR REPLACE FUNCTION gg_statutory_kept() RETURNS trigger
LANGUAGE plpgsql VOLATILE {definer} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM grid_row
        WHERE grid_id = NEW.grid_id AND lower(valid) = upper(NEW.valid)
          AND statutory AND {same}
    ) AND NOT EXISTS (
        SELECT FROM unlock WHERE grid_id = NEW.grid_id AND edition = NEW.edition_to
    ) THEN
        PERFORM gg_refuse('statutory_border_locked', 'I3', jsonb_build_object(
            'grids', jsonb_build_array(NEW.code), 'edition', NEW.edition_to, 'instant', upper(NEW.valid)));
    END IF;
    RETURN NULL;
END $$;
"""

#: A false mark would hide a moved border from permissions, comparison and reprints.
MARK = f"""
CREATE FUNCTION gg_noding_true() RETURNS trigger
LANGUAGE plpgsql VOLATILE {_DEFINER} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM grid_row AS former
        WHERE former.grid_id = NEW.grid_id AND upper(former.valid) = lower(NEW.valid)
          AND (former.level, former.code, former.name, former.kind, former.statutory, former.attributes)
              = (NEW.level, NEW.code, NEW.name, NEW.kind, NEW.statutory, NEW.attributes)
          AND (former.parent_id, former.ground, former.class, former.setting)
              IS NOT DISTINCT FROM (NEW.parent_id, NEW.ground, NEW.class, NEW.setting)
          AND gg_only_noded(former.geom, NEW.geom)
    ) THEN
        PERFORM gg_refuse('noding_untrue', 'I5', jsonb_build_object(
            'grids', jsonb_build_array(NEW.code), 'edition', NEW.edition_from, 'instant', lower(NEW.valid)));
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grid_row_noding_true AFTER INSERT ON grid_row
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.noding) EXECUTE FUNCTION gg_noding_true();
ALTER TABLE grid_row ENABLE ALWAYS TRIGGER grid_row_noding_true;
"""


def upgrade() -> None:
    op.execute(ONLY_NODED)
    op.execute(
        _KEPT.format(
            definer=_DEFINER, same="(ST_Equals(geom, NEW.geom) OR gg_only_noded(NEW.geom, grid_row.geom))"
        )
    )
    op.execute(MARK)


def downgrade() -> None:
    op.execute("DROP TRIGGER grid_row_noding_true ON grid_row; DROP FUNCTION gg_noding_true()")
    op.execute(_KEPT.format(definer=_DEFINER, same="ST_Equals(geom, NEW.geom)"))
    op.execute("DROP FUNCTION gg_only_noded(geometry, geometry), gg_vertices(geometry)")
