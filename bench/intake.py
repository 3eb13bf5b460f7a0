"""How many reports a second are taken, located, dispatched, written with their history; are all there?"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bench.answering import serving_with
from bench.desks import FREE, LABELS
from bench.measuring import ROOT, Measured
from bench.storing import fresh_database
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.store.session import make_engine, session_scope

RATE, CONNECTIONS, SECONDS = 100, 16, int(os.environ.get("GEO_GRID_BENCH_SECONDS", "60"))
_LEFT = text(
    """
    SELECT count(*) AS n, count(*) FILTER (WHERE state = 'dispatched') AS dispatched,
        count(*) FILTER (WHERE (SELECT count(*) FROM incident_entry e WHERE e.incident_id = i.id) >= 1
            AND EXISTS (SELECT FROM incident_due d WHERE d.incident_id = i.id)) AS whole
    FROM incident i WHERE NOT made_up
    """
)


def measure(server: str) -> Iterator[Measured]:
    """Over HTTP, with two workers, one database and whoever asks on the same machine."""
    with fresh_database(server) as url, tempfile.TemporaryDirectory() as folder:
        engine = make_engine(url)
        with session_scope(engine) as session:
            load_demo(session, make_example(ZoneInfo("Asia/Shanghai")), datetime.now(UTC))
            places = [f"{row.lon} {row.lat}" for row in session.execute(LABELS)]
        asked, heard = Path(folder) / "places", Path(folder) / "heard"
        asked.write_text("\n".join(places))
        with serving_with(url, FREE) as address:
            command = [
                "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s",
                "-s", str(ROOT / "bench" / "reports.lua"), address, "--", str(asked), str(heard),
            ]  # fmt: skip
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        lines = heard.read_text().split("\n")[:-1]
        with engine.connect() as connection:
            stored = set(connection.scalars(text("SELECT number FROM incident WHERE NOT made_up")))
            left = connection.execute(_LEFT).one()
        engine.dispose()
    taken = [line for line in lines if not line.startswith("!")]
    refused, lost = len(lines) - len(taken), set(taken) - stored
    rate = len(taken) / SECONDS
    took = re.search(r"Latency\s+(\S+)", told)
    yield Measured(
        "reports a second, located, dispatched, with history and clocks",
        f"{len(taken):,} taken in {SECONDS} s over {CONNECTIONS} connections, {refused} refused,"
        f" {len(lost)} lost; {left.whole:,} of {left.n:,} stored are whole, {left.dispatched:,} dispatched",
        f"{rate:.0f}/s ({took[1] if took else '?'} each)",
        f"≥ {RATE}/s, nothing lost",
        rate >= RATE and not lost and not refused and len(taken) == len(set(taken)) and left.whole == left.n,
    )
