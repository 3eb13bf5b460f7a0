"""/me: one's own account"""

from typing import Annotated

import anyio
from fastapi import APIRouter, Depends, Path, Query, Request, Response

from geo_grid.core.accounts.login_names import folded
from geo_grid.core.accounts.passwords import MOST
from geo_grid.core.accounts.secrets import hashed, new_token
from geo_grid.core.errors import Denied, InputError, NotFound
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import held_actions
from geo_grid.http.address import API
from geo_grid.http.dependencies import After, Limit, RuntimeHere
from geo_grid.http.paging import DEFAULT_LIMIT, cursor, key
from geo_grid.http.permission import Requires, Visitor
from geo_grid.http.responses import failures
from geo_grid.http.routes.session import clear_cookie, hasher_of, set_cookie, shown
from geo_grid.http.schemas.account import (
    AccountOut,
    DecisionOut,
    GroundList,
    MyChange,
    MySession,
    MySessionList,
    NamedGrid,
    PasswordChange,
    SessionOut,
    TokenIn,
    TokenList,
    TokenMade,
    TokenOut,
)
from geo_grid.services import accounts as service
from geo_grid.services import tokens as token_service
from geo_grid.services.grants import list_grants
from geo_grid.services.ground import ground_of, permitted_on
from geo_grid.store.account_writing import end_session, open_session
from geo_grid.store.audit_writing import note
from geo_grid.store.queries.accounts import password_hash, sessions_of
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/me", tags=["me"])

Me = Annotated[Visitor, Depends(Requires(Action.SELF))]
#: PostgreSQL's largest bigint.
_LAST = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=_LAST, description="Its id.")]
ActionIn = Annotated[Action, Query(description="What is to be done.", examples=["plans.draw"])]


def _not_by_token(me: Visitor) -> None:
    """A machine's token never gives out rights or changes how its person signs in."""
    if me.token is None:
        raise Denied("session_needed")


@router.patch(
    "",
    operation_id="changeMe",
    summary="Change one's name or language",
    response_model=AccountOut,
    responses=failures(401, 403, 422, 503),
)
def change_me(runtime: RuntimeHere, me: Me, body: MyChange) -> AccountOut:
    """What is left out stays."""
    _not_by_token(me)
    with runtime.changing(me.origin) as session:
        changed = service.change_account(session, me.account, name=body.name, language=body.language)
        return AccountOut.of(changed, list_grants(session, account_id=me.account))


@router.post(
    "/password",
    operation_id="changeMyPassword",
    summary="Change one's password",
    response_model=SessionOut,
    responses=failures(401, 403, 422, 503),
)
async def change_my_password(
    request: Request, response: Response, runtime: RuntimeHere, me: Me, body: PasswordChange
) -> SessionOut:
    """Every other session ends, and this one goes on under a new cookie."""
    _not_by_token(me)
    if max(len(body.current), len(body.new)) > MOST:
        raise InputError("password_too_long", most=MOST)
    argon = hasher_of(runtime)

    def read() -> str | None:
        with runtime.reading() as session:
            found = service.account(session, me.account)
            service.check_new_password(found, body.new)
            known = password_hash(session, folded(found.login))
            return None if known is None else known[1]

    stored = await anyio.to_thread.run_sync(read)
    if not await anyio.to_thread.run_sync(argon.fits, stored, body.current, limiter=runtime.hashing):
        raise InputError("password_wrong")
    renewed = await anyio.to_thread.run_sync(argon.hash, body.new, limiter=runtime.hashing)

    def change() -> tuple[str, SessionOut]:
        with runtime.changing(me.origin) as session:
            service.change_password(session, me.account, renewed)
            token = new_token()
            agent = (request.headers.get("user-agent") or "")[:300] or None
            hours = runtime.settings.session_hours
            open_session(session, me.account, hashed(token), hours, me.origin.address, agent)
            return token, shown(session, runtime, token)

    token, answer = await anyio.to_thread.run_sync(change)
    set_cookie(request, response, token)
    return answer


@router.get(
    "/sessions",
    operation_id="listMySessions",
    summary="Where one is signed in",
    response_model=MySessionList,
    responses=failures(401, 403, 503),
)
def list_my_sessions(runtime: RuntimeHere, me: Me) -> MySessionList:
    """Sessions that have not ended, newest first."""
    with runtime.reading() as session:
        return MySessionList(items=_sessions(session, me))


