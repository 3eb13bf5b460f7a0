"""So many requests a minute from one address; what is left of each limit is said in each answer's headers.

``RateLimit-Policy`` and ``RateLimit`` as draft-ietf-httpapi-ratelimit-headers-10 writes them: one item for
each limit that judged the request, its quota ``q`` in a window of ``w`` seconds, what remains ``r``, and
``t`` seconds until nothing is missing of it.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo_grid.http.buckets import Buckets, Taken, household
from geo_grid.http.problems import problem

#: A request that changes something costs as much as so many that read.
_UNSAFE_COST = 10.0
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: This machine itself. A proxy on it says in X-Forwarded-For for whom it asks, and uvicorn believes it.
HERE = frozenset({"127.0.0.1", "::1"})
#: Where limits that judge later than this one leave what they found, for the headers.
_STATE = "limits"


def judged(scope: Scope, buckets: Buckets, taken: Taken) -> None:
    """Have the answer say what a limit found about its request."""
    scope.setdefault("state", {}).setdefault(_STATE, []).append((buckets.policy, buckets.told(taken)))


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Made here, so that what a route is given is the same one.
        limits = scope.setdefault("state", {}).setdefault(_STATE, [])

        async def send_told(message: Message) -> None:
            if limits and message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"ratelimit-policy", ", ".join([policy for policy, _ in limits]).encode()),
                    (b"ratelimit", ", ".join([left for _, left in limits]).encode()),
                ]
            await send(message)

        client = scope.get("client")
        if client is None or client[0] in HERE or self.buckets.per_minute == 0:
            await self.app(scope, receive, send_told)
            return
        cost = 1.0 if scope["method"] in _SAFE else _UNSAFE_COST
        taken = self.buckets.take(household(client[0]), cost)
        judged(scope, self.buckets, taken)
        if taken.is_enough:
            await self.app(scope, receive, send_told)
            return
        seconds = taken.wait_s
        answer = problem(scope, 429, "too_many_requests", {"seconds": seconds}, {"Retry-After": str(seconds)})
        await answer(scope, receive, send_told)
