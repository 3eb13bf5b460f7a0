"""Starts and stops a private PostGIS from the server binaries of this machine, reached by a Unix socket only.

Where it lives
    As a user: ``.local/postgres-NAME/`` in the checkout. As root, whom PostgreSQL refuses: run by the system
    user ``postgres`` under ``/var/lib/geo-grid/HASH-NAME/`` with its socket in ``/run/geo-grid/HASH-NAME/``,
    HASH being of the checkout's path; the checkout itself may be closed to that user.
    ``.local/postgres-NAME.json`` says where.
Who may enter
    The account that started it, by peer authentication, as one of three roles: ``geo_grid`` (the
    application), ``geo_grid_owner`` (owns database and tables) and ``postgres`` (superuser: creates
    extensions, and the tests' databases).
What survives
    ``main`` is durable. Any other name is scratch for tests: it does not wait for the disk and is removed by
    `stop`.

``python -m geo_grid.local_postgres start|stop|status|url [--name NAME]``
"""

import argparse
import fcntl
import hashlib
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from geo_grid.core.errors import GeoGridError, Unavailable
from geo_grid.settings import Settings
from geo_grid.words import both

CHECKOUT = Path(__file__).resolve().parents[1]

SUPERUSER, OWNER, APPLICATION = "postgres", "geo_grid_owner", "geo_grid"
DATABASE = "geo_grid"
EXTENSIONS = ("postgis", "ltree", "btree_gist", "pg_trgm")

#: Only the name of the socket file: the server listens on no network address.
_PORT = 5432
#: sockaddr_un holds 108 bytes, the last of them zero.
_LONGEST_SOCKET_PATH = 107
#: Longest wait for a start, for a stop, and for the orphans of a killed server to leave.
_PATIENCE_S = 60
_BINARIES = Path("/usr/lib/postgresql")


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
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket), safe='')}&port={_PORT}"

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
    if len(os.fsencode(socket / f".s.PGSQL.{_PORT}")) > _LONGEST_SOCKET_PATH:
        socket = Path("/tmp") / f"geo-grid-{os.geteuid()}-{mark}-{name}"  # noqa: S108 - made 0700, owner checked
    return Place(name, home, socket, pwd.getpwuid(os.geteuid()).pw_name)


def database_urls(given: Settings) -> tuple[str, str]:
    """The application's and the owner's URL: as the settings give them, else of the private cluster, started.

    Raises
    ------
    Unavailable
        As `start`.
    """
    if given.database_url is not None:
        return given.database_url, given.migration_database_url or given.database_url
    here = start()
    return here.url, here.owner_url


def start(name: str = "main", checkout: Path = CHECKOUT) -> Place:
    """Start the cluster, creating it if need be, and make sure of its roles, database and extensions.

    Does nothing where it runs already. A pid file left by a crash or a kill −9 is recognised by what the
    process of that number is now.

    Raises
    ------
    Unavailable
        ``database_binaries_missing``, ``database_version_missing``, ``database_user_missing``,
        ``database_postgis_missing``, ``database_not_started``.
    """
    here = place(name, checkout)
    with _alone(here, checkout):
        if running_pid(here) is None:
            _prepare_folders(here)
            if not (here.data / "PG_VERSION").exists():
                _create(here)
            _clear_remains(here)
            _configure(here)
            _start_server(here)
        _furnish(here)
        pointer = {
            "checkout": str(checkout),
            "data": str(here.data),
            "socket": str(here.socket),
            "url": here.url,
        }
        (checkout / ".local" / f"postgres-{name}.json").write_text(json.dumps(pointer, indent=2) + "\n")
    return here


def stop(name: str = "main", checkout: Path = CHECKOUT) -> bool:
    """Stop the cluster; a scratch one is removed. Returns whether it was running.

    Raises
    ------
    Unavailable
        ``database_not_stopped``.
    """
    here = place(name, checkout)
    with _alone(here, checkout):
        pid = running_pid(here)
        if pid is not None:
            stopped = _control(here, "stop", "-w", "-m", "fast")
            if stopped.returncode != 0:
                raise Unavailable("database_not_stopped", log=str(here.log))
        if name != "main":
            _wait_for_orphans(here)
            for folder in (here.home, here.socket):
                if folder.exists():
                    shutil.rmtree(folder)
            (checkout / ".local" / f"postgres-{name}.json").unlink(missing_ok=True)
    return pid is not None


