"""/healthz and /readyz"""

from fastapi import APIRouter

from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import public
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
