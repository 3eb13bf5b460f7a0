"""/session/provider: signing in by the OpenID provider of the installation"""

import re
from urllib.parse import urlsplit

import anyio
from fastapi import APIRouter, Request, Response

from geo_grid.core.errors import GeoGridError, InputError, NotFound, SignInNeeded
from geo_grid.http.address import API
from geo_grid.http.buckets import household
from geo_grid.http.dependencies import RuntimeHere
from geo_grid.http.permission import check_origin, is_secure, origin, public
from geo_grid.http.responses import failures
from geo_grid.http.routes.session import set_cookie, shown
from geo_grid.http.runtime import Runtime
from geo_grid.http.schemas.provider import ProviderAddress, ProviderBegin, ProviderReturn, ProviderSession
from geo_grid.services import provider_sign_in as service
from geo_grid.services.id_token import identity_in
from geo_grid.services.identity_provider import IdentityProvider, SignedToken
from geo_grid.store.queries.identities import clock_s

router = APIRouter(prefix=f"{API}/session/provider", tags=["session"])

COOKIE = "geo_grid_sign_in"
#: A browser takes this one only over HTTPS, for the whole host, and from no other host.
SECURE_COOKIE = f"__Host-{COOKIE}"

#: The provider's own failures: nobody's attempt to guess anything.
_PROVIDERS_FAULT = frozenset(
    {"provider_slow", "provider_unreachable", "provider_unusable", "provider_issuer_wrong"}
)
_PLAIN = re.compile(r"[a-z_]{1,60}")


@router.post(
    "",
    operation_id="beginProviderSignIn",
    summary="Begin to sign in by the provider",
    response_model=ProviderAddress,
    responses=failures(401, 403, 404, 422, 503),
)
@public
async def begin(
    request: Request, response: Response, runtime: RuntimeHere, body: ProviderBegin
) -> ProviderAddress:
    """Where to send the browser; a cookie binds what comes back to it, for ten minutes and once."""
    check_origin(request)
    provider = _provider(runtime)
    here = urlsplit(runtime.settings.public_url or "").netloc
    if request.headers.get("host", "").lower() != here.lower():
        # The provider would lead back to where this cookie is not.
        raise InputError("provider_elsewhere", address=runtime.settings.public_url)

    def remember() -> service.Begun:
        with runtime.changing(origin(request, None)) as session:
            return service.begin(session, provider.issuer, body.to)

    begun = await anyio.to_thread.run_sync(remember)
    address = await provider.address(begun.state, begun.nonce, begun.verifier)
    secure = is_secure(request)
    response.set_cookie(
        SECURE_COOKIE if secure else COOKIE,
        begun.browser,
        max_age=service.MINUTES * 60,
        httponly=True,
        secure=secure,
        # Strict is enough: a page of ours sends what the provider led back with.
        samesite="strict",
        path="/",
    )
    response.headers["Cache-Control"] = "no-store"
    return ProviderAddress(address=address)


@router.post(
    "/return",
    operation_id="endProviderSignIn",
    summary="Sign in with what the provider led back with",
    response_model=ProviderSession,
    responses=failures(401, 403, 404, 409, 422, 429, 503),
)
@public
async def end(
    request: Request, response: Response, runtime: RuntimeHere, body: ProviderReturn
) -> ProviderSession:
    """The session is as after a password; an identity that is bound to no account opens none."""
    check_origin(request)
    provider = _provider(runtime)
    if not body.state:
        # Some forget the state where they refuse; nobody is signed in by it, so there is nothing to protect.
        raise _told(body) if body.error is not None else SignInNeeded("provider_state_wrong")
    who = origin(request, None)
    secure = is_secure(request)
    cookie = request.cookies.get(SECURE_COOKIE if secure else COOKIE, "")
    begun = service.Begun(body.state, cookie)

    def come_back() -> str | None:
        with runtime.changing(who) as session:
            return service.come_back(session, begun, provider.issuer, household(who.address or "?"))

    path = await anyio.to_thread.run_sync(come_back)
    if path is None:
        raise SignInNeeded("provider_state_wrong")
    try:
        token = await _redeemed(provider, body, begun)
    except SignInNeeded as refusal:
        await anyio.to_thread.run_sync(_refused, runtime, request, provider, refusal)
        raise

    def finish() -> tuple[str, ProviderSession] | GeoGridError:
        with runtime.changing(who) as session:
            try:
                identity = identity_in(
                    token,
                    issuer=provider.issuer,
                    client_id=provider.client_id,
                    nonce=begun.nonce,
                    claim=runtime.settings.oidc_claim,
                    now_s=clock_s(session),
                )
            except SignInNeeded as refusal:
                service.fail(session, provider.issuer, refusal.code)
                return refusal
            agent = request.headers.get("user-agent")
            counted = household(who.address or "?")
            ended = service.end(session, identity, counted, runtime.settings.session_hours, agent)
            if ended.token is None:
                return ended.refusal or SignInNeeded("identity_unknown")
            told = ProviderSession(session=shown(session, runtime, ended.token), to=path)
            return ended.token, told

    finished = await anyio.to_thread.run_sync(finish)
    if isinstance(finished, GeoGridError):
        raise finished
    opened, answer = finished
    set_cookie(request, response, opened)
    response.delete_cookie(
        SECURE_COOKIE if secure else COOKIE, httponly=True, secure=secure, samesite="strict", path="/"
    )
    return answer


def _provider(runtime: Runtime) -> IdentityProvider:
    if runtime.provider is None:
        raise NotFound("provider_unset")
    return runtime.provider


async def _redeemed(provider: IdentityProvider, body: ProviderReturn, begun: service.Begun) -> SignedToken:
    if body.error is not None or not body.code:
        raise _told(body)
    return await provider.redeem(body.code, begun.verifier, body.iss)


def _refused(runtime: Runtime, request: Request, provider: IdentityProvider, refusal: SignInNeeded) -> None:
    who = origin(request, None)
    with runtime.changing(who) as session:
        if refusal.code in _PROVIDERS_FAULT or refusal.code == "provider_cancelled":
            service.forgive(session, household(who.address or "?"))
        service.fail(session, provider.issuer, refusal.code)


def _told(body: ProviderReturn) -> SignInNeeded:
    if body.error == "access_denied":
        return SignInNeeded("provider_cancelled")
    # Anybody can write an address: only what looks like OAuth's own words is repeated.
    reason = body.error if body.error is not None and _PLAIN.fullmatch(body.error) else None
    return SignInNeeded("provider_refused", reason=reason)
