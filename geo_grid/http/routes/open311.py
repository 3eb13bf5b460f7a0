"""/open311/v2: Open311 GeoReport v2

Described by the standard (wiki.open311.org/GeoReport_v2), and so not by our own description of the interface.
"""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.accounts.report_secrets import new_key, report_client_id
from geo_grid.core.errors import Denied, InputError, NotFound, TooMany
from geo_grid.core.incidents.catalogue import Catalogue
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import permitted
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.open311.documents import FORMATS, MEDIA, Format, document
from geo_grid.http.open311.failures import Open311Route, written_as
from geo_grid.http.permission import public, visitor_with_token
from geo_grid.http.problems import request_language
from geo_grid.http.public_origin import public_origin
from geo_grid.http.report_limit import limit_reports
from geo_grid.http.routes.reports import PRIVATE
from geo_grid.http.runtime import Runtime
from geo_grid.services.current import now
from geo_grid.services.incidents.open311 import (
    MOST_REQUESTS,
    Sent,
    service_definition,
    service_request,
    services,
    span_of,
)
from geo_grid.services.incidents.open311_report import said_by_open311
from geo_grid.services.incidents.public_results import discreet
from geo_grid.services.incidents.reporting import By, report
from geo_grid.store.incident_writing import sent_before
from geo_grid.store.origin import Origin
from geo_grid.store.queries.public_incidents import PublicWanted, public_incidents
from geo_grid.store.session import Session
from geo_grid.words import tell

router = APIRouter(prefix="/open311/v2", route_class=Open311Route, include_in_schema=False)

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOST_FIELDS = 60
_SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
_KEY = re.compile(r"[0-9A-Za-z_-]{16,64}")

Text = Annotated[str | None, Query()]


def _here(request: Request, runtime: Runtime, jurisdiction: str | None) -> Format:
    """The format that was asked for, of this jurisdiction.

    Raises
    ------
    InputError
        ``open311_format``.
    NotFound
        ``open311_jurisdiction``.
    """
    ending = request.path_params["written"]
    if ending not in FORMATS:
        raise InputError("open311_format", given=ending[:20], known=list(FORMATS))
    wanted = runtime.settings.open311_jurisdiction
    if wanted is not None and jurisdiction != wanted:
        raise NotFound("open311_jurisdiction", given=(jurisdiction or "")[:100])
    return written_as(request)


def _catalogue(runtime: Runtime, session: Session) -> Catalogue:
    return runtime.desk.rules(session).catalogue


@router.get("/discovery.{written}")
@public
def get_discovery(request: Request, runtime: RuntimeHere) -> Response:
    """Where the interface is, and whom to ask."""
    language = request_language(request.scope)
    written = _here(request, runtime, runtime.settings.open311_jurisdiction)
    with runtime.reading() as session:
        version = str(_catalogue(runtime, session).version)
    needed = "open311_key_needed" if runtime.settings.open311_key_needed else "open311_key_not_needed"
    endpoint = {
        "specification": _SPECIFICATION,
        "url": f"{public_origin(request, runtime.settings)}/open311/v2",
        "changeset": version,
        "type": "production",
        "formats": [MEDIA[each].partition(";")[0] for each in ("xml", "json")],
    }
    told = {
        "changeset": version,
        "contact": tell("open311_contact", {"hotline": runtime.settings.hotline}, language),
        "key_service": tell(needed, {}, language),
        "endpoints": [endpoint],
    }
    return document("discovery", told, written)


@router.get("/services.{written}")
@public
def get_services(request: Request, runtime: RuntimeHere, jurisdiction_id: Text = None) -> Response:
    """What can be reported."""
    written = _here(request, runtime, jurisdiction_id)
    with runtime.reading() as session:
        found = services(_catalogue(runtime, session), request_language(request.scope))
    return document("services", found, written, headers=_SPOKEN)


@router.get("/services/{code}.{written}")
@public
def get_service_definition(
    request: Request, runtime: RuntimeHere, code: str, jurisdiction_id: Text = None
) -> Response:
    """What can be said of a report of one kind."""
    written = _here(request, runtime, jurisdiction_id)
    with runtime.reading() as session:
        found = service_definition(_catalogue(runtime, session), code, request_language(request.scope))
    return document("service_definition", found, written, headers=_SPOKEN)


#: Answers are in the language of whoever asks.
_SPOKEN = {"Vary": "Accept-Language", "Cache-Control": "public, no-cache"}


@router.get("/requests.{written}")
@public
def get_requests(
    request: Request,
    runtime: RuntimeHere,
    jurisdiction_id: Text = None,
    service_request_id: Text = None,
    service_code: Text = None,
    start_date: Text = None,
    end_date: Text = None,
    status: Text = None,
    page: Text = None,
    page_size: Text = None,
) -> Response:
    """What was reported, latest first: those named, else of 90 days at most."""
    written = _here(request, runtime, jurisdiction_id)
    settings = runtime.settings
    size = _whole("page_size", page_size, MOST_REQUESTS, MOST_REQUESTS)
    start = (_whole("page", page, 1, 1_000_000) - 1) * size
    numbers = _listed("service_request_id", service_request_id)
    if numbers:
        wanted = PublicWanted(discreet(settings), numbers=numbers, hidden=True, by_report=True)
    else:
        span = span_of(start_date, end_date, now())
        wanted = PublicWanted(
            discreet(settings),
            reported_from=span.first,
            reported_until=span.until,
            categories=_listed("service_code", service_code),
            is_open=_is_open(status),
            by_report=True,
        )
    found = _told(request, runtime, wanted, size, start)
    return document("service_requests", found, written, headers=_SPOKEN)


