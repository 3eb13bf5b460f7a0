"""Answers that are a PDF, and in which language they are set."""

from typing import Annotated, Any
from urllib.parse import quote

import orjson
from fastapi import Depends, Query, Request, Response

from geo_grid.http.problems import request_language
from geo_grid.http.responses import Responses
from geo_grid.publish.sheets.pieces import explained
from geo_grid.services.boards.making import Made
from geo_grid.words import Language

#: Told with a PDF in which something could not be printed as it was given: a JSON list, percent-encoded.
UNPRINTABLE = "X-Unprintable"

PDF: Responses = {
    200: {
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {
            UNPRINTABLE: {
                "description": "What no font has a glyph for, and what stands there: a JSON list of "
                "sentences, percent-encoded. Left out where all was printed as given.",
                "schema": {"type": "string"},
            }
        },
    }
}


async def _sheet_language(
    request: Request,
    lang: Annotated[Language | None, Query(description="Of the sheet; without it of the request.")] = None,
) -> Language:
    return lang or request_language(request.scope)


SheetLanguage = Annotated[Language, Depends(_sheet_language)]


def pdf_response(made: Made, name: str, language: Language) -> Response:
    """A PDF to look at, under a name to keep it by, with what could not be printed."""
    headers: dict[str, Any] = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "no-store",
    }
    if made.unprintable:
        headers[UNPRINTABLE] = quote(orjson.dumps(explained(made.unprintable, language)))[:4000]
    return Response(made.pdf, media_type="application/pdf", headers=headers)
