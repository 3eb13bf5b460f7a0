"""/incidents/batch: a sheet of incidents"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from geo_grid.files.incident_sheet import MOST_BYTES, read_incidents
from geo_grid.files.quarantine import Held
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, RuntimeHere
from geo_grid.http.permission import Visitor
from geo_grid.http.problems import request_language
from geo_grid.http.quarantine import quarantined
from geo_grid.http.responses import failures
from geo_grid.http.routes.incidents import Receiver
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.incident_batch import BatchOut
from geo_grid.services.incidents.batch import Batch, take_batch

router = APIRouter(prefix=f"{API}/incidents", tags=["incidents"])


@router.post(
    "/batch",
    operation_id="takeIncidentBatch",
    summary="Take a sheet of incidents in",
    response_model=BatchOut,
    responses=failures(401, 403, 413, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def take_incident_batch(
    request: Request,
    runtime: RuntimeHere,
    by: Receiver,
    commit: Annotated[
        bool, Query(description="Keep it, if nothing is wrong; else it is only tried.")
    ] = False,
    crs: Annotated[
        Literal["wgs84", "gcj02", "bd09"], Query(description="In which longitude and latitude are.")
    ] = "wgs84",
    name: Annotated[
        str, Query(min_length=1, max_length=200, pattern=NO_NUL, description="What the file is called.")
    ] = "incidents.csv",
) -> BatchOut:
    """The body is a CSV file or an Excel workbook: every row or none, each as if it were reported by hand."""
    async with quarantined(runtime, request, max_bytes=MOST_BYTES, name=name) as held:
        done = await run_in_threadpool(_take, runtime, by, held, name, crs, commit)
    return BatchOut.of(done, request_language(request.scope))


def _take(runtime: Runtime, by: Visitor, held: Held, name: str, crs: str, commit: bool) -> Batch:
    sheet = read_incidents(held.path, name)
    with runtime.changing(by.origin, forget=False) as session:
        index = runtime.index(session, None)
        return take_batch(session, runtime.desk, index, sheet, by.account, system=crs, commit=commit)
