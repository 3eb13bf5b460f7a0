"""OGC API Features and Tiles over the published views, by tipg, at /ogc.

Pool and catalog are opened by the first request that wants them and closed by the application's lifespan, so
that a server without its database starts all the same and says what is missing.
"""

import asyncio
import re

import asyncpg
import cql2
import jinja2
from fastapi import Depends, FastAPI, Request
from sqlalchemy import make_url
from starlette.responses import Response
from starlette.templating import Jinja2Templates
from tipg import model
from tipg.collections import register_collection_catalog
from tipg.database import connection_factory
from tipg.errors import DEFAULT_STATUS_CODES, TiPgError
from tipg.factory import Endpoints
from tipg.resources.enums import MediaType
from tipg.settings import DatabaseSettings

from geo_grid.core.errors import InputError, NotFound, Unavailable
from geo_grid.core.permissions.actions import Action
from geo_grid.http.permission import Requires
from geo_grid.http.problems import problem
from geo_grid.store.session import CONNECT_TIMEOUT_S, driver_url

PREFIX = "/ogc"
#: Holds the views that are published, and nothing else.
SCHEMA = "ogc"

_CONNECTIONS = 4
#: Seconds that one question of an OGC client may take.
_PATIENCE_S = 30

#: SQLSTATE classes of what the asker got wrong: data, and names or operators that a filter made up.
_ASKED_WRONGLY = ("22", "42")

#: What the database does while it cannot serve.
_DOWN = (asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.QueryCanceledError)

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ template.title }}</title></head>
<body><pre>{{ response | tojson(indent=2) }}</pre></body></html>
"""


class Ogc:
    """The pool and the catalog of one worker.

    Parameters
    ----------
    url
        DATABASE_URL; None where no database is set.
    """

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._pool: asyncpg.Pool | None = None
        self._state: tuple[int, int] | None = None
        self._opening = asyncio.Lock()

    async def ready(self, app: FastAPI, state: tuple[int, int] | None) -> None:
        """Open the pool where it is not, and read the catalog again where the extent may have changed.

        Parameters
        ----------
        app
            In whose state tipg looks for both.
        state
            `State.key` of what is in force, None where it is not known at the moment.

        Raises
        ------
        Unavailable
            ``database_unset``, ``database_down`` or ``database_not_migrated``.
        """
        if self._pool is not None and state in (None, self._state):
            return
        async with self._opening:
            try:
                if self._pool is None:
                    self._pool = await self._connected()
                app.state.pool = self._pool
                await register_collection_catalog(app, db_settings=_CATALOG)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                raise Unavailable("database_down") from error
            if not app.state.collection_catalog["collections"]:
                raise Unavailable("database_not_migrated")
            self._state = state

    async def close(self) -> None:
        """Let go of every connection."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _connected(self) -> asyncpg.Pool:
        if self._url is None:
            raise Unavailable("database_unset")
        url = make_url(driver_url(self._url)).set(drivername="postgresql")
        return await asyncpg.create_pool(
            url.render_as_string(hide_password=False),
            init=connection_factory([SCHEMA], "pg_temp"),
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=_PATIENCE_S,
        )


# Given as an object: nothing here may depend on variables that tipg would read from the environment.
_CATALOG = DatabaseSettings(
    schemas=[SCHEMA], functions=[], exclude_function_schemas=["pg_temp", "public"], datetime_extent=False
)


class _Standards(Endpoints):
    """tipg's endpoints with a landing page that leads to our own description."""

    def _landing_route(self) -> None:
        @self.router.get("/", response_model=model.Landing, response_model_exclude_none=True)
        def landing(request: Request) -> model.Landing:
            """Where everything is."""
            description = str(request.url_for("openapi"))
            ways = [
                ("self", self.url_for(request, "landing"), MediaType.json, "This page"),
                ("service-desc", description, MediaType.openapi30_json, "Description of the interface"),
                ("conformance", self.url_for(request, "conformance"), MediaType.json, "Conformance"),
            ]
            own = [model.Link(rel=rel, href=href, type=kind, title=title) for rel, href, kind, title in ways]
            return model.Landing(title=self.title, links=[*own, *self.links(request)])


async def _readable(request: Request) -> None:
    """Refuse what tipg would stumble over: NUL in a text, and a filter that is no CQL2."""
    if "\x00" in request.url.path or any("\x00" in value for value in request.query_params.values()):
        raise InputError("ogc_refused", path=request.url.path, reason="NUL")
    text = request.query_params.get("filter")
    if text is None:
        return
    try:
        cql2.Expr(text)
    except Exception as error:
        raise InputError("ogc_refused", path=request.url.path, reason=str(error).strip()[-200:]) from error


async def _existing(request: Request) -> None:
    """A collection's name without a schema is no name of ours; tipg takes it for an ill-formed request."""
    name = request.path_params.get("collectionId")
    if name is not None and not re.fullmatch(r".+\..+", name):
        raise NotFound("address_unknown", path=request.url.path)


async def _opened(request: Request) -> None:
    current = request.app.state.runtime.current
    index = current.index() if current is not None else None
    await request.app.state.ogc.ready(request.app, index.state.key if index is not None else None)


def add_ogc(app: FastAPI, url: str | None) -> Ogc:
    """Serve the standards' addresses; what is returned must be closed by the lifespan."""
    # tipg's own pages fetch styles and scripts from elsewhere; ours show the JSON and fetch nothing.
    pages = jinja2.Environment(loader=jinja2.FunctionLoader(lambda _: _PAGE), autoescape=True)
    standards = _Standards(
        title="geo-grid",
        router_prefix=PREFIX,
        templates=Jinja2Templates(env=pages),
        with_tiles_viewer=False,
    )
    app.state.ogc = Ogc(url)
    app.include_router(
        standards.router,
        prefix=PREFIX,
        dependencies=[
            Depends(Requires(Action.PUBLIC)),
            Depends(_readable),
            Depends(_existing),
            Depends(_opened),
        ],
        include_in_schema=False,
    )
    for kind in (TiPgError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError):
        app.add_exception_handler(kind, _refused)
    ogc: Ogc = app.state.ogc
    return ogc


def _refused(request: Request, error: Exception) -> Response:
    """What tipg or its database complains of, as a problem; what is neither is a bug and stays one."""
    if not request.url.path.startswith(f"{PREFIX}/"):
        raise error
    status = _status(error)
    if status == 500:
        raise error
    code = {404: "address_unknown", 503: "database_down"}.get(status, "ogc_refused")
    return problem(request.scope, status, code, {"path": request.url.path, "reason": str(error)[:200]})


def _status(error: Exception) -> int:
    # asyncpg's DataError is both an InterfaceError and a ValueError: the value comes first.
    if isinstance(error, ValueError):
        return 422
    if isinstance(error, asyncpg.PostgresError) and (error.sqlstate or "").startswith(_ASKED_WRONGLY):
        return 422
    if isinstance(error, _DOWN):
        return 503
    return next((status for kind, status in DEFAULT_STATUS_CODES.items() if type(error) is kind), 500)
