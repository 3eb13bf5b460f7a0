"""``python -m geo_grid.local_postgres``, for the scripts."""

import argparse
import sys

from geo_grid.core.errors import GeoGridError
from geo_grid.local_postgres.cluster import running_pid, start, stop
from geo_grid.local_postgres.place import place
from geo_grid.words import both


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
