"""So many requests a minute from one address; what is left is said in the headers of each answer."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_grid.http.buckets import Buckets, Taken
from geo_grid.http.problems import problem

#: A request that changes something costs as much as so many that read.
_UNSAFE_COST = 10.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: This machine itself. A proxy on it says in X-Forwarded-For for whom it asks, and uvicorn believes it.
_HERE = frozenset({"127.0.0.1", "::1"})


class RateLimit:
    """Answers 429 to an address that asks too often.

    Parameters
    ----------
    per_minute
        Requests a minute from one address to one worker; 0 for no limit.
    """

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self.buckets = Buckets(per_minute)
        self.policy = f'"address";q={per_minute};w=60'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        client = scope.get("client") if scope["type"] == "http" else None
        if client is None or client[0] in _HERE or self.buckets.per_minute == 0:
            await self.app(scope, receive, send)
            return
        taken = self.buckets.take(client[0], 1.0 if scope["method"] in _SAFE else _UNSAFE_COST)

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers(taken)]
            await send(message)

        if taken.is_enough:
            await self.app(scope, receive, send_told)
            return
        answer = problem(
            scope, 429, "too_many_requests", {"seconds": taken.wait_s}, {"Retry-After": str(taken.wait_s)}
        )
        await answer(scope, receive, send_told)

    def _headers(self, taken: Taken) -> list[tuple[bytes, bytes]]:
        left = f'"address";r={taken.left};t={taken.wait_s}'.encode()
        return [(b"ratelimit-policy", self.policy), (b"ratelimit", left)]
