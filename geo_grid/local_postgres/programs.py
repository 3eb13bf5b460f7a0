"""The server's programs: which version, and run as whom."""

import os
import shutil
import subprocess
from pathlib import Path

from geo_grid.core.errors import Unavailable
from geo_grid.local_postgres.place import Place

#: Longest wait for a start, for a stop, and for the orphans of a killed server to leave.
PATIENCE_S = 60

_BINARIES = Path("/usr/lib/postgresql")


def binary(here: Place, name: str) -> str:
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


def run_as(here: Place, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a server program as the cluster's account, from a folder that it may enter."""
    if os.geteuid() == 0:
        command = (shutil.which("runuser") or "/usr/sbin/runuser", "-u", here.account, "--", *command)
    # The server outlives us: it must not hold our pipes open, so what it says goes to a file.
    with (here.home / "commands.log").open("a+") as said:
        return subprocess.run(
            command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, text=True, check=False
        )


def control(here: Place, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run pg_ctl on the cluster."""
    patience = str(PATIENCE_S)
    return run_as(here, binary(here, "pg_ctl"), verb, "-D", str(here.data), "-t", patience, *options)
