"""/boards: where notice boards hang, and which must be printed again"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import NO_NUL, After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.pdf import PDF, SheetLanguage, pdf_response
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.quarantine import quarantined
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.schemas.board import (
    BoardChange,
    BoardIn,
    BoardList,
    BoardOut,
    CheckIn,
    PrintedIn,
    ReprintOut,
)
from geo_grid.services.boards import photo as photos
from geo_grid.services.boards import register as service
from geo_grid.services.boards.reprint import reprint_list
from geo_grid.services.boards.reprint_sheet import reprint_pdf
from geo_grid.services.current import now

router = APIRouter(prefix=f"{API}/boards", tags=["boards"])

Printer = Annotated[Visitor, Depends(Requires(Action.BOARDS_PRINT))]
Below = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=100,
        pattern=NO_NUL,
        description="Code: only boards of this grid and of those below it.",
        examples=["10020010"],
    ),
]
#: Largest picture of a board that is taken.
_MOST_PHOTO_BYTES = 40 * 2**20


@router.get(
    "",
    operation_id="listBoards",
    summary="Notice boards",
    response_model=BoardList,
    responses=failures(401, 403, 422, 503),
)
def list_boards(
    runtime: RuntimeHere,
    by: Printer,
    grid: Below = None,
    state: Annotated[
        Literal["hanging", "removed", "all"], Query(description="Those that hang, were taken down, or all.")
    ] = "hanging",
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> BoardList:
    """Those on one's ground, with whether each still holds, by id."""
    start = key(after, int)
    with runtime.reading() as session:
        found = service.boards(
            session,
            by.actor,
            runtime.settings,
            now(),
            grid=grid,
            which=state,
            after=start[0] if start else 0,
            limit=limit + 1,
        )
    page = found[:limit]
    more = cursor(page[-1].board.id) if len(found) > limit else None
    return BoardList(items=[BoardOut.of(each) for each in page], next=more)


@router.post(
    "",
    operation_id="addBoard",
    summary="Register a board",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 422, 503),
)
def add_board(runtime: RuntimeHere, by: Printer, body: BoardIn) -> BoardOut:
    """With its place on the map, and whether it was printed just now."""
    values = body.model_dump(exclude={"grid", "printed"})
    with runtime.changing(by.origin, forget=False) as session:
        added = service.add_board(session, by.actor, body.grid, values)
        if body.printed:
            service.mark_printed(session, by.actor, added, runtime.settings, now())
        return BoardOut.of(service.board_now(session, by.actor, added, runtime.settings, now()))


@router.get(
    "/reprint",
    operation_id="listBoardsToReprint",
    summary="What must be printed again",
    response_model=ReprintOut,
    responses=failures(401, 403, 503),
)
def list_reprint(runtime: RuntimeHere, by: Printer, grid: Below = None) -> ReprintOut:
    """Exactly the boards whose border, people or contact changed since their print, in walking order."""
    with runtime.reading() as session:
        return ReprintOut.of(reprint_list(session, by.actor, runtime.settings, now(), grid))


@router.get(
    "/reprint.pdf",
    operation_id="printReprintList",
    summary="What must be printed again, on paper",
    response_class=Response,
    responses={**PDF, **failures(401, 403, 503)},
)
def print_reprint(runtime: RuntimeHere, by: Printer, language: SheetLanguage, grid: Below = None) -> Response:
    """The same with a map of the walk, to take along."""
    with runtime.reading() as session:
        made = reprint_pdf(session, by.actor, runtime.settings, now(), language, grid)
    return pdf_response(made, "reprint.pdf", language)


@router.get(
    "/{id}",
    operation_id="getBoard",
    summary="A board",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 503),
)
def get_board(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> BoardOut:
    """With what changed since it was printed."""
    with runtime.reading() as session:
        return _now(runtime, session, by, id)


@router.patch(
    "/{id}",
    operation_id="changeBoard",
    summary="Change a board, or say that it was taken down",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 422, 503),
)
def change_board(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
    body: BoardChange,
) -> BoardOut:
    """What is left out stays; a date may be null."""
    given = body.model_dump(exclude_unset=True)
    dates = ("hung_on", "removed_on")
    changes = {name: value for name, value in given.items() if value is not None or name in dates}
    with runtime.changing(by.origin, forget=False) as session:
        service.change_board(session, by.actor, id, changes)
        return _now(runtime, session, by, id)


@router.put(
    "/{id}/photo",
    operation_id="setBoardPhoto",
    summary="Give a board a picture",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def set_photo(
    request: Request,
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> BoardOut:
    """The body is the picture. It is encoded anew, so that nothing but the picture is kept of it."""
    async with quarantined(runtime, request, max_bytes=_MOST_PHOTO_BYTES) as held:
        encoded = await run_in_threadpool(photos.encode_photo, held.path)

    def keep() -> BoardOut:
        with runtime.changing(by.origin, forget=False) as session:
            photos.set_photo(session, by.actor, id, encoded)
            return _now(runtime, session, by, id)

    return await run_in_threadpool(keep)


@router.get(
    "/{id}/photo.jpg",
    operation_id="getBoardPhoto",
    summary="The picture of where a board hangs",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}, **failures(401, 403, 404, 503)},
)
def get_photo(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
) -> Response:
    """As JPEG."""
    with runtime.reading() as session:
        content = photos.board_photo(session, by.actor, id)
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=86400"})


@router.post(
    "/{id}/checks",
    operation_id="checkBoard",
    summary="Say that somebody looked at a board",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 422, 503),
)
def check_board(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
    body: CheckIn,
) -> BoardOut:
    """And whether all was well."""
    with runtime.changing(by.origin, forget=False) as session:
        service.check_board(session, by.actor, id, fine=body.fine, remark=body.note)
        return _now(runtime, session, by, id)


@router.post(
    "/{id}/printed",
    operation_id="markBoardPrinted",
    summary="Say that a board was printed",
    response_model=BoardOut,
    responses=failures(401, 403, 404, 422, 503),
)
def mark_printed(
    runtime: RuntimeHere,
    by: Printer,
    id: Id,
    body: PrintedIn,
) -> BoardOut:
    """What is published now is what hangs there."""
    with runtime.changing(by.origin, forget=False) as session:
        service.mark_printed(session, by.actor, id, runtime.settings, now(), body.edition)
        return _now(runtime, session, by, id)


def _now(runtime: Any, session: Any, by: Visitor, board: int) -> BoardOut:
    return BoardOut.of(service.board_now(session, by.actor, board, runtime.settings, now()))
