"""Notice boards with their prints and checks, and print jobs with their files."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE board (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    grid_id bigint NOT NULL REFERENCES grid,
    kind text NOT NULL CONSTRAINT board_kind CHECK (kind IN ('office', 'member')),
    size text NOT NULL CONSTRAINT board_size CHECK (size IN ('A2', 'A3', 'A4')),
    geom geometry(Point, 4326) NOT NULL,
    place text NOT NULL CONSTRAINT board_place CHECK (place <> ''),
    photo_hash text COLLATE "C" REFERENCES photo,
    hung_on date,
    removed_on date,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT board_dates CHECK (removed_on >= hung_on)
);
CREATE INDEX board_grid_id ON board (grid_id);
CREATE INDEX board_photo_hash ON board (photo_hash);
COMMENT ON COLUMN board.grid_id IS 'The grid that it shows.';

CREATE TABLE board_print (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board_id bigint NOT NULL REFERENCES board,
    printed_at timestamptz NOT NULL DEFAULT now(),
    edition integer NOT NULL REFERENCES edition,
    border_edition integer NOT NULL REFERENCES edition,
    people text COLLATE "C" NOT NULL CONSTRAINT board_print_people CHECK (people ~ '^[0-9a-f]{64}$'),
    contact text COLLATE "C" NOT NULL CONSTRAINT board_print_contact CHECK (contact ~ '^[0-9a-f]{64}$')
);
CREATE INDEX board_print_board_id ON board_print (board_id, printed_at DESC, id DESC);
COMMENT ON COLUMN board_print.border_edition IS
    'The last edition that touched the grid, other than by noding, when it was printed.';
COMMENT ON COLUMN board_print.people IS 'SHA-256 of what was printed of people.';
COMMENT ON COLUMN board_print.contact IS 'SHA-256 of the office, the hotline and the address printed.';

CREATE TABLE board_check (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    board_id bigint NOT NULL REFERENCES board,
    checked_at timestamptz NOT NULL DEFAULT now(),
    checked_by text NOT NULL,
    fine boolean NOT NULL,
    note text
);
CREATE INDEX board_check_board_id ON board_check (board_id, checked_at DESC, id DESC);

CREATE TABLE print_job (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    grid_id bigint NOT NULL REFERENCES grid,
    asked jsonb NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CONSTRAINT print_job_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    done integer NOT NULL DEFAULT 0,
    total integer,
    pages integer,
    attempts integer NOT NULL DEFAULT 0,
    error jsonb,
    told jsonb NOT NULL DEFAULT '[]',
    file bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    CONSTRAINT print_job_done CHECK ((state = 'done') = (file IS NOT NULL)),
    CONSTRAINT print_job_failed CHECK ((state = 'failed') = (error IS NOT NULL))
);
CREATE INDEX print_job_account_id ON print_job (account_id, id DESC);
CREATE INDEX print_job_grid_id ON print_job (grid_id);
CREATE INDEX print_job_finished_at ON print_job (finished_at);
ALTER TABLE print_job ALTER COLUMN file SET STORAGE EXTERNAL;
COMMENT ON COLUMN print_job.told IS 'What could not be printed as it was given, as codes.';
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE print_job, board_check, board_print, board")
