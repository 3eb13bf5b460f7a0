"""The real villages, repaired, imported into PostGIS with all triggers; a tile from there and from memory."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from math import asinh, floor, pi, radians, tan
from pathlib import Path

import shapely
from sqlalchemy import create_engine, make_url, pool, text
from sqlalchemy.orm import Session

from bench.measuring import Measured, seconds
from bench.villages import FILE
from geo_grid.core.numbering import CodeScheme
from geo_grid.core.repairs.wishes import Wishes
from geo_grid.services.edition_draft import Approval
from geo_grid.services.import_coverage import commit_import, plan_import
from geo_grid.services.import_request import ImportRequest, LayerFile, mapping_of
from geo_grid.services.repair import Files, repair_file
from geo_grid.services.tiles import Tile, TileAddress, TileCache, make_tile
from geo_grid.store.migrating import migrate
from geo_grid.store.session import driver_url, make_engine, session_scope

FIELDS = (
    "code=VILLCODE name=VILLNAME parent=TOWNCODE parent_name=TOWNNAME "
    "grandparent=COUNTYCODE grandparent_name=COUNTYNAME"
)
EFFECTIVE = datetime(2024, 1, 1, tzinfo=UTC)
#: A tile in the middle of a dense city.
PLACE = (121.52, 25.04)
ZOOM = 12


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A migrated database of its own, dropped afterwards."""
    name = f"geo_grid_bench_{secrets.token_hex(4)}"
    administrator = create_engine(driver_url(server), poolclass=pool.NullPool, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    try:
        url = make_url(driver_url(server)).set(database=name).render_as_string(hide_password=False)
        migrate(url)
        yield url
    finally:
        with administrator.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


class _Phases:
    """Seconds spent in each named step."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._name, self._since = "", time.perf_counter()

    def __call__(self, name: str) -> None:
        now = time.perf_counter()
        if self._name:
            self.spent[self._name] = self.spent.get(self._name, 0.0) + now - self._since
        self._name, self._since = name, now

    def __str__(self) -> str:
        return ", ".join(f"{name} {spent:.1f}" for name, spent in self.spent.items())


def measure(package: Path, server: str) -> Iterator[Measured]:
    """Import and tiles, in a database that is dropped afterwards."""
    with tempfile.TemporaryDirectory() as folder, fresh_database(server) as url:
        repaired = Path(folder) / "villages.geojson"
        files = Files(package / FILE, "villages", id_field="VILLCODE", out=repaired)
        repair_file(files, Wishes())
        request = ImportRequest(
            combined=LayerFile(repaired),
            fields=mapping_of(FIELDS.split()),
            accept_gaps=("all",),
            accept_multipart=("all",),
            approval=Approval("islands and enclaves of the source", "bench"),
        )
        engine = make_engine(url)
        phases = _Phases()
        started = time.perf_counter()
        plan = plan_import(request, CodeScheme.parse("6+3+3+3"), phases)
        if not plan.ok:
            raise RuntimeError(f"the repaired villages do not tile: {[p.code for p in plan.problems][:5]}")
        with session_scope(engine) as session:
            commit_import(
                session, plan, effective=EFFECTIVE, title="bench", reason="", by="bench", progress=phases
            )
            phases("committing")
        phases("")
        took = time.perf_counter() - started
        vertices = sum(int(shapely.get_num_coordinates(g.geometry)) for g in plan.grids[3])
        counts = " + ".join(f"{len(plan.grids[level]):,}" for level in (3, 2, 1))
        size = f"{counts} grids, {vertices:,} vertices in the finest"
        yield Measured(
            "import, committed with all triggers", size, f"{took:.1f} s ({phases})", "≤ 15 s", took <= 15
        )
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
        yield _tile(url)
        engine.dispose()


def _address() -> TileAddress:
    longitude, latitude = PLACE
    side = 2**ZOOM
    return TileAddress(
        3,
        ZOOM,
        floor((longitude + 180) / 360 * side),
        floor((1 - asinh(tan(radians(latitude))) / pi) / 2 * side),
    )


def _waited(session: Session, address: TileAddress) -> float:
    """Seconds on the clock: the work is the database's."""
    started = time.perf_counter()
    make_tile(session, address, EFFECTIVE)
    return time.perf_counter() - started


def _tile(url: str) -> Measured:
    engine = make_engine(url)
    address, cache, state = _address(), TileCache(16), (1, 1)
    with session_scope(engine) as session:
        data, edition = make_tile(session, address, EFFECTIVE)
        from_database = min(_waited(session, address) for _ in range(20))
    cache.put(address, state, Tile(data, edition, "bench"))

    def thousand() -> None:
        for _ in range(1000):
            cache.get(address, state)

    from_cache = min(seconds(thousand)[0] for _ in range(5)) / 1000
    engine.dispose()
    return Measured(
        "tile from PostGIS against cache",
        f"z{ZOOM}, {len(data):,} bytes",
        f"{from_database / from_cache:,.0f}× "
        f"({from_database * 1e3:.1f} ms against {from_cache * 1e6:.2f} µs)",
    )
