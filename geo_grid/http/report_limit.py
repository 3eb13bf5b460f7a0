"""What one address may report within a minute: a class of its own, since each report is somebody's work."""

from starlette.requests import Request

from geo_grid.core.errors import TooMany
from geo_grid.http.buckets import household
from geo_grid.http.middleware.rate_limit import HERE, judged
from geo_grid.http.runtime import Runtime


def limit_reports(request: Request, runtime: Runtime) -> None:
    """Count one report, or one photo for one; the headers of the answer say how many are left.

    Raises
    ------
    TooMany
        ``too_many_reports``.
    """
    buckets, client = runtime.reports, request.client
    if client is None or client.host in HERE or buckets.per_minute == 0:
        return
    taken = buckets.take(household(client.host))
    judged(request.scope, buckets, taken)
    if not taken.is_enough:
        raise TooMany("too_many_reports", seconds=taken.wait_s)
