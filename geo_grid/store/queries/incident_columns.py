"""What do lists, counts and the map of incidents look at? Every incident, or those that changed since."""

from dataclasses import dataclass, replace

from sqlalchemy import text
from sqlalchemy.orm import Session

#: The columns of the table, in order; instants in microseconds since 1970, an empty cell is nothing.
COLUMNS = (
    "id", "version", "number", "state", "kind", "urgency", "channel", "category", "lon", "lat", "grids",
    "nearest_grid", "level", "person", "office", "co_offices", "account", "reported", "changed", "due",
    "warn", "made_up", "words",
)  # fmt: skip

_SELECT = """
    SELECT id, version, number, state, kind, urgency, channel, category, ST_X(geom), ST_Y(geom), grids,
        nearest_grid, level, assignee_person, assignee_office, co_offices, reporter_account,
        CAST(extract(epoch FROM reported_at) * 1000000 AS bigint),
        CAST(extract(epoch FROM changed_at) * 1000000 AS bigint),
        CAST(extract(epoch FROM due_next) * 1000000 AS bigint),
        CAST(extract(epoch FROM warn_at) * 1000000 AS bigint),
        made_up, lower(title || ' ' || coalesce(place, ''))
    FROM incident
"""
_STAND = text(
    """
    SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) AS seen,
        CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint) AS begun,
        (SELECT min(id) FROM incident WHERE made_up) AS first_made_up,
        CAST(extract(epoch FROM now()) * 1000000 AS bigint) AS at
    """
)


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a session sees.

    Parameters
    ----------
    seen
        Whatever happened in a transaction before this one is seen.
    begun
        No transaction from this one on had ended.
    first_made_up
        Identity of the first incident of a demo; None where there is none: a demo goes as a whole.
    at
        The database's clock, microseconds since 1970.
    """

    seen: int
    begun: int
    first_made_up: int | None
    at: int

    @property
    def is_whole(self) -> bool:
        """Whether no transaction was under way."""
        return self.seen == self.begun

    def no_less_than(self, other: "Stand") -> "Stand":
        """Where nothing is seen less of than in another."""
        return replace(
            self,
            seen=max(self.seen, other.seen),
            begun=max(self.begun, other.begun),
            at=max(self.at, other.at),
        )


def incident_stand(session: Session) -> Stand:
    """How far this session sees."""
    row = session.execute(_STAND).one()
    return Stand(row.seen, row.begun, row.first_made_up, row.at)


def incident_columns(session: Session, since: int | None) -> bytes:
    """The `COLUMNS` as CSV without a header.

    Parameters
    ----------
    since
        `Stand.seen` of a look before: those that changed in this transaction or later. None asks for all.
    """
    where = "" if since is None else f"WHERE changed_in >= xid8 '{int(since)}'"
    driver = session.connection().connection.driver_connection
    assert driver is not None  # noqa: S101 - a session has a connection
    with driver.cursor() as cursor, cursor.copy(f"COPY ({_SELECT} {where}) TO STDOUT (FORMAT csv)") as copy:
        return b"".join(copy)
