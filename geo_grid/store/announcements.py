"""Hearing that an edition was published, a base layer loaded, a duty or a plan changed, by any session."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from geo_grid.core.errors import Unavailable
from geo_grid.store.errors import translated

#: The channel on which publishing announces an edition's number.
CHANNEL = "geo_grid_edition"
#: The channel on which loading announces a base layer's name.
BASE_CHANNEL = "geo_grid_base"
#: The channel on which a change of accounts, sessions, tokens or grants is announced.
ACCOUNTS_CHANNEL = "geo_grid_accounts"
#: The channel on which a change of people, duties, leaves, stations or offices is announced.
DUTY_CHANNEL = "geo_grid_duty"

#: The channel on which whatever happens in plans is announced: the plan's id.
PLAN_CHANNEL = "geo_grid_plan"

#: The channel on which changes of incidents are announced: their ids, with commas between, or a star.
INCIDENT_CHANNEL = "geo_grid_incident"
#: The channel on which it is said who looks at an incident, as JSON.
INCIDENT_SEEN_CHANNEL = "geo_grid_incident_seen"

#: What a worker follows to keep what is in force in memory.
_IN_FORCE = (CHANNEL, BASE_CHANNEL, ACCOUNTS_CHANNEL, DUTY_CHANNEL)

#: Seconds of silence after which the connection is asked whether it still lives.
_HEARTBEAT_S = 15.0


class Announcements:
    """An open ear on the channels.

    Parameters
    ----------
    connection
        In autocommit, listening already.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._heard_at = time.monotonic()

    def wait(self, seconds: float) -> frozenset[str]:
        """Wait until something is announced; the channels on which something was, none after the time.

        Raises
        ------
        Unavailable
            ``database_down``: the connection broke, and announcements may have been missed.
        """
        return frozenset(channel for channel, _ in self.wait_for_words(seconds))

    def wait_for_words(self, seconds: float) -> list[tuple[str, str]]:
        """The same, with what was said: (channel, words) in order.

        Raises
        ------
        Unavailable
            As `wait`.
        """
        try:
            heard = [
                (said.channel, said.payload)
                for said in self._connection.notifies(timeout=seconds, stop_after=1)
            ]
            if time.monotonic() - self._heard_at > _HEARTBEAT_S:
                self._connection.execute("SELECT 1")
                self._heard_at = time.monotonic()
        except psycopg.Error as error:
            raise Unavailable("database_down") from error
        return heard


@contextmanager
def listening(engine: Engine, channels: Sequence[str] = _IN_FORCE) -> Iterator[Announcements]:
    """Listen on a connection of its own, which no pool gives to anybody else.

    Parameters
    ----------
    channels
        To what.

    Raises
    ------
    Unavailable
        ``database_down``.
    """
    with translated():
        pooled = engine.raw_connection()
        connection = pooled.driver_connection
        pooled.detach()
    if not isinstance(connection, psycopg.Connection):
        raise TypeError(f"announcements need psycopg, not {type(connection).__name__}")
    try:
        connection.rollback()
        connection.autocommit = True
        for channel in channels:
            connection.execute(f"LISTEN {channel}")
        yield Announcements(connection)
    except psycopg.Error as error:
        raise Unavailable("database_down") from error
    finally:
        connection.close()


def announce(session: Session, channel: str, words: str) -> None:
    """Announce something that is written nowhere, as soon as the transaction is committed."""
    session.execute(text("SELECT pg_notify(:channel, :words)"), {"channel": channel, "words": words})
