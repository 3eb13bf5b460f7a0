"""/reports/{number}: following a report by its number and secret"""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import public
from geo_grid.http.report_limit import limit_reports
from geo_grid.http.responses import failures
from geo_grid.http.routes.incidents import Number
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.report_following import FollowedOut, ReporterActIn
from geo_grid.services.incidents.asked import Asked
from geo_grid.services.incidents.following import ACTS, Followed, act_as_reporter, follow
from geo_grid.store.origin import Origin
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/reports", tags=["incidents"])

Secret = Annotated[
    str,
    Header(
        alias="X-Report-Secret",
        min_length=1,
        max_length=64,
        description="As the answer to the report told it.",
        examples=["k3vt-8mpa-x2wd"],
    ),
]
ActName = Annotated[Literal["withdraw", "rate", "reopen", "add"], Path(description="One of `can`.")]


@router.get(
    "/{number}",
    operation_id="followReport",
    summary="What became of a report",
    response_model=FollowedOut,
    responses=failures(404, 422, 429, 503),
)
@public
async def follow_report(
    request: Request, response: Response, runtime: RuntimeHere, number: Number, secret: Secret
) -> FollowedOut:
    """For whoever has its secret. A wrong one is answered like a number that does not exist."""
    limit_reports(request, runtime)
    response.headers.update(PRIVATE)
    return await run_in_threadpool(_follow, runtime, number, secret)


@router.post(
    "/{number}/{act}",
    operation_id="actOnReport",
    summary="Withdraw, rate or reopen a report, or add to it",
    response_model=FollowedOut,
    responses=failures(403, 404, 409, 422, 429, 503),
)
@public
async def act_on_report(
    request: Request,
    response: Response,
    runtime: RuntimeHere,
    number: Number,
    act: ActName,
    body: ReporterActIn,
    secret: Secret,
) -> FollowedOut:
    """Within the time that the installation allows; rating once after each closing."""
    limit_reports(request, runtime)
    response.headers.update(PRIVATE)
    asked = Asked(
        act=ACTS[act],
        client_id=body.id,
        reason=body.reason,
        text=body.text,
        photos=tuple(body.photos),
        solved=body.solved,
        rating=body.rating,
    )
    # Where it came from is not written down: that would be something of the reporter.
    origin = Origin("anonymous", "session", None, getattr(request.state, "request_id", None))
    return await run_in_threadpool(_act, runtime, origin, number, secret, asked)


def _follow(runtime: Runtime, number: str, secret: str) -> FollowedOut:
    with runtime.reading() as session:
        return _out(runtime, session, follow(session, number, secret, runtime.desk))


def _act(runtime: Runtime, origin: Origin, number: str, secret: str, asked: Asked) -> FollowedOut:
    with runtime.changing(origin, forget=False) as session:
        return _out(runtime, session, act_as_reporter(session, number, secret, asked, runtime.desk))


def _out(runtime: Runtime, session: Session, found: Followed) -> FollowedOut:
    names = runtime.desk.rules(session).names(found.incident.category)
    return FollowedOut.of(found, names, runtime.settings.zone)
