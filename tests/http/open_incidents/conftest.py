"""The real city with a handful of incidents whose every text says that it is a secret.

In the leaf A of the own community stands a building with one of them inside; the others lie in a street of A
and of its neighbour B. One came to nothing, one lies outside, one is a dispute between neighbours.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, make_url, text

from geo_grid.core.permissions.roles import Role
from geo_grid.services.accounts import add_account, change_password
from geo_grid.services.grants import make_grant
from geo_grid.services.password_hashing import hasher
from geo_grid.settings import Settings
from geo_grid.store.session import session_scope
from tests.conftest import Database, named
from tests.http.accounts.conftest import MEMORY_KIB, PASSES, PASSWORD
from tests.http.city import publish_city
from tests.http.conftest import Served, serving

#: Stands in every text of an incident and of its reporter that nobody but its handlers may read.
SECRET = "秘密一三八"

_INCIDENT = text(
    """
    INSERT INTO incident (number, secret_hash, state, kind, urgency, channel, category, catalogue_version,
        title, place, text, geom, edition, grid_id, grids, border_grid, reported_at, closed_at, due_at,
        returned, rating)
    VALUES (:number, decode('aa', 'hex'), :state, 'general', 'normal', 'resident', :category, 1, :secret,
        :secret, :secret, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), 1, :grid, CAST(:grids AS bigint[]),
        :border, :reported_at, :closed_at, now() + interval '1 day', 1, 5) RETURNING id
    """
)


@dataclass(frozen=True)
class Leaf:
    """A leaf of the city."""

    id: int
    code: str
    name: str
    chain: tuple[int, ...]
    lon: float
    lat: float


@dataclass
class Known:
    """The server, what is in it, and who asks.

    Parameters
    ----------
    places
        Number → lon, lat where it really is.
    """

    served: Served
    database: Database
    own: Leaf
    beside: Leaf
    community: str
    clients: dict[Role, httpx.Client]
    ids: dict[str, int] = field(default_factory=dict)
    places: dict[str, tuple[float, float]] = field(default_factory=dict)

    def get(self, path: str, **params: Any) -> httpx.Response:
        """Ask as nobody in particular."""
        return self.served.http.get(f"/api/v1{path}", params=params)

    def write(self, statement: str, **values: Any) -> Any:
        """Write past the application; the first value it returns."""
        engine = self.database.owner_engine()
        with engine.begin() as connection:
            found = connection.execute(text(statement), values)
            return found.scalar() if found.returns_rows else None


@pytest.fixture(scope="package")
def known(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[Known]:
    """For tests that leave it as it was."""
    with knowing(template, server_url, administer, built) as found:
        yield found


@contextmanager
def knowing(
    template: Database, server_url: str, administer: Callable[[str], None], built: Path
) -> Iterator[Known]:
    """Serve the city with its incidents."""
    name = f"geo_grid_test_{secrets.token_hex(6)}"
    administer(f"CREATE DATABASE {name} TEMPLATE {make_url(template.owner_url).database}")
    database = named(server_url, name)
    settings = Settings(database_url=database.url, password_memory_kib=MEMORY_KIB, password_passes=PASSES)
    clients: dict[Role, httpx.Client] = {}
    try:
        engine = database.engine()
        publish_city(engine)
        engine.dispose()
        with database.owner_engine().begin() as connection:
            own, beside, community = _leaves(connection)
            _ground(connection, own)
        with serving(settings, built) as served:
            served.wait_for(1)
            found = Known(served, database, own, beside, community, clients)
            for role in (Role.DISPATCHER, Role.PLANNER):
                clients[role] = _signed_in(found, role)
            with database.owner_engine().begin() as connection:
                _report(connection, found)
            yield found
    finally:
        for client in clients.values():
            client.close()
        administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _leaves(connection: Connection) -> tuple[Leaf, Leaf, str]:
    rows = connection.execute(
        text(
            "SELECT a.grid_id, a.code, a.name, c.parent_id, a.parent_id, ST_X(a.label), ST_Y(a.label),"
            " b.grid_id, b.code, b.name, b.parent_id, ST_X(b.label), ST_Y(b.label), c.code"
            " FROM grid_row a JOIN grid_row c ON c.grid_id = a.parent_id"
            " JOIN grid_row b ON b.parent_id = a.parent_id AND b.grid_id <> a.grid_id"
            " AND ST_Length(ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom))) > 0.0005"
            " WHERE a.level = 3 ORDER BY a.code, b.code LIMIT 1"
        )
    ).one()
    chain = (rows[3], rows[4])
    own = Leaf(rows[0], rows[1], rows[2], (*chain, rows[0]), rows[5], rows[6])
    beside = Leaf(rows[7], rows[8], rows[9], (*chain, rows[7]), rows[11], rows[12])
    return own, beside, rows[13]


def _ground(connection: Connection, own: Leaf) -> None:
    """A building around the label of A, and a street 60 m north of it."""
    load = connection.execute(
        text(
            "INSERT INTO base_load (layer, source, file, crs, rows_read, rows_kept, version)"
            " VALUES ('buildings', 's', 'f', 'EPSG:4326', 1, 1, 1) RETURNING id"
        )
    ).scalar_one()
    at = {"load": load, "lon": round(own.lon, 5), "lat": round(own.lat, 5)}
    connection.execute(
        text(
            "INSERT INTO building (load_id, name, label, geom) SELECT :load, '一号楼',"
            " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), ST_Multi(ST_MakeEnvelope("
            "round((:lon - 0.0002)::numeric, 7), round((:lat - 0.0002)::numeric, 7),"
            " round((:lon + 0.0002)::numeric, 7), round((:lat + 0.0002)::numeric, 7), 4326))"
        ),
        at,
    )
    line = (
        "ST_SetSRID(ST_MakeLine("
        "ST_MakePoint(round((:lon - 0.0005)::numeric, 7), round((:lat + 0.0006)::numeric, 7)),"
        " ST_MakePoint(round((:lon + 0.0007)::numeric, 7), round((:lat + 0.0006)::numeric, 7))), 4326)"
    )
    at["street"] = connection.execute(
        text(
            "INSERT INTO street (load_id, name, length_m, geom)"
            f" VALUES (:load, '中山路', 110, ST_Multi({line})) RETURNING id"
        ),
        at,
    ).scalar_one()
    connection.execute(
        text(
            "INSERT INTO street_segment (load_id, street_id, name, length_m, from_node, to_node, geom)"
            f" VALUES (:load, :street, '中山路', 110, 1, 2, {line})"
        ),
        at,
    )


def _signed_in(known: Known, role: Role) -> httpx.Client:
    login = role.value.replace("_", ".")
    engine = known.database.engine()
    with session_scope(engine) as session:
        account = add_account(session, login, login.title())
        change_password(session, account.id, hasher(MEMORY_KIB, PASSES).hash(PASSWORD))
        make_grant(session, account.id, role, grid=known.community)
    engine.dispose()
    client = httpx.Client(base_url=known.served.http.base_url, timeout=30)
    answer = client.post("/api/v1/session", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


#: Number, state, category, leaf (None: outside), degrees east and north of its label, reported, closed.
REPORTED = (
    ("20261101-000001", "handling", "0103", "own", 0.0001234, 0.0001111, "2026-11-01T08:00:00+08:00", None),
    ("20261102-000002", "closed", "0103", "own", 0.0003211, 0.0007123, "2026-11-02T08:00:00+08:00",
     "2026-11-05T08:00:00+08:00"),
    ("20261103-000003", "reported", "0601", "own", 0.0001777, -0.0001333, "2026-11-03T08:00:00+08:00", None),
    ("20261104-000004", "declined", "0103", "own", 0.0001, 0.0001, "2026-11-04T08:00:00+08:00",
     "2026-11-04T09:00:00+08:00"),
    ("20261105-000005", "accepted", "0103", None, 0.5, 0.5, "2026-11-05T08:00:00+08:00", None),
    ("20261106-000006", "dispatched", "0201", "beside", 0.0000123, 0.0000456, "2026-11-06T08:00:00+08:00",
     None),
)  # fmt: skip


def _report(connection: Connection, known: Known) -> None:
    for number, state, category, where, east, north, reported, closed in REPORTED:
        leaf = {"own": known.own, "beside": known.beside, None: None}[where]
        start = leaf or known.own
        lon, lat = round(start.lon + east, 7), round(start.lat + north, 7)
        known.places[number] = (lon, lat)
        known.ids[number] = connection.execute(
            _INCIDENT,
            {
                "number": number,
                "state": state,
                "category": category,
                "secret": f"{SECRET} {number}",
                "lon": lon,
                "lat": lat,
                "grid": leaf.id if leaf is not None else None,
                "grids": list(leaf.chain) if leaf is not None else [],
                "border": known.beside.id if where == "own" else None,
                "reported_at": datetime.fromisoformat(reported),
                "closed_at": datetime.fromisoformat(closed) if closed is not None else None,
            },
        ).scalar_one()
        connection.execute(
            text(
                "INSERT INTO incident_reporter (incident_id, name, phone, contact)"
                " VALUES (:id, :secret, :secret, :secret)"
            ),
            {"id": known.ids[number], "secret": SECRET},
        )
        connection.execute(
            text(
                "INSERT INTO incident_entry (incident_id, n, act, to_state, capacity, reason, text, geom,"
                " version) VALUES (:id, 1, 'report', :state, 'reporter', :secret, :secret,"
                " ST_SetSRID(ST_MakePoint(0, 0), 4326), 1)"
            ),
            {"id": known.ids[number], "secret": SECRET, "state": state},
        )
