"""/grid/{code}/qr.svg, /report/qr.svg: what a telephone reads off a screen to go on by itself"""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response

from geo_grid.core.errors import NotFound
from geo_grid.http.conditional import answer
from geo_grid.http.dependencies import RuntimeHere, check_position
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


@router.api_route("/report/qr.svg", methods=["GET", "HEAD"])
@public
def get_report_qr(
    request: Request,
    runtime: RuntimeHere,
    lon: Annotated[float | None, Query()] = None,
    lat: Annotated[float | None, Query()] = None,
) -> Response:
    """The address where something is reported, of a place where both degrees are given."""
    asked = ""
    if lon is not None and lat is not None:
        check_position(lon, lat)
        asked = "?" + urlencode({"lon": f"{lon:.7f}", "lat": f"{lat:.7f}"})
    made = qr_svg(f"{public_origin(request, runtime.settings)}/report{asked}")
    return answer(request, made.encode(), media_type="image/svg+xml", edition=None)
