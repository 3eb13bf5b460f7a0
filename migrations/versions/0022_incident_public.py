"""Where the public may know an incident to be: at a building or in a street, never where it was reported."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE incident_public (
    incident_id bigint PRIMARY KEY REFERENCES incident ON DELETE CASCADE,
    near text NOT NULL CONSTRAINT incident_public_near CHECK (
        near IN ('building', 'street', 'grid', 'area')),
    place text,
    geom geometry(Point, 4326) NOT NULL
        CONSTRAINT incident_public_on_lattice CHECK (gg_point_on_lattice(geom)),
    rough geometry(Point, 4326) NOT NULL
        CONSTRAINT incident_public_rough_on_lattice CHECK (gg_point_on_lattice(rough))
);
CREATE INDEX incident_public_geom ON incident_public USING gist (geom);
CREATE INDEX incident_public_rough ON incident_public USING gist (rough);
COMMENT ON TABLE incident_public IS
    'The place of an incident as everybody may know it; kept by trigger, can be made again at any time.';
COMMENT ON COLUMN incident_public.place IS 'Name of the building, its compound, or the street; null without.';
COMMENT ON COLUMN incident_public.geom IS 'The point that stands for that building or piece of street.';
COMMENT ON COLUMN incident_public.rough IS
    'The label of the grid: all that is told of matters that would point at a household.';
"""

# A building is named, or what it stands in, or the street before it. A piece of a street ends at crossings.
PLACED = """
CREATE FUNCTION gg_near_lattice(shape geometry) RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT ST_SetSRID(ST_MakePoint(
        floor(ST_X(shape)::numeric * 10000000 + 0.5) / 10000000,
        floor(ST_Y(shape)::numeric * 10000000 + 0.5) / 10000000), 4326)
$$;

CREATE FUNCTION gg_coarse_place(spot geometry, of_grid bigint)
RETURNS TABLE (near text, place text, geom geometry, rough geometry)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    -- Degrees of latitude of some 150 m.
    reach constant float8 := 0.00135;
    around geometry := ST_Expand(spot, reach);
    street text := (SELECT it.name FROM street_segment it
                    WHERE it.geom && around AND it.name IS NOT NULL ORDER BY it.geom <-> spot LIMIT 1);
BEGIN
    SELECT gg_near_lattice(row.label) INTO rough FROM grid_row AS row
    WHERE row.grid_id = of_grid AND row.valid @> now();
    IF rough IS NULL THEN
        SELECT gg_near_lattice(row.label) INTO rough FROM grid_row AS row
        WHERE row.grid_id = of_grid ORDER BY lower(row.valid) DESC LIMIT 1;
    END IF;

    SELECT 'building', it.name, it.label INTO near, place, geom FROM building it
    WHERE ST_Intersects(it.geom, spot) ORDER BY it.id LIMIT 1;
    IF geom IS NOT NULL AND place IS NULL THEN
        place := coalesce(
            (SELECT it.name FROM compound it WHERE ST_Intersects(it.geom, spot) AND it.name IS NOT NULL
             ORDER BY it.id LIMIT 1), street);
    END IF;
    IF geom IS NULL THEN
        SELECT 'street', coalesce(it.name, street), gg_near_lattice(ST_LineInterpolatePoint(it.geom, 0.5))
        INTO near, place, geom FROM street_segment it
        WHERE it.geom && around ORDER BY it.geom <-> spot LIMIT 1;
    END IF;
    IF geom IS NULL AND rough IS NOT NULL THEN
        near := 'grid';
        geom := rough;
    END IF;
    IF geom IS NULL THEN
        -- Outside of all: the middle of a square of some 500 m.
        near := 'area';
        geom := gg_near_lattice(ST_MakePoint(
            (floor(ST_X(spot) * 200) + 0.5) / 200, (floor(ST_Y(spot) * 200) + 0.5) / 200));
    END IF;
    rough := coalesce(rough, gg_near_lattice(ST_MakePoint(
        (floor(ST_X(spot) * 200) + 0.5) / 200, (floor(ST_Y(spot) * 200) + 0.5) / 200)));
    RETURN NEXT;
END $$;
COMMENT ON FUNCTION gg_coarse_place IS
    'Where the public may know something to be that lies at a spot in a grid.';
"""

TRIGGERS = """
CREATE FUNCTION gg_incidents_placed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO incident_public (incident_id, near, place, geom, rough)
    SELECT it.id, coarse.near, coarse.place, coarse.geom, coarse.rough
    FROM placed AS it CROSS JOIN LATERAL gg_coarse_place(it.geom, it.grid_id) AS coarse
    ON CONFLICT (incident_id) DO UPDATE SET
        near = excluded.near, place = excluded.place, geom = excluded.geom, rough = excluded.rough;
    RETURN NULL;
END $$;
CREATE TRIGGER incident_placed AFTER INSERT ON incident REFERENCING NEW TABLE AS placed
    FOR EACH STATEMENT EXECUTE FUNCTION gg_incidents_placed();

CREATE FUNCTION gg_incident_moved() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE incident_public SET (near, place, geom, rough) =
        (SELECT coarse.near, coarse.place, coarse.geom, coarse.rough
         FROM gg_coarse_place(NEW.geom, NEW.grid_id) AS coarse)
    WHERE incident_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER incident_moved AFTER UPDATE OF geom, grid_id ON incident FOR EACH ROW
    WHEN (NOT NEW.geom ~= OLD.geom OR NEW.grid_id IS DISTINCT FROM OLD.grid_id)
    EXECUTE FUNCTION gg_incident_moved();

INSERT INTO incident_public (incident_id, near, place, geom, rough)
SELECT it.id, coarse.near, coarse.place, coarse.geom, coarse.rough
FROM incident AS it CROSS JOIN LATERAL gg_coarse_place(it.geom, it.grid_id) AS coarse;
"""


def upgrade() -> None:
    for block in (TABLES, PLACED, TRIGGERS):
        op.execute(block)


def downgrade() -> None:
    op.execute(
        """
        DROP TRIGGER incident_placed ON incident;
        DROP TRIGGER incident_moved ON incident;
        DROP TABLE incident_public;
        DROP FUNCTION gg_incidents_placed(), gg_incident_moved(), gg_coarse_place(geometry, bigint),
            gg_near_lattice(geometry);
        """
    )
