"""Professional networks: cells out of whole grids or of shapes of their own, each dated."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE network (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name_zh text NOT NULL CONSTRAINT network_name CHECK (name_zh <> ''),
    name_en text,
    purpose text NOT NULL,
    ground_id bigint NOT NULL REFERENCES grid,
    whole boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    made_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz
);
CREATE INDEX network_ground_id ON network (ground_id);
COMMENT ON COLUMN network.ground_id IS 'The grid on whose ground the network is.';
COMMENT ON COLUMN network.whole IS 'Its cells must tile all of that ground; else they only must not overlap.';

CREATE TABLE network_cell (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id bigint NOT NULL REFERENCES network,
    name text NOT NULL CONSTRAINT network_cell_name CHECK (name <> ''),
    geom geometry(MultiPolygon, 4326),
    valid tstzrange NOT NULL,
    CONSTRAINT network_cell_on_lattice CHECK (geom IS NULL OR gg_on_lattice(geom)),
    CONSTRAINT network_cell_geometry_valid CHECK (ST_IsValid(geom)),
    CONSTRAINT network_cell_validity CHECK (gg_is_validity(valid)),
    CONSTRAINT network_cell_name_once EXCLUDE USING gist (network_id WITH =, name WITH =, valid WITH &&)
);
CREATE INDEX network_cell_geom ON network_cell USING gist (geom);
COMMENT ON COLUMN network_cell.geom IS 'Null where the cell is made of grids.';

CREATE TABLE network_cell_grid (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    network_id bigint NOT NULL REFERENCES network,
    cell_id bigint NOT NULL REFERENCES network_cell,
    grid_id bigint NOT NULL REFERENCES grid,
    valid tstzrange NOT NULL,
    CONSTRAINT network_cell_grid_validity CHECK (gg_is_validity(valid)),
    CONSTRAINT network_grid_once EXCLUDE USING gist (network_id WITH =, grid_id WITH =, valid WITH &&)
);
CREATE INDEX network_cell_grid_cell_id ON network_cell_grid (cell_id);
CREATE INDEX network_cell_grid_grid_id ON network_cell_grid (grid_id);
"""

#: What was once so stays on record; what is only to come may be taken back.
KEPT = """
CREATE TRIGGER network_no_delete BEFORE DELETE ON network FOR EACH ROW EXECUTE FUNCTION gg_keep();
CREATE TRIGGER network_cell_no_delete BEFORE DELETE ON network_cell FOR EACH ROW EXECUTE FUNCTION gg_keep();
CREATE TRIGGER network_cell_grid_no_delete BEFORE DELETE ON network_cell_grid
    FOR EACH ROW WHEN (lower(OLD.valid) <= now()) EXECUTE FUNCTION gg_keep();
"""
_TABLES = ("network", "network_cell", "network_cell_grid")


def upgrade() -> None:
    for block in (TABLES, KEPT):
        op.execute(block)
    for table in _TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION gg_keep()"
        )
        for what in ("no_delete", "no_truncate"):
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{what}")


def downgrade() -> None:
    op.execute("DROP TABLE network_cell_grid, network_cell, network")
