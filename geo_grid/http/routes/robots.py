"""/robots.txt"""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from geo_grid.http.permission import public

router = APIRouter()

#: The page with the map may be found by searching. Pages with people may not: what somebody no longer
#: publishes would stay in the stores of others.
_TEXT = """\
User-agent: *
Disallow: /api/
Disallow: /ogc
Disallow: /grid/
Disallow: /kiosk
"""


@router.get("/robots.txt", include_in_schema=False)
@public
async def robots() -> PlainTextResponse:
    """What those who crawl the web are asked to leave alone."""
    return PlainTextResponse(_TEXT, headers={"Cache-Control": "public, max-age=86400"})
