"""What Prometheus is told of one worker: requests, their durations, and who waits for a password."""

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import Scope

#: Upper bounds of the durations that are told apart, seconds.
_BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """Counters of one worker."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "geo_grid_requests", "Requests answered.", ("operation", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "geo_grid_request_seconds",
            "Time until the answer was sent.",
            ("operation",),
            buckets=_BOUNDS_S,
            registry=self._registry,
        )
        self._incidents = Counter(
            "geo_grid_incident_clock",
            "Incidents that the clock did something to, and notifications sent.",
            ("what",),
            registry=self._registry,
        )

        self._found: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """One request was answered; it is called by its operation, never by what was asked."""
        operation = getattr(scope.get("route"), "operation_id", None) or "other"
        found = self._found.get((operation, status))
        if found is None:
            # Looked up once: the library's own way by label is slower than some of our answers.
            found = self._requests.labels(operation, str(status)), self._seconds.labels(operation)
            self._found[operation, status] = found
        found[0].inc()
        found[1].observe(seconds)

    def count_incidents(self, what: str, count: int) -> None:
        """The worker here alarmed, warned of, escalated, notified… so many."""
        if count:
            self._incidents.labels(what).inc(count)

    def written(self) -> bytes:
        """In Prometheus' text form."""
        return generate_latest(self._registry)
