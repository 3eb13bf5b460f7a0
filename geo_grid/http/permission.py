"""Permission at the door: each route says what it lets people do, and nobody passes whom no grant lets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool

from geo_grid.core.accounts.secrets import API_PREFIX, csrf_token, hashed, same
from geo_grid.core.errors import Denied, SignInNeeded, TooMany
from geo_grid.core.permissions.actions import Action
from geo_grid.core.permissions.deciding import Actor, Decision, permitted
from geo_grid.http.middleware.rate_limit import judged
from geo_grid.http.runtime import Runtime
from geo_grid.store.account_records import Known
from geo_grid.store.origin import Origin

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

COOKIE = "geo_grid_session"
#: A browser takes this one only over HTTPS, for the whole host, and from no other host.
SECURE_COOKIE = f"__Host-{COOKIE}"
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request.

    Parameters
    ----------
    known
        None for everybody who is not signed in.
    token
        The session's cookie, where that is how they came.
    """

    actor: Actor
    known: Known | None
    token: str | None
    origin: Origin

    @property
    def account(self) -> int:
        """Id of the account of a route that asked for one."""
        if self.actor.account is None:
            raise SignInNeeded("sign_in_needed")
        return self.actor.account


#: Whoever asks for what is public; nobody looks who it is.
ANYBODY = Visitor(Actor(), None, None, Origin("anonymous", "session"))


class Requires:
    """A dependency that lets only those pass who may do an action somewhere.

    Where on the ground is for the service to ask, with the same function, or to filter by.
    """

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Visitor:
        """Let them pass.

        Raises
        ------
        SignInNeeded
            ``sign_in_needed``, ``token_invalid``.
        Denied
            ``not_permitted``, ``token_limited``, ``csrf_missing``, ``csrf_wrong``, ``origin_foreign``.
        """
        if self.action is Action.PUBLIC:
            return ANYBODY
        visitor = await visitor_of(request)
        require(permitted(visitor.actor, self.action), self.action)
        runtime: Runtime = request.app.state.runtime
        taken = runtime.accounts.take(str(visitor.account))
        judged(request.scope, runtime.accounts, taken)
        if not taken.is_enough:
            raise TooMany("too_many_requests", seconds=taken.wait_s)
        if request.method not in _SAFE and visitor.token is not None:
            check_csrf(request, visitor.token)
        return visitor


_PUBLIC: set[Any] = set()

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., Any])


def public(endpoint: _Endpoint) -> _Endpoint:
    """Declare that a route is for everybody; costs nothing when it is asked."""
    _PUBLIC.add(endpoint)
    return endpoint


@dataclass(frozen=True, slots=True)
class Declared:
    """A route and what it lets people do; None where it forgot to say."""

    path: str
    methods: tuple[str, ...]
    action: Action | None


def declarations(app: FastAPI) -> list[Declared]:
    """Every route of the application with the action that it declares."""
    found = []
    for each in iter_route_contexts(app.routes):
        methods = tuple(sorted(set(each.methods or ()) - {"HEAD"}))
        found.append(Declared(each.path or "", methods, _declared(each)))
    return found


def _declared(route: Any) -> Action | None:
    if getattr(route, "endpoint", None) in _PUBLIC:
        return Action.PUBLIC
    dependant = getattr(route, "dependant", None)
    calls = [each.call for each in getattr(dependant, "dependencies", ())]
    return next((call.action for call in calls if isinstance(call, Requires)), None)


def require(decision: Decision, action: Action) -> None:
    """Refuse what was not allowed, and say who could.

    Raises
    ------
    SignInNeeded, Denied
        By the decision's reason.
    """
    if decision.allowed:
        return
    if decision.reason == "sign_in_needed":
        raise SignInNeeded("sign_in_needed")
    raise Denied(decision.reason, action=str(action), who=[str(role) for role in decision.who])


async def visitor_of(request: Request) -> Visitor:
    """Who sent this request.

    Raises
    ------
    SignInNeeded
        ``token_invalid``: a token that is unknown, expired, revoked, or of a disabled account.
    """
    runtime: Runtime = request.app.state.runtime
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        found = await _known(runtime, bearer.strip(), is_session=False)
        if found is None:
            raise SignInNeeded("token_invalid")
        known, actor = found
        return Visitor(actor, known, None, origin(request, known))
    cookie = session_cookie(request)
    if cookie is not None:
        found = await _known(runtime, cookie, is_session=True)
        if found is not None:
            known, actor = found
            return Visitor(actor, known, cookie, origin(request, known))
    return Visitor(Actor(), None, None, origin(request, None))


async def visitor_with_token(request: Request, token: str) -> Visitor | None:
    """Whoever holds an API token that came by another way than the header; None for nobody."""
    runtime: Runtime = request.app.state.runtime
    found = await _known(runtime, token, is_session=False)
    if found is None:
        return None
    known, actor = found
    return Visitor(actor, known, None, origin(request, known))


async def _known(runtime: Runtime, token: str, *, is_session: bool) -> tuple[Known, Actor] | None:
    if len(token) > 200 or token.startswith(API_PREFIX) is is_session:
        return None
    return runtime.known.get(hashed(token)) or await run_in_threadpool(
        _ask, runtime, token, is_session=is_session
    )


def _ask(runtime: Runtime, token: str, *, is_session: bool) -> tuple[Known, Actor] | None:
    with runtime.reading() as session:
        return runtime.known.ask(
            session, token, is_session=is_session, idle_minutes=runtime.settings.session_idle_minutes
        )


def origin(request: Request, known: Known | None) -> Origin:
    """For the audit: who, by what way, from where."""
    address = request.client.host if request.client is not None else None
    identity = getattr(request.state, "request_id", None)
    if known is None:
        return Origin("anonymous", "session", address, identity)
    actor = f"account:{known.account_id} {known.login}"
    return Origin(actor, "token" if known.token_id is not None else "session", address, identity)


def is_secure(request: Request) -> bool:
    """Whether cookies of this request are for HTTPS only."""
    runtime: Runtime = request.app.state.runtime
    return request.url.scheme == "https" or runtime.settings.secure_cookies


def session_cookie(request: Request) -> str | None:
    """The session's token as the browser sent it."""
    return request.cookies.get(SECURE_COOKIE if is_secure(request) else COOKIE)


def check_origin(request: Request) -> None:
    """Refuse what a page of another host has sent.

    Raises
    ------
    Denied
        ``origin_foreign``.
    """
    given = request.headers.get("origin")
    if given is not None and urlsplit(given).netloc.lower() != request.headers.get("host", "").lower():
        raise Denied("origin_foreign", origin=given[:100])


def check_csrf(request: Request, token: str) -> None:
    """Refuse an unsafe request that a page of ours has not sent.

    Raises
    ------
    Denied
        ``origin_foreign``, ``csrf_missing``, ``csrf_wrong``.
    """
    check_origin(request)
    given = request.headers.get(CSRF_HEADER)
    if given is None:
        raise Denied("csrf_missing", header=CSRF_HEADER)
    if not same(given, csrf_token(token)):
        raise Denied("csrf_wrong", header=CSRF_HEADER)
