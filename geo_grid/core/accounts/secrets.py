"""Tokens of sessions, machines and reset links: made from chance, kept as hashes."""

import base64
import hashlib
import hmac
import secrets

#: Beginning of every machine's token, so that scanners of leaked secrets know it.
API_PREFIX = "gg_"

_BYTES = 32


def new_token(prefix: str = "") -> str:
    """256 bits of chance as text for cookies, headers and addresses."""
    return prefix + secrets.token_urlsafe(_BYTES)


def new_password() -> str:
    """A password for a person to type once: 20 letters and digits that are not mistaken for each other."""
    letters = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ234679"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def hashed(token: str) -> bytes:
    """What is stored of a token. It is chance, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def csrf_token(session_token: str) -> str:
    """The header that a page must send along with the session's cookie, which it cannot read."""
    return hashlib.sha256(b"csrf:" + session_token.encode()).hexdigest()


def derived(secret: str, purpose: str) -> str:
    """Another secret, of 43 characters fit for addresses, which tells nothing about the first."""
    made = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def same(given: str, expected: str) -> bool:
    """Compare without telling by the time taken where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())