@router.delete(
    "/sessions/{id}",
    operation_id="endMySession",
    summary="End one of one's sessions",
    response_model=MySessionList,
    responses=failures(401, 403, 404, 422, 503),
)
def end_my_session(runtime: RuntimeHere, me: Me, id: Id) -> MySessionList:
    """Its cookie opens nothing from now on."""
    _not_by_token(me)
    with runtime.changing(me.origin) as session:
        if not end_session(session, me.account, id):
            raise NotFound("session_not_found", given=id)
        note(session, "session.end", f"account:{me.account}", before={"session": id})
        return MySessionList(items=_sessions(session, me))


@router.delete(
    "/sessions",
    operation_id="endMySessions",
    summary="Sign out everywhere",
    response_model=MySessionList,
    responses=failures(401, 403, 503),
)
def end_my_sessions(request: Request, response: Response, runtime: RuntimeHere, me: Me) -> MySessionList:
    """End every session, this one too."""
    _not_by_token(me)
    with runtime.changing(me.origin) as session:
        service.end_all_sessions(session, me.account)
    clear_cookie(request, response)
    return MySessionList(items=[])


@router.get(
    "/tokens",
    operation_id="listMyTokens",
    summary="One's tokens for machines",
    response_model=TokenList,
    responses=failures(401, 403, 503),
)
def list_my_tokens(runtime: RuntimeHere, me: Me) -> TokenList:
    """All there ever were, newest first, without the tokens themselves."""
    with runtime.reading() as session:
        return TokenList(items=[TokenOut.of(each) for each in token_service.list_tokens(session, me.account)])


@router.post(
    "/tokens",
    operation_id="addMyToken",
    summary="Make a token for a machine",
    response_model=TokenMade,
    responses=failures(401, 403, 422, 503),
)
def add_my_token(runtime: RuntimeHere, me: Me, body: TokenIn) -> TokenMade:
    """For some of one's own actions and at most a year; shown once. Send it as `Authorization: Bearer`."""
    _not_by_token(me)
    with runtime.changing(me.origin) as session:
        secret, made = token_service.add_token(
            session, me.account, body.name, body.actions, body.days, held_actions(me.actor)
        )
        return TokenMade(secret=secret, token=TokenOut.of(made))


@router.delete(
    "/tokens/{id}",
    operation_id="revokeMyToken",
    summary="Revoke a token",
    response_model=TokenOut,
    responses=failures(401, 403, 404, 422, 503),
)
def revoke_my_token(runtime: RuntimeHere, me: Me, id: Id) -> TokenOut:
    """It opens nothing from now on."""
    _not_by_token(me)
    with runtime.changing(me.origin) as session:
        return TokenOut.of(token_service.end_token(session, id, me.account))


@router.get(
    "/grids",
    operation_id="listMyGrids",
    summary="Where one may do something",
    response_model=GroundList,
    responses=failures(401, 403, 422, 503),
)
def list_my_grids(
    runtime: RuntimeHere,
    me: Me,
    action: ActionIn = Action.GROUND_SEE,
    limit: Limit = DEFAULT_LIMIT,
    after: After = None,
) -> GroundList:
    """Grids in force now on which one's grants allow the action, by code."""
    start = key(after, str)
    with runtime.reading() as session:
        found = ground_of(session, me.actor, [action], start[0] if start else None, limit + 1)
    page = found[:limit]
    more = cursor(page[-1][0]) if len(found) > limit else None
    return GroundList(items=[NamedGrid.of(grid) for grid in page], next=more)


@router.get(
    "/permission",
    operation_id="getMyPermission",
    summary="Whether one may do something on a grid",
    response_model=DecisionOut,
    responses=failures(401, 403, 404, 422, 503),
)
def get_my_permission(
    runtime: RuntimeHere,
    me: Me,
    action: ActionIn,
    grid: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$", description="Code of the grid.")],
) -> DecisionOut:
    """The decision, its reason, and the roles that could."""
    with runtime.reading() as session:
        decision = permitted_on(session, me.actor, action, grid)
    return DecisionOut(
        allowed=decision.allowed, reason=decision.reason, who=[str(role) for role in decision.who]
    )


def _sessions(session: Session, me: Visitor) -> list[MySession]:
    current = me.known.session_id if me.known is not None else None
    return [MySession.of(each, current) for each in sessions_of(session, me.account)]
