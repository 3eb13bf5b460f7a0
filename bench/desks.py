"""From a report to a hundred open desks: how long until the last of them is told, and whether all are."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from sqlalchemy import text

from bench.answering import serving_with
from bench.measuring import Measured
from bench.storing import fresh_database
from geo_grid.core.accounts.secrets import hashed, new_token
from geo_grid.core.permissions.roles import Role
from geo_grid.http.permission import COOKIE
from geo_grid.services.accounts import add_account
from geo_grid.services.demo import load_demo
from geo_grid.services.demo_example import make_example
from geo_grid.services.grants import make_grant
from geo_grid.store.account_writing import open_session
from geo_grid.store.session import Session, make_engine, session_scope

DESKS, REPORTS, PAUSE_S = 100, 60, 0.25
WITHIN_S = 1.0
#: After the last report, for whoever is late.
_PATIENCE_S = 10.0
FREE = {
    "GEO_GRID_RATE_LIMIT_PER_MINUTE": "0",
    "GEO_GRID_REPORT_LIMIT_PER_MINUTE": "0",
    "GEO_GRID_ACCOUNT_LIMIT_PER_MINUTE": "100000",
}
LABELS = text("SELECT ST_X(label) AS lon, ST_Y(label) AS lat FROM grid_row WHERE level = 3 ORDER BY code")

#: Number of an incident → when each desk was told of it.
Told = dict[str, list[float]]


def measure(server: str) -> Iterator[Measured]:
    """In a database of its own, with two workers, as an installation runs them."""
    with fresh_database(server) as url:
        engine = make_engine(url)
        with session_scope(engine) as session:
            load_demo(session, make_example(ZoneInfo("Asia/Shanghai")), datetime.now(UTC))
            tokens = [_dispatcher(session, number) for number in range(DESKS)]
            places = [(row.lon, row.lat) for row in session.execute(LABELS)]
        with serving_with(url, FREE) as address:
            sent, told = asyncio.run(_watched(address, tokens, places))
        engine.dispose()
    missed = sum(DESKS - len(told.get(number, [])) for number in sent)
    last = [max(told[number]) - at for number, at in sent.items() if number in told]
    within = statistics.quantiles(last, n=20)[-1]
    yield Measured(
        "from sending a report until the last of the open desks was told",
        f"{DESKS} desks, {len(sent)} reports, 2 workers",
        f"{max(last):.2f} s at worst (median {statistics.median(last):.2f} s,"
        f" 95 of 100 within {within:.2f} s), {missed} never",
        f"≤ {WITHIN_S:g} s",
        max(last) <= WITHIN_S and missed == 0,
    )


def _dispatcher(session: Session, number: int) -> str:
    account = add_account(session, f"desk{number}", f"Desk {number}").id
    make_grant(session, account, Role.DISPATCHER, grid=_outline(session))
    token = new_token()
    open_session(session, account, hashed(token), 12, None, None)
    return token


def _outline(session: Session) -> str:
    return str(session.scalar(text("SELECT code FROM grid_row WHERE level = 0")))


async def _watched(
    address: str, tokens: list[str], places: list[tuple[float, float]]
) -> tuple[dict[str, float], Told]:
    told: Told = {}
    sent: dict[str, float] = {}
    ready = [asyncio.Event() for _ in tokens]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=f"{address}/api/v1", timeout=60, limits=limits) as client:
        desks = [
            asyncio.create_task(_desk(client, token, told, is_ready))
            for token, is_ready in zip(tokens, ready, strict=True)
        ]
        await asyncio.gather(*(each.wait() for each in ready))
        for number in range(REPORTS):
            lon, lat = places[number * 7919 % len(places)]
            at = time.monotonic()
            body = {"category": "0101", "text": "一堆垃圾", "lon": lon, "lat": lat}
            answer = await client.post("/reports", json=body, headers={"Idempotency-Key": str(uuid4())})
            answer.raise_for_status()
            sent[answer.json()["number"]] = at
            await asyncio.sleep(PAUSE_S)
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until and any(len(told.get(each, [])) < DESKS for each in sent):
            await asyncio.sleep(0.05)
        for desk in desks:
            desk.cancel()
        await asyncio.gather(*desks, return_exceptions=True)
    return sent, told


async def _desk(client: httpx.AsyncClient, token: str, told: Told, ready: asyncio.Event) -> None:
    """Listen as a browser does; an incident is told again when it changes, its first time counts."""
    heard: set[str] = set()
    kind = ""
    async with client.stream("GET", "/incidents/events", headers={"Cookie": f"{COOKIE}={token}"}) as stream:
        stream.raise_for_status()
        async for line in stream.aiter_lines():
            if line.startswith("event: "):
                kind = line[7:]
            elif line.startswith("data: ") and kind == "incident":
                number = json.loads(line[6:])["number"]
                if number not in heard:
                    heard.add(number)
                    told.setdefault(number, []).append(time.monotonic())
            elif line.startswith("data: ") and kind == "seen":
                ready.set()
