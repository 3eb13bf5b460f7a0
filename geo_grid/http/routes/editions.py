"""/editions"""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from geo_grid.http.address import API
from geo_grid.http.conditional import answer_model
from geo_grid.http.dependencies import After, Limit, RuntimeHere, SessionHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import public
from geo_grid.http.responses import NOT_MODIFIED, failures
from geo_grid.http.schemas.edition import EditionList, EditionOut, HeadlessList, HeadlessOut
from geo_grid.services import editions as service

router = APIRouter(prefix=f"{API}/editions", tags=["editions"])

#: PostgreSQL's largest integer.
_LAST_NUMBER = 2**31 - 1


@router.get(
    "",
    operation_id="listEditions",
    summary="Published editions, newest first",
    response_model=EditionList,
    responses={**NOT_MODIFIED, **failures(422, 503)},
)
@public
def list_editions(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> Response:
    """Every edition that was ever published, those that take effect later included."""
    start = key(after, int)
    records = service.list_editions(session, before=start[0] if start else None, limit=limit + 1)
    page = records[:limit]
    more = cursor(page[-1].number) if len(records) > limit else None
    items = [EditionOut.of(record, runtime.settings.zone) for record in page]
    newest = page[0].number if page else None
    return answer_model(request, EditionList(items=items, next=more), edition=newest)


@router.get(
    "/current",
    operation_id="getCurrentEdition",
    summary="The edition in force now",
    response_model=EditionOut,
    responses={**NOT_MODIFIED, **failures(404, 503)},
)
@public
def get_current_edition(request: Request, runtime: RuntimeHere, session: SessionHere) -> Response:
    """The edition that took effect last; 404 `edition_none` before the first."""
    record = service.current_edition(session)
    edition = EditionOut.of(record, runtime.settings.zone)
    return answer_model(request, edition, edition=record.number)


Number = Annotated[int, Path(ge=1, le=_LAST_NUMBER, description="Number of the edition.", examples=[1])]


@router.get(
    "/{number}",
    operation_id="getEdition",
    summary="One edition",
    response_model=EditionOut,
    responses={**NOT_MODIFIED, **failures(404, 422, 503)},
)
@public
def get_edition(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    number: Number,
) -> Response:
    """An edition by its number."""
    record = service.edition(session, number)
    edition = EditionOut.of(record, runtime.settings.zone)
    return answer_model(request, edition, edition=record.number)


@router.get(
    "/{number}/without-head",
    operation_id="listGridsWithoutHead",
    summary="Grids that an edition opened without a head",
    response_model=HeadlessList,
    responses={**NOT_MODIFIED, **failures(404, 422, 503)},
)
@public
def list_without_head(
    request: Request, session: SessionHere, number: Number, limit: Limit = DEFAULT_LIMIT, after: After = None
) -> Response:
    """As known when it was published, by code; who answers for them by now is told by the grids."""
    start = key(after, str)
    found = service.list_headless(session, number, after=start[0] if start else None, limit=limit + 1)
    page = [HeadlessOut(code=code, name=name, level=level) for code, name, level in found[:limit]]
    more = cursor(page[-1].code) if len(found) > limit else None
    return answer_model(request, HeadlessList(items=page, next=more), edition=number)
