"""/check"""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from starlette.responses import JSONResponse

from geo_grid.core.errors import InputError, Unavailable
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.check import CheckOut
from geo_grid.services.check import check_files

router = APIRouter(prefix=f"{API}/check", tags=["check"])

#: Uploads that may wait for their turn; beyond that it is better to say so at once.
_WAITING_AT_MOST = 8

Text = Annotated[str | None, Form(max_length=200)]


@dataclass(frozen=True, slots=True)
class _Options:
    layer: str | None
    parent_layer: str | None
    id_field: str | None
    parent_id_field: str | None
    crs: str | None
    encoding: str | None


#: What the form of this route may hold.
_FIELDS = frozenset({"file", "parent", "layer", "parent_layer", "id", "parent_id", "crs", "encoding"})


async def _only_known_fields(request: Request) -> None:
    """Refuse fields that nobody reads: what they ask for would not be done, and nobody would notice.

    Raises
    ------
    InputError
        ``form_fields_unknown``.
    """
    given = {*request.query_params, *await request.form()}
    # In the address even a known field is read by nobody.
    unknown = (given - _FIELDS) | set(request.query_params)
    if unknown:
        raise InputError(
            "form_fields_unknown", names=[name[:100] for name in sorted(unknown)], known=sorted(_FIELDS)
        )


@router.post(
    "",
    operation_id="checkFile",
    summary="Prove the grids of a file",
    response_model=CheckOut,
    responses=failures(400, 413, 422, 503),
    dependencies=[Depends(_only_known_fields)],
)
@public
async def check_file(
    runtime: RuntimeHere,
    file: Annotated[
        UploadFile, File(description="GeoJSON, GeoPackage, zipped Shapefile, TopoJSON, KML, GeoParquet …")
    ],
    parent: Annotated[UploadFile | None, File(description="What the grids are to tile; optional.")] = None,
    layer: Text = None,
    parent_layer: Text = None,
    id: Text = None,
    parent_id: Text = None,
    crs: Text = None,
    encoding: Text = None,
) -> Response:
    """Whether the grids of a file tile the ground edge to edge, and every fault with its place and size.

    The same check as the command `geo-grid check`, with the same codes. Nothing is kept.
    """
    if runtime.checks.statistics().tasks_waiting >= _WAITING_AT_MOST:
        raise Unavailable("checks_busy")
    options = _Options(
        layer or None, parent_layer or None, id or None, parent_id or None, crs or None, encoding or None
    )
    answer = await anyio.to_thread.run_sync(_check, runtime, file, parent, options, limiter=runtime.checks)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _check(
    runtime: Runtime, file: UploadFile, parent: UploadFile | None, options: _Options
) -> dict[str, Any]:
    limit = runtime.settings.max_upload_bytes
    with ExitStack() as kept:
        grids, outline = (
            None
            if upload is None
            else kept.enter_context(runtime.quarantine.hold(upload.file, upload.filename, limit)).path
            for upload in (file, parent)
        )
        if grids is None:
            raise AssertionError("the form requires a file")
        report = check_files(
            grids,
            layer=options.layer,
            parent=outline,
            parent_layer=options.parent_layer,
            id_field=options.id_field,
            parent_id_field=options.parent_id_field,
            crs=options.crs,
            encoding=options.encoding,
            limit_bytes=runtime.settings.max_file_bytes,
        )
        return CheckOut.of(report).model_dump(mode="json")
