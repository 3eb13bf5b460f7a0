"""What is in some grids at an instant, and is all of it measured?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

# What lies exactly on a border is measured with every grid that it touches; among those that nothing divides
# at the instant asked about, the lowest code has it, as in locating.
_LEAVES = """
    RECURSIVE down AS (
        SELECT grid_row.grid_id AS root, grid_row.grid_id, grid_row.id, grid_row.code, grid_row.level
        FROM grid_row WHERE grid_row.grid_id = ANY(:grids) AND grid_row.valid @> CAST(:at AS timestamptz)
        UNION ALL
        SELECT down.root, child.grid_id, child.id, child.code, child.level
        FROM down JOIN grid_row AS child ON child.parent_id = down.grid_id AND child.valid @> :at
    ), leaf AS MATERIALIZED (
        SELECT root, id, code FROM down
        WHERE level > 0 AND NOT EXISTS (
            SELECT FROM grid_row AS child WHERE child.parent_id = down.grid_id AND child.valid @> :at)
    )"""

_SUMS = text(
    f"""
    WITH {_LEAVES}, part AS (
        SELECT leaf.root, grid_ledger.layer, grid_ledger.measures
        FROM leaf JOIN grid_ledger ON grid_ledger.grid_row_id = leaf.id
        UNION ALL
        SELECT leaf.root, mine.layer, mine.measures
        FROM leaf JOIN grid_ledger_border AS mine ON mine.grid_row_id = leaf.id
        WHERE NOT EXISTS (
            SELECT FROM grid_ledger_border AS other JOIN grid_row ON grid_row.id = other.grid_row_id
            WHERE other.layer = mine.layer AND other.place = mine.place
              AND grid_row.valid @> :at AND grid_row.code < leaf.code
              AND NOT EXISTS (SELECT FROM grid_row AS child
                              WHERE child.parent_id = grid_row.grid_id AND child.valid @> :at))
    )
    SELECT root, layer, measure.key, CAST(sum(CAST(measure.value AS bigint)) AS bigint)
    FROM part CROSS JOIN jsonb_each_text(part.measures) AS measure
    GROUP BY root, layer, measure.key
    """  # noqa: S608 - put together from the pieces above
)

_UNMEASURED = text(
    f"""
    WITH {_LEAVES}
    SELECT EXISTS (
        SELECT FROM leaf CROSS JOIN unnest(CAST(:layers AS text[])) AS layer
        WHERE NOT EXISTS (SELECT FROM grid_ledger
                          WHERE grid_ledger.grid_row_id = leaf.id AND grid_ledger.layer = layer)
    ) OR EXISTS (
        SELECT FROM layer_version LEFT JOIN ledger_state USING (layer)
        WHERE layer = ANY(:layers) AND layer_version.version IS DISTINCT FROM ledger_state.version
    )
    """  # noqa: S608 - put together from the pieces above
)

_LOADS = text(
    """
    SELECT layer, layer_version.version, max(loaded_at), array_agg(source ORDER BY source)
    FROM layer_version JOIN base_load USING (layer)
    WHERE replaced_at IS NULL
    GROUP BY layer, layer_version.version ORDER BY layer
    """
)


@dataclass(frozen=True, slots=True)
class LoadedLayer:
    """The loads in force of a layer: its version, the last load's instant, the sources."""

    version: int
    loaded_at: datetime
    sources: tuple[str, ...]


def loaded_layers(session: Session) -> dict[str, LoadedLayer]:
    """Layer → what is loaded of it; a layer of which nothing is loaded is not there."""
    return {
        layer: LoadedLayer(version, loaded_at, tuple(sources))
        for layer, version, loaded_at, sources in session.execute(_LOADS)
    }


def ledger_sums(
    session: Session, at: datetime, grid_ids: Sequence[int]
) -> Mapping[int, Mapping[str, Mapping[str, int]]]:
    """Grid → layer → measure → sum over all that lies below the grid at an instant.

    Parameters
    ----------
    at
        Aware instant.
    grid_ids
        Identities of grids of any level.
    """
    # What it expects of a recursion makes PostgreSQL compile the statement, which takes longer than it does.
    session.execute(text("SET LOCAL jit = off"))
    sums: dict[int, dict[str, dict[str, int]]] = {grid_id: {} for grid_id in grid_ids}
    for root, layer, measure, amount in session.execute(_SUMS, {"grids": list(grid_ids), "at": at}):
        sums[root].setdefault(layer, {})[measure] = amount
    return sums


def is_measured(session: Session, at: datetime, grid_id: int, layers: Sequence[str]) -> bool:
    """Whether every leaf below a grid has been measured for the layers as they are loaded now."""
    asked = {"grids": [grid_id], "at": at, "layers": list(layers)}
    return not session.scalar(_UNMEASURED, asked)
