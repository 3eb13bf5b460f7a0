"""The web client as files: its pages, its hashed assets, and what to say while it is not built."""

from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from geo_grid.http.encodings import compression
from geo_grid.http.permission import public

#: Where Vite puts the client, beside the package in a checkout.
BUILT = Path(__file__).parents[2] / "web" / "dist"

#: A name with a hash never changes its content; a page is asked for each time.
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK = "no-cache"

#: Addresses that the client's own router knows.
PAGES = (
    "/",
    "/check",
    "/report",
    "/report/{number}",
    "/field",
    "/field/{part:path}",
    "/kiosk",
    "/sign-in",
    "/sign-in/return",
    "/reset",
    "/me",
    "/admin",
    "/admin/{part:path}",
    "/people",
    "/people/{part:path}",
    "/plan",
    "/plan/{part:path}",
    "/desk",
    "/desk/{part:path}",
)

_NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>geo-grid</title><style>
body { font: 16px/1.6 "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui;
       margin: 10vh auto; max-width: 36em; padding: 0 1em; color: #1f2d2b; background: #f7f4ee }
code { background: #e8e4da; padding: .1em .4em; border-radius: 4px }
</style></head><body>
<h1>网页尚未构建</h1>
<p>请运行 <code>script/up</code>;或在 <code>web/</code> 目录运行 <code>npm ci</code> 和
<code>npm run build</code>,然后刷新本页。</p>
<p lang="en">The web pages are not built yet. Run <code>script/up</code>, or in <code>web/</code> run
<code>npm ci</code> and <code>npm run build</code>; then reload this page.</p>
</body></html>
"""


class _Built(StaticFiles):
    """A folder that may not be built yet; until then nothing is found in it.

    What the build compressed is sent as such to who takes it, under the type of the file itself.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        """Accept a missing folder."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        ending, headers = compression(self._folder / path, Headers(scope=scope))
        response = await super().get_response(path + ending, scope)
        response.headers.update(headers)
        return response


class _Assets(_Built):
    """Files whose names carry a hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code in (200, 206, 304):
            response.headers["Cache-Control"] = _FOR_EVER
        return response


class _Files(_Built):
    """Everything else that was built; a browser that asks for anything unknown gets the client's own 404."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            request = Request(scope)
            wants_page = "text/html" in request.headers.get("accept", "")
            if error.status_code != 404 or not wants_page or request.url.path.startswith("/api/"):
                raise
            return _page(self._folder, 404, request)
        response.headers["Cache-Control"] = _ASK
        return response


def add_client(app: FastAPI, built: Path = BUILT) -> None:
    """Serve the web client at every address that no route knows.

    Parameters
    ----------
    built
        The folder with index.html and assets/.
    """

    @public
    async def page(request: Request) -> Response:
        return _page(built, 200, request)

    for address in PAGES:
        app.add_route(address, page, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount("/assets", _Assets(built / "assets"))
    # Not mounted at "/": a mount answers every method and would hide that an address knows another one.
    app.router.default = _Files(built)


def _page(built: Path, status: int, request: Request) -> Response:
    index = built / "index.html"
    headers = {"Cache-Control": _ASK}
    if not index.is_file():
        return HTMLResponse(_NOT_BUILT, status_code=503, headers=headers)
    ending, encoding = compression(index, request.headers)
    return FileResponse(
        f"{index}{ending}", status_code=status, headers=headers | encoding, media_type="text/html"
    )
