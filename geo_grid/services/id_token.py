"""What an ID token must say before anybody is let in by it."""

from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError

from geo_grid.core.errors import SignInNeeded
from geo_grid.services.identity_provider import SignedToken

#: Seconds by which the provider's clock may differ from the database's.
LEEWAY_S = 60
#: Characters of the longest subject, as OpenID Connect has it.
_MOST = 255

_CODES = {
    "iss": "provider_token_issuer",
    "aud": "provider_token_audience",
    "azp": "provider_token_audience",
    "nonce": "provider_token_nonce",
    "iat": "provider_token_early",
    "nbf": "provider_token_early",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to the provider.

    Parameters
    ----------
    login
        Value of the claim that may equal an account's login; None where there is none that counts.
    """

    issuer: str
    subject: str
    login: str | None


def identity_in(
    token: SignedToken, *, issuer: str, client_id: str, nonce: str, claim: str, now_s: int
) -> Identity:
    """Whom an ID token is about.

    Parameters
    ----------
    issuer, client_id, nonce
        What it must name.
    claim
        Which one may equal a login.
    now_s
        Seconds since 1970 by the database's clock: a server's own clock may be an hour off.

    Raises
    ------
    SignInNeeded
        ``provider_token_issuer``, ``provider_token_audience``, ``provider_token_nonce``,
        ``provider_token_expired``, ``provider_token_early``, ``provider_token_incomplete``.
    """
    judged = CodeIDToken(
        dict(token.claims),
        dict(token.header),
        {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
        {"nonce": nonce, "client_id": client_id, "access_token": token.access_token},
    )
    try:
        judged.validate(now=now_s, leeway=LEEWAY_S)
    except ExpiredTokenError as error:
        raise SignInNeeded("provider_token_expired", seconds=_seconds(now_s, token.claims["exp"])) from error
    except ClaimError as error:
        code = _CODES.get(error.claim, "provider_token_incomplete")
        early = _seconds(token.claims.get(error.claim), now_s) if code == "provider_token_early" else None
        raise SignInNeeded(code, claim=error.claim, seconds=early) from error
    except (JoseError, ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
        raise SignInNeeded("provider_token_incomplete", claim=type(error).__name__) from error
    subject = token.claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _MOST or not subject.isprintable():
        raise SignInNeeded("provider_token_incomplete", claim="sub")
    return Identity(issuer, subject, _login(token, claim))


def _login(token: SignedToken, claim: str) -> str | None:
    found = token.claims.get(claim)
    if claim == "none" or not isinstance(found, str) or not found.strip():
        return None
    if claim == "email" and token.claims.get("email_verified") is not True:
        return None
    return found[:_MOST]


def _seconds(later: Any, earlier: Any) -> int | None:
    try:
        return int(later - earlier)
    except (TypeError, ValueError, OverflowError):
        return None
