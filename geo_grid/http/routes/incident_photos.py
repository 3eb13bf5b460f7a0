"""/incident-photos"""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.errors import UnreadableFile
from geo_grid.files.photo import MAX_BYTES
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import origin, public, visitor_of
from geo_grid.http.quarantine import quarantined
from geo_grid.http.report_limit import limit_reports
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.report import PhotoKept
from geo_grid.services.incidents import photos
from geo_grid.store.origin import Origin

router = APIRouter(prefix=f"{API}/incident-photos", tags=["incidents"])


@router.post(
    "",
    operation_id="sendIncidentPhoto",
    summary="Send a photo for a report",
    response_model=PhotoKept,
    status_code=201,
    responses=failures(401, 413, 422, 429, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        }
    },
)
@public
async def send_incident_photo(request: Request, response: Response, runtime: RuntimeHere) -> PhotoKept:
    """The body is the file: JPEG, PNG or WebP, of at most 8 MB and 24 million pixels, a JPEG of 50 million.

    It is turned as its camera says and encoded anew. Where it was taken is told here and kept nowhere.
    A photo that no report uses within a day is let go.
    """
    limit_reports(request, runtime)
    by = await visitor_of(request)
    response.headers["Cache-Control"] = "no-store"
    try:
        async with quarantined(runtime, request, max_bytes=MAX_BYTES, name="photo") as held, runtime.checks:
            read = await run_in_threadpool(photos.read_photo, held.path)
    except UnreadableFile as error:
        if error.code == "upload_over_limit":
            raise UnreadableFile("photo_too_large", limit_mb=MAX_BYTES // 2**20) from error
        raise
    known = origin(request, by.known)
    if by.known is None:
        known = Origin(known.actor, known.via, None, known.request)
    photo = await run_in_threadpool(_keep, runtime, known, read, by.actor.account)
    position = None if read.position is None else {"lon": read.position[0], "lat": read.position[1]}
    return PhotoKept.model_validate(
        {
            "photo": photo,
            "position": position,
            "width": read.encoded.width,
            "height": read.encoded.height,
        }
    )


@router.get(
    "/{photo}",
    operation_id="getIncidentPhoto",
    summary="A photo of an incident",
    response_class=Response,
    responses={
        200: {"content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}},
        **failures(404, 422, 503),
    },
)
@public
def get_incident_photo(
    runtime: RuntimeHere,
    photo: Annotated[
        str,
        Path(
            pattern=r"^[A-Za-z0-9_-]{22}$",
            description="Its id; whoever knows it may see it.",
            examples=["Zb4zmUjNrQ2mPq7dJx0A9w"],
        ),
    ],
    size: Annotated[Literal["small", "large"], Query(description="160 or up to 1280 pixels.")] = "large",
) -> Response:
    """A JPEG. Its id is known to whoever sent it, and to those who may see the incident."""
    with runtime.reading() as session:
        found = photos.photo_of(session, photo, large=size == "large")
    # Never changed, and for no cache that others share.
    return Response(
        found,
        media_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=31536000, immutable", "Referrer-Policy": "no-referrer"},
    )


def _keep(runtime: Runtime, by: Origin, read: photos.ReadPhoto, account: int | None) -> str:
    with runtime.changing(by, forget=False) as session:
        return photos.keep_photo(session, read, account)
