"""/grids/{code}/map.html"""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from geo_grid.http.address import API
from geo_grid.http.dependencies import Code, RuntimeHere, SessionHere
from geo_grid.http.language import preferred
from geo_grid.http.people_limit import limit_people
from geo_grid.http.permission import public
from geo_grid.http.responses import failures
from geo_grid.services.current import now
from geo_grid.services.grid_map import draw_grid_map

router = APIRouter(prefix=f"{API}/grids", tags=["grids"])


@router.get(
    "/{code}/map.html",
    operation_id="getGridMap",
    summary="A grid with all below it as one HTML file",
    response_class=Response,
    responses={
        200: {
            "description": "A page that opens without a network.",
            "content": {"text/html": {"schema": {"type": "string"}}},
        },
        **failures(404, 422, 429, 503),
    },
)
@public
def get_grid_map(
    request: Request,
    runtime: RuntimeHere,
    session: SessionHere,
    code: Code,
    lang: Annotated[
        Literal["zh", "en"] | None, Query(description="Language the page opens in; it holds both.")
    ] = None,
) -> Response:
    """Grids by level with who answers for them, to send by chat or open where there is no network.

    People are shown as far as they agreed to, and of half as many grids as one address may ask for in a
    minute, the coarse levels first. The file counts as that many answers.
    """

    def may_name(grids: int) -> int:
        # A file that names everybody of a town would be the bulk list that there is none of.
        most = min(grids, runtime.settings.people_limit_per_minute // 2 or grids)
        limit_people(request, runtime, most)
        return most

    language = lang or preferred(request.headers.get("accept-language"), runtime.settings.language)
    drawn = draw_grid_map(session, code, now(), runtime.settings, language, may_name=may_name)
    name = quote(f"{code}.html", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return Response(drawn.page, media_type="text/html; charset=utf-8", headers=headers)
