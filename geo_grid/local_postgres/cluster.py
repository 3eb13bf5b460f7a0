"""Starting, stopping and furnishing the private cluster."""

import fcntl
import json
import os
import pwd
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from geo_grid.core.errors import Unavailable
from geo_grid.local_postgres.place import (
    APPLICATION,
    CHECKOUT,
    DATABASE,
    OWNER,
    PORT,
    SUPERUSER,
    Place,
    place,
)
from geo_grid.local_postgres.programs import PATIENCE_S, binary, control, run_as
from geo_grid.settings import Settings

EXTENSIONS = ("postgis", "ltree", "btree_gist", "pg_trgm")


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
            stopped = control(here, "stop", "-w", "-m", "fast")
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


def _create(here: Place) -> None:
    # What a start killed half-way has left is no cluster: PG_VERSION is missing.
    if here.data.exists():
        shutil.rmtree(here.data)
    options = ["-U", SUPERUSER, "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8"]
    if here.name != "main":
        options.append("--no-sync")
    made = run_as(here, binary(here, "initdb"), "-D", str(here.data), *options)
    if made.returncode != 0:
        raise Unavailable("database_not_started", log=str(here.home / "commands.log"))


def _configure(here: Place) -> None:
    lines = [
        "listen_addresses = ''",
        f"port = {PORT}",
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
    for lock in (here.data / "postmaster.pid", here.socket / f".s.PGSQL.{PORT}.lock"):
        lock.unlink(missing_ok=True)


def _wait_for_orphans(here: Place) -> None:
    give_up = time.monotonic() + PATIENCE_S
    while any(_works_in(int(entry.name), here.data) for entry in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > give_up:
            raise Unavailable("database_not_started", log=str(here.log))
        time.sleep(0.1)


def _start_server(here: Place) -> None:
    started = control(here, "start", "-w", "-l", str(here.log))
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
