"""/incidents/export and /incidents/map.html: incidents as files"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from geo_grid.core.permissions.actions import Action
from geo_grid.http.address import API
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.period import PeriodHere
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.problems import request_language
from geo_grid.http.responses import failures
from geo_grid.http.routes.grids import GEOJSON
from geo_grid.http.routes.incident_filter import Asked
from geo_grid.http.runtime import Runtime
from geo_grid.services.current import now
from geo_grid.services.incidents.export import Format, Headings, Wish, export_incidents
from geo_grid.services.incidents.period_map import draw_period_map
from geo_grid.services.incidents.seeing import sight_of
from geo_grid.services.locate import LocateIndex
from geo_grid.store.audit_writing import note
from geo_grid.store.session import Session
from geo_grid.words import Language

router = APIRouter(prefix=f"{API}/incidents", tags=["incidents"])

Concerned = Annotated[Visitor, Depends(Requires(Action.INCIDENTS_SEE))]
Dispatcher = Annotated[Visitor, Depends(Requires(Action.INCIDENTS_DISPATCH))]
Borders = Annotated[
    Literal["then", "today"],
    Query(description="The grids of the time, or those of today that each place lies in now."),
]

_MEDIA: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "geojson": GEOJSON,
    "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet",
}
_FEATURE: dict[str, Any] = {
    "number": "20261120-000123",
    "state": "handling",
    "category": "0101",
    "category_name": "暴露垃圾",
    "title": "菜市场后面有一堆垃圾",
    "place": "延平老街 12 号旁",
    "grid_3": "10020010001",
    "grid_3_name": "中山里",
    "reported_at": "2026-11-20T08:31:00+08:00",
}
_EXAMPLE: dict[str, Any] = {
    "type": "FeatureCollection",
    "name": "incidents",
    "features": [
        {
            "type": "Feature",
            "properties": _FEATURE,
            "geometry": {"type": "Point", "coordinates": [120.4521, 23.4812]},
        }
    ],
}
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/export",
    operation_id="exportIncidents",
    summary="Incidents as a file",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                GEOJSON: {"schema": {"type": "object", "examples": [_EXAMPLE]}},
                "application/geopackage+sqlite3": _BINARY,
                "application/vnd.apache.parquet": _BINARY,
            },
        },
        **failures(401, 403, 404, 422, 429, 503),
    },
)
def export(
    request: Request,
    runtime: RuntimeHere,
    by: Concerned,
    asked: Asked,
    format: Annotated[Format, Query(description="CSV for spreadsheets, the others for a GIS.")] = "csv",
    headings: Annotated[
        Headings, Query(description="Columns by their codes, or in a language; the values of states too.")
    ] = "codes",
    borders: Borders = "then",
) -> Response:
    """What the list shows with the same filters, and nothing of who reported; at most 100,000 at once."""
    folder = Path(tempfile.mkdtemp(prefix="geo-grid-export-"))
    name = f"incidents-{now().astimezone(runtime.settings.zone):%Y%m%d}.{format}"
    out = folder / name
    try:
        wish = Wish(headings, borders, request_language(request.scope))
        with runtime.changing(by.origin, forget=False) as session:
            wanted = asked.filter(runtime, session)
            count = export_incidents(
                session,
                out,
                wanted,
                sight_of(session, by.actor),
                wish,
                rules=runtime.desk.rules(session),
                zone=runtime.settings.zone,
                index=_today(runtime, session),
            )
            note(session, "incident.export", after={"form": format, "incidents": count})
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    done = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    headers = {"Cache-Control": "no-store"}
    return FileResponse(out, media_type=_MEDIA[format], filename=name, headers=headers, background=done)


@router.get(
    "/map.html",
    operation_id="getIncidentMap",
    summary="The incidents of a period as one HTML file",
    response_class=Response,
    responses={
        200: {
            "description": "A page that opens without a network.",
            "content": {"text/html": {"schema": {"type": "string"}}},
        },
        **failures(401, 403, 422, 429, 503),
    },
)
def get_incident_map(
    request: Request,
    runtime: RuntimeHere,
    _: Dispatcher,
    period: PeriodHere,
    lang: Annotated[Language | None, Query(description="Language the page opens in; it holds both.")] = None,
    borders: Borders = "then",
) -> Response:
    """As everybody may know them, so that it can be handed out: no text, no names, no exact place."""
    with runtime.reading() as session:
        drawn = draw_period_map(
            session,
            period.first,
            period.last,
            rules=runtime.desk.rules(session),
            settings=runtime.settings,
            language=lang or request_language(request.scope),
            borders=borders,
            index=_today(runtime, session),
        )
    name = quote(f"incidents-{period.first}-{period.last}.html", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
    return Response(drawn.page, media_type="text/html; charset=utf-8", headers=headers)


def _today(runtime: Runtime, session: Session) -> Callable[[], LocateIndex]:
    return lambda: runtime.index(session, None)
