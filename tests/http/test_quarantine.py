"""Routes keep what is sent in quarantine for as long as they look at it, whether as a form or as a body."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, UploadFile
from starlette.requests import ClientDisconnect

from geo_grid.core.errors import InputError
from geo_grid.http.errors import add_handlers
from geo_grid.http.quarantine import quarantined
from geo_grid.http.runtime import Runtime
from geo_grid.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    made = FastAPI()
    runtime = made.state.runtime = Runtime.of(
        Settings(database_url=None, quarantine_folder=tmp_path / "quarantine")
    )
    add_handlers(made)

    @made.post("/form")
    async def form(photo: UploadFile) -> dict[str, Any]:
        async with quarantined(runtime, photo, max_bytes=1000) as held:
            return {"name": held.name, "bytes": held.path.stat().st_size}

    @made.post("/body")
    async def body(request: Request) -> None:
        async with quarantined(runtime, request, max_bytes=1000, name="a.png") as held:
            raise InputError("file_empty", file=str(held.path))

    return made


def ask(app: FastAPI, address: str, **more: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.post(address, **more)

    return asyncio.run(asked())


def left(app: FastAPI) -> list[Path]:
    runtime: Runtime = app.state.runtime
    return list(runtime.quarantine.folder.iterdir())


def test_a_file_of_a_form(app: FastAPI) -> None:
    answer = ask(app, "/form", files={"photo": ("../井盖.jpg", b"12345")})
    assert answer.json() == {"name": "井盖.jpg", "bytes": 5}
    assert left(app) == []


def test_a_body_that_turns_out_bad_is_told_by_its_name(app: FastAPI) -> None:
    answer = ask(app, "/body", content=b"12345")
    assert (answer.status_code, answer.json()["params"]) == (422, {"file": "a.png"})
    assert left(app) == []


@pytest.mark.parametrize(
    ("address", "sent"),
    [("/form", {"files": {"photo": ("a.png", bytes(1001))}}), ("/body", {"content": bytes(1001)})],
)
def test_more_than_the_route_takes_is_too_large(app: FastAPI, address: str, sent: dict[str, Any]) -> None:
    answer = ask(app, address, **sent)
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_over_limit")
    assert left(app) == []


def test_whoever_hangs_up_leaves_nothing_behind(app: FastAPI) -> None:
    seen: list[int] = []

    async def hanging_up() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "http.request", "body": b"half", "more_body": True}
        seen.append(len(left(app)))
        yield {"type": "http.disconnect"}

    async def asked() -> None:
        parts = hanging_up()
        scope = {
            "type": "http", "method": "POST", "path": "/body", "raw_path": b"/body", "query_string": b"",
            "headers": [], "client": ("192.0.2.1", 1), "server": ("here", 80), "scheme": "http",
        }  # fmt: skip

        async def send(_: Any) -> None:
            """Nobody reads it."""

        with pytest.raises(ClientDisconnect):
            await app(scope, parts.__anext__, send)

    asyncio.run(asked())
    assert seen == [1]
    assert left(app) == []
