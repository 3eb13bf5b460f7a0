"""Where the private cluster of a checkout lives, and the URLs that lead to it."""

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]

SUPERUSER, OWNER, APPLICATION = "postgres", "geo_grid_owner", "geo_grid"
DATABASE = "geo_grid"

#: Only the name of the socket file: the server listens on no network address.
PORT = 5432
#: sockaddr_un holds 108 bytes, the last of them zero.
_LONGEST_SOCKET_PATH = 107


@dataclass(frozen=True)
class Place:
    """Where one cluster lives.

    Parameters
    ----------
    name
        ``main``, or another for scratch.
    home
        Holds ``data/`` and ``log``.
    socket
        Folder of the Unix socket.
    account
        The operating system's user that runs the server.
    """

    name: str
    home: Path
    socket: Path
    account: str

    @property
    def data(self) -> Path:
        """The cluster's data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.home / "log"

    def url_as(self, role: str, database: str = DATABASE) -> str:
        """The URL of a database as a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}&port={PORT}"

    @property
    def url(self) -> str:
        """DATABASE_URL: the application's role."""
        return self.url_as(APPLICATION)

    @property
    def owner_url(self) -> str:
        """MIGRATION_DATABASE_URL: the role that owns the tables."""
        return self.url_as(OWNER)

    @property
    def superuser_url(self) -> str:
        """For tests, which create databases, roles and extensions."""
        return self.url_as(SUPERUSER)


def place(name: str = "main", checkout: Path = CHECKOUT) -> Place:
    """Where the cluster of a checkout lives for the account that asks; nothing is created."""
    mark = hashlib.sha256(str(checkout).encode()).hexdigest()[:16]
    if os.geteuid() == 0:
        folder = f"{mark}-{name}"
        return Place(name, Path("/var/lib/geo-grid") / folder, Path("/run/geo-grid") / folder, "postgres")
    home = checkout / ".local" / f"postgres-{name}"
    socket = home / "socket"
    if len(os.fsencode(socket / f".s.PGSQL.{PORT}")) > _LONGEST_SOCKET_PATH:
        socket = Path("/tmp") / f"geo-grid-{os.geteuid()}-{mark}-{name}"  # noqa: S108 - made 0700, owner checked
    return Place(name, home, socket, pwd.getpwuid(os.geteuid()).pw_name)
