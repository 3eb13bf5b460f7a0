"""/session: signing in and out"""

import anyio
from fastapi import APIRouter, Request, Response

from geo_grid.core.accounts.passwords import MOST
from geo_grid.core.accounts.secrets import csrf_token, hashed
from geo_grid.core.errors import InputError, Unavailable
from geo_grid.core.permissions.deciding import held_actions
from geo_grid.http.address import API
from geo_grid.http.buckets import household
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import (
    COOKIE,
    SECURE_COOKIE,
    check_csrf,
    check_origin,
    is_secure,
    origin,
    public,
    visitor_of,
)
from geo_grid.http.responses import failures
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.account import AccountOut, NewPassword, ProviderOut, SessionOut, SignIn
from geo_grid.services import accounts as accounts_service
from geo_grid.services import sign_in as service
from geo_grid.services.grants import list_grants
from geo_grid.services.known_cache import actor_of
from geo_grid.services.password_hashing import Hasher, hasher
from geo_grid.store.queries.known import known_by_session
from geo_grid.store.session import Session

router = APIRouter(prefix=f"{API}/session", tags=["session"])

#: Attempts that may wait for their turn to be hashed; beyond that it is better to say so at once.
_WAITING_AT_MOST = 32


@router.post(
    "",
    operation_id="signIn",
    summary="Sign in",
    response_model=SessionOut,
    responses=failures(401, 403, 422, 429, 503),
)
@public
async def sign_in(request: Request, response: Response, runtime: RuntimeHere, body: SignIn) -> SessionOut:
    """Login and password; the session's cookie is HttpOnly and new each time.

    After five wrong passwords for a login, or thirty from an address, each further attempt must wait longer,
    up to a quarter of an hour.
    """
    check_origin(request)
    who = origin(request, None)

    if runtime.hashing.statistics().tasks_waiting >= _WAITING_AT_MOST:
        raise Unavailable("sign_ins_busy")

    def begin() -> service.Attempt:
        with runtime.changing(who, forget=False) as session:
            return service.begin_sign_in(
                session, body.login, body.password, household(who.address or "?"), who.address
            )

    attempt = await anyio.to_thread.run_sync(begin)
    # In a room of its own: the hashes of many sign-ins must not keep other requests waiting.
    argon = hasher_of(runtime)
    fits = await anyio.to_thread.run_sync(
        argon.fits, attempt.password_hash, body.password, limiter=runtime.hashing
    )
    renewed = None
    if fits and attempt.password_hash is not None and argon.is_dated(attempt.password_hash):
        renewed = await anyio.to_thread.run_sync(argon.hash, body.password, limiter=runtime.hashing)

    def end() -> tuple[str, SessionOut] | None:
        with runtime.changing(who, forget=False) as session:
            token = service.end_sign_in(
                session,
                attempt,
                fits=fits,
                new_hash=renewed,
                hours=runtime.settings.session_hours,
                agent=request.headers.get("user-agent"),
            )
            return None if token is None else (token, shown(session, runtime, token))

    opened = await anyio.to_thread.run_sync(end)
    if opened is None:
        raise service.refuse_sign_in()
    token, answer = opened
    set_cookie(request, response, token)
    return answer


@router.get(
    "",
    operation_id="getSession",
    summary="Who is signed in",
    response_model=SessionOut,
    responses=failures(401, 503),
)
@public
async def get_session(request: Request, response: Response, runtime: RuntimeHere) -> SessionOut:
    """The account, what it may do somewhere, and the token for unsafe requests; empty for everybody else."""
    response.headers["Cache-Control"] = "no-store"
    visitor = await visitor_of(request)
    if visitor.token is None:
        return nobody(runtime)
    token = visitor.token

    def read() -> SessionOut:
        with runtime.reading() as session:
            return shown(session, runtime, token)

    return await anyio.to_thread.run_sync(read)


@router.delete(
    "",
    operation_id="signOut",
    summary="Sign out",
    response_model=SessionOut,
    responses=failures(401, 403, 503),
)
@public
async def sign_out(request: Request, response: Response, runtime: RuntimeHere) -> SessionOut:
    """End this session; its cookie opens nothing from now on. Without a session nothing happens."""
    visitor = await visitor_of(request)
    if visitor.token is not None and visitor.known is not None and visitor.known.session_id is not None:
        check_csrf(request, visitor.token)
        account, session_id = visitor.known.account_id, visitor.known.session_id

        def end() -> None:
            with runtime.changing(visitor.origin) as session:
                service.sign_out(session, account, session_id)

        await anyio.to_thread.run_sync(end)
    clear_cookie(request, response)
    return nobody(runtime)


@router.post(
    "/reset",
    operation_id="resetPassword",
    summary="Set a password by a link",
    response_model=SessionOut,
    responses=failures(403, 422, 503),
)
@public
async def reset_password(
    request: Request, response: Response, runtime: RuntimeHere, body: NewPassword
) -> SessionOut:
    """Use the link of an administrator, once; every session of the account ends."""
    check_origin(request)
    if len(body.password) > MOST:
        raise InputError("password_too_long", most=MOST)
    password_hash = await anyio.to_thread.run_sync(
        hasher_of(runtime).hash, body.password, limiter=runtime.hashing
    )

    def use() -> None:
        with runtime.changing(origin(request, None)) as session:
            found = accounts_service.reset_password(session, body.token, password_hash)
            # Refused here, the link stays unused: the transaction is rolled back.
            accounts_service.check_new_password(found, body.password)

    await anyio.to_thread.run_sync(use)
    clear_cookie(request, response)
    return nobody(runtime)


def hasher_of(runtime: Runtime) -> Hasher:
    """The hasher by the installation's parameters."""
    return hasher(runtime.settings.password_memory_kib, runtime.settings.password_passes)


def nobody(runtime: Runtime) -> SessionOut:
    """Nobody is signed in, but may be."""
    provider = provider_of(runtime)
    return SessionOut(account=None, csrf_token=None, expires_at=None, actions=[], provider=provider)


def provider_of(runtime: Runtime) -> ProviderOut | None:
    """By whom people may sign in besides by password."""
    chosen = runtime.settings
    return None if chosen.oidc_issuer is None else ProviderOut.of(chosen.oidc_issuer, chosen.oidc_name)


def shown(session: Session, runtime: Runtime, token: str) -> SessionOut:
    """What a page is told about its own session."""
    known = known_by_session(session, hashed(token), runtime.settings.session_idle_minutes)
    if known is None:
        return nobody(runtime)
    account = accounts_service.account(session, known.account_id)
    actions = sorted(str(action) for action in held_actions(actor_of(known)))
    return SessionOut(
        account=AccountOut.of(account, list_grants(session, account_id=account.id)),
        csrf_token=csrf_token(token),
        expires_at=known.expires_at,
        actions=actions,
        provider=provider_of(runtime),
    )


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser the session's token."""
    secure = is_secure(request)
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE, token, httponly=True, secure=secure, samesite="lax", path="/"
    )
    response.headers["Cache-Control"] = "no-store"


def clear_cookie(request: Request, response: Response) -> None:
    """Take it back."""
    secure = is_secure(request)
    response.delete_cookie(
        SECURE_COOKIE if secure else COOKIE, httponly=True, secure=secure, samesite="lax", path="/"
    )
    response.headers["Cache-Control"] = "no-store"
