"""The published grids as views for OGC clients (QGIS, GDAL): what is in force now, one view a level."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA ogc")
    op.execute("COMMENT ON SCHEMA ogc IS 'What OGC API Features and Tiles publish: views only.'")
    for level in (1, 2, 3):
        op.execute(
            f"""
            CREATE VIEW ogc.published_grid_{level} AS
            SELECT grid_row.grid_id AS id, grid_row.code, grid_row.name, grid_row.level::int AS level,
                   grid_row.kind, grid_row.ground, grid_row.class, grid_row.setting, grid_row.statutory,
                   parent_row.code AS parent, grid_row.area_m2, grid_row.edition_from AS edition,
                   lower(grid_row.valid) AS valid_from, grid_row.geom
            FROM grid_row
            LEFT JOIN grid_row AS parent_row
                ON parent_row.grid_id = grid_row.parent_id AND parent_row.valid @> now()
            WHERE grid_row.level = {level} AND grid_row.valid @> now()
            """
        )
        op.execute(f"COMMENT ON VIEW ogc.published_grid_{level} IS 'Grids of level {level} in force now.'")


def downgrade() -> None:
    op.execute("DROP SCHEMA ogc CASCADE")
