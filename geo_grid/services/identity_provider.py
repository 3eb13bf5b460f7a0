"""Asking the OpenID provider: where to send people, and what it says of who came back.

Nothing that it answers, and no time that it takes, is a fault of ours or keeps another request waiting.
"""

import logging
import ssl
import time
import warnings
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import anyio
import httpx
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from geo_grid.core.errors import SignInNeeded
from geo_grid.core.trusted_address import is_trusted
from geo_grid.settings import Settings

with warnings.catch_warnings():
    # It warns that it will want httpx2 some day; the version is pinned and nobody can act on it here.
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError

log = logging.getLogger("geo_grid.provider")

#: Where the provider leads people back to; a page of the web client.
RETURN = "/sign-in/return"

#: Signatures by keys that only the provider has: no ``none``, and none by the secret that we know too.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip

#: Seconds for which the provider's description and keys are kept.
_KEPT_S = 600.0
#: Seconds after which an unknown key may have the keys fetched again; tokens must not make us ask at will.
_KEYS_AGAIN_S = 30.0
#: Bytes of the longest answer that is read.
_MOST_BYTES = 256 * 1024
#: Questions to the provider at the same time; others wait, within the time that a question has.
_AT_ONCE = 16

#: What parsing an answer may raise that is not what it should be.
_RUBBISH = (
    ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, JoseError,
    httpx.InvalidURL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Description:
    """What the provider says of itself, as far as we need it."""

    authorization: str
    token: str
    keys: str
    by_post: bool
    names_itself: bool


@dataclass(frozen=True, slots=True)
class SignedToken:
    """An ID token whose signature is the provider's; nothing else of it is judged yet."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    access_token: str | None


class IdentityProvider:
    """The provider that the installation has chosen.

    Parameters
    ----------
    chosen
        With an issuer.
    clock
        Seconds, from anywhere; how long answers are kept.
    """

    def __init__(self, chosen: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer = chosen.oidc_issuer or ""
        self.client_id = chosen.oidc_client_id or ""
        self._chosen = chosen
        self._clock = clock
        self._description: tuple[float, Description] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._limiter = anyio.CapacityLimiter(_AT_ONCE)

    def forget(self) -> None:
        """Ask anew what the provider says of itself."""
        self._description = self._keys = None

    @property
    def return_url(self) -> str:
        """The address that the provider knows as ours."""
        return f"{self._chosen.public_url}{RETURN}"

    async def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where to send somebody who wants to sign in.

        Raises
        ------
        SignInNeeded
            As `_asking`.
        """
        async with self._asking() as client:
            description = await self._described(client)
            url, _ = client.create_authorization_url(
                description.authorization, state=state, code_verifier=verifier, nonce=nonce
            )
            return str(url)

    async def redeem(self, code: str, verifier: str, named: str | None) -> SignedToken:
        """Exchange the code for an ID token, and prove its signature.

        Parameters
        ----------
        named
            The issuer that came back with the code, where one did: against mix-up with another provider.

        Raises
        ------
        SignInNeeded
            ``provider_mixed_up``, ``provider_code_refused``, ``provider_token_forged``, and as `_asking`.
        """
        async with self._asking() as client:
            description = await self._described(client)
            if named != self.issuer and (named is not None or description.names_itself):
                raise SignInNeeded("provider_mixed_up")
            if description.by_post and self._chosen.oidc_client_secret:
                client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 - a method
            try:
                answer = await client.fetch_token(
                    description.token, grant_type="authorization_code", code=code, code_verifier=verifier
                )
            except OAuthError as error:
                raise SignInNeeded("provider_code_refused", reason=str(error.error)[:100]) from error
            access = answer.get("access_token")
            header, claims = await self._proved(client, description, answer["id_token"])
            return SignedToken(header, claims, access if isinstance(access, str) else None)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[AsyncOAuth2Client]:
        """A client of the provider, for as long as the provider has to answer.

        Raises
        ------
        SignInNeeded
            ``provider_slow``, ``provider_unreachable``, ``provider_unusable``.
        """
        seconds = self._chosen.oidc_timeout_seconds
        try:
            with anyio.fail_after(seconds):
                async with (
                    self._limiter,
                    AsyncOAuth2Client(
                        self.client_id,
                        self._chosen.oidc_client_secret,
                        scope=self._chosen.oidc_scopes,
                        redirect_uri=self.return_url,
                        code_challenge_method="S256",
                        transport=_ShortAnswers(verify=self._trust),
                        timeout=seconds,
                        # Settings are the only reader of the environment.
                        trust_env=False,
                    ) as client,
                ):
                    yield client
        except (TimeoutError, httpx.TimeoutException) as error:
            raise SignInNeeded("provider_slow", seconds=seconds) from error
        except httpx.TransportError as error:
            raise SignInNeeded("provider_unreachable") from error
        except httpx.HTTPStatusError as error:
            raise SignInNeeded("provider_unusable", reason=f"HTTP {error.response.status_code}") from error
        except _RUBBISH as error:
            log.warning("the provider's answer cannot be used", exc_info=error)
            raise SignInNeeded("provider_unusable", reason=type(error).__name__) from error

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """Whoever the system trusts, so that an authority of one's own is added there."""
        return ssl.create_default_context()

    async def _described(self, client: AsyncOAuth2Client) -> Description:
        if self._description is not None and self._clock() < self._description[0]:
            return self._description[1]
        url = self.issuer.rstrip("/") + "/.well-known/openid-configuration"
        told = await self._json(client, url)
        if told.get("issuer") != self.issuer:
            raise SignInNeeded("provider_issuer_wrong", issuer=str(told.get("issuer"))[:200])
        authorization, token, keys = (
            told[name] for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        )
        if not all(is_trusted(address) for address in (authorization, token, keys)):
            raise SignInNeeded("provider_unusable", reason="http:")
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        by_post = "client_secret_basic" not in methods and "client_secret_post" in methods
        names_itself = told.get("authorization_response_iss_parameter_supported") is True
        description = Description(authorization, token, keys, by_post, names_itself)
        self._description = self._clock() + _KEPT_S, description
        return description

    async def _proved(
        self, client: AsyncOAuth2Client, description: Description, token: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        keys = await self._key_set(client, description, _KEPT_S)
        try:
            try:
                return _opened(token, keys)
            except InvalidKeyIdError:
                # The provider may have changed its keys.
                return _opened(token, await self._key_set(client, description, _KEYS_AGAIN_S))
        except _RUBBISH as error:
            raise SignInNeeded("provider_token_forged", reason=type(error).__name__) from error

    async def _key_set(self, client: AsyncOAuth2Client, description: Description, oldest_s: float) -> KeySet:
        if self._keys is not None and self._clock() < self._keys[0] + oldest_s:
            return self._keys[1]
        keys = KeySet.import_key_set(await self._json(client, description.keys))  # type: ignore[arg-type]  # it looks itself
        self._keys = self._clock(), keys
        return keys

    @staticmethod
    async def _json(client: AsyncOAuth2Client, url: str) -> dict[str, Any]:
        response = await client.request("GET", url, withhold_token=True)
        response.raise_for_status()
        told = response.json()
        if not isinstance(told, dict):
            raise TypeError(url)
        return told


def _opened(token: str, keys: KeySet) -> tuple[dict[str, Any], dict[str, Any]]:
    registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
    found = jwt.decode(token, keys, registry=registry)
    return dict(found.header), dict(found.claims)


class _ShortAnswers(httpx.AsyncHTTPTransport):
    """Reads an answer as it was sent, and only so much of it; a packed one stays packed, and is no JSON."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        body = bytearray()
        try:
            if isinstance(response.stream, httpx.AsyncByteStream):
                async for part in response.stream:
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise ValueError(len(body))
        finally:
            await response.aclose()
        return httpx.Response(response.status_code, content=bytes(body))
