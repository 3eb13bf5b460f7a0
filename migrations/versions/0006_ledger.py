"""The ledger: what lies in each grid, measured once per row of a grid without children.

Nothing here is a source: all of it can be measured again from the base layers and the grids. Only rows that
nothing divides are measured; what is above is summed when it is asked for, at any instant.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE grid_ledger (
    grid_row_id bigint NOT NULL REFERENCES grid_row,
    layer text NOT NULL,
    version bigint NOT NULL,
    measures jsonb NOT NULL CONSTRAINT grid_ledger_measures CHECK (jsonb_typeof(measures) = 'object'),
    PRIMARY KEY (grid_row_id, layer)
);
COMMENT ON TABLE grid_ledger IS
    'Sums over what lies inside a row''s ground, by layer: measure -> whole number.';
COMMENT ON COLUMN grid_ledger.version IS
    'Version of the layer when it was measured; later ones did not touch it.';

CREATE TABLE grid_ledger_border (
    grid_row_id bigint NOT NULL REFERENCES grid_row,
    layer text NOT NULL,
    place bigint NOT NULL,
    measures jsonb NOT NULL CONSTRAINT grid_ledger_border_measures CHECK (jsonb_typeof(measures) = 'object'),
    PRIMARY KEY (grid_row_id, layer, place)
);
CREATE INDEX grid_ledger_border_place ON grid_ledger_border (layer, place);
COMMENT ON TABLE grid_ledger_border IS
    'What lies exactly on a row''s border: whose it is depends on the neighbours of the instant asked about.';
COMMENT ON COLUMN grid_ledger_border.place IS
    'The lattice point as lon * 2^32 + lat + 9e8, in units of 1e-7 degree.';

CREATE TABLE ledger_state (
    layer text PRIMARY KEY,
    version bigint NOT NULL
);
COMMENT ON TABLE ledger_state IS 'The version of each layer that the whole ledger is up to.';
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE ledger_state, grid_ledger_border, grid_ledger")
