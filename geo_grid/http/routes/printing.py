"""/grids/{code}/….pdf and /print-jobs: boards, cards, overviews and files"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import Code, RuntimeHere
from geo_grid.http.pdf import PDF, SheetLanguage, pdf_response
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.problems import request_language
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.board import MOST_CARDS, PrintJobAdded, PrintJobIn, PrintJobList, PrintJobOut
from geo_grid.services.boards import print_jobs as jobs
from geo_grid.services.boards import single
from geo_grid.services.boards.grid_file import grid_file
from geo_grid.services.current import now

router = APIRouter(prefix=API, tags=["boards"])

Printer = Annotated[Visitor, Depends(Requires(Action.BOARDS_PRINT))]
SizeWanted = Annotated[Literal["A2", "A3", "A4"], Query(description="Size of the paper, upright.")]

#: Jobs that are listed.
_MOST_JOBS = 50


@router.get(
    "/grids/{code}/board.pdf",
    operation_id="printBoard",
    summary="A grid's notice board",
    response_class=Response,
    responses={**PDF, **failures(401, 403, 404, 422, 503)},
)
def print_board(
    runtime: RuntimeHere,
    by: Printer,
    code: Code,
    language: SheetLanguage,
    size: SizeWanted = "A3",
    kind: Annotated[
        Literal["office", "member"], Query(description="The office's (机构) or the grid member's (网格员).")
    ] = "office",
) -> Response:
    """Map, people, whom to call, and a code that opens the live page."""
    with runtime.reading() as session:
        made = single.board(session, by.actor, code, kind, size, runtime.settings, now(), language)
    return pdf_response(made, f"board-{_safe(code)}-{kind}-{size}.pdf", language)


@router.get(
    "/grids/{code}/overview.pdf",
    operation_id="printOverview",
    summary="A grid with those below it at a glance",
    response_class=Response,
    responses={**PDF, **failures(401, 403, 404, 422, 503)},
)
def print_overview(
    runtime: RuntimeHere, by: Printer, code: Code, language: SheetLanguage, size: SizeWanted = "A3"
) -> Response:
    """The map with all of them, and a table of who heads each."""
    with runtime.reading() as session:
        made = single.overview(session, by.actor, code, size, runtime.settings, now(), language)
    return pdf_response(made, f"overview-{_safe(code)}-{size}.pdf", language)


@router.get(
    "/grids/{code}/cards.pdf",
    operation_id="printCards",
    summary="A grid's contact cards",
    response_class=Response,
    responses={**PDF, **failures(401, 403, 404, 422, 503)},
)
def print_cards(
    runtime: RuntimeHere,
    by: Printer,
    code: Code,
    language: SheetLanguage,
    count: Annotated[
        int | None,
        Query(ge=1, le=MOST_CARDS, description="How many; without it one a household, by building."),
    ] = None,
) -> Response:
    """Ten to an A4, with cut marks."""
    with runtime.reading() as session:
        made = single.cards(session, by.actor, code, count, runtime.settings, now(), language)
    return pdf_response(made, f"cards-{_safe(code)}.pdf", language)


@router.get(
    "/grids/{code}/file.pdf",
    operation_id="printGridFile",
    summary="A grid's file (网格档案)",
    response_class=Response,
    responses={**PDF, **failures(401, 403, 404, 422, 503)},
)
def print_file(
    runtime: RuntimeHere,
    by: Annotated[Visitor, Depends(Requires(Action.GROUND_SEE))],
    code: Code,
    language: SheetLanguage,
) -> Response:
    """Code, map, four bounds, area, counts, people and history, for everybody who works on that ground."""
    with runtime.reading() as session:
        made = grid_file(session, by.actor, code, runtime.settings, now(), language)
    return pdf_response(made, f"file-{_safe(code)}.pdf", language)


@router.post(
    "/print-jobs",
    operation_id="addPrintJob",
    summary="Print the sheets of a grid and all below it",
    response_model=PrintJobAdded,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def add_print_job(request: Request, runtime: RuntimeHere, by: Printer, body: PrintJobIn) -> PrintJobAdded:
    """As one PDF, made in the background."""
    asked = jobs.Asked(
        body.what,
        body.kind,
        body.size,
        tuple(sorted(set(body.levels))),
        body.count if body.cards_per == "count" else None,
        body.lang or request_language(request.scope),
    )
    with runtime.changing(by.origin, forget=False) as session:
        added = jobs.submit(session, by.actor, by.account, body.grid, asked, runtime.settings, now())
    return PrintJobAdded(id=added)


@router.get(
    "/print-jobs",
    operation_id="listPrintJobs",
    summary="One's own print jobs",
    response_model=PrintJobList,
    responses=failures(401, 403, 503),
)
def list_print_jobs(request: Request, runtime: RuntimeHere, by: Printer) -> PrintJobList:
    """The newest first."""
    with runtime.reading() as session:
        found = jobs.own_jobs(session, by.account, _MOST_JOBS)
    language = request_language(request.scope)
    return PrintJobList(items=[PrintJobOut.of(each, language) for each in found])


@router.get(
    "/print-jobs/{id}",
    operation_id="getPrintJob",
    summary="How far a print job is",
    response_model=PrintJobOut,
    responses=failures(401, 403, 404, 503),
)
def get_print_job(
    request: Request,
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> PrintJobOut:
    """With its file when it is done, and with why when it failed."""
    with runtime.reading() as session:
        return PrintJobOut.of(jobs.own_job(session, by.account, id), request_language(request.scope))


@router.delete(
    "/print-jobs/{id}",
    operation_id="removePrintJob",
    summary="Let go of a print job",
    response_model=PrintJobList,
    responses=failures(401, 403, 404, 503),
)
def remove_print_job(
    request: Request,
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> PrintJobList:
    """One that runs stops; its file goes too. The others are answered."""
    with runtime.changing(by.origin, forget=False) as session:
        jobs.remove_job(session, by.account, id)
        found = jobs.own_jobs(session, by.account, _MOST_JOBS)
    language = request_language(request.scope)
    return PrintJobList(items=[PrintJobOut.of(each, language) for each in found])


@router.get(
    "/print-jobs/{id}/file.pdf",
    operation_id="getPrintJobFile",
    summary="The PDF of a print job",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}, **failures(401, 403, 404, 409, 503)},
)
def get_print_job_file(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> Response:
    """Kept for a day."""
    with runtime.reading() as session:
        content = jobs.job_file(session, by.account, id)
    headers = {"Content-Disposition": f'inline; filename="print-{id}.pdf"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _safe(code: str) -> str:
    """A code as part of a file's name."""
    return "".join(each if each.isascii() and each.isalnum() else "-" for each in code)
