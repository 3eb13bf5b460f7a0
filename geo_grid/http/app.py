"""The web application: routes, middleware and what they hold, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from geo_grid import __version__
from geo_grid.http.address import API
from geo_grid.http.client import BUILT, add_client
from geo_grid.http.errors import add_handlers
from geo_grid.http.middleware.body_limit import BodyLimit
from geo_grid.http.middleware.located_people import LocatedPeople
from geo_grid.http.middleware.rate_limit import RateLimit
from geo_grid.http.middleware.requests import RequestLog
from geo_grid.http.middleware.security import SecurityHeaders
from geo_grid.http.middleware.trusted_hosts import TrustedHosts
from geo_grid.http.ogc import add_ogc
from geo_grid.http.openapi import DESCRIPTION, TAGS, describe
from geo_grid.http.routes import (
    accounts,
    assignments,
    audit,
    basemap,
    boards,
    bounds,
    categories,
    check,
    editions,
    grants,
    grid_map,
    grid_page,
    grid_qr,
    grids,
    health,
    holidays,
    incident_acts,
    incident_batch,
    incident_events,
    incident_files,
    incident_photos,
    incident_tiles,
    incident_views,
    incidents,
    layers,
    ledger,
    levels,
    locate,
    me,
    networks,
    notifications,
    offices,
    open311,
    people,
    people_problems,
    people_sheet,
    persons,
    plan_comments,
    plan_events,
    plan_grids,
    plan_publishing,
    plan_rules,
    plan_states,
    plan_steps,
    plan_streets,
    plans,
    printing,
    provider,
    public_incidents,
    report_following,
    reports,
    responsibilities,
    returns,
    robots,
    search,
    session,
    size_rules,
    stations,
    tiles,
)
from geo_grid.http.routes import map as map_route
from geo_grid.http.runtime import Runtime
from geo_grid.services.map_settings import base_map_origin
from geo_grid.settings import Settings


def create_app(settings: Settings, *, built: Path = BUILT, works: bool = False) -> FastAPI:
    """Build the application; nothing is connected before its lifespan begins.

    Parameters
    ----------
    settings
        What the installation decided.
    built
        Folder of the built web client.
    works
        Do background work too.
    """
    runtime = Runtime.of(settings)
    runtime.works = works

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        runtime.open()
        try:
            yield
        finally:
            await ogc.close()
            await run_in_threadpool(runtime.close)

    app = FastAPI(
        title="geo-grid",
        version=__version__,
        summary="Community grids (网格) that tile the ground exactly.",
        description=DESCRIPTION,
        license_info={"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        openapi_url=f"{API}/openapi.json",
        # Swagger and ReDoc come from elsewhere; no page of ours asks another machine for anything.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=[
            Middleware(RequestLog),
            Middleware(SecurityHeaders, base_map=base_map_origin(settings)),
            Middleware(TrustedHosts, hosts=settings.allowed_hosts),
            Middleware(RateLimit, per_minute=settings.rate_limit_per_minute),
            Middleware(
                BodyLimit,
                limit=settings.max_upload_bytes,
                large=(
                    f"{API}/check",
                    f"{API}/locate",
                    f"{API}/people/import",
                    f"{API}/persons/*/photo",
                    f"{API}/boards/*/photo",
                    f"{API}/incident-photos",
                    f"{API}/incidents/batch",
                ),
            ),
            Middleware(LocatedPeople, path=f"{API}/locate"),
        ],
    )
    app.state.runtime = runtime
    add_handlers(app)
    # One list, not routers within routers: a request is held against each route once. The hottest first.
    public_ones = (
        locate,
        people,
        public_incidents,
        incident_tiles,
        tiles,
        health,
        reports,
        basemap,
        search,
        ledger,
        layers,
        grids,
        bounds,
        levels,
        editions,
    )
    pages = (map_route, grid_map, grid_qr, grid_page, robots, stations, check, session, provider, me)
    managed = (
        persons,
        assignments,
        people_problems,
        people_sheet,
        accounts,
        grants,
        offices,
        audit,
        boards,
        printing,
        plans,
        plan_grids,
        plan_steps,
        plan_states,
        plan_comments,
        plan_events,
        plan_publishing,
        plan_rules,
        size_rules,
        plan_streets,
        networks,
        incident_acts,
        report_following,
        notifications,
        categories,
        holidays,
        responsibilities,
        incident_batch,
        incident_photos,
        incident_views,
        # Before the incidents themselves: what they are called is no number.
        incident_events,
        incident_files,
        incidents,
        returns,
        open311,
    )
    for routes in (*public_ones, *pages, *managed):
        app.router.routes.extend(routes.router.routes)
    ogc = add_ogc(app, settings.database_url)
    describe(app)
    add_client(app, built)
    return app