def running_pid(here: Place) -> int | None:
    """Process id of the server if it runs, judged by its working folder, which is the data folder."""
    try:
        pid = int((here.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _works_in(pid, here.data) else None


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        # Gone, or of another account: not ours.
        return False


@contextmanager
def _alone(here: Place, checkout: Path) -> Iterator[None]:
    """One start or stop at a time, over all processes."""
    local = checkout / ".local"
    local.mkdir(exist_ok=True)
    with (local / f"postgres-{here.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare_folders(here: Place) -> None:
    try:
        account = pwd.getpwnam(here.account)
    except KeyError as error:
        raise Unavailable("database_user_missing") from error
    for folder in (here.home, here.socket):
        folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, account.pw_uid, account.pw_gid)
        if folder.is_symlink() or folder.stat().st_uid != account.pw_uid:
            raise Unavailable("database_not_started", log=str(folder))


def _binary(here: Place, name: str) -> str:
    """A server program of the version that made the data, else of the newest one installed."""
    try:
        wanted = (here.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        wanted = None
    versions = [
        path for path in _BINARIES.glob("*/bin") if (path / "initdb").exists() and path.parent.name.isdigit()
    ]
    found = [path for path in versions if _has_postgis(path.parent.name)]
    if versions and not found:
        raise Unavailable("database_postgis_missing")
    if not found:
        raise Unavailable("database_binaries_missing")
    fitting = [path for path in found if wanted in (None, path.parent.name)]
    if not fitting:
        raise Unavailable("database_version_missing", version=wanted)
    return str(max(fitting, key=lambda path: int(path.parent.name)) / name)


def _has_postgis(version: str) -> bool:
    return Path(f"/usr/share/postgresql/{version}/extension/postgis.control").exists()


def _run_as(here: Place, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a server program as the cluster's account, from a folder that it may enter."""
    if os.geteuid() == 0:
        command = (shutil.which("runuser") or "/usr/sbin/runuser", "-u", here.account, "--", *command)
    # The server outlives us: it must not hold our pipes open, so what it says goes to a file.
    with (here.home / "commands.log").open("a+") as said:
        return subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, text=True, check=False
        )


def _control(here: Place, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
    patience = str(_PATIENCE_S)
    return _run_as(here, _binary(here, "pg_ctl"), verb, "-D", str(here.data), "-t", patience, *options)


def _create(here: Place) -> None:
    # What a start killed half-way has left is no cluster: PG_VERSION is missing.
    if here.data.exists():
        shutil.rmtree(here.data)
    options = ["-U", SUPERUSER, "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]
    if here.name != "main":
        options.append("--no-sync")
    made = _run_as(here, _binary(here, "initdb"), "-D", str(here.data), *options)
    if made.returncode != 0:
        raise Unavailable("database_not_started", log=str(here.home / "commands.log"))


def _configure(here: Place) -> None:
    lines = [
        "listen_addresses = ''",
        f"port = {_PORT}",
        f"unix_socket_directories = '{here.socket}'",
        "unix_socket_permissions = 0777  # the folder is closed, and peer authentication asks who comes",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        "jit = off  # our queries are short; compiling them takes longer than running them",
        "shared_buffers = '256MB'",
        "max_connections = 100",
    ]
    if here.name != "main":
        lines += ["fsync = off", "full_page_writes = off", "synchronous_commit = off", "max_wal_size = '2GB'"]
    caller = pwd.getpwuid(os.geteuid()).pw_name
    accounts = sorted({caller, here.account})
    ident = [f"geo_grid {account} {role}" for account in accounts for role in (SUPERUSER, OWNER, APPLICATION)]
    _write(here, "geo-grid.conf", lines)
    _write(here, "pg_hba.conf", ["local all all peer map=geo_grid"])
    _write(here, "pg_ident.conf", ident)
    main = here.data / "postgresql.conf"
    text = main.read_text()
    if not re.search(r"^include = 'geo-grid.conf'$", text, flags=re.MULTILINE):
        main.write_text(f"{text}\ninclude = 'geo-grid.conf'\n")


def _write(here: Place, name: str, lines: list[str]) -> None:
    path = here.data / name
    path.write_text("\n".join(lines) + "\n")
    owner = here.data.stat()
    os.chown(path, owner.st_uid, owner.st_gid)
    path.chmod(0o600)


def _clear_remains(here: Place) -> None:
    """Remove lock files whose server is gone, once the processes that it left behind are gone too.

    PostgreSQL does so itself unless the old number now belongs to some other process of the same account.
    """
    _wait_for_orphans(here)
    for lock in (here.data / "postmaster.pid", here.socket / f".s.PGSQL.{_PORT}.lock"):
        lock.unlink(missing_ok=True)


def _wait_for_orphans(here: Place) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    while any(_works_in(int(entry.name), here.data) for entry in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > give_up:
            raise Unavailable("database_not_started", log=str(here.log))
        time.sleep(0.1)


def _start_server(here: Place) -> None:
    started = _control(here, "start", "-w", "-l", str(here.log))
    if started.returncode != 0:
        raise Unavailable("database_not_started", log=str(here.log))


def _furnish(here: Place) -> None:
    """Roles, database and extensions; each is left as it is where it exists."""
    try:
        with psycopg.connect(
            here.url_as(SUPERUSER, "postgres"), autocommit=True, connect_timeout=10
        ) as server:
            roles = {row[0] for row in server.execute("SELECT rolname FROM pg_roles")}
            for role in {OWNER, APPLICATION} - roles:
                server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if server.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount == 0:
                create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
                server.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        with psycopg.connect(here.superuser_url, autocommit=True, connect_timeout=10) as database:
            for extension in EXTENSIONS:
                database.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )
    except psycopg.errors.FeatureNotSupported as error:
        raise Unavailable("database_postgis_missing") from error
    except psycopg.OperationalError as error:
        raise Unavailable("database_not_started", log=str(here.log)) from error


def main() -> int:
    """Command line of this module, for the scripts."""
    parser = argparse.ArgumentParser(
        prog="python -m geo_grid.local_postgres", description="The private PostGIS."
    )
    parser.add_argument("verb", choices=["start", "stop", "status", "url"])
    parser.add_argument("--name", default="main", help="main, or another for scratch (default: main)")
    asked = parser.parse_args()
    try:
        return _answer(asked.verb, asked.name)
    except GeoGridError as error:
        sys.stderr.write(both(error.code, error.params) + "\n")
        return 2


def _answer(verb: str, name: str) -> int:
    here = place(name)
    if verb == "stop":
        stop(name)
        return 0
    if verb == "status":
        pid = running_pid(here)
        sys.stdout.write(f"stopped {here.data}\n" if pid is None else f"running {pid} {here.data}\n")
        return 0 if pid is not None else 3
    if verb == "start":
        start(name)
    sys.stdout.write(f"DATABASE_URL={here.url}\nMIGRATION_DATABASE_URL={here.owner_url}\n")
    sys.stdout.write(f"TEST_DATABASE_URL={here.superuser_url}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
