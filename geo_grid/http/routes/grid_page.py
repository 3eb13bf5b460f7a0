"""/grid/{code}: the page of a grid, its picture, and the picture that is shared with its address"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from geo_grid.core.errors import NotFound, TooMany, Unavailable
from geo_grid.http.conditional import answer
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.language import preferred
from geo_grid.http.people_limit import limit_people
from geo_grid.http.permission import public
from geo_grid.http.public_origin import public_origin
from geo_grid.http.runtime import Runtime
from geo_grid.publish.pages.grid_page import grid_page, no_grid_page
from geo_grid.publish.pages.grid_page_data import Freshness, GridPageData, PeopleView
from geo_grid.publish.pages.incidents_view import IncidentsView
from geo_grid.publish.pages.stylesheet import stylesheet, stylesheet_name
from geo_grid.publish.picture.svg import fit_for_xml
from geo_grid.services.current import now
from geo_grid.services.grid_page import Whole, grid_page_data, whole_of
from geo_grid.services.grid_page_bounds import PageBounds, page_bounds
from geo_grid.services.grid_page_incidents import incidents_view
from geo_grid.services.grid_page_people import people_view
from geo_grid.services.grid_people import grid_people
from geo_grid.services.grid_pictures import picture_of, share_picture_of
from geo_grid.services.missing_grid import MissingGrid, missing_grid
from geo_grid.services.sheet_freshness import sheet_freshness
from geo_grid.words import Language
from geo_grid.words.dates import day_text
from geo_grid.words.pages import page_word

router = APIRouter(include_in_schema=False)

_FOR_EVER = "public, max-age=31536000, immutable"
#: A page names people: it is asked for again each time, and kept by the reader's own browser only.
_OWN = "private, no-cache"

_HTML = "text/html; charset=utf-8"
#: Layers that borders follow.
_FOLLOWED = ("streets", "water", "railways")
#: So much of an unknown code is said again.
_SHOWN = 60
_EDITION = re.compile(r"[0-9]{1,9}")
#: Where nobody was asked why there is no grid.
_NOTHING_KNOWN = MissingGrid("unknown")

Lang = Annotated[str | None, Query(max_length=20)]
Asked = Annotated[str | None, Query(max_length=20)]


def _language(request: Request, runtime: Runtime, lang: str | None) -> Language:
    if lang == "zh":
        return "zh"
    if lang == "en":
        return "en"
    return preferred(request.headers.get("accept-language"), runtime.settings.language)


@router.api_route("/pages/{name}", methods=["GET", "HEAD"])
@public
async def get_stylesheet(name: str) -> Response:
    """The style of the pages, under a name that changes with it."""
    if name != stylesheet_name():
        raise NotFound("address_unknown")
    return Response(stylesheet(), media_type="text/css", headers={"Cache-Control": _FOR_EVER})


@router.api_route("/grid/{code:path}/share.png", methods=["GET", "HEAD"])
@public
def get_share_picture(request: Request, runtime: RuntimeHere, code: str, lang: Lang = None) -> Response:
    """Name and map of a grid, 1200 by 630 pixels."""
    with runtime.reading() as session:
        language = _language(request, runtime, lang)
        made = share_picture_of(session, runtime.pictures, code, now(), runtime.settings, language)
    return answer(request, made, media_type="image/png", edition=None)


@router.api_route("/grid/{code:path}.svg", methods=["GET", "HEAD"])
@public
def get_picture(
    request: Request,
    runtime: RuntimeHere,
    code: str,
    lang: Lang = None,
    size: Asked = None,
    theme: Asked = None,
) -> Response:
    """The map of a grid."""
    with runtime.reading() as session:
        made = picture_of(
            session,
            runtime.pictures,
            code,
            now(),
            runtime.settings,
            size="narrow" if size == "narrow" else "wide",
            style="dark" if theme == "dark" else "screen",
            language=_language(request, runtime, lang),
        )
    return answer(request, made, media_type="image/svg+xml", edition=None)


@router.api_route("/grid/{code:path}", methods=["GET", "HEAD"])
@public
def get_grid_page(
    request: Request,
    runtime: RuntimeHere,
    code: str,
    lang: Lang = None,
    edition: Asked = None,
    p: Asked = None,
) -> Response:
    """The page of a grid; where there is none now, a page that says why."""
    asked = _Asked(code, _language(request, runtime, lang), chosen=lang in ("zh", "en"))
    try:
        limit_people(request, runtime)
        with runtime.reading() as session:
            made = _page(request, runtime, session, asked, edition, p)
    except TooMany as error:
        made = _sorry("too_many", 429, asked, None)
        made.headers["Retry-After"] = str(error.params["seconds"])
    except Unavailable:
        made = _sorry("unavailable", 503, asked, None)
    made.headers["Cache-Control"] = _OWN
    made.headers["Content-Language"] = asked.language
    made.headers["Vary"] = "Accept-Language"
    return made


@dataclass(frozen=True, slots=True)
class _Asked:
    code: str
    language: Language
    chosen: bool


def _page(
    request: Request, runtime: Runtime, session: Session, asked: _Asked, edition: str | None, mark: str | None
) -> Response:
    at, settings = now(), runtime.settings
    if "\x00" in asked.code:
        # PostgreSQL's texts hold every character but this one: no grid can be called so.
        return _no_grid(runtime, session, asked, at)
    try:
        data = replace(
            _ground(runtime, session, asked.code, at),
            people=_people(runtime, session, asked.code, at),
            freshness=_freshness(runtime, session, asked.code, edition, mark, at),
            bounds=_bounds(runtime, asked.code, at),
            incidents=_incidents(runtime, session, asked.code, at),
        )
    except NotFound:
        return _no_grid(runtime, session, asked, at)
    page = grid_page(
        data,
        language=asked.language,
        chosen=asked.chosen,
        origin=public_origin(request, settings),
        hotline=settings.hotline,
        supervision=settings.supervision_phone,
    )
    return answer(request, page.encode(), media_type=_HTML, edition=data.edition)


def _ground(runtime: Runtime, session: Session, code: str, at: datetime) -> GridPageData:
    index = runtime.current.index() if runtime.current is not None else None
    base = runtime.current.base() if runtime.current is not None else None

    def read() -> Whole:
        return whole_of(session, runtime.settings)

    if index is None or base is None:
        return grid_page_data(session, code, at, runtime.settings, read())
    # What names of levels and the like follow from is announced by nobody: they are read anew each minute.
    whole = (index.state.key, base, int(at.timestamp() // 60))

    def gathered() -> GridPageData:
        alike = runtime.page_wholes.get(whole, read)
        return grid_page_data(session, code, at, runtime.settings, alike, index)

    return runtime.grid_pages.get((code, *whole), gathered)


def _bounds(runtime: Runtime, code: str, at: datetime) -> PageBounds:
    """What is known by now of the streets and waters around a grid: no page waits for it."""
    index = runtime.current.index() if runtime.current is not None else None
    base = runtime.current.base() if runtime.current is not None else None
    if index is None or not any(layer in _FOLLOWED for layer, _ in base or ()):
        return {}

    def told() -> PageBounds:
        with runtime.reading() as session:
            return page_bounds(session, code, at, runtime.settings.border_within_m)

    return runtime.page_bounds.known((code, index.state.key, base), told) or {}


def _freshness(
    runtime: Runtime, session: Session, code: str, edition: str | None, mark: str | None, at: datetime
) -> Freshness | None:
    if edition is None or not _EDITION.fullmatch(edition):
        return None
    return sheet_freshness(session, code, int(edition), mark, at, runtime.settings)


def _people(runtime: Runtime, session: Session, code: str, at: datetime) -> PeopleView:
    duty = runtime.current.duty() if runtime.current is not None else None
    grid = duty.by_code(code) if duty is not None else None
    zone = runtime.settings.zone
    if duty is not None and grid is not None:
        return people_view(duty.people(grid, at), zone)
    return people_view(grid_people(session, code, at, zone), zone)


def _incidents(runtime: Runtime, session: Session, code: str, at: datetime) -> IncidentsView | None:
    index = runtime.current.index() if runtime.current is not None else None
    grid = index.by_code(code) if index is not None else None
    if grid is None:
        return None
    catalogue = runtime.desk.rules(session).catalogue
    return incidents_view(session, grid.id, at, runtime.settings, runtime.public_incidents, catalogue)


def _no_grid(runtime: Runtime, session: Session, asked: _Asked, at: datetime) -> Response:
    missing = missing_grid(session, asked.code, at)
    when = missing.when.astimezone(runtime.settings.zone).date() if missing.when is not None else None
    said = {
        "day": day_text(when, asked.language) if when is not None else "",
        "name": missing.name,
        "code": fit_for_xml(asked.code)[:_SHOWN],
    }
    return _sorry(missing.why, 404, asked, said, missing)


def _sorry(
    why: str,
    status: int,
    asked: _Asked,
    said: dict[str, str] | None,
    missing: MissingGrid = _NOTHING_KNOWN,
) -> Response:
    page = no_grid_page(
        language=asked.language,
        chosen=asked.chosen,
        code=asked.code,
        heading=page_word(f"page_{why}", asked.language, **(said or {})),
        explanation=page_word(f"page_{why}_why", asked.language, **(said or {})),
        now_there=missing.now_there,
        became=missing.became,
    )
    return HTMLResponse(page, status_code=status)
