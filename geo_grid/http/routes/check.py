"""/check"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import anyio
from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from starlette.responses import JSONResponse

from geo_grid.core.errors import GeoGridError, InputError, Unavailable
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.http.schemas.check import CheckOut
from geo_grid.services.check import check_files

router = APIRouter(prefix="/check", tags=["check"])

#: Uploads that may wait for their turn; beyond that it is better to say so at once.
_WAITING_AT_MOST = 8

_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60

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
    id: Text = None,  # noqa: A002 - the form's field is named as the command's option
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
    limit_bytes = runtime.settings.max_file_bytes
    answer = await anyio.to_thread.run_sync(
        _check, file, parent, options, limit_bytes, limiter=runtime.checks
    )
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _check(
    file: UploadFile, parent: UploadFile | None, options: _Options, limit_bytes: int
) -> dict[str, Any]:
    with _kept(file, parent) as (path, parent_path):
        report = check_files(
            path,
            layer=options.layer,
            parent=parent_path,
            parent_layer=options.parent_layer,
            id_field=options.id_field,
            parent_id_field=options.parent_id_field,
            crs=options.crs,
            encoding=options.encoding,
            limit_bytes=limit_bytes,
        )
        return CheckOut.of(report).model_dump(mode="json")


@contextmanager
def _kept(file: UploadFile, parent: UploadFile | None) -> Iterator[tuple[Path, Path | None]]:
    """The uploads as files of their own names in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="geo-grid-check-") as folder:
        paths: list[Path | None] = []
        for place, upload in (("file", file), ("parent", parent)):
            if upload is None:
                paths.append(None)
                continue
            path = Path(folder) / place / safe_name(upload.filename)
            path.parent.mkdir()
            with path.open("wb") as target:
                shutil.copyfileobj(upload.file, target)
            paths.append(path)
        grids, outline = paths
        if grids is None:
            raise AssertionError("the form requires a file")
        try:
            yield grids, outline
        except GeoGridError as error:
            # People know their file by its name; where it lay here for a moment is not theirs to see.
            error.params = _without(folder, error.params)
            raise


def safe_name(given: str | None) -> str:
    """A file name of letters, digits, dots and dashes: the given one's ending and, mostly, its stem."""
    name = PurePosixPath((given or "").replace("\\", "/")).name
    name = _NOT_IN_A_NAME.sub("_", name).lstrip(".-")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:_LONGEST_NAME] or "upload"
    return f"{stem[:_LONGEST_NAME] or 'upload'}.{ending[:12]}"


def _without(folder: str, params: dict[str, Any]) -> dict[str, Any]:
    def shown(value: Any) -> Any:
        if isinstance(value, Path):
            value = str(value)
        if isinstance(value, str) and folder in value:
            return re.sub(re.escape(folder) + r"/(?:file|parent)/?", "", value)
        return value

    return {name: shown(value) for name, value in params.items()}
