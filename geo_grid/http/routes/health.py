"""/healthz and /readyz"""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import PlainTextResponse

from geo_grid.core.permissions.actions import Action
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import Requires, Visitor, public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.health import Health
from geo_grid.services.editions import instant
from geo_grid.store.queries.state import state

router = APIRouter(tags=["health"])


@router.get(
    "/healthz",
    operation_id="getHealth",
    summary="Whether the process lives",
    response_model=Health,
    responses=failures(),
)
@public
async def get_health() -> Health:
    """Answers as long as the process does, whatever the database does."""
    return Health()


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Whether requests can be served",
    response_model=Health,
    responses=failures(503),
)
@public
def get_readiness(runtime: RuntimeHere) -> Health:
    """Asks the database; 503 says why it cannot serve: down, full, or not migrated."""
    with runtime.reading() as session:
        state(session, instant(None, runtime.settings.zone))
    return Health()


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Counters for Prometheus",
    response_class=PlainTextResponse,
    responses=failures(401, 403),
)
async def get_metrics(
    runtime: RuntimeHere,
    by: Annotated[Visitor, Depends(Requires(Action.METRICS_READ))],  # noqa: ARG001 - lets in
) -> PlainTextResponse:
    """Of the worker that happens to answer. Prometheus sends a token with `metrics.read`."""
    return PlainTextResponse(runtime.metrics.written(), media_type="text/plain; version=1.0.0; charset=utf-8")
