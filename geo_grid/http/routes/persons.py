"""/persons: people as those see them who assign them"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from geo_grid.core.errors import InputError, UnreadableFile
from geo_grid.core.permissions.actions import Action
from geo_grid.files.photo import MAX_BYTES, EncodedPhoto
from geo_grid.http.address import API
from geo_grid.http.conditional import version_seen
from geo_grid.http.dependencies import NO_NUL, After, IfMatch, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.quarantine import quarantined
from geo_grid.http.responses import failures
from geo_grid.http.routes.me import Id
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.people import Role
from geo_grid.http.schemas.person import PersonChange, PersonEnd, PersonIn, PersonList, PersonOut, State
from geo_grid.services.people import photo as photos
from geo_grid.services.people.add_person import add_person as add
from geo_grid.services.people.change_person import change_person as change
from geo_grid.services.people.delete_person import delete_person as delete
from geo_grid.services.people.end_person import end_person as end
from geo_grid.services.people.found import found_person
from geo_grid.services.people.read_people import (
    PersonWithDuties,
    read_person,
    read_persons,
    with_duties,
)
from geo_grid.store.origin import act_as
from geo_grid.store.people_records import PersonRecord
from geo_grid.store.queries.people import PersonSearch
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/persons", tags=["persons"])

Manager = Annotated[Visitor, Depends(Requires(Action.PEOPLE_ASSIGN))]
#: People are in nobody's cache.
PRIVATE = {"Cache-Control": "no-store"}


@router.get(
    "",
    operation_id="listPersons",
    summary="People on one's ground",
    response_model=PersonList,
    responses=failures(401, 403, 422, 503),
)
def list_persons(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    q: Annotated[
        str | None,
        Query(min_length=1, max_length=100, pattern=NO_NUL, description="Part of a name, post or number."),
    ] = None,
    grid: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=NO_NUL,
            description="Code: filed on it or below it, or with a duty there.",
        ),
    ] = None,
    role: Annotated[Role | None, Query(description="With such a duty, in force or to come.")] = None,
    state: Annotated[State, Query(description="`in_service` has those to come, too.")] = "in_service",
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> PersonList:
    """By id; only people whose record is kept on ground on which one assigns people. It is written down."""
    start = key(after, int)
    search = PersonSearch(q, grid, role, state)
    with runtime.reading() as session:
        act_as(session, by.origin)
        page, more = read_persons(session, by.actor, search, start[0] if start else 0, limit)
    response.headers.update(PRIVATE)
    following = cursor(page[-1].person.id) if more else None
    return PersonList.page(page, runtime.settings.zone, following)


@router.post(
    "",
    operation_id="addPerson",
    summary="Write somebody down",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def add_person(runtime: RuntimeHere, by: Manager, response: Response, body: PersonIn) -> PersonOut:
    """On the ground of a grid. Nothing of a private person is published without consent (`opted_in_at`)."""
    with runtime.changing(by.origin) as session:
        return _shown(runtime, session, response, add(session, by.actor, body.model_dump()))


@router.get(
    "/{id}",
    operation_id="getPerson",
    summary="One person",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_person(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
) -> PersonOut:
    """With the duties and leaves that are not over. It is written down who looked."""
    with runtime.reading() as session:
        act_as(session, by.origin)
        found = read_person(session, by.actor, id)
    response.headers.update({**PRIVATE, "ETag": f'"{found.person.version}"'})
    return PersonOut.of(found, runtime.settings.zone)


@router.patch(
    "/{id}",
    operation_id="changePerson",
    summary="Change what is written down of somebody",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 409, 412, 422, 503),
)
def change_person(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
    body: PersonChange,
    if_match: IfMatch = None,
) -> PersonOut:
    """What is left out stays. Moving the record to another grid takes leave on both."""
    given = body.model_dump(exclude_unset=True)
    for needed in ("kind", "name", "published", "grid", "valid_from"):
        if given.get(needed, "") is None:
            del given[needed]
    with runtime.changing(by.origin) as session:
        changed = change(session, by.actor, id, _version(if_match), given)
        return _shown(runtime, session, response, changed)


@router.post(
    "/{id}/end",
    operation_id="endPerson",
    summary="End somebody's service",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def end_person(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
    body: PersonEnd,
) -> PersonOut:
    """Refused while they are on duty, unless their duties are to end too. The record stays."""
    with runtime.changing(by.origin) as session:
        ended = end(session, by.actor, id, body.at, end_duties=body.end_duties)
        return _shown(runtime, session, response, ended)


@router.delete(
    "/{id}",
    operation_id="deletePerson",
    summary="Delete a record that was a mistake",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 409, 422, 503),
)
def delete_person(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
) -> PersonOut:
    """Only of somebody to whom nothing was ever entrusted; the answer is what is gone now."""
    with runtime.changing(by.origin) as session:
        response.headers.update(PRIVATE)
        gone = PersonWithDuties(delete(session, by.actor, id), (), ())
        return PersonOut.of(gone, runtime.settings.zone)


@router.put(
    "/{id}/photo",
    operation_id="setPhoto",
    summary="Give somebody a photo",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 413, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        }
    },
)
async def set_photo(
    request: Request,
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
) -> PersonOut:
    """The body is the file: JPEG, PNG or WebP, of at most 8 MB and 24 million pixels, a JPEG of 50 million.

    It is turned as its camera says and encoded anew; what else the file says is not kept.
    """
    await run_in_threadpool(_find, runtime, by, id)
    try:
        async with quarantined(runtime, request, max_bytes=MAX_BYTES, name="photo") as held, runtime.checks:
            read = await run_in_threadpool(photos.read_photo, held.path)
    except UnreadableFile as error:
        if error.code == "upload_over_limit":
            raise UnreadableFile("photo_too_large", limit_mb=MAX_BYTES // 2**20) from error
        raise
    return await run_in_threadpool(_give, runtime, by, response, id, read)


@router.delete(
    "/{id}/photo",
    operation_id="removePhoto",
    summary="Take somebody's photo away",
    response_model=PersonOut,
    responses=failures(401, 403, 404, 422, 503),
)
def remove_photo(
    runtime: RuntimeHere,
    by: Manager,
    response: Response,
    id: Id,
) -> PersonOut:
    """The picture itself is removed as soon as nobody has it."""
    with runtime.changing(by.origin) as session:
        return _shown(runtime, session, response, photos.remove_photo(session, by.actor, id))


def _find(runtime: Runtime, by: Visitor, person: int) -> None:
    """Refuse who may not, before their file is read."""
    with runtime.reading() as session:
        found_person(session, by.actor, person)


def _give(runtime: Runtime, by: Visitor, response: Response, person: int, read: EncodedPhoto) -> PersonOut:
    with runtime.changing(by.origin) as session:
        return _shown(runtime, session, response, photos.set_photo(session, by.actor, person, read))


def _shown(runtime: Runtime, session: Session, response: Response, record: PersonRecord) -> PersonOut:
    response.headers.update({**PRIVATE, "ETag": f'"{record.version}"'})
    return PersonOut.of(with_duties(session, [record])[0], runtime.settings.zone)


def _version(if_match: str | None) -> int | None:
    """The version that a client has seen.

    Raises
    ------
    InputError
        ``version_needed``.
    Outdated
        ``changed_meanwhile``: it is none of ours.
    """
    if if_match is None:
        raise InputError("version_needed")
    return version_seen(if_match)


def dumped(body: Any) -> dict[str, Any]:
    """What a body says, by the names that services know."""
    values: dict[str, Any] = body.model_dump(exclude_unset=True, by_alias=True)
    return values
