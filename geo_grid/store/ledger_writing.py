"""Writing measures in place of those that were there."""

from collections.abc import Mapping, Sequence

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from geo_grid.store.writing import copy_rows

#: The advisory lock of measuring: the bytes of "geoledge".
_LOCK = int.from_bytes(b"geoledge", "big")

#: Measure → whole number.
Measures = Mapping[str, int]


def lock_ledger(session: Session) -> None:
    """Be the only one to measure until the transaction ends, and see what those before have written."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    # PostgreSQL takes geometry for so costly that it would compile what is over in a moment.
    session.execute(text("SET LOCAL jit = off"))


def write_measures(
    session: Session,
    layer: str,
    version: int,
    rows: Sequence[int],
    inside: Mapping[int, Measures],
    on_border: Mapping[tuple[int, int], Measures],
) -> None:
    """Replace what some rows of grids have of a layer.

    Parameters
    ----------
    rows
        All that were measured; those of which nothing is said hold nothing.
    inside
        Row → measures.
    on_border
        (row, packed lattice point) → measures.
    """
    for table in ("grid_ledger", "grid_ledger_border"):
        session.execute(
            text(f"DELETE FROM {table} WHERE layer = :layer AND grid_row_id = ANY(:rows)"),  # noqa: S608
            {"layer": layer, "rows": list(rows)},
        )
    copy_rows(
        session,
        "grid_ledger (grid_row_id, layer, version, measures)",
        ((row, layer, version, orjson.dumps(dict(inside.get(row, {}))).decode()) for row in rows),
    )
    copy_rows(
        session,
        "grid_ledger_border (grid_row_id, layer, place, measures)",
        (
            (row, layer, place, orjson.dumps(dict(measures)).decode())
            for (row, place), measures in on_border.items()
        ),
    )


def set_measured(session: Session, layer: str, version: int) -> None:
    """Say that the whole ledger is up to a version of a layer."""
    session.execute(
        text(
            "INSERT INTO ledger_state VALUES (:layer, :version)"
            " ON CONFLICT (layer) DO UPDATE SET version = excluded.version"
        ),
        {"layer": layer, "version": version},
    )
