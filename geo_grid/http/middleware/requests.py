"""Every request gets an id, one line in the access log, and an answer even where the code fails."""

import logging
import re
import time
import traceback
import uuid
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_grid.http.problems import problem

access_log = logging.getLogger("geo_grid.access")
error_log = logging.getLogger("geo_grid.error")

_GIVEN_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")


class RequestLog:
    """Names, times and logs each request; turns an unexpected failure into a 500 that carries only its id.

    The log holds no query string and no address of the client: a position asked about is nobody's business.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identity = _identity(scope)
        scope.setdefault("state", {})["request_id"] = identity
        began = time.perf_counter()
        status, sent = 0, 0

        async def send_named(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", identity.encode())]
            elif message["type"] == "http.response.body":
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        except Exception as error:  # noqa: BLE001 - the outermost frame of a request: logged with its id
            _log_failure(identity, scope, error)
            if status == 0:
                await problem(scope, 500, "failed_inside")(scope, receive, send_named)
        finally:
            seconds = time.perf_counter() - began
            if "app" in scope:
                scope["app"].state.runtime.metrics.count(scope, status, seconds)
            _log_access(identity, scope, status, sent, seconds)


def _identity(scope: Scope) -> str:
    """The id that a proxy in front gave, where it is harmless, else a new one."""
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode("ascii") if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex


def _log_access(identity: str, scope: Scope, status: int, sent: int, seconds: float) -> None:
    if access_log.isEnabledFor(logging.INFO):
        line = {
            "time": datetime.now(UTC),
            "id": identity,
            "method": scope["method"],
            "path": scope["path"],
            "status": status,
            "bytes": sent,
            "ms": round(seconds * 1000, 2),
        }
        access_log.info(orjson.dumps(line).decode())


def _log_failure(identity: str, scope: Scope, error: Exception) -> None:
    line = {
        "time": datetime.now(UTC),
        "id": identity,
        "method": scope["method"],
        "path": scope["path"],
        "error": type(error).__name__,
        "traceback": "".join(traceback.format_exception(error)),
    }
    error_log.error(orjson.dumps(line).decode())