@router.get("/requests/{number}.{written}")
@public
def get_request(
    request: Request, runtime: RuntimeHere, number: str, jurisdiction_id: Text = None
) -> Response:
    """One of them, whatever became of it."""
    written = _here(request, runtime, jurisdiction_id)
    numbers = _listed("service_request_id", number)
    wanted = PublicWanted(discreet(runtime.settings), numbers=numbers, hidden=True, by_report=True)
    found = _told(request, runtime, wanted, MOST_REQUESTS, 0) if numbers else []
    if not found:
        raise NotFound("open311_request_unknown", given=number[:100])
    return document("service_requests", found, written, headers=_SPOKEN)


@router.get("/tokens/{token}.{written}")
@public
def get_token(request: Request, runtime: RuntimeHere, token: str, jurisdiction_id: Text = None) -> Response:
    """Which request a token of an answer stands for."""
    written = _here(request, runtime, jurisdiction_id)
    try:
        name = UUID(token)
    except ValueError as error:
        raise NotFound("open311_token_unknown", given=token[:100]) from error
    with runtime.reading() as session:
        _, known = sent_before(session, name)
    if known is None:
        raise NotFound("open311_token_unknown", given=token[:100])
    found = [{"service_request_id": known[1], "token": str(name)}]
    return document("service_requests", found, written, headers=PRIVATE)


@router.post("/requests.{written}")
@public
async def send_request(
    request: Request,
    runtime: RuntimeHere,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> Response:
    """Report something; sent as a form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _FORMS:
        raise InputError("open311_form")
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        sent = Sent({name: value for name, value in form.multi_items() if isinstance(value, str)})
    written = _here(request, runtime, sent.get("jurisdiction_id", 100))
    origin = await _sender(request, runtime, sent.get("api_key", 200))
    if idempotency_key is not None and not _KEY.fullmatch(idempotency_key):
        raise InputError("open311_value", name="Idempotency-Key", most=64)
    told, is_new = await run_in_threadpool(_report, request, runtime, origin, sent, idempotency_key)
    return document("service_requests", [told], written, status=201 if is_new else 200, headers=PRIVATE)


async def _sender(request: Request, runtime: Runtime, key: str | None) -> Origin:
    """For the audit, who sends: the holder of a key, else nobody in particular.

    Raises
    ------
    Denied
        ``open311_key_missing``, ``open311_key_wrong``.
    TooMany
        ``too_many_requests``, ``too_many_reports``.
    """
    if key is None:
        if runtime.settings.open311_key_needed:
            raise Denied("open311_key_missing")
        limit_reports(request, runtime)
        return Origin("anonymous", "session", None, getattr(request.state, "request_id", None))
    visitor = await visitor_with_token(request, key)
    if visitor is None or not permitted(visitor.actor, Action.INCIDENTS_RECEIVE).allowed:
        # Whoever tries keys is counted like whoever reports.
        limit_reports(request, runtime)
        raise Denied("open311_key_wrong")
    taken = runtime.accounts.take(str(visitor.account))
    if not taken.is_enough:
        raise TooMany("too_many_requests", seconds=taken.wait_s)
    return visitor.origin


def _report(
    request: Request, runtime: Runtime, origin: Origin, sent: Sent, given: str | None
) -> tuple[dict[str, Any], bool]:
    key = given or new_key()
    with runtime.changing(origin, forget=False) as session:
        index = runtime.index(session, None)
        rules = runtime.desk.rules(session)
        said = said_by_open311(session, index, rules, sent, now(), key)
        found = report(session, runtime.desk, index, said, By())
    follow = f"{public_origin(request, runtime.settings)}/report/{found.number}"
    notice = {"number": found.number, "secret": found.secret, "url": follow}
    told = {
        "service_request_id": found.number,
        "token": str(report_client_id(key)),
        "service_notice": tell("open311_notice", notice, request_language(request.scope)),
        "account_id": None,
    }
    return told, found.is_new


def _told(
    request: Request, runtime: Runtime, wanted: PublicWanted, limit: int, offset: int
) -> list[dict[str, Any]]:
    language, zone = request_language(request.scope), runtime.settings.zone
    with runtime.reading() as session:
        catalogue = _catalogue(runtime, session)
        found = public_incidents(session, wanted, limit=limit, offset=offset)
    return [service_request(each, catalogue, zone, language) for each in found]


def _listed(name: str, given: str | None) -> tuple[str, ...]:
    parts = tuple(dict.fromkeys(part.strip() for part in (given or "").split(",") if part.strip()))
    if len(parts) > MOST_REQUESTS or any("\x00" in part or len(part) > 40 for part in parts):
        raise InputError("open311_value", name=name, most=40)
    return parts


def _is_open(status: str | None) -> bool | None:
    wanted = {part.strip().lower() for part in (status or "").split(",") if part.strip()}
    if not wanted <= {"open", "closed"}:
        raise InputError("open311_status", given=(status or "")[:100])
    return None if len(wanted) != 1 else "open" in wanted


def _whole(name: str, given: str | None, otherwise: int, most: int) -> int:
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and len(given) < 8 and 1 <= int(given) <= most):
        raise InputError("open311_number", name=name, given=given[:50])
    return int(given)
