"""Requests for a host that is not ours are refused, so that no cache or link is made for it."""

from starlette.types import ASGIApp, Receive, Scope, Send

from geo_grid.http.problems import problem


class TrustedHosts:
    """Answers 400 to requests whose Host is none of those allowed.

    Parameters
    ----------
    hosts
        Names without ports, separated by commas; ``*`` allows all.
    """

    def __init__(self, app: ASGIApp, hosts: str) -> None:
        self.app = app
        self.hosts = frozenset(name.strip().lower() for name in hosts.split(",") if name.strip())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        if scope["type"] != "http" or "*" in self.hosts or _host(scope) in self.hosts:
            await self.app(scope, receive, send)
            return
        await problem(scope, 400, "host_unknown", {"host": _host(scope)[:100]})(scope, receive, send)


def _host(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    name = given[: given.rindex("]") + 1] if "]" in given else given.partition(":")[0]
    return name.lower()
