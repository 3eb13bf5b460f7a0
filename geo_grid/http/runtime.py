"""What a worker holds while it runs; made by create_app, opened and closed by the lifespan."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import anyio
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError, Unavailable
from geo_grid.files.quarantine import Quarantine
from geo_grid.http.buckets import Buckets
from geo_grid.http.incident_bytes import IncidentBytes
from geo_grid.http.metrics import Metrics
from geo_grid.http.people_bytes import KeptPeopleBytes
from geo_grid.publish.pages.grid_page_data import GridPageData
from geo_grid.services.boards.worker import PrintWorker
from geo_grid.services.current import Current
from geo_grid.services.editions import instant
from geo_grid.services.grid_page import Whole
from geo_grid.services.grid_page_bounds import PageBounds
from geo_grid.services.identity_provider import IdentityProvider
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.index.incident_index import IncidentIndex
from geo_grid.services.incidents.public_counts import PublicMemory
from geo_grid.services.incidents.watching import IncidentWatch
from geo_grid.services.incidents.worker import IncidentWorker
from geo_grid.services.kept import Kept
from geo_grid.services.known_cache import KnownCache
from geo_grid.services.locate import LocateIndex, PastIndexes
from geo_grid.services.made_later import MadeLater
from geo_grid.services.outside_addresses import OutsideAddresses
from geo_grid.services.plans.watching import PlanWatch
from geo_grid.services.sealing import Sealer
from geo_grid.services.tiles import TileCache
from geo_grid.settings import Settings
from geo_grid.store.origin import Origin, act_as
from geo_grid.store.session import make_engine, session_scope

log = logging.getLogger("geo_grid.runtime")

#: Test messages that one account may send a minute.
ROUTE_TESTS = 6
#: Uploaded files proved at the same time in one worker; a proof keeps a core busy.
CHECKS_AT_ONCE = 2
#: Pictures of grids that each worker keeps, about 0.1 MB each, and how many it draws at the same time: each
#: keeps a core busy for a good part of a second.
PICTURES_KEPT, PICTURES_AT_ONCE = 200, 2
#: What pages of grids say of the ground, kept by each worker, and how many it gathers at the same time.
GRID_PAGES_KEPT, PAGES_AT_ONCE = 1000, 8
#: Grids whose bounds each worker keeps in words, about 2 kB each.
PAGE_BOUNDS_KEPT = 10_000


@dataclass(slots=True)
class Runtime:
    """Settings, database, and what is kept in memory.

    Parameters
    ----------
    engine
        None where no database is set: what needs one answers 503, the check of files works.
    current
        None along with the engine.
    works
        Whether background work is done here.
    provider
        None where the installation has chosen none.
    """

    settings: Settings
    engine: Engine | None
    current: Current | None
    tiles: TileCache
    past: PastIndexes
    outside: OutsideAddresses
    checks: anyio.CapacityLimiter
    sealer: Sealer | None
    known: KnownCache
    hashing: anyio.CapacityLimiter
    accounts: Buckets
    quarantine: Quarantine
    people: Buckets
    people_bytes: KeptPeopleBytes
    provider: IdentityProvider | None
    desk: Desk
    reports: Buckets
    incident_bytes: IncidentBytes
    metrics: Metrics = field(default_factory=Metrics)
    works: bool = False
    worker: PrintWorker | None = None
    clocks: IncidentWorker | None = None
    plans: PlanWatch | None = None
    incidents: IncidentWatch | None = None
    pictures: Kept[bytes] = field(default_factory=lambda: Kept(PICTURES_KEPT, PICTURES_AT_ONCE))
    #: What pages say of borders takes longer than a page may.
    page_bounds: MadeLater[PageBounds] = field(default_factory=lambda: MadeLater(PAGE_BOUNDS_KEPT))
    #: What the pages of all grids say alike.
    page_wholes: Kept[Whole] = field(default_factory=lambda: Kept(1, 1))
    incident_index: IncidentIndex = field(default_factory=IncidentIndex)
    #: What one account may send to its own addresses within a minute: other machines take it.
    route_tests: Buckets = field(default_factory=lambda: Buckets(ROUTE_TESTS, name="route-tests"))
    public_incidents: PublicMemory = field(default_factory=PublicMemory)
    grid_pages: Kept[GridPageData] = field(default_factory=lambda: Kept(GRID_PAGES_KEPT, PAGES_AT_ONCE))

    @classmethod
    def of(cls, settings: Settings) -> "Runtime":
        """Everything a worker needs; nothing is connected yet."""
        engine = make_engine(settings.database_url) if settings.database_url else None
        known = KnownCache()
        current = None
        if engine is not None:
            current = Current(engine, accounts_changed=known.clear, zone=settings.zone)
        tiles = TileCache(settings.tile_cache_entries)
        hashing = anyio.CapacityLimiter(settings.sign_ins_at_once)
        busy = Buckets(settings.account_limit_per_minute, name="account")
        sealer = Sealer(engine) if engine is not None else None
        checks = anyio.CapacityLimiter(CHECKS_AT_ONCE)
        return cls(
            settings,
            engine,
            current,
            tiles,
            PastIndexes(),
            OutsideAddresses(),
            checks,
            sealer,
            known,
            hashing,
            busy,
            Quarantine(settings.quarantine_folder),
            Buckets(settings.people_limit_per_minute, name="people"),
            KeptPeopleBytes(settings),
            IdentityProvider(settings) if settings.oidc_issuer else None,
            Desk.of(settings, current),
            Buckets(settings.report_limit_per_minute, name="reports"),
            IncidentBytes(settings),
        )

    def database(self) -> Engine:
        """The engine.

        Raises
        ------
        Unavailable
            ``database_unset``.
        """
        if self.engine is None:
            raise Unavailable("database_unset")
        return self.engine

    def plan_watch(self) -> PlanWatch:
        """Who watches plans here.

        Raises
        ------
        Unavailable
            ``database_unset``.
        """
        if self.plans is None:
            self.plans = PlanWatch(self.database())
        return self.plans

    def incident_watch(self) -> IncidentWatch:
        """Who watches incidents here.

        Raises
        ------
        Unavailable
            ``database_unset``.
        """
        if self.incidents is None:
            self.incidents = IncidentWatch(self.database())
        return self.incidents

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction.

        Raises
        ------
        Unavailable
            The database cannot serve.
        """
        with session_scope(self.database()) as session:
            yield session

    def index(self, session: Session, as_of: date | None) -> LocateIndex:
        """The index of now, or of the day asked about, made where it is not kept."""
        index = self.current.index() if self.current is not None and as_of is None else None
        return index or self.past.at(session, instant(as_of, self.settings.zone))

    @contextmanager
    def changing(self, origin: Origin, *, forget: bool = True) -> Iterator[Session]:
        """One transaction whose deeds are somebody's; what is known of accounts is forgotten afterwards.

        Parameters
        ----------
        forget
            False where nobody's rights, name or session can have changed: whoever only tries to sign in must
            not cost everybody else a question to the database.

        Raises
        ------
        Unavailable
            The database cannot serve.
        """
        with session_scope(self.database()) as session:
            act_as(session, origin)
            yield session
        if forget:
            self.known.clear()

    def open(self) -> None:
        """Begin to follow the editions, and to seal the audit; sweep what a dead worker left."""
        try:
            self.quarantine.sweep()
        except GeoGridError as error:
            # Only uploads need it; each of them is told.
            log.warning("uploads cannot be taken: %s", error)
        if self.current is not None:
            self.current.start()
        if self.sealer is not None:
            self.sealer.start()
        if self.works and self.engine is not None:
            self.worker = PrintWorker(self.engine, self.settings)
            self.worker.start()
            self.clocks = IncidentWorker(self.engine, self.settings, self.desk, self.metrics.count_incidents)
            self.clocks.start()
        if self.engine is not None:
            # Whoever opens the desk first need not wait for it.
            threading.Thread(target=self._read_incidents, name="geo-grid-index", daemon=True).start()

    def _read_incidents(self) -> None:
        try:
            with self.reading() as session:
                self.incident_index.look(session)
        except GeoGridError as error:
            # Whoever asks for them is told.
            log.warning("incidents were not read: %s", error)

    def close(self) -> None:
        """Let go of every connection."""
        self.page_bounds.stop()
        if self.plans is not None:
            self.plans.stop()
        if self.incidents is not None:
            self.incidents.stop()
        if self.worker is not None:
            self.worker.stop()
        if self.clocks is not None:
            self.clocks.stop()
        if self.sealer is not None:
            self.sealer.stop()
        if self.current is not None:
            self.current.stop()
        if self.engine is not None:
            self.engine.dispose()
