"""Hearing that an edition was published, a base layer loaded or a duty changed, by whichever session."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine

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
        try:
            heard = frozenset(
                said.channel for said in self._connection.notifies(timeout=seconds, stop_after=1)
            )
            if time.monotonic() - self._heard_at > _HEARTBEAT_S:
                self._connection.execute("SELECT 1")
                self._heard_at = time.monotonic()
        except psycopg.Error as error:
            raise Unavailable("database_down") from error
        return heard


@contextmanager
def listening(engine: Engine) -> Iterator[Announcements]:
    """Listen on a connection of its own, which no pool gives to anybody else.

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
        connection.execute(f"LISTEN {CHANNEL}")
        connection.execute(f"LISTEN {BASE_CHANNEL}")
        connection.execute(f"LISTEN {ACCOUNTS_CHANNEL}")
        connection.execute(f"LISTEN {DUTY_CHANNEL}")
        yield Announcements(connection)
    except psycopg.Error as error:
        raise Unavailable("database_down") from error
    finally:
        connection.close()
