"""Answers with people in them for one address: fewer a minute than of maps, so that nobody harvests them."""

from starlette.requests import Request

from geo_grid.core.errors import TooMany
from geo_grid.http.buckets import household
from geo_grid.http.middleware.rate_limit import HERE, judged
from geo_grid.http.runtime import Runtime


def limit_people(request: Request, runtime: Runtime, cost: int = 1) -> None:
    """Count one answer with people in it; the headers of the answer say how many are left.

    Parameters
    ----------
    cost
        How many answers it is worth, where it holds the people of several grids.

    Raises
    ------
    TooMany
        ``too_many_requests``.
    """
    buckets, client = runtime.people, request.client
    if client is None or client.host in HERE or buckets.per_minute == 0:
        return
    taken = buckets.take(household(client.host), cost)
    judged(request.scope, buckets, taken)
    if not taken.is_enough:
        raise TooMany("too_many_requests", seconds=taken.wait_s)
