"""Failures as GeoReport v2 writes them: codes with descriptions, in the format that was asked for."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from geo_grid.core.errors import GeoGridError, InputError, TooMany
from geo_grid.http.errors import status_of
from geo_grid.http.open311.documents import FORMATS, Format, document
from geo_grid.http.problems import request_language
from geo_grid.services.incidents.open311_report import SeveralFaults
from geo_grid.words import tell
from geo_grid.words.incidents.naming import named


class Open311Route(APIRoute):
    """A route whose failures are told as the standard wants them; a bug stays a bug."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap what the framework made."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except GeoGridError as error:
                return failure(request, error)
            except HTTPException as error:
                if error.status_code >= 500:
                    raise
                return failure(request, InputError("request_unreadable"))

        return guarded


def failure(request: Request, error: GeoGridError) -> Response:
    """Tell one or several failures."""
    language = request_language(request.scope)
    status = _status(error)
    faults = error.faults if isinstance(error, SeveralFaults) else [error]
    told = [
        {"code": status, "description": tell(each.code, named(each.code, each.params, language), language)}
        for each in faults
    ]
    headers = {"Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.params["seconds"])
    return document("errors", told, written_as(request), status=status, headers=headers)


def _status(error: GeoGridError) -> int:
    # The standard knows 400 for all that is wrong with what was sent, and 403 for a key that is none.
    status = status_of(error)
    return {401: 403, 410: 400, 422: 400}.get(status, status)


def written_as(request: Request) -> Format:
    """The format at the end of the address; XML, which all must speak, where it is none of ours."""
    ending = request.path_params.get("written")
    return next((each for each in FORMATS if each == ending), "xml")
