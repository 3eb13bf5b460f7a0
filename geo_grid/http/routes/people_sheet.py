"""/people/sheet.xlsx, /people/template.xlsx and /people/import"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.permissions.actions import Action
from geo_grid.files.people_sheet import annotated
from geo_grid.files.quarantine import Held
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, RuntimeHere
from geo_grid.http.language import preferred
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.quarantine import quarantined
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.people_sheet import SheetImportOut
from geo_grid.services.people_sheet.export_sheet import export_sheet, template
from geo_grid.services.people_sheet.import_sheet import SheetImport, import_sheet
from geo_grid.words import Language, tell

router = APIRouter(prefix=f"{API}/people", tags=["people"])

#: Bytes of the largest workbook; 5,000 people have less than a tenth.
MOST_BYTES = 8 * 2**20
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Manager = Annotated[Visitor, Depends(Requires(Action.PEOPLE_ASSIGN))]
FileName = Annotated[
    str, Query(max_length=200, pattern=NO_NUL, description="What the file is called, for messages.")
]

_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {"description": "An Excel workbook.", "content": {MEDIA_TYPE: _BINARY}}
}
_TAKES_WORKBOOK = {"requestBody": {"required": True, "content": {MEDIA_TYPE: _BINARY}}}


def _language(request: Request, runtime: Runtime) -> Language:
    return preferred(request.headers.get("accept-language"), runtime.settings.language)


def _workbook(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.get(
    "/template.xlsx",
    operation_id="getPeopleTemplate",
    summary="An empty sheet of people, with how to fill it in",
    response_class=Response,
    responses={**_WORKBOOK, **failures(401, 403, 503)},
)
def get_people_template(request: Request, runtime: RuntimeHere, _by: Manager) -> Response:
    """One row is one duty of one person; headers are in the language of the request and read in either."""
    return _workbook(template(_language(request, runtime)), "people")


@router.get(
    "/sheet.xlsx",
    operation_id="getPeopleSheet",
    summary="The people of some ground as a sheet",
    response_class=Response,
    responses={**_WORKBOOK, **failures(401, 403, 404, 422, 503)},
)
def get_people_sheet(
    request: Request,
    runtime: RuntimeHere,
    by: Manager,
    grid: Annotated[str | None, Query(max_length=100, pattern=NO_NUL, description="Code.")] = None,
) -> Response:
    """Everybody in the service on one's ground, or filed or on duty on a grid and below it."""
    language = _language(request, runtime)
    with runtime.changing(by.origin) as session:
        content = export_sheet(session, by.actor, grid, runtime.settings.zone, language)
    return _workbook(content, "people")


@router.post(
    "/import",
    operation_id="importPeople",
    summary="Take a sheet of people over",
    response_model=SheetImportOut,
    responses=failures(401, 403, 413, 422, 503),
    openapi_extra=_TAKES_WORKBOOK,
)
async def import_people(
    request: Request,
    runtime: RuntimeHere,
    by: Manager,
    commit: Annotated[
        bool, Query(description="Keep it, if nothing is wrong; else it is only tried.")
    ] = False,
    name: FileName = "people.xlsx",
) -> SheetImportOut:
    """Every row or none; each row with the rules and on the ground as if it were done by hand."""
    language = _language(request, runtime)
    async with quarantined(runtime, request, max_bytes=MOST_BYTES, name=name) as held:
        done = await run_in_threadpool(_import, runtime, by, held, name, commit=commit)
    return SheetImportOut.of(done, language)


@router.post(
    "/import/annotated",
    operation_id="annotatePeople",
    summary="A copy of a sheet of people with what is wrong marked where it is",
    response_class=Response,
    responses={**_WORKBOOK, **failures(401, 403, 413, 422, 503)},
    openapi_extra=_TAKES_WORKBOOK,
)
async def annotate_people(
    request: Request, runtime: RuntimeHere, by: Manager, name: FileName = "people.xlsx"
) -> Response:
    """Nothing is taken over; corrected, the copy can be sent as it is."""
    language = _language(request, runtime)
    async with quarantined(runtime, request, max_bytes=MOST_BYTES, name=name) as held:
        content = await run_in_threadpool(_annotated, runtime, by, held, name, language)
    return _workbook(content, "people-marked")


def _import(runtime: Runtime, by: Visitor, held: Held, name: str, *, commit: bool) -> SheetImport:
    with runtime.changing(by.origin) as session:
        return import_sheet(session, by.actor, held.path, name, runtime.settings.zone, commit=commit)


def _annotated(runtime: Runtime, by: Visitor, held: Held, name: str, language: Language) -> bytes:
    done = _import(runtime, by, held, name, commit=False)
    said = [(fault, tell(fault.code, fault.params, language)) for fault in done.faults]
    return annotated(held.path, name, done.sheet, said)
