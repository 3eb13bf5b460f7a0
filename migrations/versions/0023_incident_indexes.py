"""Lists, counts and the map of incidents are answered from memory: the indexes that only they used go."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_GONE = {
    "incident_words": "USING gin (gg_pairs(title, place))",
    "incident_co_offices": "USING gin (co_offices)",
    "incident_state": "(state, reported_at, id)",
    "incident_category": "(category, reported_at, id)",
    "incident_outside": "(reported_at, id) WHERE outside",
    "incident_next_due": "(due_next, id) WHERE is_open",
    "incident_changed": "(changed_at, id)",
}
_PAIRS = """
CREATE FUNCTION gg_pairs(title text, place text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    WITH said AS (SELECT lower(title || ' ' || coalesce(place, '')) AS words)
    SELECT coalesce(array_agg(DISTINCT pair), '{}')
    FROM said, generate_series(1, length(words) - 1) AS n, substr(words, n, 2) AS pair
    WHERE pair !~ '\\s'
);
COMMENT ON FUNCTION gg_pairs IS
    'Every two characters that stand side by side: in Chinese, two make a word, and a trigram finds none.';
"""


def upgrade() -> None:
    for name in _GONE:
        op.execute(f"DROP INDEX {name}")
    op.execute("DROP FUNCTION gg_pairs(text, text)")
    # What was closed lately is asked for by samplers and by the public.
    op.execute("CREATE INDEX incident_closed ON incident (closed_at, id) WHERE closed_at IS NOT NULL")


def downgrade() -> None:
    op.execute("DROP INDEX incident_closed")
    op.execute(_PAIRS)
    for name, columns in _GONE.items():
        op.execute(f"CREATE INDEX {name} ON incident {columns}")
