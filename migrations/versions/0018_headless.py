"""Editions name grids that they open without a head; a vertex may be put into the border of the outline."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

HEADLESS = """
CREATE TABLE edition_headless (
    edition integer NOT NULL REFERENCES edition,
    grid_id bigint NOT NULL REFERENCES grid,
    PRIMARY KEY (edition, grid_id)
);
CREATE INDEX edition_headless_grid_id ON edition_headless (grid_id);
COMMENT ON TABLE edition_headless IS
    'Grids that an edition opens and that have no head at its instant; what was so when it was published.';
"""

_HEADLESS_TRIGGERS = ("no_update", "no_delete", "no_truncate")

#: A border of grids that meets the outline gives it a vertex; only what is marked so, and the mark is proved.
OUTLINE = """
CREATE OR REPLACE FUNCTION gg_outline_opened() RETURNS trigger
LANGUAGE plpgsql VOLATILE {definer} AS $$
DECLARE
    wrong int;
BEGIN
    SELECT fresh.edition_from INTO wrong
    FROM fresh JOIN edition ON edition.number = fresh.edition_from
    WHERE fresh.level = 0 AND NOT edition.sets_outline{noded_opened} LIMIT 1;
    IF FOUND THEN
        PERFORM gg_refuse('outline_kept', 'I3', jsonb_build_object('edition', wrong));
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION gg_outline_closed() RETURNS trigger
LANGUAGE plpgsql VOLATILE {definer} AS $$
BEGIN
    IF NOT (SELECT sets_outline FROM edition WHERE number = NEW.edition_to){noded_closed} THEN
        PERFORM gg_refuse('outline_kept', 'I3', jsonb_build_object('edition', NEW.edition_to));
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER grid_row_outline_closed ON grid_row;
CREATE {kind} TRIGGER grid_row_outline_closed AFTER UPDATE ON grid_row
    {when} FOR EACH ROW WHEN (OLD.level = 0) EXECUTE FUNCTION gg_outline_closed();
ALTER TABLE grid_row ENABLE ALWAYS TRIGGER grid_row_outline_closed;
"""

_NODED_CLOSED = """ AND NOT EXISTS (
        SELECT FROM grid_row
        WHERE grid_id = NEW.grid_id AND lower(valid) = upper(NEW.valid) AND noding
    )"""


def upgrade() -> None:
    op.execute(HEADLESS)
    op.execute(
        """
        CREATE TRIGGER edition_headless_no_update BEFORE UPDATE ON edition_headless
            FOR EACH ROW EXECUTE FUNCTION gg_keep();
        CREATE TRIGGER edition_headless_no_delete BEFORE DELETE ON edition_headless
            FOR EACH ROW EXECUTE FUNCTION gg_keep();
        CREATE TRIGGER edition_headless_no_truncate BEFORE TRUNCATE ON edition_headless
            EXECUTE FUNCTION gg_keep();
        """
    )
    for trigger in _HEADLESS_TRIGGERS:
        op.execute(f"ALTER TABLE edition_headless ENABLE ALWAYS TRIGGER edition_headless_{trigger}")
    op.execute(
        OUTLINE.format(
            definer=_DEFINER,
            noded_opened=" AND NOT fresh.noding",
            noded_closed=_NODED_CLOSED,
            kind="CONSTRAINT",
            when="DEFERRABLE INITIALLY DEFERRED",
        )
    )


def downgrade() -> None:
    op.execute(OUTLINE.format(definer=_DEFINER, noded_opened="", noded_closed="", kind="", when=""))
    op.execute("DROP TABLE edition_headless")
