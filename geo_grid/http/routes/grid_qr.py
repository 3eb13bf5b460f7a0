"""/grid/{code}/qr.svg: what a telephone reads off a screen to open the page of a grid on its own"""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from geo_grid.core.errors import NotFound
from geo_grid.http.conditional import answer
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import public
from geo_grid.http.public_origin import public_origin
from geo_grid.publish.sheets.qr import qr_svg
from geo_grid.services.current import now
from geo_grid.store.queries.grid_by_code import grid_by_code

router = APIRouter(include_in_schema=False)


@router.api_route("/grid/{code:path}/qr.svg", methods=["GET", "HEAD"])
@public
def get_grid_qr(request: Request, runtime: RuntimeHere, code: str) -> Response:
    """The address of the page as a QR."""
    with runtime.reading() as session:
        grid = None if "\x00" in code else grid_by_code(session, code, now(), geometry=False)
    if grid is None:
        raise NotFound("grid_not_found", grid=code)
    made = qr_svg(f"{public_origin(request, runtime.settings)}/grid/{quote(grid.code, safe='')}")
    return answer(request, made.encode(), media_type="image/svg+xml", edition=None)
