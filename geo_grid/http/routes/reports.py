"""/reports: what everybody may report, and what may have been reported already"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.incidents.states import Channel
from geo_grid.http.address import API
from geo_grid.http.dependencies import PositionHere, RuntimeHere, check_position
from geo_grid.http.people_limit import limit_people
from geo_grid.http.permission import public
from geo_grid.http.problems import request_language
from geo_grid.http.report_limit import limit_reports
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.base import metres
from geo_grid.http.schemas.incident_history import steps
from geo_grid.http.schemas.people import Answer, GridName
from geo_grid.http.schemas.report import (
    LikelyReport,
    LikelyReports,
    NearBorder,
    NearestGrid,
    ReportIn,
    ReportOut,
    WhereOut,
)
from geo_grid.services.current import now
from geo_grid.services.duty_index import duty_index_of
from geo_grid.services.incidents.likely import likely_same
from geo_grid.services.incidents.placing import Placed
from geo_grid.services.incidents.reporting import By, Said, located, report, stands_now
from geo_grid.store.origin import Origin
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/reports", tags=["incidents"])

#: What somebody reports is nobody's else.
PRIVATE = {"Cache-Control": "no-store"}

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=64,
        pattern=r"^[0-9A-Za-z_-]+$",
        description="What the client calls it, a UUID by chance: sent again, the first answer comes again.",
        examples=["8b0f4a5e-3a0f-4a51-9d0c-8f6f0f1a2b3c"],
    ),
]
CategoryWanted = Annotated[
    str | None,
    Query(min_length=2, max_length=8, pattern=r"^[0-9]+$", description="Only those of its class."),
]


@router.post(
    "",
    operation_id="sendReport",
    summary="Report something",
    response_model=ReportOut,
    status_code=201,
    responses={
        200: {"model": ReportOut, "description": "It was sent before; this is the first answer."},
        **failures(409, 410, 413, 422, 429, 503),
    },
)
@public
async def send_report(
    request: Request, response: Response, runtime: RuntimeHere, body: ReportIn, key: Key = None
) -> ReportOut:
    """Needs no account. It is located at once, and on somebody's list at once where the office wants it so.

    The secret in the answer is told once, and with the same `Idempotency-Key` again.
    """
    limit_reports(request, runtime)
    check_position(body.lon, body.lat)
    response.headers.update(PRIVATE)
    language = body.language or request_language(request.scope)
    told = said(body, language, Channel.RESIDENT, key)
    # Where it came from is not written down: that would be something of the reporter.
    origin = Origin("anonymous", "session", None, getattr(request.state, "request_id", None))
    out, is_new = await run_in_threadpool(_report, runtime, origin, told)
    response.status_code = 201 if is_new else 200
    return out


@router.get(
    "/likely",
    operation_id="listLikelyReports",
    summary="What may have been reported already",
    response_model=LikelyReports,
    responses=failures(422, 429, 503),
)
@public
async def list_likely_reports(
    request: Request,
    response: Response,
    runtime: RuntimeHere,
    position: PositionHere,
    category: CategoryWanted = None,
) -> LikelyReports:
    """Open incidents within some steps, of these days; nothing of who reported them."""
    limit_people(request, runtime)
    response.headers.update(PRIVATE)
    return await run_in_threadpool(_likely, runtime, position, category)


def said(body: ReportIn, language: str, channel: Channel, key: str | None) -> Said:
    """What a body says."""
    contact = body.contact
    return Said(
        category=body.category,
        lon=body.lon,
        lat=body.lat,
        text=body.text,
        place=body.place,
        grid=body.grid,
        photos=tuple(dict.fromkeys(body.photos)),
        happened_at=body.happened_at,
        name=(contact.name or "").strip() or None if contact else None,
        phone=(contact.phone or "").strip() or None if contact else None,
        contact=(contact.contact or "").strip() or None if contact else None,
        language=language,
        channel=channel,
        system=body.crs,
        key=key,
        same_as=body.same_as,
    )


def where(runtime: Runtime, session: Session, placed: Placed, at: datetime) -> WhereOut:
    """Where something is, and who answers, as everybody may know."""
    leaf = placed.leaf
    who = None
    if leaf is not None:
        duty = runtime.current.duty() if runtime.current is not None else None
        if duty is None or leaf.id not in duty.grids:
            duty = duty_index_of(session, at, placed.chain, runtime.settings.zone)
        who = Answer.of(duty.answer(leaf, at), runtime.settings.zone)
    border = nearest = None
    if placed.neighbour is not None and placed.border_m is not None:
        border = NearBorder(distance_m=metres(placed.border_m), neighbour=GridName.of(placed.neighbour))
    if placed.nearest is not None:
        nearest = NearestGrid(grid=GridName.of(placed.nearest[0]), distance_m=metres(placed.nearest[1]))
    return WhereOut(
        chain=[GridName.of(grid) for grid in placed.chain],
        who=who,
        border=border,
        outside=leaf is None,
        nearest=nearest,
    )


def _report(runtime: Runtime, origin: Origin, told: Said) -> tuple[ReportOut, bool]:
    zone = runtime.settings.zone
    with runtime.changing(origin, forget=False) as session:
        index = runtime.index(session, None)
        found = report(session, runtime.desk, index, told, By())
        stands = found.stands or stands_now(session, found.id)
        around = where(runtime, session, located(index, told, runtime.settings.border_m), now())
        return (
            ReportOut(
                **{name: getattr(around, name) for name in WhereOut.model_fields},
                number=found.number,
                secret=found.secret,
                state=stands.state,
                due_at=None if stands.due_at is None else stands.due_at.astimezone(zone),
                due_explained=steps(stands.due_explained),
            ),
            found.is_new,
        )


def _likely(runtime: Runtime, place: tuple[float, float], category: str | None) -> LikelyReports:
    with runtime.reading() as session:
        found = likely_same(session, place, category, now())
    zone = runtime.settings.zone
    return LikelyReports(
        incidents=[
            LikelyReport(
                number=each.row.number,
                category=each.row.category,
                state=each.row.state,
                reported_at=each.row.reported_at.astimezone(zone),
                # To ten metres: where exactly it is, is for those who deal with it.
                distance_m=round(each.distance_m, -1),
                photos=each.row.photos,
            )
            for each in found
        ]
    )
