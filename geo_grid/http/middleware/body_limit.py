"""A body over the limit is refused before it is read, or as soon as it has grown past it."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_grid.http.problems import problem

#: Bytes of the largest body where no file is expected: an office may have thousands of grids.
SMALL = 256 * 1024


class _TooLarge(BaseException):
    """Raised through the route that is reading the body; no route may swallow it."""


class BodyLimit:
    """Answers 413 to bodies over a number of bytes, whether their length is declared or chunked.

    Parameters
    ----------
    limit
        Bytes of the largest body, multipart framing included.
    large
        Beginnings of the addresses that take files and long lists, ``*`` for one part of the path; everybody
        else gets `SMALL` bytes.
    """

    def __init__(self, app: ASGIApp, limit: int, large: tuple[str, ...] = ("",)) -> None:
        self.app = app
        self.limit = limit
        patterns = (re.escape(each).replace(r"\*", "[^/]+") for each in large)
        self.large = re.compile("|".join(patterns))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.limit if self.large.match(scope["path"]) else min(SMALL, self.limit)
        if _declared_length(scope) > limit:
            await self._refuse(scope, receive, send, limit)
            return
        received, started = 0, False

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _TooLarge
            return message

        async def send_watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive_counted, send_watched)
        except _TooLarge:
            if not started:
                await self._refuse(scope, receive, send, limit)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        # The rest of the body is never read, so the connection cannot be used again.
        answer = problem(
            scope,
            413,
            "upload_too_large",
            {"limit_mb": round(limit / 2**20, 1)},
            {"Connection": "close"},
        )
        await answer(scope, receive, send)


def _declared_length(scope: Scope) -> int:
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(declared) if declared.isdigit() else 0
