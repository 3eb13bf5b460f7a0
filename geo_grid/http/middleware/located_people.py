"""The question that every resident asks, who answers where I am, is answered before any route is looked for.

What comes out is what the route of `/locate` would say; it costs half as much, since nothing has to be found
out about the request. Whatever is not plainly this question, or not known from memory, goes on to the route.
"""

import re
from types import SimpleNamespace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from geo_grid.core.errors import TooMany
from geo_grid.http.people_limit import limit_people
from geo_grid.http.problems import problem
from geo_grid.http.runtime import Runtime
from geo_grid.services.current import now

_NUMBER = re.compile(rb"-?\d{1,3}(?:\.\d{1,20})?")
_HEADERS = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
#: What the counters call it.
_ROUTE = SimpleNamespace(operation_id="locatePoint")


def located_people(runtime: Runtime, lon: float, lat: float) -> bytes | None:
    """A point with its people, from memory; None where only the database knows.

    Parameters
    ----------
    lon, lat
        EPSG:4326 degrees.
    """
    current = runtime.current
    index, duty = (current.index(), current.duty()) if current is not None else (None, None)
    if index is None or duty is None or duty.grids is not index.grids:
        return None
    return runtime.people_bytes.of(duty).located(lon, lat, index.locate(lon, lat), now())


class LocatedPeople:
    """Answers ``GET {path}?lon=…&lat=…&people=true`` where the place is on Earth and memory knows.

    Parameters
    ----------
    path
        Of the route that answers all other ways of asking.
    """

    def __init__(self, app: ASGIApp, path: str) -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI
        body = self._from_memory(scope)
        if body is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = _ROUTE
        try:
            limit_people(Request(scope), scope["app"].state.runtime)
        except TooMany as error:
            wait = {"Retry-After": str(error.params["seconds"])}
            await problem(scope, 429, error.code, error.params, wait)(scope, receive, send)
            return
        length = str(len(body)).encode()
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", length), *_HEADERS],
            }
        )
        await send({"type": "http.response.body", "body": body})

    def _from_memory(self, scope: Scope) -> bytes | None:
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != self.path:
            return None
        place = _place(scope["query_string"])
        return None if place is None else located_people(scope["app"].state.runtime, *place)


def _place(query: bytes) -> tuple[float, float] | None:
    """The longitude and latitude of a question for people that asks nothing else, in any order."""
    asked = query.split(b"&")
    if len(asked) != 3 or b"people=true" not in asked:
        return None
    said = dict(each.split(b"=", 1) for each in asked if b"=" in each)
    if said.keys() != {b"people", b"lon", b"lat"}:
        return None
    if not (_NUMBER.fullmatch(said[b"lon"]) and _NUMBER.fullmatch(said[b"lat"])):
        return None
    lon, lat = float(said[b"lon"]), float(said[b"lat"])
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None
